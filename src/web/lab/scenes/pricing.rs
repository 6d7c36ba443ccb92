//! The shop that sets a price: its tag and a competitor's, what is in stock, and who buys or leaves.

use super::{Place, boxed, counted, line, numbers, person, said, sheet, tag, units};
use crate::run::inside::Shot;
use crate::web::markup::Element;
use crate::web::numbers::Formats;
use crate::web::texts::Lang;

const GROUND: f64 = 112.0;

pub fn picture(film: &[Shot], formats: &Formats, lang: Lang) -> Element {
    let scene = numbers(film);
    let (wanted, sold) = (scene("wanted"), scene("sold"));
    let too_dear = f64::max(scene("interested") - wanted, 0.0);
    let (rival, capacity) = (scene("rival"), scene("capacity"));
    let left = if capacity > 0.0 { 280.0 } else { 142.0 };
    let columns = if capacity > 0.0 { 8 } else { 16 };
    let crowd = Place { x: left, y: GROUND, scale: 0.74, columns, rows: 5, room: 0.0 };
    let shelf = Place { x: 144.0, scale: 0.66, columns: 8, room: capacity, ..crowd };
    let kinds = [(sold, ""), (wanted - sold, "hollow vain"), (too_dear, "hollow")];
    let mut picture = sheet(172)
        .add(tag(8.0, if rival > 0.0 { 14.0 } else { 44.0 }, 1.0, "tag", formats.money(scene("price"), lang)))
        .add(line(left - 6.0, 414.0, GROUND + 4.0))
        .add(units("customers", &crowd, &kinds, person))
        .add(said(left, 134.0, counted(lang.pick("bought", "购买"), sold)));
    // Who leaves is told below who buys, one reason a line.
    let reasons =
        [(lang.pick("found it too dear", "嫌贵离开"), too_dear), (lang.pick("came too late", "来晚了"), wanted - sold)];
    for (i, (why, n)) in reasons.into_iter().filter(|(_, n)| *n > 0.0).enumerate() {
        picture = picture.add(said(left, 150.0 + 16.0 * i as f64, counted(why, n)));
    }
    if rival > 0.0 {
        picture = picture.add(tag(8.0, 72.0, 1.0, "tag hollow", formats.money(rival, lang))).add(said(
            8.0,
            134.0,
            lang.pick("competitor", "竞争者").to_string(),
        ));
    }
    if capacity > 0.0 {
        let days = f64::max(scene("days") - scene("period"), 0.0);
        picture = picture
            .add(line(138.0, 264.0, GROUND + 4.0))
            .add(units("boxes", &shelf, &[(scene("stock"), "")], boxed))
            .add(said(140.0, 134.0, counted(lang.pick("in stock", "库存"), scene("stock"))))
            .add(said(140.0, 150.0, counted(lang.pick("days left", "剩余天数"), days)));
    }
    picture
}
