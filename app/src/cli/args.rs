//! Arguments and the help that teaches them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use evenkeel_model::report::Date;
use evenkeel_model::units::{Mib, Quantity as _, Share};

const OVERVIEW: &str = "\
A plan is one .ron file: sites, hosts, links, VMs and the workloads in them. Evenkeel sizes it, checks it and prints it.
Without a command it opens the window. The commands need no display, so scripts and continuous integration can use them.

Begin with a plan from a template, look at it, and see what is wrong with it:
  evenkeel new --template two-servers -o plan.ron
  evenkeel plan.ron
  evenkeel check plan.ron

See where a number comes from, then hand the plan over:
  evenkeel explain plan.ron --list
  evenkeel explain plan.ron host/host-a/ram.share_after
  evenkeel export plan.ron --pdf plan.pdf

`evenkeel help COMMAND` explains a command with examples.";

const STATUSES: &str = "\
Exit status:
  0  done; for check: nothing at or above the bar
  1  check found something, fmt --check would change the file, diff found differences, place found no placement
  2  the plan or the arguments cannot be used, or a file cannot be written; the fault is on standard error as
     evenkeel: FILE:LINE:COLUMN: what is wrong — what to do
  3  no window can be opened here";

/// A planner for fault-tolerant virtual deployments.
#[derive(Parser, Debug)]
#[command(
    name = "evenkeel",
    version,
    long_about = OVERVIEW,
    after_long_help = STATUSES,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = false
)]
pub(super) struct Cli {
    /// The plan to open in the window; without one the window offers templates and recent plans.
    pub plan: Option<PathBuf>,
    /// Folder of .ron files with hardware of your own (hosts, processors, disks); the one in the data folder of the program
    /// when left out.
    #[arg(long, global = true, value_name = "DIR")]
    pub catalogue: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    Check(CheckArgs),
    Assess(AssessArgs),
    Explain(ExplainArgs),
    Calc(CalcArgs),
    Outlook(OutlookArgs),
    Fail(FailArgs),
    Place(PlaceArgs),
    Measure(MeasureArgs),
    Export(ExportArgs),
    Fmt(FmtArgs),
    New(NewArgs),
    Diff(DiffArgs),
}

/// How a command answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs; the schemas are in assets/json.md.
    Json,
}

/// What makes `check` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Bar {
    /// Errors that the plan does not accept.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
    /// Errors, and checks that lack an input.
    NotAssessed,
}

/// Check the plan: findings and verdict.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Runs every check and lists the findings, the gravest first: what does not hold, where, with the numbers, and what would
mend it. A check that lacks an input says which. Findings that the plan accepts (waivers) are listed and never fail.",
    after_long_help = "\
Examples:
  evenkeel check plan.ron                          fails (status 1) when there is an error
  evenkeel check plan.ron --deny warning           fails on warnings too
  evenkeel check plan.ron --deny warning,not-assessed
  evenkeel check plan.ron --format json | jq -r '.findings[] | \"\\(.code) \\(.message)\"'"
)]
pub(super) struct CheckArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// So many years from now, with the growth that the plan states.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=50))]
    pub year: u32,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// The lowest that fails; may be given several times or as a list.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "error")]
    pub deny: Vec<Bar>,
}

/// Everything derived from the plan, each figure with its working.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Derives the plan and prints every figure, sorted by address. As JSON each figure comes with value, unit, formula, inputs
and the source of every constant, and findings and verdict follow. The schema is evenkeel.assess/1; fields are only ever
added to it.",
    after_long_help = "\
Examples:
  evenkeel assess plan.ron                         a table of the headline figures
  evenkeel assess plan.ron --format json > plan.json
  evenkeel assess plan.ron --format json | jq '.figures[] | select(.address == \"host/host-a/ram.share\").value'"
)]
pub(super) struct AssessArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// So many years from now, with the growth that the plan states.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=50))]
    pub year: u32,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// The working of one figure.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Shows how a figure comes about: its formula in symbols and in numbers, and for each input what it is, its value and where
