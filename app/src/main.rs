//! The `evenkeel` program.

fn main() -> Result<(), evenkeel::app::WindowError> {
    evenkeel::app::run_window(std::env::args_os().nth(1).map(Into::into))
}
