//! A disk that is full: said at once, the old file and the work both kept. Each test runs itself again on a small disk of
//! its own, where the system lets it.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "says why it skips itself")]

mod support;

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::command;
use evenkeel::disk;
use evenkeel::document::Document;
use evenkeel_model::ids::VmId;
use evenkeel_model::plan::Level;

use support::{evenkeel, example};

const PLAN: &str = "exchange-4000-heavy.ron";
/// Names the small disk to the test that runs again.
const INNER: &str = "EVENKEEL_SMALL_DISK";

/// The small disk when this run is the one on it; else runs `test` on one, and gives none.
fn small_disk(test: &str) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(INNER) {
        return Some(folder.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let mount = r#"mount -t tmpfs -o size=64k none "$0""#;
    let inside = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", script]).arg(folder.path());
        command
    };
    match inside(mount).output() {
        Ok(out) if out.status.success() => {}
        Ok(out) => {
            eprintln!(
                "skipped: no small disk can be mounted here: {}",
                String::from_utf8_lossy(&out.stderr).trim()
            );
            return None;
        }
        Err(e) => {
            eprintln!("skipped: unshare does not run: {e}");
            return None;
        }
    }
    let out = inside(&format!(r#"{mount} && exec "$1" --exact "$2" --nocapture"#))
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(INNER, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        out.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&out.stderr)
    );
    None
}

/// Leaves no byte free.
fn fill(folder: &Path) -> PathBuf {
    let path = folder.join("filler");
    let mut file = fs::File::create(&path).unwrap();
    loop {
        if let Err(e) = file.write_all(&[0; 512]) {
            assert_eq!(e.kind(), ErrorKind::StorageFull, "{e}");
            return path;
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut out: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    out.sort();
    out
}

#[test]
fn commands_tell_a_full_disk_and_keep_what_was_there() {
    let Some(disk) = small_disk("commands_tell_a_full_disk_and_keep_what_was_there") else {
        return;
    };
    let text = fs::read_to_string(example(PLAN)).unwrap();
    // Not as fmt writes it, and with a comment, so that fmt must write and keep the version before.
    let text = format!("// ours\n{text}");
    fs::write(disk.join("p.ron"), &text).unwrap();
    fs::write(disk.join("p.pdf"), b"older").unwrap();
    let filler = fill(&disk);
    let before = names(&disk);
    let kept = || {
        assert_eq!(fs::read_to_string(disk.join("p.ron")).unwrap(), text);
        assert_eq!(fs::read(disk.join("p.pdf")).unwrap(), b"older");
        assert_eq!(names(&disk), before, "nothing is left behind");
    };
    for (arguments, file) in [
        (&["fmt", "p.ron"][..], "p.ron"),
        (&["export", "p.ron", "--pdf", "p.pdf"], "p.pdf"),
        (&["export", "p.ron", "--pdf", "new.pdf"], "new.pdf"),
        (&["new", "--template", "empty", "-o", "new.ron"], "new.ron"),
        (
            &["new", "--template", "two-servers", "-o", "new.ron"],
            "new.ron",
        ),
    ] {
        let ran = evenkeel(&disk, arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(
            ran.err
                .starts_with(&format!("evenkeel: {file}: the disk is full ("))
                && ran.err.contains("; nothing was changed")
                && ran.err.contains("make room"),
            "{arguments:?}: {}",
            ran.err
        );
        assert_eq!(ran.out, "", "{arguments:?}");
        kept();
    }
    // What only reads goes on.
    let ran = evenkeel(&disk, &["check", "p.ron"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    kept();
    fs::remove_file(filler).unwrap();
    let ran = evenkeel(&disk, &["fmt", "p.ron"]);
    assert_eq!(ran.status, 0, "with room again: {}", ran.err);
    assert_eq!(fs::read_to_string(disk.join("p.ron.bak")).unwrap(), text);
}

type Window = Harness<'static, App>;

/// Runs until no job is left.
fn settle(h: &mut Window) {
    let began = Instant::now();
    loop {
        h.run_ok();
        if h.state().jobs.is_idle() {
            h.run_ok();
            return;
        }
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "a job never ended"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn keys(h: &mut Window, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    settle(h);
}

#[test]
fn the_window_tells_a_full_disk_and_keeps_file_and_work() {
    let Some(disk) = small_disk("the_window_tells_a_full_disk_and_keeps_file_and_work") else {
        return;
    };
    let path = disk.join("p.ron");
    fs::copy(example(PLAN), &path).unwrap();
    let old = fs::read(&path).unwrap();
    let mut h = Harness::builder()
        .with_size(egui::vec2(1440.0, 900.0))
        .with_max_steps(40)
        .build_ui_state(
            |ui, app: &mut App| app.ui(ui),
            App::new(Document::opened(disk::load(&path).unwrap())),
        );
    settle(&mut h);
    let vm = VmId::new("mbx-1").unwrap();
    h.state_mut()
        .sender
        .send(command::Command::Select(vec![vm.clone().into()]));
    settle(&mut h);
    keys(&mut h, Modifiers::ALT, Key::Num0);
    let level = |h: &Window| h.state().document.plan().vms.get(&vm).unwrap().level;
    assert_eq!(level(&h), Level::L0);

    let filler = fill(&disk);
    let before = names(&disk);
    keys(&mut h, Modifiers::COMMAND, Key::S);
    h.get_by_label("The plan was not saved");
    h.get_by_label_contains("The disk is full");
    h.get_by_label_contains("your work is still open");
    assert_eq!(fs::read(&path).unwrap(), old);
    assert_eq!(names(&disk), before, "nothing is left behind");
    assert!(h.state().document.needs_saving());
    assert_eq!(level(&h), Level::L0);

    fs::remove_file(filler).unwrap();
    keys(&mut h, Modifiers::NONE, Key::Escape);
    assert!(h.state().dialog.is_none());
    keys(&mut h, Modifiers::COMMAND, Key::S);
    assert!(!h.state().document.needs_saving());
    assert_eq!(disk::load(&path).unwrap().plan, **h.state().document.plan());
    assert_eq!(fs::read(disk.join("p.ron.bak")).unwrap(), old);
}
