//! `evenkeel calc`: one family of formulas alone, with its working; and the list of calculators.

use evenkeel_model::calc::{
    self, Answers, CalcError, Calculator, Chart, Family, Input, Kind, NoteKind, Options, Otherwise,
    Spec, TextTable, Values,
};
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::figure::Explained;
use evenkeel_model::units::{pretty, with_unit};
use serde::Serialize;

use super::args::{CalcArgs, Format};
use super::fault::Fault;
use super::json::{InputJson, input};
use super::{Out, status};
use crate::own_catalogue;

/// Answer of `--list --format json`.
#[derive(Serialize)]
struct ListAnswer {
    schema: &'static str,
    calculators: Vec<SpecJson>,
}

#[derive(Serialize)]
struct SpecJson {
    slug: &'static str,
    family: &'static str,
    title: &'static str,
    about: &'static str,
    inputs: Vec<InputSpecJson>,
    outputs: Vec<OutputSpecJson>,
    /// Inputs as typed.
    example: Vec<String>,
    sources: &'static [&'static str],
}

#[derive(Serialize)]
struct InputSpecJson {
    key: &'static str,
    symbol: &'static str,
    what: &'static str,
    /// `number`, `whole`, `choice`, `text` or `list`.
    kind: &'static str,
    unit: &'static str,
    /// Units that may be typed.
    units: Vec<&'static str>,
    min: Option<f64>,
    max: Option<f64>,
    required: bool,
    default: Option<String>,
    choices: Vec<String>,
    columns: Vec<ColumnJson>,
}

#[derive(Serialize)]
struct ColumnJson {
    key: &'static str,
    what: &'static str,
    unit: &'static str,
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Serialize)]
struct OutputSpecJson {
    key: &'static str,
    label: &'static str,
    unit: &'static str,
}

/// Answer of a calculation.
#[derive(Serialize)]
struct CalcAnswer {
    schema: &'static str,
    calculator: &'static str,
    title: &'static str,
    answers: Vec<AnswerJson>,
    notes: Vec<NoteJson>,
    tables: Vec<TableJson>,
    charts: Vec<ChartJson>,
    sources: &'static [&'static str],
}

#[derive(Serialize)]
struct AnswerJson {
    key: &'static str,
    address: String,
    label: &'static str,
    value: f64,
    unit: &'static str,
    formula: String,
    numbers: String,
    confirmed: bool,
    inputs: Vec<InputJson>,
}

#[derive(Serialize)]
struct NoteJson {
    /// `info`, `warning` or `error`.
    kind: &'static str,
    code: &'static str,
    text: String,
}

