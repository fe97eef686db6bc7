//! Studies of failures of a plan, as jobs make them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::facts::Cx;
use evenkeel_model::facts::failures::{FailureStudy, Found};
use evenkeel_model::failure::Part;
use evenkeel_model::ids::{ServiceId, VmId};
use evenkeel_model::plan::Plan;

/// Every single failure, and what alone stops whom.
#[derive(Debug)]
pub struct Singles {
    pub plan: Arc<Plan>,
    pub found: Found,
    pub vms: BTreeMap<VmId, Vec<Part>>,
    pub services: BTreeMap<ServiceId, Vec<Part>>,
}

impl Singles {
    pub fn new(plan: Arc<Plan>, catalogue: &Catalogue, should_stop: &dyn Fn() -> bool) -> Self {
        let cx = Cx::new(&plan, catalogue);
        let study = FailureStudy::new(&cx);
        let found = study.singles(should_stop);
        let vms = study.single_points(&found);
        let services = study.single_points_of_services(&vms);
        Self {
            plan: Arc::clone(&plan),
            found,
            vms,
            services,
        }
    }
}

/// Pairs of failures.
#[derive(Debug)]
pub struct Pairs {
    pub plan: Arc<Plan>,
    pub found: Found,
    /// Of them, those that stop a VM which neither part stops alone.
    pub together: Found,
    /// Pairs that there are.
    pub all: u64,
}

/// Examines every pair, on as many threads as the machine has. `progress` is told the share done and says whether to go on.
pub fn all_pairs(
    plan: Arc<Plan>,
    catalogue: &Catalogue,
    progress: &(dyn Fn(f32) -> bool + Sync),
) -> Pairs {
    let cx = Cx::new(&plan, catalogue);
    let study = FailureStudy::new(&cx);
    let parts = study.parts().len() as u64;
    let all = parts * parts.saturating_sub(1) / 2;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
    let points = study.single_points(&study.singles(&|| false));
    let merged = Mutex::new((Found::default(), Found::default()));
    let share = || done.load(Ordering::Relaxed) as f32 / all.max(1) as f32;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let block = next.fetch_add(1, Ordering::Relaxed);
                    if block >= study.pair_blocks() || !progress(share()) {
                        break;
                    }
                    let found = study.pairs(block, &|| !progress(share()));
                    done.fetch_add(found.examined, Ordering::Relaxed);
                    if let Ok(mut merged) = merged.lock() {
                        let together = Found {
                            worst: found.minimal(&points),
                            ..Found::default()
                        };
                        merged.1.merge(together, study.keep);
                        merged.0.merge(found, study.keep);
                    }
                }
            });
        }
    });
    let (found, together) = merged.into_inner().unwrap_or_default();
    Pairs {
        plan: Arc::clone(&plan),
        found,
        together,
        all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Arc<Plan> {
        let text = include_str!("../../../../tests/fixtures/two-sites.ron");
        Arc::new(evenkeel_model::io::from_text(text).expect("the fixture parses"))
    }

    #[test]
    fn threads_find_what_one_finds() {
        let plan = plan();
        let catalogue = Catalogue::built_in();
        let cx = Cx::new(&plan, catalogue);
        let one = FailureStudy::new(&cx).all_pairs(&|| false).0;
        let many = all_pairs(Arc::clone(&plan), catalogue, &|_| true);
        assert_eq!(one, many.found);
        assert_eq!(many.all, many.found.examined);
    }

    #[test]
    fn a_study_that_is_stopped_says_how_far_it_came() {
        let many = all_pairs(plan(), Catalogue::built_in(), &|_| false);
        assert!(many.found.examined < many.all);
    }
}
