//! The map of a policy: over one observed number the worth of each choice, over two the choice itself.

use crate::base::Actions;
use crate::chart::heat::Layer;
use crate::chart::{Chart, Heat};
use crate::run::inside::{Ask, Cell, MOST_CELLS, Map};
use crate::sim::Seat;
use crate::web::chart_view::ChartView;
use crate::web::experiment::Experiment;
use crate::web::lab::{Asked, Lab, number};
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::screen::Screen;
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

/// What is asked for at an observation: over the first observed number, and the second where there is one.
pub fn asked_map(seat: &Seat, number: u32, at: &[f64]) -> Option<Ask> {
    let cells = |i: usize| seat.observation.get(i).map_or(1, |dimension| dimension.levels as usize);
    if cells(0).saturating_mul(cells(1)) > MOST_CELLS {
        return None;
    }
    let down = (seat.observation.len() > 1).then_some(1);
    Some(Ask::Map { seat: number, at: at.to_vec(), across: 0, down })
}

/// Numbers that stay the same all over a map of which it says so.
const MOST_HELD: usize = 5;

const LAYERS: [&str; 3] = ["worth", "choice", "visits"];

pub fn map(lab: &Lab, experiment: &Experiment, formats: &Rc<Formats>, lang: Lang) -> Element {
    let (texts, place) = (lang.texts(), el("div", "map"));
    let Some(map) = experiment.inside(lab.screen.watched).and_then(|inside| inside.map.as_ref()) else {
        return place.add(el("p", "note").text(texts.no_map));
    };
    let seat = experiment.seat(&lab.screen);
    let heat = map_of(map, seat, &lab.screen.map, formats, lang);
    let chosen = |id: &str| heat.layers.first().is_some_and(|layer| layer.name == name_of(id, seat, lang));
    let known = |id: &&&'static str| heat.layers.iter().any(|layer| layer.name == name_of(id, seat, lang));
    let buttons = LAYERS.iter().filter(known).map(|&id| {
        let (ask, screen) = (lab.ask.clone(), Screen { map: id.to_string(), ..lab.screen.clone() });
        el("button", "quiet")
            .with("type", "button")
            .with("data-layer", id)
            .is("aria-pressed", chosen(id))
            .text(name_of(id, seat, lang))
            .on(ListenerKind::onclick, Rc::new(move |_| ask(Asked::Look(screen.clone()))))
    });
    let buttons = el("div", "layers").all(buttons);
    let description = format!("{}{}{}", texts.map_is, texts.colon, heat.title);
    let caption = [&heat.held, texts.map_note].concat();
    let (chart, formats) = (Rc::new(Chart::Map(heat)), formats.clone());
    let chart = html! {
        <ChartView {chart} {formats} {lang} {description} {caption} name="emporium-map" waiting="" />
    };
    place.add(buttons).add(chart)
}

fn name_of(id: &str, seat: &Seat, lang: Lang) -> &'static str {
    let texts = lang.texts();
    match id {
        "visits" => texts.visits,
        "choice" => lang.text(seat.decision),
        _ => texts.worth,
    }
}

