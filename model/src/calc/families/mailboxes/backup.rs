//! Backup window and restore time.

use crate::calc::dimension::{DATA, RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::flow;

pub(super) struct Backup;

impl Calculation for Backup {
    const SPEC: Spec = Spec {
        slug: "mailbox-backup",
        family: Family::Mailboxes,
        title: "Backup window, restore and replay of databases",
        about: "Databases over throughput. A restore takes a fifth longer, twice as long in the worst case, and then logs are replayed: 1 to 2 a \
                second in Exchange 2007, 5 or more in 2010. Typical throughput is 50 to 100 GB/h to tape or over 1 Gbit/s and 200 to 400 GB/h to disk. \
                Sizes and rates are decimal both; what is binary both gives the same hours.",
        inputs: &[
            Input::quantity(
                "database",
                "all databases that are backed up",
                &DATA,
                "GB",
                (0.0, 1e9),
            ),
            Input::quantity(
                "rate",
                "throughput of the backup",
                &RATE,
                "GB/h",
                (1e-6, 1e9),
            )
            .or(50.0),
            Input::quantity(
                "largest",
                "the largest database, to restore; database unless given",
                &DATA,
                "GB",
                (0.0, 1e9),
            )
            .optional(),
            Input::factor(
                "restore_factor",
                "time of a restore over that of a backup",
                (1.0, 100.0),
            )
            .constant(keys::MAILBOX_RESTORE_FACTOR),
            Input::count("logs", "log files to replay after it", (0.0, 1e12)).or(0.0),
            Input::factor("replay", "logs replayed a second", (1e-3, 1e6)).or(1.0),
            Input::quantity(
                "window",
                "time that the backup may take",
                &TIME,
                "h",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity(
                "target",
                "time that a restore may take",
                &TIME,
                "h",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("backup", "Full backup", "h"),
            Output::new("copy", "Restore of the largest database", "h"),
            Output::new("replay", "Replay of logs", "h"),
            Output::new("restore", "Restore with replay", "h"),
            Output::new("restore_worst", "Restore with replay, worst case", "h"),
            Output::new(
                "restore_lun",
                "Volume kept for a restore, at the least",
                "GB",
            ),
            Output::new(
                "restore_lun_large",
                "Volume kept for a restore, with room",
                "GB",
            ),
            Output::new(
                "max_database",
                "Largest database within the time of a restore",
                "GB",
            ),
        ],
        example: &[
            ("database", "600GB"),
            ("rate", "100GB/h"),
            ("largest", "120GB"),
            ("logs", "24000"),
            ("window", "8h"),
        ],
        sources: &[
            "Exchange database: how high can I go, Slipstick Systems (restore 20 % slower)",
            "Exchange database and log, frankfu.click (twice in the worst case); throughput and replay recalled",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rate = g.n("rate");
        let database = g.n("database");
        let backup = database.clone() / rate.clone();
        if let Some(window) = g.maybe("window")
            && backup.value() > window.value()
        {
            g.warn("MBX-024", "the backup takes longer than its window");
        }
        g.put("backup", backup);
        let largest = g.maybe("largest").unwrap_or(database);
        let plain = largest.clone() / rate.clone();
        let factor = g.n("restore_factor");
        let copy = plain.clone() * factor.clone();
        g.put("copy", copy.clone());
        let copy = g.t.step("copy", "h", copy);
        let (logs, speed) = (g.n("logs"), g.n("replay"));
        let replay = flow::replay_hours(g.t, logs, speed);
        g.put("replay", replay.clone());
        let replay = g.t.step("replay", "h", replay);
        let restore = copy + replay.clone();
        if let Some(target) = g.maybe("target") {
            if restore.value() > target.value() {
                g.warn("MBX-024", "the restore takes longer than it may");
            }
            let zero = g.t.number(0.0);
            let left = (target - replay.clone()).max(zero);
            g.put("max_database", left * rate / factor);
        }
        g.put("restore", restore);
        let two = g.t.number(2.0);
        g.put("restore_worst", plain * two + replay);
        let (small, large) = (g.t.number(1.1), g.t.number(1.2));
        g.put("restore_lun", largest.clone() * small);
        g.put("restore_lun_large", largest * large);
        Ok(())
    }
}
