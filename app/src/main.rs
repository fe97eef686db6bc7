//! The `evenkeel` program.

use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel_model::plan::Plan;

fn main() -> eframe::Result {
    eframe::run_native(
        "evenkeel",
        eframe::NativeOptions::default(),
        Box::new(|_| Ok(Box::new(App::new(Document::new(Plan::default(), None))))),
    )
}
