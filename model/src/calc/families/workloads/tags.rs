//! Tag servers and historians of plants.

use super::figure;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::workload::users;

const TAGS: (f64, f64) = (0.0, 1e12);

pub(super) struct TagServer;

impl Calculation for TagServer {
    const SPEC: Spec = Spec {
        slug: "tag-server",
        family: Family::Workloads,
        title: "Tag server of a plant",
        about: "2 processors for each started 100,000 tags, one more for each started 25,000 that are logged at 1 s and each started \
                50,000 that are trended at 1 s; 4 GB for each of these steps. A database engine on the same machine takes 16 GB for each \
                100,000 logged tags.",
        inputs: &[
            Input::count("tags", "tags", TAGS),
            Input::count("logged", "tags logged each second", TAGS).or(0.0),
            Input::count("trended", "tags trended each second", TAGS).or(0.0),
            Input::yes_no("engine", "the database engine runs on the same machine"),
        ],
        outputs: &[
            Output::new("processors", "Processors of the service", ""),
            Output::new("ram", "Memory of the service", "GB"),
            Output::new("engine_ram", "Memory of the database engine", "GB"),
            Output::new("ram_all", "Memory of both", "GB"),
        ],
        example: &[("tags", "100000"), ("logged", "50000")],
        sources: &["OAS system requirements, Open Automation Software"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (mut processors, mut ram) = (Vec::new(), Vec::new());
        for (key, archetype) in [
            ("tags", "scada-tags"),
            ("logged", "scada-logged-tags"),
            ("trended", "scada-trended-tags"),
        ] {
            let tags = g.n(key);
            if tags.value() <= 0.0 {
                continue;
            }
            let step = figure(g, "step", "", archetype, ("unit_step", |a| a.unit_step));
            let each = figure(
                g,
                "processors_per_tag",
                "",
                archetype,
                ("vcpus_per_unit", |a| a.vcpus_per_unit),
            );
            let memory = figure(
                g,
                "ram_per_tag",
                "MiB",
                archetype,
                ("ram_per_unit_mib", |a| a.ram_per_unit_mib),
            );
            let steps = users::steps::<T>(tags, step.clone());
            let units = steps * step;
            let units = g.t.step(key, "", units);
            processors.push(units.clone() * each);
            let kib = g.t.number(1024.0);
            ram.push(units * memory / kib);
        }
        let processors = g.t.sum(processors);
        g.put("processors", processors);
        let ram = g.t.sum(ram);
        g.put("ram", ram.clone());
        if g.yes("engine") {
            let logged = g.n("logged");
            let (step, each) = (g.t.number(100_000.0), g.t.number(16.0));
            let engine = users::steps::<T>(logged, step) * each;
            g.put("engine_ram", engine.clone());
            g.put("ram_all", ram + engine);
        }
        Ok(())
    }
}

pub(super) struct Historian;

impl Calculation for Historian {
    const SPEC: Spec = Spec {
        slug: "historian",
        family: Family::Workloads,
        title: "Historian of a plant",
        about: "4 processors of 2.7 GHz and 8 GB carry 130,000 tags; another number in proportion. Disks are SCSI under RAID, the network \
                1 Gbit/s. Published for servers of 2005 to 2009.",
        inputs: &[Input::count("tags", "tags", TAGS)],
        outputs: &[
            Output::new("processors", "Processors of 2.7 GHz", ""),
            Output::new("mhz", "The same in MHz", "MHz"),
            Output::new("ram", "Memory", "MiB"),
        ],
        example: &[("tags", "130000")],
        sources: &["Wonderware Historian course text", "Derived: in proportion"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let tags = g.n("tags");
        let each = figure(
            g,
            "processors_per_tag",
            "",
            "historian",
            ("vcpus_per_unit", |a| a.vcpus_per_unit),
        );
        let memory = figure(
            g,
            "ram_per_tag",
            "MiB",
            "historian",
            ("ram_per_unit_mib", |a| a.ram_per_unit_mib),
        );
        let processors = tags.clone() * each;
        g.put("processors", processors.clone());
        let clock = g.t.number(2_700.0);
        g.put("mhz", processors * clock);
        g.put("ram", tags * memory);
        Ok(())
    }
}