it comes from. Addresses are the same here, in the window, in JSON and in the appendix of the PDF.",
    after_long_help = "\
Examples:
  evenkeel explain plan.ron --list                 every address, with label and value
  evenkeel explain plan.ron --list vm/mbx-1        those of one VM
  evenkeel explain plan.ron vm/mbx-1/ram.needed    one working"
)]
pub(super) struct ExplainArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// Address of the figure; with --list, the beginning of addresses.
    #[arg(required_unless_present = "list")]
    pub address: Option<String>,
    /// List addresses instead.
    #[arg(long)]
    pub list: bool,
    /// So many years from now, with the growth that the plan states.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=50))]
    pub year: u32,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// One family of formulas alone.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Computes one family of formulas without a plan and shows the working: formula in symbols, then in numbers, each input with
its source. Inputs are KEY=VALUE with the unit in the value; what is left out takes the default that --list shows. The
formulas are those of the plan.",
    after_long_help = "\
Examples:
  evenkeel calc --list                             every calculator
  evenkeel calc fibre --list                       inputs of one, with units, ranges and defaults
  evenkeel calc fibre distance=100mi limit=2ms     round trip, and how far the limit reaches
  evenkeel calc k-of-n n=5 k=4 mttf=8760h mttr=24h
  evenkeel calc fibre distance=42km --format json"
)]
pub(super) struct CalcArgs {
    /// Slug of the calculator, as --list shows it.
    #[arg(required_unless_present = "list")]
    pub name: Option<String>,
    /// Inputs as KEY=VALUE.
    #[arg(value_name = "KEY=VALUE")]
    pub inputs: Vec<String>,
    /// List the calculators; with a name, its inputs and answers.
    #[arg(long)]
    pub list: bool,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// How much more the plan holds, and the smallest that would hold what there is.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Searches backwards over the plan's own checks: how many more users, transactions or VMs until a check fails, and which one;
the fewest vCPUs and the least memory that a VM's workloads allow; the smallest host model of the catalogue with which a
pool holds. Faults that the plan has already do not count.",
    after_long_help = "\
Examples:
  evenkeel outlook plan.ron
  evenkeel outlook plan.ron workload/mail          one workload, VM or pool
  evenkeel outlook plan.ron --warnings             until a warning, not only until an error
  evenkeel outlook plan.ron --format json"
)]
pub(super) struct OutlookArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// Only this workload, VM or pool, as KIND/ID.
    pub subject: Option<String>,
    /// Warnings end the search too.
    #[arg(long)]
    pub warnings: bool,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// What failures do to the VMs, and what is then overloaded
#[derive(Args, Debug)]
#[command(
    long_about = "\
What failures do: which VMs carry on without their partner, restart (and within what time), stop or run on both halves, \
and what is then asked for more than it has. With parts named, all of them fail together. Without, every single failure \
is examined, worst first, with the single points of failure of each service and VM; --pairs adds every two.",
    after_long_help = "\
Examples:
  evenkeel fail plan.ron
  evenkeel fail plan.ron host/host-a link/business-1   both together
  evenkeel fail plan.ron host/host-a/supply/1          one part of a host
  evenkeel fail plan.ron --pairs --format json"
)]
pub(super) struct FailArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// What fails, all together: site/a, host/a1, host/a1/supply/1, link/fibre-1, array/san/controller/1, duct/east.
    pub parts: Vec<String>,
    /// Every two failures as well.
    #[arg(long, conflicts_with = "parts")]
    pub pairs: bool,
    /// Failures listed at most, 1 to 100,000.
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub most: u32,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// What makes a placement better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ObjectiveArg {
    /// The fewest hosts.
    Hosts,
    /// The cheapest hosts to buy: existing ones cost nothing, the others their --price, or 1.
    Cost,
    /// The fullest host as little full as can be.
    Balance,
    /// The fewest VMs moved.
    Moves,
}

