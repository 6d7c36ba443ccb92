//! The visitor's seat: what he sees this morning, a button for each decision, and how the others do on his days.

use super::field::button;
use super::{Asked, Lab};
use crate::base::Actions;
use crate::run::inside::Shot;
use crate::sim::Seat;
use crate::web::contestants::Face;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::table::swatch;
use crate::web::texts::Lang;

/// Where the visitor decides; it tells him what he sees, and asks.
pub fn seat(lab: &Lab, experiment: &Experiment, formats: &Formats, lang: Lang) -> Element {
    let (texts, watched) = (lang.texts(), lab.screen.watched);
    let place = el("div", "seat");
    let turn = experiment.turn(watched);
    let seat = turn.map_or(0, |(seat, _)| seat);
    let spec = &experiment.seats()[seat as usize];
    // The buttons stay while the day goes by, and so does the keyboard's place among them.
    let choice = |(i, label): (usize, &String)| {
        button(&lab.ask, "decision", label.clone(), move || Asked::Decide { choice: i as u32 })
            .is("aria-disabled", turn.is_none())
    };
    let choices: Vec<Element> = match &spec.actions {
        Actions::Choices(labels) => labels.iter().enumerate().map(choice).collect(),
        Actions::Box(_) => Vec::new(),
    };
    let words = match turn {
        Some((_, observation)) => {
            let seen = seen(spec, observation, formats, lang);
            [texts.decide, lang.text(spec.decision), texts.you_see, &seen].concat()
        }
        None => texts.not_your_turn.to_string(),
    };
    place
        .add(el("p", "").with("role", "status").text(words))
        .add(el("div", "choices").with("role", "group").with("aria-label", lang.text(spec.decision)).all(choices))
}

/// What a seat sees, in words.
pub fn seen(seat: &Seat, observation: &[f64], formats: &Formats, lang: Lang) -> String {
    let words = seat.observation.iter().zip(observation).map(|(dimension, x)| {
        let digits = if x.fract() == 0.0 { 0 } else { 1 };
        format!("{} {}", lang.text(dimension.label), formats.fixed(*x, digits))
    });
    words.collect::<Vec<String>>().join(lang.texts().comma)
}

/// What each would have come to on the days that the visitor has played so far.
pub fn rivals(experiment: &Experiment, watched: usize, faces: &[Face], formats: &Formats, lang: Lang) -> Element {
    let days = experiment.film(watched).map_or(0, <[Shot]>::len);
    let spec = experiment.checked.shop.spec();
    let sign = if spec.shown.is_cost { -1.0 } else { 1.0 };
    let line = |(i, face): (usize, &Face)| {
        let shots = experiment.film(i).filter(|film| days > 0 && film.len() >= days)?;
        let mean = sign * shots[..days].iter().map(|shot| shot.reward).sum::<f64>() / days as f64;
        Some(
            el("li", "")
                .add(swatch(&face.pen))
                .add(el("span", "").text(face.label.clone()))
                .add(el("span", "number").text(formats.fixed(mean, 2))),
        )
    };
    let lines: Vec<Element> = faces.iter().enumerate().filter_map(line).collect();
    let list = el("div", "rivals");
    if lines.is_empty() {
        return list;
    }
    let texts = lang.texts();
    list.add(el("h3", "").text(texts.on_these_days)).add(el("ul", "readings").all(lines))
}
