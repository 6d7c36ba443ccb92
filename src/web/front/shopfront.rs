//! A shop of the store on one day, small: the shelf with its three products, the price tag of the one that is shown, and
//! the day's visitors, who buy or leave.

use crate::chart::Pen;
use crate::run::inside::Shot;
use crate::web::lab::scene;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::table::colour;
use crate::web::texts::Lang;

const PRODUCTS: [(&str, &str); 3] = [("stock_1", "sold_1"), ("stock_2", "sold_2"), ("stock_3", "sold_3")];
/// The shelf's foot, the height of a full one, and how wide a product stands.
const FLOOR: f64 = 58.0;
const FULL: f64 = 46.0;
const WIDE: f64 = 30.0;
const APART: f64 = 40.0;
/// A head stands for so many visitors.
const A_HEAD: f64 = 2.0;
const IN_A_ROW: u32 = 8;

pub fn picture(shot: &Shot, pen: &Pen, formats: &Formats, lang: Lang) -> Element {
    let number = |name: &str| scene(shot, name);
    let (featured, price, visitors) = (number("featured"), number("price"), number("visitors"));
    let bought: f64 = PRODUCTS.iter().map(|(_, sold)| number(sold)).sum();
    let (price, comma) = (formats.money(price, lang), lang.texts().comma);
    let of = [lang.pick("price", "价格"), lang.pick("buyers", "购买者")];
    let said = format!("{} {price}{comma}{} {bought} / {visitors}", of[0], of[1]);
    let product = |(i, (stock, _)): (usize, &(&str, &str))| {
        let (left, share) = (4.0 + APART * i as f64, number(stock) / f64::max(number("capacity"), 1.0));
        let tall = FULL * share.clamp(0.0, 1.0);
        let place = block(left, FULL).with("class", "hollow");
        let goods = block(left, tall).with("fill", colour(pen));
        el("g", "").add(place).add(goods)
    };
    let tag = 4.0 + APART * featured.clamp(0.0, 2.0);
    el("svg", "shopfront")
        .with("viewBox", "-8 0 268 84")
        .with("role", "img")
        .with("aria-label", said)
        .all(PRODUCTS.iter().enumerate().map(product))
        .add(el("path", "floor").with("d", "M0 58.5h124"))
        .add(el("path", "tag").with("fill", colour(pen)).with("d", format!("M{} 62l5 5h-10z", tag + WIDE / 2.0)))
        .add(el("text", "").at(&[("x", tag + WIDE / 2.0), ("y", 80.0)]).with("text-anchor", "middle").text(price))
        .add(heads(visitors, bought, pen))
}

fn block(left: f64, tall: f64) -> Element {
    el("rect", "").at(&[("x", left), ("y", FLOOR - tall), ("width", WIDE), ("height", tall)])
}

/// The visitors; the buyers come first and are full.
fn heads(visitors: f64, bought: f64, pen: &Pen) -> Element {
    let count = f64::ceil(visitors / A_HEAD) as u32;
    let head = |i: u32| {
        let (column, row) = (f64::from(i % IN_A_ROW), f64::from(i / IN_A_ROW));
        let head = el("circle", "").at(&[("cx", 148.0 + 14.0 * column), ("cy", 16.0 + 14.0 * row), ("r", 4.0)]);
        match f64::from(i) * A_HEAD < bought {
            true => head.with("fill", colour(pen)),
            false => head.with("class", "hollow"),
        }
    };
    el("g", "").all((0..count).map(head))
}
