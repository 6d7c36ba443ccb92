//! The pictures of the shops: one file and one line here for each simulator that has one.

mod inventory;

use crate::run::inside::Shot;
use crate::web::markup::Element;
use crate::web::texts::Lang;

type Picture = fn(&Shot, Lang) -> Element;

static PICTURES: [(&str, Picture); 1] = [("inventory", inventory::picture)];

/// The picture of a moment in a simulator's shop.
pub fn picture(sim: &str, shot: &Shot, lang: Lang) -> Option<Element> {
    PICTURES.iter().find(|(id, _)| *id == sim).map(|(_, draw)| draw(shot, lang))
}

/// A named number of the scene; 0 where it has none of that name.
pub fn scene(shot: &Shot, name: &str) -> f64 {
    shot.scene.iter().find(|(known, _)| known == name).map_or(0.0, |(_, x)| *x)
}
