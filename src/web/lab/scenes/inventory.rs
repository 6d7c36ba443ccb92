//! The shop with stock: the shelf, the van with what was ordered, and the day's customers.

use super::scene;
use crate::run::inside::Shot;
use crate::web::markup::{Element, el};
use crate::web::texts::Lang;

/// Units drawn one by one; more stand for several each.
const MOST: f64 = 40.0;
const IN_A_ROW: u32 = 8;
const GROUND: f64 = 116.0;

pub fn picture(shot: &Shot, lang: Lang) -> Element {
    let (stock, due) = (f64::max(scene(shot, "stock"), 0.0), scene(shot, "due"));
    let (ordered, demand, met) = (scene(shot, "ordered"), scene(shot, "demand"), scene(shot, "met"));
    let name = |x: f64, words: String| el("text", "").at(&[("x", x), ("y", 142.0)]).text(words);
    let turned_away = demand - met;
    let customers = match turned_away > 0.0 {
        true => format!(
            "{} {demand}{}{} {turned_away}",
            lang.pick("customers", "顾客"),
            lang.texts().comma,
            lang.pick("in vain", "空手而归")
        ),
        false => format!("{} {demand}", lang.pick("customers", "顾客")),
    };
    let on_its_way = match due > ordered {
        true => format!(
            "{} {ordered}{}{} {due}",
            lang.pick("ordered", "订货"),
            lang.texts().comma,
            lang.pick("on its way", "在途")
        ),
        false => format!("{} {ordered}", lang.pick("ordered", "订货")),
    };
    el("svg", "scene")
        .with("viewBox", "0 0 660 150")
        .with("role", "img")
        .with("aria-label", lang.pick("The shop on this day", "这一天的商店"))
        .add(rail())
        .add(units("boxes", 24.0, stock, stock, boxed))
        .add(van(due))
        .add(units("customers", 452.0, demand, met, person))
        .add(name(20.0, format!("{} {stock}", lang.pick("on the shelf", "货架上"))))
        .add(name(252.0, on_its_way))
        .add(name(452.0, customers))
}

/// So many things in rows, of which the first are full and the others hollow.
fn units(class: &'static str, x: f64, n: f64, full: f64, draw: fn(f64, f64, bool) -> Element) -> Element {
    let each = f64::max(f64::ceil(n / MOST), 1.0);
    let count = f64::ceil(n / each) as u32;
    let thing = |i: u32| {
        let (column, row) = (f64::from(i % IN_A_ROW), f64::from(i / IN_A_ROW));
        draw(x + column * 23.0, GROUND - row * 22.0, f64::from(i) * each < full)
    };
    el("g", class).all((0..count).map(thing))
}

fn class(full: bool) -> &'static str {
    if full { "" } else { "hollow" }
}

fn boxed(x: f64, y: f64, full: bool) -> Element {
    rect(class(full), x, y - 18.0, 19.0, 16.0)
}

fn person(x: f64, y: f64, full: bool) -> Element {
    let (x, y) = (x.to_string(), y);
    let path = format!("M{x} {y}v-5a6 6 0 0 1 12 0v5zm6-20a4 4 0 1 1 0 8 4 4 0 0 1 0-8z");
    el("path", class(full)).with("d", path)
}

fn rect(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> Element {
    el("rect", class).at(&[("x", x), ("y", y), ("width", width), ("height", height), ("rx", 2.0)])
}

/// The shelf's boards and the road.
fn rail() -> Element {
    let line = |x1: f64, x2: f64, y: f64| el("line", "").at(&[("x1", x1), ("x2", x2), ("y1", y), ("y2", y)]);
    let boards = (0..5).map(|i| line(16.0, 214.0, GROUND - f64::from(i) * 22.0));
    el("g", "rail").all(boards).add(line(240.0, 640.0, GROUND + 8.0))
}

/// The van has what is on its way; when it has come it is empty.
fn van(load: f64) -> Element {
    let body = "M252 62h62v46h-62zM318 76h20l16 16v16h-36z";
    let wheels = "M270 104a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM336 104a8 8 0 1 1 0 16 8 8 0 0 1 0-16z";
    let van = el("g", if load > 0.0 { "van" } else { "van hollow" })
        .add(el("path", "body").with("d", body))
        .add(el("path", "wheels").with("d", wheels));
    match load > 0.0 {
        true => van.add(
            el("text", "load").at(&[("x", 283.0), ("y", 91.0)]).with("text-anchor", "middle").text(load.to_string()),
        ),
        false => van,
    }
}
