//! How an instance is set up, and what was measured of it.

use egui::Ui;
use evenkeel_model::plan::{SqlArchitecture, SqlMemoryRule, Workload, WorkloadKind};
use evenkeel_model::units::{MbPerS, Mib, Ms, Secs};

use super::super::workload::{F, change, part};
use super::{present, told};
use crate::document::Document;
use crate::ui::fields;

/// Names of the rules for max server memory.
pub fn rules() -> Vec<(SqlMemoryRule, String)> {
    [
        (SqlMemoryRule::OneFourEight, "1/4/8"),
        (SqlMemoryRule::OneFourEightStacks, "1/4/8 with stacks"),
        (SqlMemoryRule::Stacks, "Stacks and 256 MB"),
        (SqlMemoryRule::Cores, "By cores"),
    ]
    .map(|(rule, name)| (rule, name.to_owned()))
    .into()
}

pub(super) fn settings(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = form
        .common(part!(
            Sql,
            |s| {
                let i = &s.instance;
                present(&[
                    i.per_vm.is_some(),
                    i.memory_rule.is_some(),
                    i.min_server_memory.is_some(),
                    i.max_worker_threads.is_some(),
                    i.agents.is_some(),
                    s.max_dop.is_some(),
                    i.cost_threshold.is_some(),
                    i.numa_nodes.is_some(),
                    i.instant_initialisation.is_some(),
                ])
            },
            0
        ))
        .map_or_else(|| "mixed".to_owned(), |n| told(n, 9));
    fields::fold(
        ui,
        form.theme,
        "Settings of the instance",
        &summary,
        false,
        |ui| {
            form.optional_whole(
                ui,
                "Max degree of parallelism",
                0..=32_767,
                "not known",
                part!(Sql, |s| s.max_dop, None),
                change!(Sql, |s, v| s.max_dop = v),
            );
            form.optional_whole(
                ui,
                "Cost threshold",
                0..=32_767,
                "not known",
                part!(Sql, |s| s.instance.cost_threshold, None),
                change!(Sql, |s, v| s.instance.cost_threshold = v),
            );
            form.tri(
                ui,
                "Instant initialisation",
                part!(Sql, |s| s.instance.instant_initialisation, None),
                change!(Sql, |s, v| s.instance.instant_initialisation = v),
            );
            let plan_rule = doc.plan().settings.sql_memory_rule;
            let named = rules();
            let of_plan = named
                .iter()
                .find(|(r, _)| *r == plan_rule)
                .map_or("", |(_, n)| n.as_str());
            let mut options = vec![(None, format!("As the plan: {of_plan}"))];
            options.extend(named.iter().map(|(r, n)| (Some(*r), n.clone())));
            form.choice(
                ui,
                "Rule for max memory",
                &options,
                part!(Sql, |s| s.instance.memory_rule, None),
                change!(Sql, |s, v| s.instance.memory_rule = v),
            );
            form.optional::<Mib>(
                ui,
                "Min server memory",
                "GiB",
                "not known",
                part!(Sql, |s| s.instance.min_server_memory, None),
                change!(Sql, |s, v| s.instance.min_server_memory = v),
            );
            form.optional_whole(
                ui,
                "Max worker threads",
                0..=65_535,
                "by processors",
                part!(Sql, |s| s.instance.max_worker_threads, None),
                change!(Sql, |s, v| s.instance.max_worker_threads = v),
            );
            form.choice(
                ui,
                "Architecture",
                &[
                    (SqlArchitecture::X64, "64-bit".to_owned()),
                    (SqlArchitecture::X86, "32-bit".to_owned()),
                    (SqlArchitecture::Ia64, "Itanium".to_owned()),
                ],
                part!(Sql, |s| s.instance.architecture, SqlArchitecture::X64),
                change!(Sql, |s, v| s.instance.architecture = v),
            );
            form.optional_whole(
                ui,
                "NUMA nodes it sees",
                1..=1_024,
                "by the hosts",
                part!(Sql, |s| s.instance.numa_nodes, None),
                change!(Sql, |s, v| s.instance.numa_nodes = v),
            );
            form.optional_whole(
                ui,
                "Instances in each VM",
                1..=1_000,
                "one",
                part!(Sql, |s| s.instance.per_vm, None),
                change!(Sql, |s, v| s.instance.per_vm = v),
            );
            form.optional::<Mib>(
                ui,
                "Agents beside it",
                "MiB",
                "none",
                part!(Sql, |s| s.instance.agents, None),
                change!(Sql, |s, v| s.instance.agents = v),
            );
        },
    );
}

pub(super) fn measured(ui: &mut Ui, form: &mut F<'_>) {
    let summary = form
        .common(part!(
            Sql,
            |s| {
                let m = &s.measured;
                present(&[
                    m.cpu_cores.is_some(),
                    m.page_life.is_some(),
                    m.cached.is_some(),
                    m.data_read.is_some(),
                    m.data_write.is_some(),
                    m.sequential_read.is_some(),
                ])
            },
            0
        ))
        .map_or_else(|| "mixed".to_owned(), |n| told(n, 6));
    fields::fold(ui, form.theme, "As measured", &summary, false, |ui| {
        form.optional_number(
            ui,
            "Processor in use",
            "cores",
            0.0..=1e5,
            "by the load",
            part!(Sql, |s| s.measured.cpu_cores, None),
            change!(Sql, |s, v| s.measured.cpu_cores = v),
        );
        form.optional::<Secs>(
            ui,
            "Page life expectancy",
            "s",
            "not known",
            part!(Sql, |s| s.measured.page_life, None),
            change!(Sql, |s, v| s.measured.page_life = v),
        );
        form.optional::<Mib>(
            ui,
            "Data in memory",
            "GiB",
            "the buffer pool",
            part!(Sql, |s| s.measured.cached, None),
            change!(Sql, |s, v| s.measured.cached = v),
        );
        form.optional::<Ms>(
            ui,
            "Read of data",
            "ms",
            "not known",
            part!(Sql, |s| s.measured.data_read, None),
            change!(Sql, |s, v| s.measured.data_read = v),
        );
        form.optional::<Ms>(
            ui,
            "Write of data",
            "ms",
            "not known",
            part!(Sql, |s| s.measured.data_write, None),
            change!(Sql, |s, v| s.measured.data_write = v),
        );
        form.optional::<MbPerS>(
            ui,
            "Sequential read",
            "MB/s",
            "not known",
            part!(Sql, |s| s.measured.sequential_read, None),
            change!(Sql, |s, v| s.measured.sequential_read = v),
        );
    });
}