#[derive(Serialize)]
struct TableJson {
    key: &'static str,
    title: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct ChartJson {
    title: String,
    x: String,
    y: String,
    series: Vec<SeriesJson>,
    limit: Option<f64>,
}

#[derive(Serialize)]
struct SeriesJson {
    name: String,
    points: Vec<(f64, f64)>,
}

fn default_text(input: &Input, catalogue: &Catalogue) -> Option<String> {
    let unit = match input.kind {
        Kind::Number(n) => n.unit,
        _ => "",
    };
    let number = |v: f64| {
        if unit.is_empty() {
            format!("{v}")
        } else {
            format!("{v}{unit}")
        }
    };
    match input.otherwise {
        Otherwise::Required | Otherwise::Absent => None,
        Otherwise::Value(v) => Some(number(v)),
        Otherwise::Word(w) => Some(w.to_owned()),
        Otherwise::Constant(key) => catalogue.tables.constants.get(key).map(|c| number(c.value)),
    }
}

/// Choices with nothing else entered; those that depend on another input show for its default.
fn choices(input: &Input, catalogue: &Catalogue) -> Vec<String> {
    match input.kind {
        Kind::Choice(Options::Fixed(all)) => all.iter().map(|(k, _)| (*k).to_owned()).collect(),
        Kind::Choice(Options::From(f)) => f(catalogue, &Values::default())
            .into_iter()
            .map(|(k, _)| k)
            .collect(),
        _ => Vec::new(),
    }
}

impl InputSpecJson {
    fn of(input: &Input, catalogue: &Catalogue) -> Self {
        let (kind, number) = match &input.kind {
            Kind::Number(n) if n.whole => ("whole", Some(n)),
            Kind::Number(n) => ("number", Some(n)),
            Kind::Choice(_) => ("choice", None),
            Kind::Text => ("text", None),
            Kind::List(_) => ("list", None),
        };
        Self {
            key: input.key,
            symbol: input.symbol,
            what: input.what,
            kind,
            unit: number.map_or("", |n| n.unit),
            units: number.map_or_else(Vec::new, |n| {
                n.dimension
                    .units
                    .iter()
                    .map(|(u, _)| *u)
                    .filter(|u| !u.is_empty())
                    .collect()
            }),
            min: number.map(|n| n.min),
            max: number.map(|n| n.max),
            required: matches!(input.otherwise, Otherwise::Required),
            default: default_text(input, catalogue),
            choices: choices(input, catalogue),
            columns: match input.kind {
                Kind::List(columns) => columns
                    .iter()
                    .map(|c| ColumnJson {
                        key: c.key,
                        what: c.what,
                        unit: c.number.map_or("", |n| n.unit),
                        min: c.number.map(|n| n.min),
                        max: c.number.map(|n| n.max),
                    })
                    .collect(),
                _ => Vec::new(),
            },
        }
    }
}

impl SpecJson {
    fn of(spec: &'static Spec, catalogue: &Catalogue) -> Self {
        Self {
            slug: spec.slug,
            family: spec.family.key(),
            title: spec.title,
            about: spec.about,
            inputs: spec
                .inputs
                .iter()
                .map(|i| InputSpecJson::of(i, catalogue))
                .collect(),
            outputs: spec
                .outputs
                .iter()
                .map(|o| OutputSpecJson {
                    key: o.key,
                    label: o.label,
                    unit: o.unit,
                })
                .collect(),
            example: spec
                .example
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect(),
            sources: spec.sources,
        }
    }
}

pub(super) fn run(args: &CalcArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let catalogue = own_catalogue::current();
    let one = args.name.as_deref().map(wanted).transpose()?;
    if args.list {
        list(one, args.format, catalogue, out)?;
        return Ok(status::OK);
    }
    let Some(calculator) = one else {
        return Ok(status::UNUSABLE);
    };
    let slug = calculator.spec.slug;
    let fault = |e: CalcError| {
        Fault::new(
            format!("calc {slug}"),
            e.message,
            if e.advice.is_empty() {
                format!("see evenkeel calc {slug} --list")
            } else {
                e.advice
            },
        )
    };
    let mut pairs = Vec::new();
    for text in &args.inputs {
        let (key, value) = text.split_once('=').ok_or_else(|| {
            let shown: String = text.chars().take(60).collect();
            Fault::new(
                format!("calc {slug}"),
                format!("\"{shown}\" is no input"),
                "write inputs as KEY=VALUE, the unit in the value",
            )
        })?;
        pairs.push((key.trim(), value));
    }
    let values = calculator.read(catalogue, pairs).map_err(fault)?;
    let answers = calculator.run(catalogue, &values).map_err(fault)?;
    let workings = calculator.explain(catalogue, &values).map_err(fault)?;
    if args.format == Format::Json {
        out.json(&answer(calculator, answers, workings))?;
    } else {
        text(calculator, &answers, &workings, out)?;
    }
    Ok(status::OK)
}

fn wanted(slug: &str) -> Result<&'static Calculator, Fault> {
    calc::find(slug).ok_or_else(|| {
        let near = calc::near(slug);
        let advice = match near.as_slice() {
            [] => "see evenkeel calc --list".to_owned(),
            near => format!("did you mean {}?", near.join(" or ")),
        };
        let shown: String = slug.chars().take(60).collect();
        Fault::new(
            format!("calc {shown}"),
            "there is no such calculator",
            advice,
        )
    })
}

fn list(
    one: Option<&'static Calculator>,
    format: Format,
    catalogue: &Catalogue,
    out: &mut Out<'_>,
) -> Result<(), Fault> {
    if format == Format::Json {
        let calculators = calc::all()
            .filter(|c| one.is_none_or(|o| o.spec.slug == c.spec.slug))
            .map(|c| SpecJson::of(c.spec, catalogue))
            .collect();
        return out.json(&ListAnswer {
            schema: "evenkeel.calc-list/1",
            calculators,
        });
    }
    if let Some(one) = one {
        return inputs(one.spec, catalogue, out);
    }
    let wide = calc::all().map(|c| c.spec.slug.len()).max().unwrap_or(0);
    let mut first = true;
    for family in Family::ALL {
        let mut of_family = calc::all().filter(|c| c.spec.family == family).peekable();
        if of_family.peek().is_none() {
            continue;
        }
        if !first {
            out.line("")?;
        }
        first = false;
        out.line(family.name())?;
        for c in of_family {
            out.line(format!("  {:wide$}  {}", c.spec.slug, c.spec.title))?;
        }
    }
    Ok(())
}

