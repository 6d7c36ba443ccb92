//! The pictures of the shops: one file and one line here for each simulator that has one, and what they draw with.

mod inventory;
mod pricing;
mod recommend;
mod store;

use crate::base::Text;
use crate::run::inside::Shot;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;

/// Draws the last day of a film that is given up to that day.
type Picture = fn(&[Shot], &Formats, Lang) -> Element;

/// With what a period is called.
static PICTURES: [(&str, Picture, Text); 4] = [
    ("inventory", inventory::picture, DAY),
    ("pricing", pricing::picture, DAY),
    ("recommend", recommend::picture, Text::new("item", "件")),
    ("store", store::picture, DAY),
];

const DAY: Text = Text::new("day", "天");

/// What a period of a simulator is called.
pub fn period(sim: &str, lang: Lang) -> &'static str {
    lang.text(PICTURES.iter().find(|(id, ..)| *id == sim).map_or(DAY, |(_, _, period)| *period))
}

/// The picture of the last moment of a film in a simulator's shop.
pub fn picture(sim: &str, film: &[Shot], formats: &Formats, lang: Lang) -> Option<Element> {
    let (_, draw, _) = PICTURES.iter().find(|(id, ..)| *id == sim)?;
    let label = lang.pick("The shop at this moment", "此刻的商店");
    Some(draw(film, formats, lang).with("role", "img").with("aria-label", label))
}

/// A named number of the scene; 0 where it has none of that name.
pub fn scene(shot: &Shot, name: &str) -> f64 {
    shot.scene.iter().find(|(known, _)| known == name).map_or(0.0, |(_, x)| *x)
}

/// Named numbers of the last moment.
fn numbers(film: &[Shot]) -> impl Fn(&str) -> f64 {
    |name| film.last().map_or(0.0, |shot| scene(shot, name))
}

/// A picture that a phone shows nearly as large as it is.
fn sheet(height: u32) -> Element {
    el("svg", "scene sheet").with("viewBox", format!("0 0 420 {height}"))
}

fn said(x: f64, y: f64, words: String) -> Element {
    el("text", "").at(&[("x", x), ("y", y)]).text(words)
}

/// A number in words, as “stock 12”.
fn counted(words: &str, x: f64) -> String {
    [words, " ", &hundredths(x)].concat()
}

/// With no more digits than it needs, and two after the point at most.
fn hundredths(x: f64) -> String {
    (f64::round(100.0 * x) / 100.0).to_string()
}

/// Where units are drawn: their corner, how large, and in how many columns and rows.
struct Place {
    x: f64,
    y: f64,
    scale: f64,
    columns: u32,
    rows: u32,
    /// How many there may be: where they are more than have a place, each thing that is drawn stands for several, on
    /// every day for as many.
    room: f64,
}

/// So many things in rows upwards, kind after kind, each with its class.
fn units(class: &'static str, place: &Place, kinds: &[(f64, &'static str)], draw: fn(f64, f64) -> Element) -> Element {
    let Place { x, y, scale, columns, rows, room } = *place;
    let n: f64 = kinds.iter().map(|(n, _)| f64::max(*n, 0.0)).sum();
    let each = f64::max(f64::ceil(f64::max(n, room) / f64::from(columns * rows)), 1.0);
    let mut all = el("g", class).with("transform", format!("translate({x} {y}) scale({scale})"));
    let (mut i, mut end) = (0, 0.0);
    for (n, kind) in kinds {
        end += f64::max(*n, 0.0);
        while f64::from(i) * each < end {
            let thing = draw(f64::from(i % columns) * 23.0, f64::from(i / columns) * -22.0);
            all = all.add(if kind.is_empty() { thing } else { thing.with("class", *kind) });
            i += 1;
        }
    }
    all
}

fn boxed(x: f64, y: f64) -> Element {
    rect(x, y - 18.0, 19.0, 16.0)
}

fn person(x: f64, y: f64) -> Element {
    let path = format!("M{x} {y}v-5a6 6 0 0 1 12 0v5zm6-20a4 4 0 1 1 0 8 4 4 0 0 1 0-8z");
    el("path", "").with("d", path)
}

fn rect(x: f64, y: f64, width: f64, height: f64) -> Element {
    el("rect", "").at(&[("x", x), ("y", y), ("width", width), ("height", height), ("rx", 2.0)])
}

/// A board on which something stands, or the road.
fn line(x1: f64, x2: f64, y: f64) -> Element {
    el("line", "rail").at(&[("x1", x1), ("x2", x2), ("y1", y), ("y2", y)])
}

/// A price tag on its string.
fn tag(x: f64, y: f64, scale: f64, class: &'static str, price: String) -> Element {
    el("g", class)
        .with("transform", format!("translate({x} {y}) scale({scale})"))
        .add(
            el("path", "")
                .with("d", "M14 0h86a6 6 0 0 1 6 6v28a6 6 0 0 1-6 6H14L0 24v-8zm2 16a4 4 0 1 0 0 8 4 4 0 0 0 0-8z"),
        )
        .add(said(61.0, 27.0, price).with("text-anchor", "middle"))
}

/// The van has what is on its way; when it has come it is empty.
fn van(x: f64, y: f64, scale: f64, load: f64) -> Element {
    let body = "M0 0h62v46H0zM66 14h20l16 16v16H66z";
    let wheels = "M18 42a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM84 42a8 8 0 1 1 0 16 8 8 0 0 1 0-16z";
    let van = el("g", if load > 0.0 { "van" } else { "van hollow" })
        .add(el("path", "body").with("d", body))
        .add(el("path", "wheels").with("d", wheels));
    let van = match load > 0.0 {
        true => van.add(said(31.0, 29.0, hundredths(load)).with("class", "load").with("text-anchor", "middle")),
        false => van,
    };
    el("g", "").with("transform", format!("translate({x} {y}) scale({scale})")).add(van)
}
