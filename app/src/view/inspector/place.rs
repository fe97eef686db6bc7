//! Sites, pools and power feeds.

use egui::Ui;
use evenkeel_model::ids::SiteId;
use evenkeel_model::plan::{Feed, Pool, Site, SiteKind};

use super::refs;
use crate::document::Document;
use crate::ui::fields::Form;

pub fn site(ui: &mut Ui, form: &mut Form<'_, Site>, _doc: &Document) {
    let kinds = [
        (SiteKind::Data, "Hosts".to_owned()),
        (SiteKind::Witness, "Witness only".to_owned()),
        (SiteKind::Branch, "Branch office".to_owned()),
    ];
    form.choice(ui, "Purpose", &kinds, |s| s.kind, |s, v| s.kind = v);
    form.text(
        ui,
        "Address",
        "street, building or room",
        |s| s.address.clone(),
        |s, v| s.address = v,
    );
    form.optional_number(
        ui,
        "Latitude",
        "",
        -90.0..=90.0,
        "degrees north",
        |s| s.latitude,
        |s, v| s.latitude = v,
    );
    form.optional_number(
        ui,
        "Longitude",
        "",
        -180.0..=180.0,
        "degrees east",
        |s| s.longitude,
        |s, v| s.longitude = v,
    );
    form.whole(ui, "Users", 0..=10_000_000, |s| s.users, |s, v| s.users = v);
}

pub fn pool(ui: &mut Ui, form: &mut Form<'_, Pool>, doc: &Document) {
    let hint = format!("plan: {}", doc.plan().settings.host_failures);
    form.optional_whole(
        ui,
        "Host failures to survive",
        0..=64,
        &hint,
        |p| p.host_failures,
        |p, v| p.host_failures = v,
    );
}

pub fn feed(ui: &mut Ui, form: &mut Form<'_, Feed>, doc: &Document) {
    let plan = doc.plan();
    form.pick(
        ui,
        "Site",
        &|s: &Option<SiteId>| refs::name(plan, s.as_ref().map(Into::into), "Not known"),
        &|| refs::optional_sites(plan),
        |f| f.site.clone(),
        |f, v| f.site = v,
    );
    form.flag(ui, "Battery or generator", |f| f.ups, |f, v| f.ups = v);
}
