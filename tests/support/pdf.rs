//! What other programs read in a PDF.

use std::path::Path;
use std::process::Command;

/// The text of each page, in reading order, with runs of white space as one blank.
pub fn pages(pdf: &Path) -> Vec<String> {
    // Each page ends with a form feed.
    text(pdf, &[])
        .trim_end_matches('\u{c}')
        .split('\u{c}')
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The lowest line of each page.
pub fn feet(pdf: &Path) -> Vec<String> {
    text(pdf, &["-layout"])
        .trim_end_matches('\u{c}')
        .split('\u{c}')
        .map(|page| {
            let line = page.lines().rfind(|line| !line.trim().is_empty());
            let words = line.unwrap_or_default().split_whitespace();
            words.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn text(pdf: &Path, options: &[&str]) -> String {
    let out = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .args(options)
        .arg(pdf)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("the text is UTF-8")
}

/// Fails unless qpdf finds the file sound.
pub fn sound(pdf: &Path) {
    let out = Command::new("qpdf")
        .arg("--check")
        .arg(pdf)
        .output()
        .expect("qpdf runs");
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        out.status.success() && said.contains("No syntax or stream encoding errors found"),
        "{}: {said}{}",
        pdf.display(),
        String::from_utf8_lossy(&out.stderr)
    );
}
