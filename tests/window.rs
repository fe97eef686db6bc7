//! The real program in a real window: drags a VM, sees the findings change, undoes, saves, exports the PDF.
//!
//! A twin of the window without a display tells where things stand; the mouse and the keyboard then go to the real one,
//! under Xvfb. `./x test` installs what this needs.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "says why it skips itself")]

#[path = "support/pdf.rs"]
mod pdf;
#[path = "support/tools.rs"]
mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use egui::{Pos2, Rect, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::disk;
use evenkeel::document::Document;
use evenkeel::workspace::Zoom;
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check;
use evenkeel_model::facts::{Case, Cx, derive};
use evenkeel_model::plan::Plan;

const SIZE: (u32, u32) = (1440, 900);
const STAFF: &str = "VM mbx-staff-1, level 1, on host-a2";
/// Height that is left out below the findings, points.
const STATUS_BAR: f32 = 40.0;
const A1: &str = "Host host-a1, 2 × 8 cores, 64 GiB";

/// Ends the program with the test, whatever happens.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Desk {
    display: String,
    _server: Running,
}

impl Desk {
    fn new(folder: &Path) -> Self {
        let told = folder.join("display");
        let server = Command::new("sh")
            .arg("-c")
            .arg(format!(
                "exec Xvfb -displayfd 3 -screen 0 {}x{}x24 -nolisten tcp 3>'{}' >/dev/null 2>&1",
                SIZE.0,
                SIZE.1,
                told.display()
            ))
            .spawn()
            .expect("Xvfb starts");
        let server = Running(server);
        let began = Instant::now();
        loop {
            let number = fs::read_to_string(&told).unwrap_or_default();
            if !number.trim().is_empty() {
                return Self {
                    display: format!(":{}", number.trim()),
                    _server: server,
                };
            }
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "Xvfb gives no display"
            );
            sleep(Duration::from_millis(50));
        }
    }

    fn xdotool(&self, args: &[&str]) -> String {
        let out = Command::new("xdotool")
            .args(args)
            .env("DISPLAY", &self.display)
            .output()
            .expect("xdotool runs");
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    fn open(&self, plan: &Path, home: &Path) -> Running {
        let program = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
            .arg(plan)
            .env("DISPLAY", &self.display)
            .env("EVENKEEL_HOME", home)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let program = Running(program);
        let pid = program.0.id().to_string();
        let began = Instant::now();
        let window = loop {
            let found = self.xdotool(&["search", "--onlyvisible", "--pid", &pid]);
            if let Some(id) = found.lines().last() {
                break id.to_owned();
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "no window in a minute"
            );
            sleep(Duration::from_millis(100));
        };
        let (w, h) = (SIZE.0.to_string(), SIZE.1.to_string());
        self.xdotool(&["windowmove", &window, "0", "0"]);
        self.xdotool(&["windowsize", &window, &w, &h]);
        self.xdotool(&["windowfocus", "--sync", &window]);
        sleep(Duration::from_secs(3));
        program
    }

    /// What the screen shows in a rectangle, as bytes of red, green and blue.
    fn picture(&self, of: Rect) -> Vec<u8> {
        let (w, h) = (of.width().floor(), of.height().floor());
        let (x, y) = (of.left().ceil(), of.top().ceil());
        let out = Command::new("import")
            .args(["-window", "root", "-depth", "8", "-crop"])
            .arg(format!("{w}x{h}+{x}+{y}"))
            .args(["+repage", "rgb:-"])
            .env("DISPLAY", &self.display)
            .output()
            .expect("import runs");
        assert_eq!(
            out.stdout.len(),
            (w * h) as usize * 3,
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        out.stdout
    }

    /// The picture once it stands still, with nothing selected and the pointer out of the way.
    fn settled(&self, of: Rect) -> Vec<u8> {
        self.key("Escape");
        self.xdotool(&["mousemove", "4", "4"]);
        // Messages that pass by have gone.
        sleep(Duration::from_secs(2));
        let began = Instant::now();
        let mut last = self.picture(of);
        loop {
            sleep(Duration::from_millis(500));
            let now = self.picture(of);
            if now == last {
                return now;
            }
            last = now;
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "the window never stands still"
            );
        }
    }

    fn key(&self, key: &str) {
        self.xdotool(&["key", "--clearmodifiers", key]);
        sleep(Duration::from_millis(400));
    }

    fn drag(&self, from: Pos2, to: Pos2) {
        let at = |p: Pos2| (format!("{}", p.x.round()), format!("{}", p.y.round()));
        let (x, y) = at(from);
        self.xdotool(&["mousemove", &x, &y]);
        sleep(Duration::from_millis(200));
        self.xdotool(&["mousedown", "1"]);
        sleep(Duration::from_millis(200));
        // A hand begins slowly.
        for i in 1..=8 {
            let (x, y) = at(from + (to - from).normalized() * (i as f32 * 1.5));
            self.xdotool(&["mousemove", &x, &y]);
            sleep(Duration::from_millis(60));
        }
        for i in 1..=12 {
            let (x, y) = at(from + (to - from) * (i as f32 / 12.0));
            self.xdotool(&["mousemove", &x, &y]);
            sleep(Duration::from_millis(60));
        }
        sleep(Duration::from_millis(600));
        self.xdotool(&["mouseup", "1"]);
        sleep(Duration::from_millis(600));
    }
}

