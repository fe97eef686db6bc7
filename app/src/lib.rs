//! Evenkeel's application: the window, the command line and the PDF. Everything that touches a screen, a disk, a
//! clock or a thread lives here; the model knows none of them.

pub mod app;
pub mod cli;
pub mod clock;
pub mod command;
pub mod disk;
pub mod document;
pub mod fonts;
pub mod jobs;
pub mod keeper;
pub mod own_catalogue;
pub mod paper;
pub mod pdf;
pub mod picker;
pub mod recovery;
pub mod run;
pub mod templates;
pub mod ui;
pub mod view;
pub mod window;
mod window_icon;
pub mod workspace;
