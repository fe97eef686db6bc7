//! Disks under a number of operations.

use crate::calc::dimension::{FREQUENCY, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::spindles;

pub(super) struct Spindles;

/// RAID level as typed, its key in the catalogue, least disks and step.
const LEVELS: [(&str, &str, f64, f64); 6] = [
    ("jbod", "Jbod", 1.0, 1.0),
    ("raid0", "Raid0", 1.0, 1.0),
    ("raid1", "Raid1", 2.0, 2.0),
    ("raid10", "Raid10", 4.0, 2.0),
    ("raid5", "Raid5", 3.0, 1.0),
    ("raid6", "Raid6", 4.0, 1.0),
];

impl Calculation for Spindles {
    const SPEC: Spec = Spec {
        slug: "spindles",
        family: Family::Mailboxes,
        title: "Disks under a number of operations, by RAID level",
        about: "Every read is one back-end operation, every write as many as the RAID level makes of it (1 without RAID, 2 mirrored, 4 with one \
                parity, 6 with two). Disks are rounded up, then to what the level is built of. The same from the other side: what one disk of the \
                group gives, with head-room 1 or 0.8 for both, never twice. Mailbox guidance takes fewer operations of the same disk (15,000 rpm 110) \
                than the general planning values (150 to 180); they are alternatives.",
        inputs: &[
            Input::quantity(
                "iops",
                "front-end operations a second",
                &FREQUENCY,
                "IOPS",
                (0.0, 1e9),
            ),
            Input::quantity("read", "part that reads", &SHARE, "", (0.0, 1.0)).or(0.5),
            Input::choice(
                "raid",
                "RAID level",
                &[
                    ("jbod", "Disks without RAID"),
                    ("raid0", "RAID 0"),
                    ("raid1", "RAID 1"),
                    ("raid10", "RAID 10"),
                    ("raid5", "RAID 5"),
                    ("raid6", "RAID 6"),
                ],
            )
            .word("raid10"),
            Input::factor(
                "penalty",
                "back-end writes of each write; the level's unless given",
                (1.0, 100.0),
            )
            .optional(),
            Input::choice(
                "disk",
                "kind of disk",
                &[
                    ("sata7k", "7,200 rpm SATA"),
                    ("sata10k", "10,000 rpm SATA"),
                    ("sas10k", "10,000 rpm SAS or SCSI"),
                    ("sas15k", "15,000 rpm SAS or SCSI"),
                ],
            )
            .word("sas15k"),
            Input::choice(
                "rule",
                "which planning values of a disk",
                &[
                    ("mailbox", "Mailbox guidance, careful"),
                    ("general", "General planning values"),
                ],
            )
            .word("mailbox"),
            Input::quantity(
                "disk_iops",
                "operations a second of one disk; by kind and rule unless given",
                &FREQUENCY,
                "IOPS",
                (1e-3, 1e9),
            )
            .optional(),
            Input::quantity(
                "headroom",
                "part of a disk that is used: 1 or 0.8",
                &SHARE,
                "",
                (0.01, 1.0),
            )
            .or(1.0),
        ],
        outputs: &[
            Output::new("penalty", "Back-end writes of each write", ""),
            Output::new("disk_iops", "Operations of one disk", "IOPS"),
            Output::new("back_end", "Back-end operations", "IOPS"),
            Output::new("spindles", "Disks", ""),
            Output::new("disks", "Disks, as the level is built", ""),
            Output::new(
                "usable_per_disk",
                "Front-end operations that one disk gives",
                "IOPS",
            ),
            Output::new("factor", "Front-end over back-end operations of a disk", ""),
        ],
        example: &[
            ("iops", "1500"),
            ("read", "0.8"),
            ("raid", "raid10"),
            ("disk_iops", "180"),
        ],
        sources: &[
            "Designing Storage for Exchange 2003, T. Heras, Feb 2006",
            "M. Smith, Slipstick Systems, 18 Sep 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let level = g.word("raid").to_owned();
        let found = LEVELS.into_iter().find(|(key, ..)| *key == level);
        let (_, key, least, step) = found.unwrap_or(("raid10", "Raid10", 4.0, 2.0));
        let penalty = match g.maybe("penalty") {
            Some(penalty) => penalty,
            None => {
                let key = format!("{}.{key}", keys::RAID_PENALTY);
                g.cx.k(g.t, "penalty", &key, "")
            }
        };
        g.put("penalty", penalty.clone());
        let disk = match g.maybe("disk_iops") {
            Some(disk) => disk,
            None => {
                let kind = match g.word("disk") {
                    "sata7k" => "Sata7k",
                    "sata10k" => "Sata10k",
                    "sas10k" => "Sas10k",
                    _ => "Sas15k",
                };
                let general = g.word("rule") == "general";
                if general && kind == "Sata10k" {
                    return Err(g.fault(
                        "disk",
                        "the general planning values have no 10,000 rpm SATA disk",
                        "use rule=mailbox, or give disk_iops",
                    ));
                }
                let family = if general {
                    keys::DISK_IOPS
                } else {
                    keys::MAILBOX_DISK_IOPS
                };
                let key = format!("{family}.{kind}");
                g.cx.k(g.t, "disk_iops", &key, "IOPS")
            }
        };
        g.put("disk_iops", disk.clone());
        let (iops, read) = (g.n("iops"), g.n("read"));
        let back_end = spindles::back_end(g.t, iops, read.clone(), penalty.clone());
        g.put("back_end", back_end.clone());
        let back_end = g.t.step("back_end", "IOPS", back_end);
        let headroom = g.n("headroom");
        let used = if headroom.value() < 1.0 {
            disk.clone() * headroom.clone()
        } else {
            disk.clone()
        };
        let count = spindles::disks::<T>(back_end, used);
        g.put("spindles", count.clone());
        let count = g.t.step("spindles", "", count);
        let disks = spindles::layout(g.t, count, least, step);
        if level == "raid1" && disks.value() > 2.0 {
            g.note("More than two mirrored disks are several mirrors, or RAID 10.");
        }
        g.put("disks", disks);
        let one = g.t.number(1.0);
        let writes = one - read.clone();
        let usable = spindles::usable_of_disk::<T>(disk.clone(), headroom, read, writes, penalty);
        g.put("usable_per_disk", usable.clone());
        let usable = g.t.step("usable_per_disk", "IOPS", usable);
        g.put("factor", usable / disk);
        Ok(())
    }
}
