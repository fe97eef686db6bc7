//! The scene as text, for tests: what stands where and what it says.

use std::fmt::Write as _;
use std::sync::Arc;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check;
use evenkeel_model::facts::{Case, Cx, derive};
use evenkeel_model::plan::Plan;

use super::super::layout;
use super::{Scene, build};

fn scene(plan: &Plan) -> Scene {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    let findings = check::run(&cx, &facts);
    build(&cx, &facts, &findings, Arc::new(layout::place(plan)))
}

fn rect(r: egui::Rect) -> String {
    format!(
        "{:.0},{:.0} {:.0}×{:.0}",
        r.left(),
        r.top(),
        r.width(),
        r.height()
    )
}

/// Structure and geometry; figures are tested where they are made.
fn text(scene: &Scene) -> String {
    let mut out = String::new();
    for (id, site) in &scene.places.sites {
        let _ = writeln!(
            out,
            "{} | {}",
            scene.sites.get(id).map_or("", |s| s.label.as_str()),
            rect(site.rect)
        );
        for chip in &site.chips {
            let _ = writeln!(out, "  {} | {}", chip.label, rect(chip.rect));
        }
        for (host, place) in scene.places.hosts.iter().filter(|(_, h)| h.site == *id) {
            let _ = writeln!(
                out,
                "  {} | {}",
                scene.hosts.get(host).map_or("", |h| h.label.as_str()),
                rect(place.rect)
            );
            for chip in &place.chips {
                let _ = writeln!(out, "    {} | {}", chip.label, rect(chip.rect));
            }
        }
    }
    for pool in &scene.pools {
        let parts: Vec<String> = pool.parts.iter().map(|p| rect(*p)).collect();
        let _ = writeln!(out, "{} | {}", pool.label, parts.join(" + "));
    }
    for pair in &scene.pairs {
        let _ = writeln!(out, "pair {} {} {:?}", pair.a, pair.b, pair.level);
    }
    for (place, look) in scene.places.cables.iter().zip(&scene.cables) {
        let _ = writeln!(
            out,
            "{} {} | {}",
            look.title,
            look.distance,
            rect(place.card)
        );
        for (_, row) in &look.rows {
            let _ = writeln!(out, "  {}", row.label);
        }
    }
    for chip in &scene.places.tray_chips {
        let _ = writeln!(out, "{} | {}", chip.label, rect(chip.rect));
    }
    out
}

#[test]
fn two_sites_as_text() {
    let plan =
        evenkeel_model::io::from_text(include_str!("../../../../../tests/fixtures/two-sites.ron"))
            .expect("the fixture parses");
    insta::assert_snapshot!(text(&scene(&plan)));
}

#[test]
fn an_empty_plan_has_room() {
    let scene = scene(&Plan::default());
    assert_eq!(text(&scene), "");
    assert!(scene.places.bounds.width() > 100.0);
}

#[test]
fn nothing_overlaps_that_was_not_put_there() {
    let plan =
        evenkeel_model::io::from_text(include_str!("../../../../../tests/fixtures/two-sites.ron"))
            .expect("the fixture parses");
    let places = layout::place(&plan);
    let boxes: Vec<_> = places
        .sites
        .values()
        .map(|s| s.rect)
        .chain(places.cables.iter().map(|c| c.card))
        .chain(places.tray)
        .collect();
    for (i, a) in boxes.iter().enumerate() {
        for b in boxes.iter().skip(i + 1) {
            assert!(!a.shrink(1.0).intersects(*b), "{a:?} {b:?}");
        }
    }
    for h in places.hosts.values() {
        let site = places.sites.get(&h.site).unwrap();
        assert!(site.rect.contains_rect(h.rect));
        for chip in &h.chips {
            assert!(h.rect.contains_rect(chip.rect), "{}", chip.label);
        }
        for chip in &site.chips {
            assert!(!chip.rect.intersects(h.rect), "{}", chip.label);
        }
    }
}
