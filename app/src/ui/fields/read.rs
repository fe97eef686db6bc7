//! Reads what people type, and groups the digits of what they read.

use std::ops::RangeInclusive;

use evenkeel_model::units::{Quantity, Share, pretty};

/// The unit at the end of a text such as `8 GiB`; empty for a bare number.
pub fn unit_of(text: &str) -> &str {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(i, c)| {
            !(c.is_ascii_digit()
                || matches!(c, '.' | ',' | '_')
                || (*i == 0 && matches!(c, '+' | '-')))
        })
        .map_or(text.len(), |(i, _)| i);
    text.get(end..).unwrap_or("").trim()
}

/// Reads a quantity; a bare number takes `unit`, the unit that the field shows.
pub fn read_quantity<Q: Quantity>(text: &str, unit: &str) -> Result<Q, String> {
    let text = text.trim();
    let bare = !text.is_empty() && unit_of(text).is_empty();
    let read = if bare && !unit.is_empty() {
        Q::parse(&format!("{text} {unit}"), true)
    } else {
        Q::parse(text, true)
    };
    read.map_err(|e| sentence(&e.to_string()))
}

/// Reads a share; a bare number is per cent.
pub fn read_share(text: &str, most: f64) -> Result<Share, String> {
    let share: Share = read_quantity(text, "%")?;
    if share.get() > most {
        return Err(format!(
            "{} is more than {} %",
            text.trim(),
            pretty(most * 100.0)
        ));
    }
    Ok(share)
}

/// Reads a whole number within a range; thousands may be grouped.
pub fn read_whole(text: &str, range: &RangeInclusive<u32>) -> Result<u32, String> {
    let plain: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | ' '))
        .collect();
    let out_of_range = || {
        format!(
            "{} is outside {} to {}",
            text.trim(),
            grouped(*range.start()),
            grouped(*range.end())
        )
    };
    match plain.parse::<i128>() {
        Ok(n) => u32::try_from(n)
            .ok()
            .filter(|n| range.contains(n))
            .ok_or_else(out_of_range),
        Err(_) if plain.parse::<f64>().is_ok_and(f64::is_finite) => {
            Err(format!("{} is not a whole number", text.trim()))
        }
        Err(_) => Err(format!("“{}” is not a number", clip(text))),
    }
}

/// Reads a plain number within a range; `unit` may follow it.
pub fn read_number(text: &str, unit: &str, range: &RangeInclusive<f64>) -> Result<f64, String> {
    let trimmed = text.trim();
    let number = if unit.is_empty() {
        trimmed
    } else {
        trimmed.strip_suffix(unit).unwrap_or(trimmed).trim()
    };
    let plain: String = number
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | ' '))
        .collect();
    match plain.parse::<f64>() {
        Ok(n) if n.is_finite() && range.contains(&n) => Ok(n),
        Ok(n) if n.is_finite() => Err(format!(
            "{trimmed} is outside {} to {}",
            pretty(*range.start()),
            pretty(*range.end())
        )),
        _ => Err(format!("“{}” is not a number", clip(text))),
    }
}

fn clip(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

/// A message with a capital letter at its head.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A count with its thousands grouped.
pub fn grouped(n: u32) -> String {
    pretty(f64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenkeel_model::units::{MapDistance, Mib};

    #[test]
    fn a_bare_number_takes_the_shown_unit() {
        assert_eq!(read_quantity::<Mib>("16", "GiB"), Ok(Mib::new(16_384)));
        assert_eq!(read_quantity::<Mib>("512", "MiB"), Ok(Mib::new(512)));
        assert_eq!(read_quantity::<Mib>("512 MiB", "GiB"), Ok(Mib::new(512)));
        assert_eq!(
            read_quantity::<MapDistance>("26", "mi").map(|d| d.to_string()),
            Ok("26 mi".to_owned())
        );
        assert!(read_quantity::<Mib>("", "GiB").is_err());
        assert!(read_quantity::<Mib>("8 furlongs", "GiB").is_err());
        assert!(read_quantity::<Mib>("-8", "GiB").is_err());
    }

    #[test]
    fn whole_numbers_keep_their_range() {
        assert_eq!(read_whole("1,000", &(1..=5000)), Ok(1000));
        for bad in [
            "0",
            "5001",
            "-1",
            "1.5",
            "two",
            "",
            "99999999999999999999999",
        ] {
            assert!(read_whole(bad, &(1..=5000)).is_err(), "{bad}");
        }
    }

    #[test]
    fn plain_numbers_may_carry_their_unit() {
        assert_eq!(read_number("2.5", "", &(0.0..=10.0)), Ok(2.5));
        assert_eq!(read_number("120 tx/s", "tx/s", &(0.0..=1e6)), Ok(120.0));
        for bad in ["NaN", "inf", "11", "x"] {
            assert!(read_number(bad, "", &(0.0..=10.0)).is_err(), "{bad}");
        }
    }
}
