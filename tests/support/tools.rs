//! Programs of the system that a test looks through.

/// Whether the tools are there. Where every test must run, their lack is a failure.
pub fn equipped(tools: &[&str]) -> bool {
    let has = |tool: &str| {
        std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(tool).is_file()))
    };
    let missing: Vec<&str> = tools.iter().copied().filter(|t| !has(t)).collect();
    assert!(
        missing.is_empty() || std::env::var_os("EVENKEEL_ALL_TESTS").is_none(),
        "{missing:?} not installed: run ./x test, which installs what the tests need"
    );
    if !missing.is_empty() {
        eprintln!("skipped: {missing:?} not installed; ./x test installs them");
    }
    missing.is_empty()
}