fn codes(plan: &Plan) -> Vec<String> {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    check::run(&cx, &facts)
        .iter()
        .filter(|f| f.is_found())
        .map(|f| f.code.to_string())
        .collect()
}

/// Waits until the file says what is wanted.
fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        sleep(Duration::from_millis(200));
    }
}

/// Where the window shows its findings: from the head of their panel down to the status bar.
fn findings_strip(twin: &Harness<'_, App>) -> Rect {
    let head = twin.get_by_label_contains("Errors: ").rect();
    let right = twin.get_by_label("Hide findings").rect();
    Rect::from_min_max(
        Pos2::new(head.left(), head.top()),
        Pos2::new(right.right(), SIZE.1 as f32 - STATUS_BAR),
    )
}

/// How many colours a picture has.
fn colours(picture: &[u8]) -> usize {
    let all: std::collections::BTreeSet<&[u8]> = picture.chunks(3).collect();
    all.len()
}

fn read(path: &Path) -> Plan {
    disk::load(path).expect("the saved plan opens").plan
}

#[test]
fn a_person_drags_undoes_saves_and_exports() {
    if !tools::equipped(&["Xvfb", "xdotool", "import", "pdftotext", "qpdf"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("plan.ron");
    let example =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/exchange-three-tiers.ron");
    fs::copy(example, &path).unwrap();
    let before = read(&path);

    // The twin: the same window without a display.
    let mut app = App::new(Document::opened(disk::load(&path).unwrap()));
    app.workspace.zoom = Some(Zoom::Fit);
    let mut twin = Harness::builder()
        .with_size(Vec2::new(SIZE.0 as f32, SIZE.1 as f32))
        .with_max_steps(60)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    twin.run_steps(12);
    let from = twin.get_by_label(STAFF).rect().center();
    let host = twin.get_by_label(A1).rect();
    let to = Pos2::new(host.left() + 40.0, host.top() + 12.0);

    let strip = findings_strip(&twin);

    let desk = Desk::new(folder.path());
    let window = desk.open(&path, &folder.path().join("home"));
    let at_first = desk.settled(strip);
    assert!(
        colours(&at_first) > 8,
        "the strip of findings shows something: {strip:?}"
    );

    // Staff mail cannot restart on the other pool's hosts: they do not reach its array.
    desk.drag(from, to);
    let broken = desk.settled(strip);
    assert!(broken != at_first, "the findings in the window change");
    desk.key("ctrl+s");
    wait_for("the drag is saved", || read(&path) != before);
    let moved = read(&path);
    let (had, has) = (codes(&before), codes(&moved));
    assert!(
        has.iter().any(|c| !had.contains(c)),
        "the move adds a finding: {has:?}"
    );

    desk.key("ctrl+z");
    wait_for("the findings in the window are as before", || {
        desk.settled(strip) == at_first
    });
    desk.key("ctrl+s");
    wait_for("undo is saved", || read(&path) == before);

    // No desktop portal here: the window asks for the path itself.
    let pdf = folder.path().join("plan.pdf");
    desk.key("ctrl+e");
    sleep(Duration::from_secs(4));
    desk.key("ctrl+a");
    desk.xdotool(&["type", "--delay", "20", pdf.to_str().unwrap()]);
    sleep(Duration::from_millis(500));
    desk.key("Return");
    wait_for("the PDF is written", || {
        fs::read(&pdf)
            .is_ok_and(|b| b.starts_with(b"%PDF-1.7") && b.trim_ascii_end().ends_with(b"%%EOF"))
    });
    drop(window);
    pdf::sound(&pdf);
    let pages = pdf::pages(&pdf);
    let cover = pages.first().expect("a cover");
    assert!(cover.contains(&before.about.name), "{cover}");
    let n = pages.len();
    assert!(n > 10, "{n} pages");
    for (i, foot) in pdf::feet(&pdf).iter().enumerate().skip(1) {
        assert!(foot.ends_with(&format!("{} / {n}", i + 1)), "{foot}");
    }
    let body = pages.join(" ");
    for vm in before.vms.keys() {
        assert!(body.contains(&before.label(&vm.into())), "{vm}");
    }
}
