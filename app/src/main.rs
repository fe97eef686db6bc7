//! The `evenkeel` program.

fn main() -> Result<(), evenkeel::window::WindowError> {
    evenkeel::window::run_window(std::env::args_os().nth(1).map(Into::into))
}
