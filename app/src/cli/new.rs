//! `evenkeel new`: a plan from a template or an example.

use evenkeel_model::io;

use super::args::NewArgs;
use super::fault::Fault;
use super::{Out, files, status};
use crate::templates;

pub(super) fn run(args: &NewArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let (Some(key), Some(path), false) = (&args.template, &args.output, args.list) else {
        let wide = templates::ALL
            .iter()
            .map(|t| t.key.len())
            .max()
            .unwrap_or(0);
        for t in templates::ALL {
            out.line(format!("{:wide$}  {}. {}", t.key, t.title, t.summary))?;
        }
        return Ok(status::OK);
    };
    let Some(template) = templates::find(key) else {
        let keys: Vec<&str> = templates::ALL.iter().map(|t| t.key).collect();
        return Err(Fault::new(
            key.as_str(),
            "there is no such template",
            format!("use one of {}", keys.join(", ")),
        ));
    };
    // Whatever stands there may be somebody's work.
    if path.symlink_metadata().is_ok() {
        return Err(Fault::at(
            path,
            "there is something of that name already; nothing was written",
            "choose another name",
        ));
    }
    let mut plan =
        io::from_text(template.text).map_err(|e| Fault::new(key.as_str(), e.to_string(), ""))?;
    if let Some(name) = &args.name {
        plan.about.name.clone_from(name);
    }
    let text = io::to_text(&plan).map_err(|e| Fault::plan(path, e))?;
    // A name too long would make a plan that does not open.
    io::from_text(&text).map_err(|e| Fault::new("--name", e.message, e.advice))?;
    files::write(path, text.as_bytes(), false)?;
    out.line(format!(
        "{}: {}; open it with evenkeel {}",
        path.display(),
        template.title,
        path.display()
    ))?;
    Ok(status::OK)
}
