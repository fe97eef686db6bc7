//! How much each part weighs in the unavailability of a structure.
//!
//! Definitions as in the practitioner's guide of PTC Windchill; some tools call criticality "FV".

use super::bdd::{Bdd, TooLarge};
use super::cuts::{self, CutSets};
use super::structure::Expr;

/// Measures of one part.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Importance {
    pub part: usize,
    /// ∂U/∂q: U when it has failed less U when it works.
    pub birnbaum: f64,
    /// Birnbaum × q ÷ U.
    pub criticality: f64,
    /// Probability that a cut set with it has failed, over U.
    pub fussell_vesely: f64,
    /// Sum of its cut sets over the sum of all.
    pub fussell_vesely_rare: f64,
    /// Risk achievement worth: U when it has failed over U.
    pub raw: f64,
    /// Risk reduction worth: U over U when it never fails; none when nothing is left.
    pub rrw: Option<f64>,
}

/// Everything of one structure.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Analysis {
    pub unavailability: f64,
    pub rare_event_sum: f64,
    pub min_cut_bound: f64,
    pub cuts: CutSets,
    /// In the order of the parts.
    pub importance: Vec<Importance>,
    /// Outages an hour; none unless every part has a repair time.
    pub frequency: Option<f64>,
}

/// Parts of a structure: probability of being down, and mean repair hours if known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartData {
    pub q: f64,
    pub mttr_h: Option<f64>,
}

impl PartData {
    /// Outages of the part an hour: q ÷ MTTR; none without a repair time.
    pub fn frequency(&self) -> Option<f64> {
        match self.mttr_h {
            Some(mttr) if mttr > 0.0 => Some(self.q / mttr),
            Some(_) if self.q == 0.0 => Some(0.0),
            _ => None,
        }
    }
}

/// Analyses a structure of what works.
pub fn analyse(works: &Expr, parts: &[PartData], order: usize) -> Result<Analysis, TooLarge> {
    let (mut bdd, root) = Bdd::of_works(works)?;
    let q = |p: usize| parts.get(p).map_or(0.0, |d| d.q);
    let u = bdd.probability(root, &q);
    let birnbaum = bdd.birnbaum(root, &q);
    let cuts = cuts::minimal(&mut bdd, root, order)?;
    let all = cuts::rare_event_sum(&cuts.sets, &q);
    let mut importance = Vec::new();
    for (part, i_b) in &birnbaum {
        let q_i = q(*part);
        let with: Vec<_> = cuts
            .sets
            .iter()
            .filter(|s| s.contains(part))
            .cloned()
            .collect();
        let of_part = bdd.build(&cuts::union(&with))?;
        let p_union = bdd.probability(of_part, &q);
        let failed = bdd.probability(root, &|p| if p == *part { 1.0 } else { q(p) });
        let works = bdd.probability(root, &|p| if p == *part { 0.0 } else { q(p) });
        let over = |a: f64| if u > 0.0 { a / u } else { 0.0 };
        importance.push(Importance {
            part: *part,
            birnbaum: *i_b,
            criticality: over(i_b * q_i),
            fussell_vesely: over(p_union),
            fussell_vesely_rare: if all > 0.0 {
                cuts::rare_event_sum(&with, &q) / all
            } else {
                0.0
            },
            raw: over(failed),
            rrw: (works > 0.0).then(|| u / works),
        });
    }
    let frequency = birnbaum
        .iter()
        .map(|(p, i_b)| Some(i_b * parts.get(*p)?.frequency()?))
        .sum::<Option<f64>>();
    Ok(Analysis {
        unavailability: u,
        rare_event_sum: all,
        min_cut_bound: cuts::min_cut_bound(&cuts.sets, &q),
        cuts,
        importance,
        frequency,
    })
}
