//! The `evenkeel` program: the window, or a command.

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let status = evenkeel::cli::run(std::env::args_os(), &mut out, &mut io::stderr());
    // A reader that has gone away is no fault; whatever is left over is dropped without a word.
    let _ = out.into_parts();
    ExitCode::from(status)
}
