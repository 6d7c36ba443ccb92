//! The whole shop: three shelves, the tag of what is in the window, the van, and the day's visitors.

use super::{Place, boxed, counted, hundredths, line, numbers, person, said, sheet, tag, units, van};
use crate::run::inside::Shot;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;

const PRODUCTS: [[&str; 5]; 3] = [
    ["stock_1", "wanted_1", "sold_1", "due_1", "arrived_1"],
    ["stock_2", "wanted_2", "sold_2", "due_2", "arrived_2"],
    ["stock_3", "wanted_3", "sold_3", "due_3", "arrived_3"],
];
const BOARD: f64 = 108.0;

pub fn picture(film: &[Shot], formats: &Formats, lang: Lang) -> Element {
    let scene = numbers(film);
    let total = |which: usize| PRODUCTS.iter().map(|ids| scene(ids[which])).sum::<f64>();
    let (visitors, wanted, sold) = (scene("visitors"), total(1), total(2));
    let (due, arrived) = (total(3), total(4));
    let featured = scene("featured") as usize;
    let shelves = Place { x: 0.0, y: BOARD, scale: 0.36, columns: 10, rows: 6, room: scene("capacity") };
    let shelf = |(i, ids): (usize, &[&str; 5])| {
        let x = 8.0 + 98.0 * i as f64;
        let price = if i == featured { scene("price") } else { scene("list_price") };
        let class = if i == featured { "tag" } else { "tag hollow" };
        el("g", "")
            .add(tag(x, 8.0, 0.76, class, formats.money(price, lang)))
            .add(line(x - 4.0, x + 84.0, BOARD + 3.0))
            .add(units("boxes", &Place { x, ..shelves }, &[(scene(ids[0]), "")], boxed))
            .add(said(
                x,
                128.0,
                [lang.pick("no. ", "商品 "), &(i + 1).to_string(), lang.texts().colon, &hundredths(scene(ids[0]))]
                    .concat(),
            ))
            .add(said(x, 144.0, counted(lang.pick("sold", "卖出"), scene(ids[2]))))
    };
    // The van is on the road, or has just come.
    let way = match (due > 0.0, arrived > 0.0) {
        (true, _) => counted(lang.pick("on its way", "在途"), due),
        (_, true) => counted(lang.pick("delivered", "已送达"), arrived),
        _ => String::new(),
    };
    let crowd = Place { x: 8.0, y: 192.0, scale: 0.74, columns: 24, rows: 2, room: 0.0 };
    let kinds = [(sold, ""), (wanted - sold, "hollow vain"), (visitors - wanted, "hollow")];
    let comma = lang.texts().comma;
    let who = [
        (lang.pick("bought", "购买"), sold),
        (lang.pick("in vain", "空手而归"), wanted - sold),
        (lang.pick("just looked", "只看看"), visitors - wanted),
    ];
    let who: Vec<String> = who.iter().filter(|(_, n)| *n > 0.0).map(|(what, n)| counted(what, *n)).collect();
    sheet(224)
        .all(PRODUCTS.iter().enumerate().map(shelf))
        .add(van(312.0, 55.0, 0.9, if due > 0.0 { due } else { arrived }))
        .add(line(304.0, 416.0, BOARD + 3.0))
        .add(said(312.0, 128.0, counted(lang.pick("ordered", "订货"), scene("ordered"))))
        .add(said(312.0, 144.0, way))
        .add(line(4.0, 416.0, 196.0))
        .add(units("customers", &crowd, &kinds, person))
        .add(said(8.0, 216.0, who.join(comma)))
}
