//! The shop window: what was shown in this visit, what the visitor did with it, and how much patience he has left.

use super::{counted, line, numbers, person, rect, said, sheet};
use crate::run::inside::Shot;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;

const IN_A_ROW: usize = 7;
/// Of a long visit the last moments are shown.
const ROWS: usize = 3;
const CATEGORIES: f64 = 8.0;
/// What he did with an item: the class of its tile, and what stands on it besides colour.
const ANSWERS: [(&str, &str); 4] = [("tile", ""), ("tile clicked", "•"), ("tile carted", "••"), ("tile bought", "•••")];

pub fn picture(film: &[Shot], formats: &Formats, lang: Lang) -> Element {
    let scene = numbers(film);
    let patience = f64::max(scene("patience") / f64::max(scene("patience_most"), 1e-9), 0.0);
    let tile = |(i, shot): (usize, &Shot)| {
        let (x, y) = ((i % IN_A_ROW) as f64 * 42.0, (i / IN_A_ROW) as f64 * 38.0);
        tile(8.0 + x, 10.0 + y, super::scene(shot, "item"), super::scene(shot, "response"))
    };
    let responses = |least: f64| film.iter().filter(|shot| super::scene(shot, "response") >= least).count() as f64;
    let words = [
        counted(lang.pick("• clicked", "• 点击"), responses(1.0)),
        counted(lang.pick("•• into the cart", "•• 加购"), responses(2.0)),
        counted(lang.pick("••• bought", "••• 购买"), responses(3.0)),
    ];
    let shown = [&named(scene("item")), lang.texts().comma, &formats.money(scene("price"), lang)].concat();
    sheet(172)
        .all(film[film.len().saturating_sub(ROWS * IN_A_ROW)..].iter().enumerate().map(tile))
        .add(line(8.0, 300.0, 124.0))
        .add(said(8.0, 144.0, [lang.pick("shown: ", "展示："), &shown].concat()))
        .add(said(8.0, 162.0, words.join("\u{2003}")))
        .add(el("g", "customers").with("transform", "translate(330 84) scale(3)").add(person(0.0, 0.0)))
        .add(rect(324.0, 96.0, 84.0, 8.0).with("class", "hollow"))
        .add(rect(324.0, 96.0, 84.0 * f64::min(patience, 1.0), 8.0).with("class", "patience"))
        .add(said(324.0, 124.0, counted(lang.pick("patience", "耐心"), scene("patience"))))
}

/// Items are called by category and number, as where they are chosen; they are counted from 1.
fn named(item: f64) -> String {
    let item = f64::max(item - 1.0, 0.0);
    let letter = char::from(b'A' + (item % CATEGORIES) as u8);
    format!("{letter}{}", (item / CATEGORIES) as u32 + 1)
}

fn tile(x: f64, y: f64, item: f64, response: f64) -> Element {
    let (class, dots) = ANSWERS[usize::min(response as usize, ANSWERS.len() - 1)];
    let middle = |words: String, y: f64| said(x + 18.0, y, words).with("text-anchor", "middle");
    el("g", class)
        .add(rect(x, y, 36.0, 32.0))
        .add(middle(named(item), y + 17.0))
        .add(middle(dots.to_string(), y + 29.0))
}