fn price(text: &str) -> Result<(String, u64), String> {
    text.split_once('=')
        .and_then(|(host, amount)| Some((host.to_owned(), amount.parse().ok()?)))
        .filter(|(host, amount)| !host.is_empty() && *amount <= 1_000_000_000)
        .ok_or_else(|| "write host and whole amount up to 1,000,000,000 as host-a=12000".to_owned())
}

/// Place the VMs on the hosts.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Proposes where every VM stands, so that no check finds anything that moving VMs could mend, and says how far that can be
from the best possible. It keeps to limits and ceilings, room for restarts, pairs on different hosts with links that carry
them, and the rules that VMs state. With -o it writes the plan with that placement. When nothing fits it says what is in
the way and which change would help, writes nothing, and ends with status 1.",
    after_long_help = "\
Examples:
  evenkeel place plan.ron                          only say what it would do
  evenkeel place plan.ron -o placed.ron
  evenkeel place plan.ron -o placed.ron --objective moves
  evenkeel place plan.ron -o plan.ron --force      the plan itself; the version before stays as plan.ron.bak
  evenkeel place plan.ron --objective balance --seconds 30 --seed 2 --format json"
)]
pub(super) struct PlaceArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// Where to write the placed plan; a file that exists is replaced only with --force.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file; the version before stays beside it as FILE.bak.
    #[arg(long, requires = "output")]
    pub force: bool,
    /// What makes a placement better.
    #[arg(long, value_enum, default_value = "hosts")]
    pub objective: ObjectiveArg,
    /// Seconds that it may take; it ends before when nothing better is possible.
    #[arg(long, default_value_t = 10.0, value_name = "SECONDS")]
    pub seconds: f64,
    /// Units of work that it may take, for the same answer on every machine.
    #[arg(long, value_name = "UNITS")]
    pub work: Option<u64>,
    /// Another seed searches in another order.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Only place members that have no host.
    #[arg(long)]
    pub unplaced: bool,
    /// VMs may leave the pools that they are in.
    #[arg(long)]
    pub across_pools: bool,
    /// Host failures that restarts must survive, in place of the plan's own number.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=16))]
    pub host_failures: Option<u32>,
    /// So many years from now, with the growth that the plan states.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=50))]
    pub year: u32,
    /// What using a host costs, for --objective cost; may be given several times.
    #[arg(long, value_name = "HOST=AMOUNT", value_parser = price)]
    pub price: Vec<(String, u64)>,
    /// How to answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Which value of a measured series is planned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum BasisArg {
    Mean,
    P90,
    P95,
    P99,
    Peak,
}

fn ram(text: &str) -> Result<Mib, String> {
    Mib::parse(text, false).map_err(|e| e.to_string())
}

fn share(text: &str) -> Result<Share, String> {
    Share::parse(text, false).map_err(|e| e.to_string())
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(v) if v.is_finite() && v > 0.0 && v <= 1e9 => Ok(v),
        _ => Err("write a number above 0, to 1e9".to_owned()),
    }
}

