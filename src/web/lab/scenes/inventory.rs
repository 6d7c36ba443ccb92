//! The shop with stock: the shelf, the van with what was ordered, and the day's customers.

use super::{Place, boxed, counted, line, numbers, person, said, units, van};
use crate::run::inside::Shot;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;

const GROUND: f64 = 116.0;

pub fn picture(film: &[Shot], _: &Formats, lang: Lang) -> Element {
    let scene = numbers(film);
    let (stock, due) = (f64::max(scene("stock"), 0.0), scene("due"));
    let (ordered, demand, met) = (scene("ordered"), scene("demand"), scene("met"));
    let name = |x: f64, words: String| said(x, 142.0, words);
    let (comma, turned_away) = (lang.texts().comma, demand - met);
    let with = |first: String, second: &str, x: f64, is_there: bool| {
        if is_there { [&first, comma, &counted(second, x)].concat() } else { first }
    };
    let customers = counted(lang.pick("customers", "顾客"), demand);
    let ordering = counted(lang.pick("ordered", "订货"), ordered);
    let shelf = Place { x: 24.0, y: GROUND, scale: 1.0, columns: 8, rows: 5, room: scene("capacity") };
    let entrance = Place { x: 452.0, room: 0.0, ..shelf };
    let boards = (0..5).map(|i| line(16.0, 214.0, GROUND - f64::from(i) * 22.0));
    el("svg", "scene")
        .with("viewBox", "0 0 660 150")
        .all(boards)
        .add(line(240.0, 640.0, GROUND + 8.0))
        .add(units("boxes", &shelf, &[(stock, "")], boxed))
        .add(van(252.0, 62.0, 1.0, due))
        .add(units("customers", &entrance, &[(met, ""), (turned_away, "hollow vain")], person))
        .add(name(20.0, counted(lang.pick("on the shelf", "货架上"), stock)))
        .add(name(252.0, with(ordering, lang.pick("on its way", "在途"), due, due > ordered)))
        .add(name(452.0, with(customers, lang.pick("in vain", "空手而归"), turned_away, turned_away > 0.0)))
}
