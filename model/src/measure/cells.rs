//! Lines into cells, and cells into numbers.

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    Tab,
    /// Any number of blanks.
    Blank,
}

impl Separator {
    const fn character(self) -> char {
        match self {
            Separator::Comma => ',',
            Separator::Semicolon => ';',
            Separator::Tab => '\t',
            Separator::Blank => ' ',
        }
    }
}

/// The separator of a line of headings: the one that stands there most outside quotes; blanks where none does.
pub(super) fn separator(heading: &str) -> Separator {
    let mut quoted = false;
    let mut counts = [0usize; 3];
    for c in heading.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => counts[0] += 1,
            ';' if !quoted => counts[1] += 1,
            '\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let [comma, semicolon, tab] = counts;
    if tab > 0 && tab >= comma && tab >= semicolon {
        Separator::Tab
    } else if semicolon > 0 && semicolon >= comma {
        Separator::Semicolon
    } else if comma > 0 {
        Separator::Comma
    } else {
        Separator::Blank
    }
}

/// Cells of a line; quotes are taken off, doubled quotes inside are one.
pub(super) fn split(line: &str, separator: Separator) -> Vec<String> {
    if separator == Separator::Blank && !line.contains('"') {
        return line.split_whitespace().map(str::to_owned).collect();
    }
    let mut out = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' {
            if quoted && chars.peek() == Some(&'"') {
                chars.next();
                cell.push('"');
            } else {
                quoted = !quoted;
            }
        } else if c == separator.character() && !quoted {
            out.push(std::mem::take(&mut cell));
        } else {
            cell.push(c);
        }
    }
    out.push(cell);
    if separator == Separator::Blank {
        out.retain(|c| !c.is_empty());
    }
    out
}

/// A number; none for a cell in which nothing was measured. Decimal commas and grouping are understood.
pub(super) fn number(cell: &str, separator: Separator) -> Result<Option<f64>, ()> {
    let text = cell.trim().trim_end_matches('%').trim_end();
    if text.is_empty()
        || ["-", "--", "n/a", "na", "nan", "null", "none"]
            .iter()
            .any(|gap| text.eq_ignore_ascii_case(gap))
    {
        return Ok(None);
    }
    let plain = match (text.rfind(','), text.rfind('.')) {
        // 1.234,5
        (Some(comma), Some(dot)) if comma > dot => text.replace('.', "").replace(',', "."),
        // 1,234.5
        (Some(_), Some(_)) => text.replace(',', ""),
        // 0,5 where commas do not part cells; 1,234 where they do.
        (Some(_), None) if separator == Separator::Comma => text.replace(',', ""),
        (Some(_), None) => text.replace(',', "."),
        _ => text.to_owned(),
    };
    match plain.parse::<f64>() {
        Ok(v) if v.is_finite() => Ok(Some(v)),
        _ => Err(()),
    }
}