/// The map as a chart; `wanted` is shaded where it is known.
fn map_of(map: &Map, seat: &Seat, wanted: &str, formats: &Formats, lang: Lang) -> Heat {
    let labels: &[String] = if let Actions::Choices(labels) = &seat.actions { labels } else { &[] };
    let over_choices = map.down.len() <= 1 && !labels.is_empty();
    let name = |x: &f64| x.to_string();
    let dimension = |i: usize| seat.observation.get(i).map_or("", |d| lang.text(d.label)).to_string();
    let held = seat.observation.iter().zip(&map.at).skip(if map.down.len() > 1 { 2 } else { 1 });
    // A long list says no more than its beginning.
    let held = held.take(MOST_HELD).map(|(d, x)| [lang.text(d.label), " ", &formats.exact(*x)].concat());
    let mut held: Vec<String> = held.collect();
    if seat.observation.len() > MOST_HELD + 2 {
        held.push("…".to_string());
    }
    let mut heat = Heat {
        // What goes on has no full stop.
        held: match held.last().map(String::as_str) {
            None => String::new(),
            Some("…") => held.join(lang.texts().comma) + " ",
            Some(_) => held.join(lang.texts().comma) + lang.texts().full_stop + lang.texts().space,
        },
        across: dimension(0),
        down: if over_choices { lang.text(seat.decision).to_string() } else { dimension(1) },
        columns: map.across.iter().map(name).collect(),
        rows: if over_choices { labels.to_vec() } else { map.down.iter().map(name).collect() },
        ..Heat::default()
    };
    let layers = if over_choices { choices(map, labels.len()) } else { two_sided(map, labels) };
    let known = |(_, values): &(&str, Vec<f64>)| values.iter().any(|x| x.is_finite());
    let mut layers: Vec<(&str, Vec<f64>)> = layers.into_iter().filter(known).collect();
    let usual = if over_choices { "worth" } else { "choice" };
    let wanted = if wanted.is_empty() { usual } else { wanted };
    if let Some(at) = layers.iter().position(|(id, _)| *id == wanted) {
        layers[..=at].rotate_right(1);
    }
    if over_choices {
        heat.marked = marks(map, labels.len());
    }
    heat.title = layers.first().map_or(String::new(), |(id, _)| name_of(id, seat, lang).to_string());
    heat.shade = layers
        .first()
        .map_or_else(Vec::new, |(id, values)| shades(values, heat.rows.len(), over_choices && *id == "worth"));
    heat.layers =
        layers.into_iter().map(|(id, values)| Layer { name: name_of(id, seat, lang).to_string(), values }).collect();
    heat
}

type Layers = Vec<(&'static str, Vec<f64>)>;

/// Over one number: what each choice is worth, and how often it was taken. What was never tried is blank: its value
/// is what the table began with.
fn choices(map: &Map, choices: usize) -> Layers {
    if map.values.is_empty() {
        let chosen = marks(map, choices).into_iter().map(|marked| if marked { 1.0 } else { f64::NAN });
        return vec![("choice", chosen.collect())];
    }
    let tried = |(i, value): (usize, &f64)| {
        if map.visits.get(i).is_none_or(|n| *n > 0.0) { *value } else { f64::NAN }
    };
    vec![("worth", map.values.iter().enumerate().map(tried).collect()), ("visits", map.visits.clone())]
}

fn marks(map: &Map, choices: usize) -> Vec<bool> {
    map.cells.iter().flat_map(|cell| (0..choices).map(move |i| cell.choice == Some(i as u32))).collect()
}

/// Over two numbers: what would be chosen, what it is worth, how often it was there. The cells come row by row.
fn two_sided(map: &Map, labels: &[String]) -> Layers {
    let (columns, rows) = (map.across.len(), map.down.len());
    let by_column = |of: &dyn Fn(&Cell) -> Option<f64>| {
        let cells = (0..columns).flat_map(|column| (0..rows).map(move |row| row * columns + column));
        cells.map(|at| map.cells.get(at).and_then(of).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
    };
    let quantity = |cell: &Cell| {
        let choice = cell.choice? as usize;
        // The browser reads numbers already: Rust's own reader brings a table of 10,000 bytes.
        let quantity = labels.get(choice).map_or(f64::NAN, |label| number(label));
        Some(if quantity.is_nan() { choice as f64 } else { quantity })
    };
    vec![
        ("choice", by_column(&quantity)),
        ("worth", by_column(&|cell| cell.value.filter(|_| cell.visits != Some(0.0)))),
        ("visits", by_column(&|cell| cell.visits)),
    ]
}

/// From the least to the most. What choices are worth differs more from column to column than within one: each
/// column is shaded by what is lost against its best.
fn shades(values: &[f64], rows: usize, by_column: bool) -> Vec<f64> {
    let span = |values: &[f64]| {
        values
            .iter()
            .filter(|x| x.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (f64::min(low, x), f64::max(high, x)))
    };
    let shade = |(low, high): (f64, f64), x: f64| if high > low { (x - low) / (high - low) } else { x - low + 0.5 };
    if !by_column || rows == 0 {
        let all = span(values);
        return values.iter().map(|&x| shade(all, x)).collect();
    }
    values.chunks(rows).flat_map(|column| column.iter().map(move |&x| shade(span(column), x))).collect()
}
