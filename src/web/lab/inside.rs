//! Inside a contestant: a map of what it has learned, what it thinks of the day that is shown, how its rule of
//! learning works with that day's numbers, and how its learning stands.

mod gallery;
mod map;
mod rule;

use super::Lab;
use super::viewing::{changes, option};
use crate::base::Actions;
use crate::base::text::Words;
use crate::run::inside::{Ask, Thought};
use crate::web::contestants::Face;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::screen::Screen;
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

/// What is asked of whoever is watched, at the day that is shown: where it stands already, the picture of its mind
/// that is looked at, and the map. By hand nobody can be looked into.
pub fn asked(experiment: &Experiment, screen: &Screen, map: bool) -> Vec<Ask> {
    let Some(inside) = experiment.inside(screen.watched).filter(|_| !experiment.is_by_hand(screen.watched)) else {
        return Vec::new();
    };
    let (seat, number) = (experiment.seat(screen), screen.seat as u32);
    // Beyond the last day the last one is shown.
    let day = inside.film.as_ref().and_then(|film| Some(usize::min(screen.day, film.len().checked_sub(1)?)));
    let shot = day.and_then(|day| inside.film.as_ref()?.get(day));
    let at = shot.map(|shot| &shot.observation).or_else(|| Some(&inside.now.as_ref()?.observation));
    // What comes late may still be of another seat, which sees other numbers.
    let Some(at) = at.filter(|at| at.len() == seat.observation.len()) else { return Vec::new() };
    let pictures =
        Ask::Pictures { seat: number, at: at.clone(), day: day.map(|day| day as u32), shown: screen.picture as u32 };
    let mut asks = vec![pictures];
    if map {
        asks.extend(map::asked_map(seat, number, at));
    }
    asks
}

pub fn inside(lab: &Lab, experiment: &Experiment, faces: &[Face], formats: &Rc<Formats>, lang: Lang) -> Element {
    let (texts, watched) = (lang.texts(), lab.screen.watched);
    let label = faces.get(watched).map_or("", |face| &face.label);
    let section = el("section", "panel inside").with("aria-label", texts.inside).add(
        el("div", "watched")
            .add(el("h2", "").text(format!("{}{}{label}", texts.inside, texts.colon)))
            .all(seats(lab, experiment, lang)),
    );
    if experiment.is_by_hand(watched) {
        return section.add(el("p", "note").text(texts.inside_you));
    }
    let section = section.add(map::map(lab, experiment, formats, lang));
    let Some(seen) = experiment.inside(watched) else { return section };
    let shot = seen.film.as_ref().and_then(|film| film.get(usize::min(lab.screen.day, film.len().saturating_sub(1))));
    let section = match (shot, &seen.now) {
        (Some(shot), _) => section.add(opinion(lab, experiment, &shot.thought, shot.advice.choice, formats, lang)),
        (None, Some(now)) => section.add(opinion(lab, experiment, &now.thought, None, formats, lang)),
        _ => section.add(el("div", "")),
    };
    let section = match shot.and_then(|shot| shot.lesson.as_ref()) {
        Some(lesson) => section.add(rule::rule(lesson, formats, lang)),
        None => section.add(el("div", "")),
    };
    let section = section.add(gallery::gallery(lab, seen.gallery.as_ref(), formats, lang));
    let notes = shot.map_or(&[][..], |shot| &shot.thought.notes);
    // What is said of the day need not be said again of learning.
    let state = seen.now.as_ref().map(|now| &now.diagnostics).into_iter().flatten();
    let state = state.filter(|(words, _)| notes.iter().all(|(other, _)| other != words));
    section.add(numbers(notes.iter().chain(state), formats, lang))
}

/// At which of his seats the contestant is looked, where the shop has several.
pub fn seats(lab: &Lab, experiment: &Experiment, lang: Lang) -> Option<Element> {
    let seats = experiment.seats();
    let options = seats.iter().map(|seat| lang.text(seat.label).to_string()).collect();
    let choice = select(lab, "seat", lang.texts().seat, options, lab.screen.seat, |screen, seat| {
        // Another mind has other pictures.
        (screen.seat, screen.picture) = (seat, 0);
    });
    (seats.len() > 1).then_some(choice)
}

/// A select that changes one number of the screen.
fn select(
    lab: &Lab,
    name: &'static str,
    label: &'static str,
    options: Vec<String>,
    chosen: usize,
    change: fn(&mut Screen, usize),
) -> Element {
    let option = |(i, text): (usize, String)| option(i.to_string(), text, i == chosen);
    el("select", "")
        .with("aria-label", label)
        .with("name", name)
        .all(options.into_iter().enumerate().map(option))
        .on(ListenerKind::onchange, changes(lab, move |screen, at, _| change(screen, at.parse().unwrap_or(0))))
}

/// Named numbers, one below the other.
fn numbers<'a>(all: impl Iterator<Item = &'a (Words, f64)>, formats: &Formats, lang: Lang) -> Element {
    let line = |(words, x): &(Words, f64)| {
        let digits = if x.fract() == 0.0 { 0 } else { 3 };
        el("div", "").add(el("dt", "").text(lang.words(words))).add(el("dd", "number").text(formats.fixed(*x, digits)))
    };
    el("dl", "notes").all(all.map(line))
}

/// The value of each choice as a bar: its own choice, and the optimum's.
fn opinion(
    lab: &Lab,
    experiment: &Experiment,
    thought: &Thought,
    advised: Option<u32>,
    formats: &Formats,
    lang: Lang,
) -> Element {
    let section = el("div", "opinion");
    let values = &thought.values;
    let known = || values.iter().copied().filter(|v| v.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let Actions::Choices(labels) = &experiment.seat(&lab.screen).actions else { return section };
    if values.len() != labels.len() || low >= high {
        return section;
    }
    let texts = lang.texts();
    let means = if thought.chances { texts.chances } else { texts.opinion };
    let (width, height) = (12.0, 60.0);
    let bar = |(i, value): (usize, &f64)| {
        let tall = if value.is_finite() { 4.0 + (height - 4.0) * (value - low) / (high - low) } else { 0.0 };
        let class = match Some(i as u32) {
            i if i == thought.choice => "chosen",
            i if i == advised => "advised",
            _ => "",
        };
        el("rect", class)
            .at(&[("x", i as f64 * width), ("y", height - tall), ("width", width - 2.0), ("height", tall)])
            .add(el("title", "").text([&labels[i], ": ", &formats.fixed(*value, 2)].concat()))
    };
    let bars = el("svg", "bars")
        .with("viewBox", format!("0 0 {} {height}", labels.len() as f64 * width))
        .with("role", "img")
        .with("aria-label", means)
        .all(values.iter().enumerate().map(bar));
    // Where nobody knows better there is nothing to say of him.
    let key = |class: &'static str, who: &str, choice: Option<u32>| {
        let label = labels.get(choice? as usize)?;
        Some(el("span", class).text([who, texts.colon, label].concat()))
    };
    let keys = [key("chosen", texts.its_choice, thought.choice), key("advised", &experiment.one(lang), advised)];
    section.add(el("h3", "").text(means)).add(bars).add(el("p", "keys").all(keys.into_iter().flatten()))
}
