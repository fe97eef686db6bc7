//! Life of RAID groups and unreadable sectors in a rebuild.

use crate::availability::group::{Group, mirrored_pairs_life};
use crate::calc::dimension::{DATA, NUMBER, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::disks::{self, Redundancy};
use crate::formula::uptime;

pub(super) struct RaidLife;

impl Calculation for RaidLife {
    const SPEC: Spec = Spec {
        slug: "raid-life",
        family: Family::Availability,
        title: "Mean time to data loss of a RAID group",
        about: "In closed form (m²/2R for a mirror, m²/(N(N−1)R) with one parity, m³/(N(N−1)(N−2)R²) with two, m²/(N·R) for mirrored \
                pairs) and exactly, from the chain with one crew. Disks in the field do not fail exponentially: take both as the \
                good side of the truth.",
        inputs: &[
            Input::choice(
                "level",
                "RAID level",
                &[
                    ("raid0", "RAID 0: no redundancy"),
                    ("raid1", "RAID 1: a mirror of two, or more copies"),
                    ("raid5", "RAID 5: one parity"),
                    ("raid6", "RAID 6: two parities"),
                    ("raid10", "RAID 10: mirrored pairs"),
                ],
            ),
            Input::count("n", "disks", (1.0, 128.0)).symbol("N").or(2.0),
            Input::quantity("m", "MTTF of a disk", &TIME, "h", (1.0, 1e12)).optional(),
            Input::quantity(
                "afr",
                "annual failure rate of a disk, instead of m",
                &crate::calc::dimension::SHARE,
                "",
                (1e-9, 0.999_999),
            )
            .optional(),
            Input::quantity("r", "hours to replace and rebuild", &TIME, "h", (1e-6, 1e6))
                .symbol("R"),
            Input::quantity(
                "t",
                "time in which a loss is asked for",
                &TIME,
                "h",
                (0.0, 1e9),
            )
            .or(43_800.0),
            Input::count("crews", "disks that are replaced at once", (1.0, 128.0)).or(1.0),
        ],
        outputs: &[
            Output::new("mttdl", "Mean time to data loss, closed form", "h"),
            Output::new("mttdl_exact", "Mean time to data loss, exact", "h"),
            Output::new("mttdl_years", "The closed form in years", "yr"),
            Output::new("mttdl_exact_years", "The exact value in years", "yr"),
            Output::new("p_loss", "Chance of a loss in the time t, exact value", ""),
        ],
        example: &[
            ("level", "raid5"),
            ("n", "8"),
            ("m", "500000h"),
            ("r", "12h"),
        ],
        sources: &[
            "Patterson, Gibson, Katz, RAID, SIGMOD 1988, recalled: closed forms",
            "Schroeder and Gibson, Disk failures in the real world, USENIX FAST 2007: field disks are not exponential",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let m = match (g.maybe("m"), g.maybe("afr")) {
            (Some(_), Some(_)) => {
                return Err(g.fault(
                    "afr",
                    "m and afr are both given",
                    "they say the same; give one of them",
                ));
            }
            (Some(m), None) => m,
            (None, Some(afr)) => {
                let year = g.t.number(8_760.0);
                let m = uptime::mttf_of_afr(g.t, afr, year);
                g.t.step("m", "h", m)
            }
            (None, None) => {
                return Err(g.fault(
                    "m",
                    "m is missing: MTTF of a disk",
                    "give m=500000h or afr=1.6%",
                ));
            }
        };
        let (n, r) = (g.n("n"), g.n("r"));
        let disks = n.value() as usize;
        let level = g.word("level").to_owned();
        let least = match level.as_str() {
            "raid5" => 3,
            "raid6" => 4,
            "raid1" | "raid10" => 2,
            _ => 1,
        };
        if disks < least || (level == "raid10" && disks % 2 == 1) {
            return Err(g.fault(
                "n",
                format!("{disks} disks make no group of this level"),
                if level == "raid10" {
                    "give an even number".to_owned()
                } else {
                    format!("give at least {least}")
                },
            ));
        }
        let crews = g.n("crews");
        let (lambda, mu) = (1.0 / m.value(), 1.0 / r.value());
        let needed = match level.as_str() {
            "raid1" => 1,
            "raid5" => disks - 1,
            "raid6" => disks - 2,
            _ => disks,
        };
        let exact = if level == "raid10" {
            mirrored_pairs_life(disks / 2, lambda, mu, crews.value() as usize)
        } else {
            let group = Group {
                crews: crews.value() as usize,
                ..Group::independent(disks, needed, lambda, mu)
            };
            group.solve().and_then(|s| s.mttf_h)
        };
        let redundancy = match level.as_str() {
            "raid0" => Some(Redundancy::None),
            "raid1" if disks == 2 => Some(Redundancy::MirroredPairs),
            "raid10" => Some(Redundancy::MirroredPairs),
            "raid5" => Some(Redundancy::OneParity),
            "raid6" => Some(Redundancy::TwoParities),
            // More copies than two have no closed form of this kind.
            _ => None,
        };
        let year = g.t.number(8_760.0);
        if let Some(redundancy) = redundancy {
            let closed = disks::mean_life(g.t, m.clone(), r.clone(), n.clone(), redundancy);
            g.put("mttdl", closed.clone());
            let closed = g.t.step("mttdl", "h", closed);
            g.put("mttdl_years", closed / year.clone());
        }
        if let Some(hours) = exact.filter(|h| *h < crate::figure::HUGE) {
            let exact =
                g.t.solved("mean time from all up", vec![n, m, r, crews], hours);
            g.put("mttdl_exact", exact.clone());
            let exact = g.t.step("mttdl_exact", "h", exact);
            g.put("mttdl_exact_years", exact.clone() / year);
            let (one, time) = (g.t.number(1.0), g.n("t"));
            let p = uptime::at_least_one(one / exact, time, g.t);
            g.put("p_loss", p);
        }
        Ok(())
    }
}

pub(super) struct RebuildReadError;

impl Calculation for RebuildReadError {
    const SPEC: Spec = Spec {
        slug: "rebuild-read-error",
        family: Family::Availability,
        title: "Unreadable sector while rebuilding",
        about: "Chance that reading so much data meets at least one unrecoverable bit: 1 − (1 − BER)^bits.",
        inputs: &[
            Input::quantity("data", "data read in the rebuild", &DATA, "MB", (0.0, 1e15)),
            Input::quantity(
                "ber",
                "unrecoverable errors a bit read, for example 1e-15",
                &NUMBER,
                "",
                (0.0, 1.0),
            )
            .symbol("BER"),
        ],
        outputs: &[
            Output::new("p", "Chance of an unreadable bit", ""),
            Output::new("mbit", "Data read", "Mbit"),
        ],
        example: &[("data", "14TB"), ("ber", "1e-15")],
        sources: &["Disk data sheets: unrecoverable bit error rate"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (data, ber) = (g.n("data"), g.n("ber"));
        let eight = g.t.number(8.0);
        let mbit = data * eight;
        g.put("mbit", mbit.clone());
        let mbit = g.t.step("read", "Mbit", mbit);
        let p = disks::unreadable(g.t, mbit, ber);
        g.put("p", p);
        Ok(())
    }
}
