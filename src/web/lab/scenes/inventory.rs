//! The shop with stock: the shelf, the van with what is on its way, and the day's customers.

use super::scene;
use crate::run::inside::Shot;
use crate::web::markup::{Element, el};
use crate::web::texts::Lang;

/// Units drawn one by one; more stand for several each.
const MOST: f64 = 60.0;

pub fn picture(shot: &Shot, lang: Lang) -> Element {
    let (stock, due) = (scene(shot, "stock"), scene(shot, "due"));
    let (ordered, demand, met) = (scene(shot, "ordered"), scene(shot, "demand"), scene(shot, "met"));
    let words = |en: &str, zh: &str, n: f64| format!("{} {n}", lang.pick(en, zh));
    let shelf = group(20.0, "box", f64::max(stock, 0.0), f64::max(stock, 0.0), words("on the shelf", "货架", stock));
    let coming =
        group(240.0, "box coming", due + ordered * f64::from(due == 0.0), due, words("ordered", "订货", ordered));
    let customers = group(460.0, "customer", demand, met, words("customers", "顾客", demand));
    let label = lang.pick("The shop on this day", "这一天的商店");
    el("svg", "scene")
        .with("viewBox", "0 0 660 130")
        .with("role", "img")
        .with("aria-label", label)
        .add(van())
        .add(shelf)
        .add(coming)
        .add(customers)
}

/// So many things in rows of ten, of which the first are full and the others hollow, and their name below.
fn group(x: f64, class: &'static str, n: f64, full: f64, name: String) -> Element {
    let each = f64::max(f64::ceil(n / MOST), 1.0);
    let count = f64::ceil(n / each) as u32;
    let thing = |i: u32| {
        let (column, row) = (f64::from(i % 10), f64::from(i / 10));
        let hollow = f64::from(i) * each >= full;
        el("rect", if hollow { "hollow" } else { "" })
            .with("x", (x + column * 18.0).to_string())
            .with("y", (88.0 - row * 16.0).to_string())
            .with("width", "14")
            .with("height", "12")
            .with("rx", if class == "customer" { "6" } else { "2" })
    };
    el("g", class).all((0..count).map(thing)).add(el("text", "").with("x", x.to_string()).with("y", "122").text(name))
}

/// The road on which the van comes.
fn van() -> Element {
    el("line", "road").with("x1", "20").with("x2", "640").with("y1", "104").with("y2", "104")
}