/// Measured interval series from a table into a plan.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Reads a table of a performance monitor (CSV, or separated by semicolons, tabs or blanks; one line of headings with units)
and keeps mean, percentiles and peak of processor, memory, disk and network. Which column means what is told by its
heading; what is not counted is listed with the reason. Without -o it only shows what it found.",
    after_long_help = "\
Examples:
  evenkeel measure plan.ron --csv perf.csv                              what the table says
  evenkeel measure plan.ron --csv perf.csv --vm web-1 -o plan.ron       as a workload of the VM
  evenkeel measure plan.ron --csv sar.csv --machine-mhz 20800 --machine-ram \"64 GiB\" --vm db-1 --basis p99 -o out.ron"
)]
pub(super) struct MeasureArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// The table.
    #[arg(long, value_name = "FILE")]
    pub csv: PathBuf,
    /// Id of the VM that was measured.
    #[arg(long, value_name = "ID", conflicts_with = "workload")]
    pub vm: Option<String>,
    /// Id of the measured workload.
    #[arg(long, value_name = "ID")]
    pub workload: Option<String>,
    /// The plan to write; may be the same.
    #[arg(short, long, value_name = "PLAN")]
    pub output: Option<PathBuf>,
    /// Clock times cores of the machine, MHz: turns per cent of processor into MHz.
    #[arg(long, value_name = "MHZ", value_parser = positive)]
    pub machine_mhz: Option<f64>,
    /// Cores of the machine: for per cent of one core.
    #[arg(long, value_name = "NUMBER", value_parser = positive)]
    pub machine_cores: Option<f64>,
    /// Memory of the machine: for per cent of memory, and for memory that is free.
    #[arg(long, value_name = "SIZE", value_parser = ram)]
    pub machine_ram: Option<Mib>,
    /// What is planned with; the 95th percentile when left out.
    #[arg(long, value_enum)]
    pub basis: Option<BasisArg>,
    /// Added on top, for example 20%.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub headroom: Option<Share>,
}

/// Size of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PaperArg {
    A4,
    Letter,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day of the calendar as 2026-11-22".to_owned())
}

/// Write the deployment plan as a PDF.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Writes the deployment plan that a customer can sign: verdict, summary, topology, hosts, VMs, workloads, links, findings,
accepted risks, assumptions, installation steps, working of the headline figures, sign-off. The same plan and date give
the same bytes. The file appears whole or not at all.",
    after_long_help = "\
Examples:
  evenkeel export plan.ron --pdf plan.pdf
  evenkeel export plan.ron --pdf plan.pdf --paper letter --date 2026-11-22"
)]
pub(super) struct ExportArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// The PDF to write; an older one is replaced.
    #[arg(long, value_name = "FILE")]
    pub pdf: PathBuf,
    /// The day printed on the cover and kept in the file; today when left out.
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// Size of the pages.
    #[arg(long, value_enum, default_value = "a4")]
    pub paper: PaperArg,
}

/// Put a plan file into canonical form.
#[derive(Args, Debug)]
#[command(
    long_about = "\
Rewrites a plan in the form in which Evenkeel saves it: rows by id, fields in a fixed order, defaults left out. Two plans
that say the same are then the same text. Comments are not kept; when there are any, the version before stays beside the
plan as FILE.bak, and the command says so.",
    after_long_help = "\
Examples:
  evenkeel fmt plan.ron
  evenkeel fmt plan.ron --check                    status 1 when the file is not in canonical form; changes nothing"
)]
pub(super) struct FmtArgs {
    /// The plan file.
    pub plan: PathBuf,
    /// Only say whether the file would change.
    #[arg(long)]
    pub check: bool,
}

/// Start a plan from a template or an example.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  evenkeel new --list
  evenkeel new --template two-servers -o plan.ron
  evenkeel new --template two-buildings --name \"Plant north\" -o north.ron")]
pub(super) struct NewArgs {
    /// Key of the template, as --list shows it.
    #[arg(long, required_unless_present = "list", requires = "output")]
    pub template: Option<String>,
    /// The plan to write; a file that exists is never replaced.
    #[arg(short, long, value_name = "PLAN")]
    pub output: Option<PathBuf>,
    /// Name of the new plan; the template's own when left out.
    #[arg(long)]
    pub name: Option<String>,
    /// List the templates.
    #[arg(long, conflicts_with_all = ["template", "output", "name"])]
    pub list: bool,
}

/// What changed from one plan to another.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Lists what was added (+), removed (-) and changed (~), then which findings came and went. Status 1 when plans differ.

Examples:
  evenkeel diff before.ron after.ron")]
pub(super) struct DiffArgs {
    /// The plan before.
    pub before: PathBuf,
    /// The plan after.
    pub after: PathBuf,
}
