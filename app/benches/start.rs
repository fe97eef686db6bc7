//! From the start of the process to its first frame, beside an empty window of the same library in the same run.
//! Aim: at most 1.3 times as long. Needs a display, or Xvfb to make one.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel::ui::style;
use evenkeel::window;

const ROUNDS: usize = 9;
const EXAMPLE: &str = include_str!("../../examples/exchange-three-tiers.ron");

/// Draws until the first frame is on the screen, then tells how long it took and closes.
struct Once {
    began: Instant,
    frames: u32,
    app: Option<App>,
}

impl eframe::App for Once {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        if let Some(app) = &mut self.app {
            app.ui(ui);
        }
        self.frames += 1;
        // The second frame begins when the first has been shown.
        if self.frames == 2 {
            println!("{}", self.began.elapsed().as_micros());
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ui.ctx().request_repaint();
    }
}

fn child(full: bool) {
    let began = Instant::now();
    let opening = full.then(|| {
        window::Opening::begin(|| {
            let plan = evenkeel_model::io::from_text(EXAMPLE).expect("the example reads");
            Document::new(plan, None)
        })
    });
    let size = [1440.0, 900.0];
    let options = if full {
        window::options(size)
    } else {
        eframe::NativeOptions {
            viewport: egui::ViewportBuilder::default().with_inner_size(size),
            ..Default::default()
        }
    };
    let done = eframe::run_native(
        "start",
        options,
        Box::new(move |cc| {
            let app = opening.map(|o| App::new(o.end()));
            if let Some(app) = &app {
                style::install(&cc.egui_ctx, &app.theme);
            }
            Ok(Box::new(Once {
                began,
                frames: 0,
                app,
            }))
        }),
    );
    done.expect("a window opens");
}

fn display() -> Option<(Child, String)> {
    if std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some() {
        return None;
    }
    let name = format!(":{}", 200 + std::process::id() % 400);
    let server = Command::new("Xvfb")
        .args([&name, "-screen", "0", "1440x900x24", "-nolisten", "tcp"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    std::thread::sleep(Duration::from_secs(2));
    Some((server, name))
}

fn measure(mode: &str, display: Option<&str>) -> Option<f64> {
    let mut command = Command::new(std::env::current_exe().ok()?);
    command
        .env("START_BENCH", mode)
        .env("LIBGL_ALWAYS_SOFTWARE", "1");
    if let Some(display) = display {
        command.env("DISPLAY", display);
    }
    let out = command.stderr(Stdio::null()).output().ok()?;
    let micros: f64 = String::from_utf8_lossy(&out.stdout).trim().parse().ok()?;
    Some(micros / 1000.0)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn main() {
    match std::env::var("START_BENCH").as_deref() {
        Ok("empty") => return child(false),
        Ok("app") => return child(true),
        _ => {}
    }
    let server = display();
    let name = server.as_ref().map(|(_, n)| n.as_str());
    let (mut empty, mut app) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // In turn, so that a busy machine slows both alike; the first round warms up.
        let pair = (measure("empty", name), measure("app", name));
        if let ((Some(a), Some(b)), true) = (pair, round > 0) {
            empty.push(a);
            app.push(b);
        }
    }
    if let Some((mut server, _)) = server {
        let _ = server.kill();
        let _ = server.wait();
    }
    if app.is_empty() {
        println!("start: no window could be opened here (no display and no Xvfb)");
        return;
    }
    let ratios: Vec<f64> = app.iter().zip(&empty).map(|(a, e)| a / e).collect();
    println!("start to first frame, medians of {}:", app.len());
    println!(
        "  empty window {:.0} ms, Evenkeel on an example {:.0} ms, ratio {:.2}",
        median(empty),
        median(app),
        median(ratios)
    );
}
