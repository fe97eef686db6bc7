//! Switches and witnesses.

use egui::Ui;
use evenkeel_model::ids::{FeedId, PoolId, SiteId};
use evenkeel_model::plan::{Switch, Witness};

use super::refs;
use crate::document::Document;
use crate::ui::fields::{self, Form, Target};
use crate::ui::widgets;

pub fn switch(ui: &mut Ui, form: &mut Form<'_, Switch>, doc: &Document) {
    let plan = doc.plan();
    form.pick(
        ui,
        "Site",
        &|s: &Option<SiteId>| refs::name(plan, s.as_ref().map(Into::into), "Not known"),
        &|| refs::optional_sites(plan),
        |s| s.site.clone(),
        |s, v| s.site = v,
    );
    feeds(ui, form, doc, |s| &s.feeds, |s| &mut s.feeds);
}

/// The feeds that a thing hangs on, as a list.
pub fn feeds<T: Target>(
    ui: &mut Ui,
    form: &mut Form<'_, T>,
    doc: &Document,
    get: impl Fn(&T) -> &Vec<FeedId> + Copy,
    get_mut: impl Fn(&mut T) -> &mut Vec<FeedId> + Copy,
) {
    let plan = doc.plan();
    let Some(current) = form.common(|e| get(e).clone()) else {
        fields::note(ui, form.theme, "Power feeds differ.");
        return;
    };
    for i in 0..current.len() {
        form.pick(
            ui,
            &format!("Power feed {}", i + 1),
            &|f: &Option<FeedId>| refs::name(plan, f.as_ref().map(Into::into), "None"),
            &|| refs::feeds(plan),
            |e| get(e).get(i).cloned(),
            |e, v| match v {
                Some(feed) => {
                    if let Some(slot) = get_mut(e).get_mut(i) {
                        *slot = feed;
                    }
                }
                None => {
                    if i < get(e).len() {
                        get_mut(e).remove(i);
                    }
                }
            },
        );
    }
    let free = plan.feeds.keys().find(|f| !current.contains(f)).cloned();
    if let Some(feed) = free {
        if widgets::link(ui, form.theme, "Add power feed").clicked() {
            let label = format!("Add a power feed to {}", form.who);
            form.apply(label, |e| get_mut(e).push(feed.clone()));
        }
    } else if plan.feeds.is_empty() {
        fields::note(ui, form.theme, "The plan has no power feeds yet.");
    }
}

pub fn witness(ui: &mut Ui, form: &mut Form<'_, Witness>, doc: &Document) {
    let plan = doc.plan();
    form.pick(
        ui,
        "Site",
        &|s: &SiteId| plan.label(&s.into()),
        &|| refs::sites(plan),
        |w| w.site.clone(),
        |w, v| w.site = v,
    );
    form.pick(
        ui,
        "Power feed",
        &|f: &Option<FeedId>| refs::name(plan, f.as_ref().map(Into::into), "Not known"),
        &|| refs::feeds(plan),
        |w| w.feed.clone(),
        |w, v| w.feed = v,
    );
    form.tri(
        ui,
        "Vote ports open",
        |w| w.ports_open,
        |w, v| w.ports_open = v,
    );
    fields::heading(ui, form.theme, "Arbitrates");
    let every = form.common(|w| w.pools.is_empty()) == Some(true);
    if every {
        fields::note(ui, form.theme, "Every pool. Switch pools off to narrow it.");
    }
    let all: Vec<PoolId> = plan.pools.keys().cloned().collect();
    for pool in &all {
        form.flag(
            ui,
            &format!("Pool {}", plan.label(&pool.into())),
            |w| w.pools.is_empty() || w.pools.contains(pool),
            |w, on| {
                if w.pools.is_empty() {
                    w.pools.clone_from(&all);
                }
                w.pools.retain(|p| p != pool);
                if on {
                    w.pools.push(pool.clone());
                }
                w.pools.sort();
                // All pools and none named mean the same; the short form stays true when a pool is added.
                if w.pools.len() == all.len() {
                    w.pools.clear();
                }
            },
        );
    }
}
