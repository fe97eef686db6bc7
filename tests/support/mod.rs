//! Runs the real program and keeps what it said.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program left behind.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// An example plan.
pub fn example(name: &str) -> PathBuf {
    root().join("examples").join(name)
}

/// The program with a folder to run in, without a display.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
    command
        .current_dir(folder)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("EVENKEEL_HOME", folder)
        .stdin(Stdio::null());
    command
}

/// Runs the program in a folder.
pub fn evenkeel(folder: &Path, arguments: &[&str]) -> Ran {
    let ran = command(folder)
        .args(arguments)
        .output()
        .expect("the program starts");
    Ran {
        status: ran.status.code().expect("it ends by itself"),
        out: String::from_utf8(ran.stdout).expect("its output is UTF-8"),
        err: String::from_utf8(ran.stderr).expect("its errors are UTF-8"),
    }
}
