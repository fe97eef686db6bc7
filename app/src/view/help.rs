//! Paints the help of a check: its doc comment, in the few forms of Markdown that such comments use.

use egui::{RichText, Ui};

use crate::ui::style;
use crate::ui::theme::Theme;

/// The guide to the whole.
pub const GUIDE: &str = include_str!("../../../assets/guide.md");

/// What a line of help is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    Point(String),
    Paragraph(String),
}

/// Lines joined to blocks: a paragraph goes on until an empty line or another form.
pub fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut open = false;
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            open = false;
        } else if let Some(heading) = line.strip_prefix('#') {
            out.push(Block::Heading(
                heading.trim_start_matches('#').trim().to_owned(),
            ));
            open = false;
        } else if let Some(point) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            out.push(Block::Point(point.to_owned()));
            open = true;
        } else if open && let Some(Block::Point(text) | Block::Paragraph(text)) = out.last_mut() {
            text.push(' ');
            text.push_str(line);
        } else {
            out.push(Block::Paragraph(line.to_owned()));
            open = true;
        }
    }
    out
}

/// A text with its marks for code and emphasis taken off.
fn plain(text: &str) -> String {
    text.replace(['`', '*'], "")
}

/// Paints help.
pub fn markdown(ui: &mut Ui, theme: &Theme, lines: &[&str]) {
    ui.spacing_mut().item_spacing.y = 4.0;
    for block in blocks(lines) {
        match block {
            Block::Heading(text) => {
                ui.add_space(8.0);
                ui.label(
                    RichText::new(plain(&text))
                        .font(style::bold(style::BODY))
                        .color(theme.text),
                );
            }
            Block::Paragraph(text) => {
                ui.add(egui::Label::new(RichText::new(plain(&text)).color(theme.text)).wrap());
            }
            Block::Point(text) => {
                ui.horizontal_top(|ui| {
                    ui.label(RichText::new("·").color(theme.muted));
                    ui.add(egui::Label::new(RichText::new(plain(&text)).color(theme.muted)).wrap());
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks() {
        let lines = [
            "## What it finds",
            "A host",
            "in two lines.",
            "",
            "- one",
            "  more",
            "- two",
        ];
        assert_eq!(
            blocks(&lines),
            [
                Block::Heading("What it finds".into()),
                Block::Paragraph("A host in two lines.".into()),
                Block::Point("one more".into()),
                Block::Point("two".into()),
            ]
        );
    }

    #[test]
    fn every_check_has_help_that_says_what_to_do() {
        for check in evenkeel_model::check::all() {
            let blocks = blocks(check.meta().help);
            assert!(
                blocks.iter().any(|b| matches!(b, Block::Heading(_)))
                    && blocks.iter().any(|b| matches!(b, Block::Paragraph(_))),
                "{}",
                check.meta().code
            );
        }
    }
}
