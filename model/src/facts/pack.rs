//! Where waiting members fit: by the usual rules first, by search where those fail.
//!
//! Adding up free memory proves nothing: four hosts with a little room each hold no large VM. A rule that fails proves
//! nothing either, so what it leaves over is searched for exactly, up to a bound.

/// Choices that the search looks at before it gives up; what the rules placed then stands.
const MOST_CHOICES: u32 = 20_000;

/// A member that waits: what it needs, and the places that may take it, as indices of the free list in rising order.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub need: f64,
    pub may: Vec<usize>,
}

/// A place for each member, none where nothing fits; `free` is what is left.
///
/// Members should come with the largest need first. Each goes where most room is left; when that strands one, where
/// least is left; when that strands one too, every choice is tried.
pub fn place(free: &mut [f64], members: &[Waiting]) -> Vec<Option<usize>> {
    let roomy = by_rule(free, members, |a, b| a > b);
    if complete(&roomy) {
        take(free, members, &roomy);
        return roomy;
    }
    let tight = by_rule(free, members, |a, b| a < b);
    if complete(&tight) {
        take(free, members, &tight);
        return tight;
    }
    let best = if placed(&tight) > placed(&roomy) {
        tight
    } else {
        roomy
    };
    let mut search = Search {
        members,
        free: free.to_vec(),
        chosen: vec![None; members.len()],
        choices: 0,
    };
    // A place too small for what must go there in any case ends it at once.
    let found = search.enough() && search.go(0);
    let result = if found { search.chosen } else { best };
    take(free, members, &result);
    result
}

fn complete(places: &[Option<usize>]) -> bool {
    places.iter().all(Option::is_some)
}

fn placed(places: &[Option<usize>]) -> usize {
    places.iter().filter(|p| p.is_some()).count()
}

fn take(free: &mut [f64], members: &[Waiting], places: &[Option<usize>]) {
    for (member, place) in members.iter().zip(places) {
        if let Some(f) = place.and_then(|p| free.get_mut(p)) {
            *f -= member.need;
        }
    }
}

fn by_rule(
    free: &[f64],
    members: &[Waiting],
    better: impl Fn(f64, f64) -> bool,
) -> Vec<Option<usize>> {
    let mut free = free.to_vec();
    members
        .iter()
        .map(|member| {
            let mut best: Option<(usize, f64)> = None;
            for &place in &member.may {
                let room = free.get(place).copied().unwrap_or(0.0);
                if room >= member.need && best.is_none_or(|(_, known)| better(room, known)) {
                    best = Some((place, room));
                }
            }
            let place = best.map(|(place, _)| place);
            if let Some(f) = place.and_then(|p| free.get_mut(p)) {
                *f -= member.need;
            }
            place
        })
        .collect()
}

struct Search<'a> {
    members: &'a [Waiting],
    free: Vec<f64>,
    chosen: Vec<Option<usize>>,
    choices: u32,
}

impl Search<'_> {
    /// What is needed together is not more than there is together.
    fn enough(&self) -> bool {
        let mut places: Vec<usize> = self.members.iter().flat_map(|m| m.may.clone()).collect();
        places.sort_unstable();
        places.dedup();
        let room: f64 = places
            .iter()
            .filter_map(|p| self.free.get(*p))
            .map(|f| f.max(0.0))
            .sum();
        let need: f64 = self.members.iter().map(|m| m.need).sum();
        need <= room && self.members.iter().all(|m| !m.may.is_empty())
    }

    fn go(&mut self, at: usize) -> bool {
        let Some(member) = self.members.get(at) else {
            return true;
        };
        let need = member.need;
        let mut tried: Vec<f64> = Vec::new();
        // An equal member before this one was tried in every earlier place already.
        let first = at
            .checked_sub(1)
            .filter(|b| self.members.get(*b) == Some(member))
            .and_then(|b| self.chosen.get(b).copied().flatten())
            .unwrap_or(0);
        for place in member.may.iter().copied().filter(|p| *p >= first) {
            let room = self.free.get(place).copied().unwrap_or(0.0);
            // Places with equal room are alike where every member may use both; the rule is safe only then.
            if room < need || (tried.contains(&room) && self.alike()) {
                continue;
            }
            self.choices += 1;
            if self.choices > MOST_CHOICES {
                return false;
            }
            tried.push(room);
            if let Some(f) = self.free.get_mut(place) {
                *f -= need;
            }
            if let Some(c) = self.chosen.get_mut(at) {
                *c = Some(place);
            }
            if self.go(at + 1) {
                return true;
            }
            if let Some(f) = self.free.get_mut(place) {
                *f += need;
            }
            if let Some(c) = self.chosen.get_mut(at) {
                *c = None;
            }
        }
        false
    }

    /// Every member may use the same places.
    fn alike(&self) -> bool {
        let first = self.members.first().map(|m| &m.may);
        self.members.iter().all(|m| Some(&m.may) == first)
    }
}

