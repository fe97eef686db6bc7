//! Evenkeel's application: the window, the command line and the PDF. Everything that touches a screen, a disk, a
//! clock or a thread lives here; the model knows none of them.

pub mod app;
pub mod command;
pub mod document;
pub mod fonts;
pub mod pdf;
pub mod run;
pub mod ui;
pub mod view;
pub mod workspace;
