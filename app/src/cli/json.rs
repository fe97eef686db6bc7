//! JSON of findings and figures: what `assets/json.md` describes. Fields are only ever added.

use evenkeel_model::check::{Counts, Finding, Severity, Status, Verdict, counts, verdict};
use evenkeel_model::facts::{Cx, FigureInfo};
use evenkeel_model::figure::{Explained, Input, Origin};
use serde::Serialize;

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NothingToAssess => "nothing-to-assess",
        Verdict::Holds => "holds",
        Verdict::HoldsWithAcceptedRisks => "holds-with-accepted-risks",
        Verdict::NotFullyAssessed => "not-fully-assessed",
        Verdict::DoesNotHold => "does-not-hold",
    }
}

/// What every answer begins with.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    schema: &'static str,
    plan: PlanHead<'a>,
    platform: PlatformHead,
    verdict: &'static str,
    counts: CountsJson,
}

#[derive(Serialize)]
struct PlanHead<'a> {
    name: &'a str,
    customer: &'a str,
    author: &'a str,
    revision: u32,
    format: u32,
}

#[derive(Serialize)]
struct PlatformHead {
    profile: String,
    revision: u32,
    vendor: String,
    product: String,
    version: String,
}

#[derive(Serialize)]
struct CountsJson {
    errors: usize,
    warnings: usize,
    infos: usize,
    not_assessed: usize,
    accepted: usize,
}

impl<'a> Head<'a> {
    pub fn new(schema: &'static str, cx: &Cx<'a>, findings: &[Finding]) -> Self {
        let Counts {
            errors,
            warnings,
            infos,
            not_assessed,
            waived,
        } = counts(findings);
        let about = &cx.plan.about;
        Self {
            schema,
            plan: PlanHead {
                name: &about.name,
                customer: &about.customer,
                author: &about.author,
                revision: about.revision,
                format: cx.plan.format.0,
            },
            platform: PlatformHead {
                profile: cx.profile.key.clone(),
                revision: cx.profile.revision,
                vendor: cx.profile.vendor.clone(),
                product: cx.profile.product.clone(),
                version: cx.profile.version.clone(),
            },
            verdict: verdict_key(verdict(cx.plan, findings)),
            counts: CountsJson {
                errors,
                warnings,
                infos,
                not_assessed,
                accepted: waived,
            },
        }
    }
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    code: String,
    title: &'a str,
    severity: &'static str,
    status: &'static str,
    /// The input that is missing, where the status is `not-assessed`.
    missing: Option<&'a str>,
    subjects: Vec<String>,
    message: &'a str,
    evidence: &'a [String],
    fixes: Vec<FixJson<'a>>,
    placement_could_mend: bool,
    confirmed: bool,
    source: &'a str,
    accepted: Option<AcceptedJson<'a>>,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    safe: bool,
}

#[derive(Serialize)]
struct AcceptedJson<'a> {
    reason: &'a str,
    by: &'a str,
    date: &'a str,
}

impl<'a> FindingJson<'a> {
    pub fn new(f: &'a Finding) -> Self {
        let missing = match &f.status {
            Status::Found => None,
            Status::NotAssessed { missing } => Some(missing.as_str()),
        };
        Self {
            code: f.code.to_string(),
            title: f.title,
            severity: severity(f.severity),
            status: if missing.is_some() {
                "not-assessed"
            } else {
                "found"
            },
            missing,
            subjects: f.subjects.iter().map(ToString::to_string).collect(),
            message: &f.message,
            evidence: &f.evidence,
            fixes: f
                .fixes
                .iter()
                .map(|fix| FixJson {
                    title: &fix.title,
                    safe: fix.safe,
                })
                .collect(),
            placement_could_mend: f.placement_could_mend,
            confirmed: !f.unconfirmed,
            source: &f.source,
            accepted: f.waived.as_ref().map(|w| AcceptedJson {
                reason: &w.reason,
                by: &w.by,
                date: &w.date,
            }),
        }
    }
}

#[derive(Serialize)]
pub(super) struct FigureJson {
    address: String,
    subject: String,
    label: String,
    value: f64,
    unit: &'static str,
    headline: bool,
    formula: String,
    numbers: String,
    confirmed: bool,
    inputs: Vec<InputJson>,
    /// Documents that its constants come from, each once.
    sources: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct InputJson {
    symbol: String,
    value: f64,
    unit: &'static str,
    origin: OriginJson,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum OriginJson {
    Entered {
        subject: String,
        field: String,
    },
    Constant {
        key: String,
        what: String,
        source: String,
        confirmed: bool,
        replaced: bool,
    },
    Figure {
        address: String,
    },
    Assumed {
        why: String,
    },
    Counted {
        how: String,
    },
    Argument {
        what: String,
    },
    Step {
        formula: String,
        numbers: String,
    },
}

pub(super) fn input(input: Input) -> InputJson {
    let origin = match input.origin {
        None => OriginJson::Step {
            formula: input.formula,
            numbers: input.numbers,
        },
        Some(Origin::Typed { entity, field }) => OriginJson::Entered {
            subject: entity.to_string(),
            field,
        },
        Some(Origin::Constant {
            key,
            what,
            source,
            confirmed,
            overridden,
        }) => OriginJson::Constant {
            key,
            what,
            source,
            confirmed,
            replaced: overridden,
        },
        Some(Origin::Figure(address)) => OriginJson::Figure { address },
        Some(Origin::Assumed(why)) => OriginJson::Assumed { why },
        Some(Origin::Counted(how)) => OriginJson::Counted { how },
        Some(Origin::Entered(what)) => OriginJson::Argument { what },
    };
    InputJson {
        symbol: input.symbol,
        value: input.value,
        unit: input.unit,
        origin,
    }
}

impl FigureJson {
    /// A figure with its working; without one, formula and inputs are empty.
    pub fn new(info: FigureInfo, working: Option<Explained>) -> Self {
        let mut sources: Vec<String> = Vec::new();
        for i in working.iter().flat_map(|w| &w.inputs) {
            if let Some(Origin::Constant { source, .. }) = &i.origin
                && !source.is_empty()
                && !sources.contains(source)
            {
                sources.push(source.clone());
            }
        }
        let confirmed = working.as_ref().is_none_or(Explained::confirmed);
        let (formula, numbers, inputs) =
            working.map_or_else(Default::default, |w| (w.formula, w.numbers, w.inputs));
        Self {
            address: info.address,
            subject: info.subject.to_string(),
            label: info.label,
            value: info.value,
            unit: info.unit,
            headline: info.headline,
            formula,
            numbers,
            confirmed,
            inputs: inputs.into_iter().map(input).collect(),
            sources,
        }
    }
}