#[cfg(test)]
mod tests {
    use super::{Waiting, place};
    use proptest::prelude::*;

    fn waiting(needs: &[f64], places: usize) -> Vec<Waiting> {
        needs
            .iter()
            .map(|need| Waiting {
                need: *need,
                may: (0..places).collect(),
            })
            .collect()
    }

    #[test]
    fn a_packing_that_both_rules_miss_is_found() {
        // 6 + 4 and 5 + 5 fill two places of ten; most room first puts 6 and 5 apart, then 5 with 4 leaves 5 over.
        let members = waiting(&[6.0, 5.0, 5.0, 4.0], 2);
        let mut free = [10.0, 10.0];
        let places = place(&mut free, &members);
        assert!(places.iter().all(Option::is_some), "{places:?}");
        assert_eq!(free, [0.0, 0.0]);
        // 4 + 4 + 2 and 3 + 3 + 3 + 1 of 10 each: least room first strands nothing here, most room does.
        let members = waiting(&[4.0, 4.0, 3.0, 3.0, 3.0, 2.0, 1.0], 2);
        let mut free = [10.0, 10.0];
        assert!(place(&mut free, &members).iter().all(Option::is_some));
    }

    #[test]
    fn room_together_is_no_room() {
        let members = waiting(&[8.0], 4);
        let mut free = [3.0; 4];
        assert_eq!(place(&mut free, &members), [None]);
        assert_eq!(free, [3.0; 4]);
    }

    #[test]
    fn only_allowed_places_are_used() {
        let members = [
            Waiting {
                need: 2.0,
                may: vec![1],
            },
            Waiting {
                need: 2.0,
                may: vec![0, 1],
            },
        ];
        let mut free = [2.0, 2.0];
        assert_eq!(place(&mut free, &members), [Some(1), Some(0)]);
        let mut free = [9.0, 2.0];
        assert_eq!(place(&mut free, &members), [Some(1), Some(0)]);
    }

    proptest! {
        #[test]
        fn it_finds_a_place_for_all_whenever_there_is_one(
            needs in prop::collection::vec(1u32..9, 1..7),
            rooms in prop::collection::vec(1u32..16, 1..4),
        ) {
            let mut needs: Vec<f64> = needs.into_iter().map(f64::from).collect();
            needs.sort_by(|a, b| b.total_cmp(a));
            let rooms: Vec<f64> = rooms.into_iter().map(f64::from).collect();
            let members = waiting(&needs, rooms.len());
            let mut free = rooms.clone();
            let places = place(&mut free, &members);
            // Nothing is overfilled, and what is left is what was there less what came.
            let mut left = rooms.clone();
            for (need, at) in needs.iter().zip(&places) {
                if let Some(p) = at {
                    left[*p] -= need;
                }
            }
            prop_assert_eq!(&left, &free);
            prop_assert!(free.iter().all(|f| *f >= 0.0));
            // Every way to place them, one after the other.
            let n = rooms.len().pow(needs.len() as u32);
            let fits = (0..n).any(|mut code| {
                let mut left = rooms.clone();
                needs.iter().all(|need| {
                    let p = code % rooms.len();
                    code /= rooms.len();
                    left[p] -= need;
                    left[p] >= 0.0
                })
            });
            prop_assert_eq!(places.iter().all(Option::is_some), fits);
        }
    }
}
