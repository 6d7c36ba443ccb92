//! The visitor's seat: what he sees this morning, a button for each decision or a slider for each number of it, and
//! how the others do on his days.

use super::field::{button, pulled, typed, wrong};
use super::{Asked, Field, Lab, number};
use crate::base::{Actions, Dimension};
use crate::run::inside::Shot;
use crate::sim::Seat;
use crate::web::contestants::Face;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::table::swatch;
use crate::web::texts::Lang;

/// Where the visitor decides, seat by seat; it tells him what he sees, and asks.
pub fn seat(lab: &Lab, experiment: &Experiment, formats: &Formats, lang: Lang) -> Element {
    let (texts, watched) = (lang.texts(), lab.screen.watched);
    let (turn, asked) = (experiment.turn(watched), experiment.asked_seat(watched));
    let seat = experiment.seat_of(asked);
    let words = match turn {
        Some(turn) => {
            let seen = seen(seat, &turn.observation, formats, lang);
            [&whose(experiment, watched, asked, lang), lang.text(seat.decision), texts.you_see, &seen].concat()
        }
        None => texts.not_your_turn.to_string(),
    };
    let deciding = match &seat.actions {
        Actions::Choices(labels) => choices(lab, labels, turn.map(|turn| &turn.mask[..]), lang),
        Actions::Box(dimensions) => numbers(lab, dimensions, turn.is_some(), lang),
    };
    let forbidden = lab.forbidden.as_ref().map_or_else(String::new, |t| lang.trouble(t));
    el("div", "seat")
        .add(el("p", "").with("role", "status").text(words))
        .add(deciding.with("role", "group").with("aria-label", lang.text(seat.decision)))
        .add(el("p", "wrong").with("role", "alert").text(forbidden))
}

/// Whose turn it is: the visitor's, and where he decides several times a day, for which time.
fn whose(experiment: &Experiment, watched: usize, asked: u32, lang: Lang) -> String {
    let (texts, his) = (lang.texts(), experiment.seats_by_hand(watched));
    match (his.iter().position(|seat| *seat == asked), his.len()) {
        (Some(at), n @ 2..) => format!("{}{} / {n}{}", texts.your_turn_in, at + 1, texts.its_end),
        _ => texts.decide.to_string(),
    }
}

/// A button for each choice. They stay while the day goes by, and so does the keyboard's place among them.
fn choices(lab: &Lab, labels: &[String], mask: Option<&[bool]>, lang: Lang) -> Element {
    let not_now = lang.texts().not_now;
    let is_forbidden = |i: usize| mask.is_some_and(|mask| mask.get(i) == Some(&false));
    let choice = |(i, label): (usize, &String)| {
        let button = button(&lab.ask, "decision", label.clone(), move || Asked::Decide(vec![i as f64]))
            .is("aria-disabled", mask.is_none() || is_forbidden(i));
        if is_forbidden(i) { button.with("title", not_now).with("aria-describedby", "not-now") } else { button }
    };
    let why = if (0..labels.len()).any(is_forbidden) { not_now } else { "" };
    el("div", "choices").all(labels.iter().enumerate().map(choice)).add(el("p", "note").with("id", "not-now").text(why))
}

/// A slider with a number beside it for each number of the move, and one button that makes it.
fn numbers(lab: &Lab, dimensions: &[Dimension], is_his_turn: bool, lang: Lang) -> Element {
    let last = lab.screen.moves.last();
    // What he decided last stands there first, else the middle.
    let usual = |i: usize, d: &Dimension| {
        let before = last.and_then(|last| last.get(i)).copied();
        before.filter(|x| (d.low..=d.high).contains(x)).unwrap_or_else(|| d.value(d.levels / 2))
    };
    let field = |(i, d): (usize, &Dimension)| {
        let (field, id) = (Field::Move(i), format!("move.{i}"));
        let (label, value) = (lang.text(d.label), usual(i, d));
        let step = (d.high - d.low) / 100.0;
        el("div", "field")
            .with("data-field", id.clone())
            .add(el("div", "head").add(el("label", "").with("for", id.clone()).text(label)))
            .add(el("div", "line").add(typed(lab, &field, &id, value.to_string()).with("inputmode", "decimal")))
            .add(pulled(lab, &field, label, (d.low, d.high, step), value))
            .add(wrong(lab, &field, label, "", lang))
    };
    let read = |text: &str| if text.is_empty() { f64::NAN } else { number(text) };
    let values: Vec<f64> = dimensions
        .iter()
        .enumerate()
        .map(|(i, d)| lab.draft(&Field::Move(i)).map_or_else(|| usual(i, d), |draft| read(draft.text.trim())))
        .collect();
    let decide = button(&lab.ask, "main decide", lang.texts().do_decide, move || Asked::Decide(values.clone()))
        .is("aria-disabled", !is_his_turn);
    el("div", "numbers").all(dimensions.iter().enumerate().map(field)).add(decide)
}

/// What a seat sees, in words; what is called the same is told together.
pub fn seen(seat: &Seat, observation: &[f64], formats: &Formats, lang: Lang) -> String {
    let mut told = String::new();
    let mut before = "";
    for (dimension, x) in seat.observation.iter().zip(observation) {
        let label = lang.text(dimension.label);
        let number = formats.fixed(*x, if x.fract() == 0.0 { 0 } else { 1 });
        let first = if told.is_empty() { "" } else { lang.texts().comma };
        let words = if label == before { [" ", &number].concat() } else { [first, label, " ", &number].concat() };
        told.push_str(&words);
        before = label;
    }
    told
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
