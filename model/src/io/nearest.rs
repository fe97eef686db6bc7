//! The known word that a mistyped one most likely means.

/// Letters to insert, remove, replace or swap to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let get = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
            let mut best = (get(&last, j) + usize::from(ca != cb))
                .min(get(&last, j + 1) + 1)
                .min(get(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(cb) && b.get(j - 1) == Some(ca) {
                best = best.min(get(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

/// The nearest of `known`, when they are near enough to be meant; several when they are equally near.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = word.chars().count();
    if !(3..=80).contains(&length) {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|k| (distance(&lower, &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= length / 3 || k.starts_with(&lower))
        .collect();
    let least = near.iter().map(|(d, _)| *d).min();
    near.into_iter()
        .filter(|(d, _)| Some(*d) == least)
        .map(|(_, k)| k)
        .take(3)
        .collect()
}

/// Words as a choice: `a, b or c`.
pub(crate) fn choice(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = [
            "sockets",
            "cores_per_socket",
            "clock",
            "ram",
            "raid",
            "note",
        ];
        assert_eq!(nearest("socets", known), ["sockets"]);
        assert_eq!(nearest("rma", known), ["ram"]);
        assert_eq!(nearest("cores", known), ["cores_per_socket"]);
        assert_eq!(nearest("colour", known), Vec::<&str>::new());
        assert_eq!(
            choice(&nearest("raidx", ["raid1", "raid0"])),
            "raid1 or raid0"
        );
        assert_eq!(nearest("Ram", known), ["ram"]);
    }
}