/// Inputs and answers of one calculator.
fn inputs(spec: &Spec, catalogue: &Catalogue, out: &mut Out<'_>) -> Result<(), Fault> {
    out.line(format!("{}: {}", spec.slug, spec.title))?;
    out.line(spec.about)?;
    out.line("")?;
    out.line("Inputs")?;
    let wide = spec.inputs.iter().map(|i| i.key.len()).max().unwrap_or(0);
    for input in spec.inputs {
        let form = match input.kind {
            Kind::Number(n) => {
                let unit = if n.unit.is_empty() {
                    String::new()
                } else {
                    format!(" {}", n.unit)
                };
                format!("{} to {}{unit}", pretty(n.min), pretty(n.max))
            }
            Kind::Choice(_) => choices(input, catalogue).join(", "),
            Kind::Text => "text".to_owned(),
            Kind::List(columns) => {
                let keys: Vec<&str> = columns.iter().map(|c| c.key).collect();
                format!("rows {}, separated by commas", keys.join(":"))
            }
        };
        let standing = match (default_text(input, catalogue), input.otherwise) {
            (Some(default), _) => format!("; else {default}"),
            (None, Otherwise::Required) => "; required".to_owned(),
            (None, _) => "; may be left out".to_owned(),
        };
        out.line(format!(
            "  {:wide$}  {} ({form}{standing})",
            input.key, input.what
        ))?;
    }
    out.line("")?;
    out.line("Answers")?;
    let wide = spec.outputs.iter().map(|o| o.key.len()).max().unwrap_or(0);
    for output in spec.outputs {
        let unit = if output.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", output.unit)
        };
        out.line(format!("  {:wide$}  {}{unit}", output.key, output.label))?;
    }
    let example: Vec<String> = spec
        .example
        .iter()
        .map(|(k, v)| {
            if v.contains(|c: char| c.is_whitespace() || "|&()<>;*$".contains(c)) {
                format!("'{k}={v}'")
            } else {
                format!("{k}={v}")
            }
        })
        .collect();
    out.line("")?;
    out.line("Example")?;
    out.line(format!(
        "  evenkeel calc {} {}",
        spec.slug,
        example.join(" ")
    ))?;
    out.line("")?;
    out.line("Sources")?;
    for source in spec.sources {
        out.line(format!("  {source}"))?;
    }
    Ok(())
}

fn text(
    calculator: &Calculator,
    answers: &Answers,
    workings: &[Explained],
    out: &mut Out<'_>,
) -> Result<(), Fault> {
    out.line(calculator.spec.title)?;
    let wide = answers
        .answers
        .iter()
        .map(|a| a.label.chars().count())
        .max()
        .unwrap_or(0);
    for a in &answers.answers {
        out.line(format!(
            "  {:wide$}  {}",
            a.label,
            with_unit(a.value.0, a.unit)
        ))?;
    }
    for note in &answers.notes {
        let word = match note.kind {
            NoteKind::Info => "Note",
            NoteKind::Warning => "Warning",
            NoteKind::Error => "Does not hold",
        };
        out.line(format!("{word}: {}", note.text))?;
    }
    for table in &answers.tables {
        out.line("")?;
        table_text(table, out)?;
    }
    for working in workings {
        out.line("")?;
        for line in working.lines() {
            out.line(line)?;
        }
    }
    Ok(())
}

fn table_text(table: &TextTable, out: &mut Out<'_>) -> Result<(), Fault> {
    out.line(&table.title)?;
    let columns = table.head.len();
    let width = |n: usize| {
        std::iter::once(&table.head)
            .chain(&table.rows)
            .filter_map(|r| r.get(n))
            .map(|c| c.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in std::iter::once(&table.head).chain(&table.rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(c, w)| format!("{c:w$}"))
            .collect();
        out.line(format!("  {}", cells.join("  ").trim_end()))?;
    }
    Ok(())
}

fn answer(calculator: &Calculator, sheet: Answers, workings: Vec<Explained>) -> CalcAnswer {
    let spec = calculator.spec;
    CalcAnswer {
        schema: "evenkeel.calc/1",
        calculator: spec.slug,
        title: spec.title,
        answers: sheet
            .answers
            .into_iter()
            .zip(workings)
            .map(|(a, w)| AnswerJson {
                key: a.key,
                address: w.address.clone(),
                label: a.label,
                value: a.value.0,
                unit: a.unit,
                confirmed: w.confirmed(),
                formula: w.formula,
                numbers: w.numbers,
                inputs: w.inputs.into_iter().map(input).collect(),
            })
            .collect(),
        notes: sheet
            .notes
            .into_iter()
            .map(|n| NoteJson {
                kind: match n.kind {
                    NoteKind::Info => "info",
                    NoteKind::Warning => "warning",
                    NoteKind::Error => "error",
                },
                code: n.code,
                text: n.text,
            })
            .collect(),
        tables: sheet
            .tables
            .into_iter()
            .map(|t| TableJson {
                key: t.key,
                title: t.title,
                head: t.head,
                rows: t.rows,
            })
            .collect(),
        charts: sheet.charts.into_iter().map(chart).collect(),
        sources: spec.sources,
    }
}

fn chart(chart: Chart) -> ChartJson {
    ChartJson {
        title: chart.title,
        x: chart.x,
        y: chart.y,
        series: chart
            .series
            .into_iter()
            .map(|s| SeriesJson {
                name: s.name,
                points: s.points,
            })
            .collect(),
        limit: chart.limit.map(|(v, _)| v),
    }
}
