//! The shop as it is played: an episode of any contestant's policy as it stands, to be stepped through back and
//! forth, with what was thought, what the optimum would have done and what the decision cost.

use super::field::button;
use super::hand::{rivals, seat, seen};
use super::icons;
use super::inside::seats;
use super::toolbar::sign;
use super::{Asked, Lab, control, scenes};
use crate::base::Actions;
use crate::run::inside::Shot;
use crate::sim::{Objective, Seat};
use crate::web::contestants::Face;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::screen::Screen;
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

/// Periods of a film, at most.
pub const LONGEST: u32 = 200;

pub fn watch(lab: &Lab, experiment: &Experiment, faces: &[Face], formats: &Formats, lang: Lang) -> Element {
    let texts = lang.texts();
    let Screen { watched: contestant, day: shot, .. } = lab.screen;
    // Each part has its place also while it is empty, so that what stands beside it stays the same element.
    let by_hand = faces.get(contestant).is_some_and(|face| face.by_hand);
    let seat = if by_hand { seat(lab, experiment, formats, lang) } else { el("div", "") };
    let section =
        el("section", "panel watch").with("aria-label", texts.watch).add(head(lab, experiment, faces, lang)).add(seat);
    let Some(film) = experiment.film(contestant).filter(|film| !film.is_empty()) else {
        let note = el("div", "").add(el("p", "note").text(texts.no_film));
        return section.add(note);
    };
    let at = usize::min(shot, film.len() - 1);
    let called = scenes::period(experiment.checked.sim.id, lang);
    let picture =
        scenes::picture(experiment.checked.sim.id, &film[..=at], formats, lang).unwrap_or_else(|| el("div", ""));
    let filmed = experiment.inside(contestant).map_or(0, |inside| inside.filmed);
    let filmed = experiment.learned(contestant).map_or(filmed, |learned| learned.steps);
    let filmed = format!("{}{}{}", texts.filmed_after, formats.whole(filmed), texts.filmed_steps);
    let filmed = el("p", "note").text(if by_hand { String::new() } else { filmed });
    section
        .add(el("div", "").add(filmed).add(picture))
        .add(scrubber(lab, called, at, film.len(), by_hand, lang))
        .add(said(experiment, experiment.seat(&lab.screen), &film[at], formats, lang))
        .add(if by_hand { rivals(experiment, contestant, faces, formats, lang) } else { el("div", "") })
}

/// Who is watched, at which of his seats, and the button that films anew.
fn head(lab: &Lab, experiment: &Experiment, faces: &[Face], lang: Lang) -> Element {
    let texts = lang.texts();
    let ask = lab.ask.clone();
    let choose = move |event: web_sys::Event| {
        if let Some(contestant) = control(&event).and_then(|control| control.value().parse().ok()) {
            ask(Asked::Watch(contestant));
        }
    };
    let option = |(i, face): (usize, &Face)| {
        el("option", "")
            .with("value", i.to_string())
            .property("selected", i == lab.screen.watched)
            .text(face.label.clone())
    };
    let select = el("select", "")
        .with("aria-label", texts.watch)
        .all(faces.iter().enumerate().map(option))
        .on(ListenerKind::onchange, Rc::new(choose));
    el("div", "watched").add(el("h2", "").text(texts.watch)).add(select).all(seats(lab, experiment, lang)).add(button(
        &lab.ask,
        "",
        texts.film_again,
        || Asked::Film,
    ))
}

/// Back, forth, and anywhere.
fn scrubber(lab: &Lab, called: &'static str, at: usize, length: usize, by_hand: bool, lang: Lang) -> Element {
    let texts = lang.texts();
    let ask = lab.ask.clone();
    let pull = move |event: web_sys::Event| {
        if let Some(shot) = control(&event).and_then(|control| control.value().parse().ok()) {
            ask(Asked::Shot(shot));
        }
    };
    let slider = el("input", "slider")
        .with("type", "range")
        .with("aria-label", called)
        .with("min", "0")
        .with("max", (length - 1).to_string())
        .with("step", "1")
        .value(at.to_string())
        .on(ListenerKind::oninput, Rc::new(pull));
    let step = |text: &'static str, label: &'static str, to: usize| {
        button(&lab.ask, "", text, move || Asked::Shot(to)).with("aria-label", label)
    };
    let playing = lab.playing;
    let (path, words) = if playing { (icons::PAUSE, texts.pause) } else { (icons::RUN, texts.play) };
    // The visitor's days pass by his own hand.
    let play = sign(lab, "play", path, words, move || Asked::Play(!playing));
    el("div", "scrubber")
        .add(if by_hand { play.with("hidden", "") } else { play })
        .add(step("‹", texts.back, at.saturating_sub(1)))
        .add(slider)
        .add(step("›", texts.forth, usize::min(at + 1, length - 1)))
        .add(el("span", "count").text(lang.day_of(called, at + 1, length)))
}

/// The numbers of a box.
fn given(values: &[f64], formats: &Formats) -> String {
    values.iter().map(|x| formats.exact(*x)).collect::<Vec<String>>().join(" ")
}

/// What happened on this day, in words.
fn said(experiment: &Experiment, seat: &Seat, shot: &Shot, formats: &Formats, lang: Lang) -> Element {
    let (spec, texts) = (experiment.checked.shop.spec(), lang.texts());
    let named = |choice: Option<u32>| match (&seat.actions, choice) {
        (Actions::Choices(labels), Some(choice)) => labels.get(choice as usize).cloned(),
        _ => None,
    };
    let line = |label: &str, text: String| {
        el("div", "").add(el("dt", "").text(label.to_string())).add(el("dd", "number").text(text))
    };
    let sign = if spec.shown.is_cost { -1.0 } else { 1.0 };
    // What is shown of a whole episode is no name for a day of it.
    let earned = match spec.objective {
        Objective::Average => lang.text(spec.shown.label).to_string(),
        _ => [texts.earned_on, scenes::period(experiment.checked.sim.id, lang), texts.earned_end].concat(),
    };
    let mut list = el("dl", "said")
        .add(line(texts.seen, seen(seat, &shot.observation, formats, lang)))
        .add(line(lang.text(seat.decision), named(Some(shot.choice)).unwrap_or_else(|| given(&shot.values, formats))))
        .add(line(&earned, formats.fixed(sign * shot.reward, 2)));
    if let Some(best) = named(shot.advice.choice) {
        list = list.add(line(&experiment.one(lang), best));
    }
    if let Some(regret) = shot.regret {
        list = list.add(line(texts.regret, formats.fixed(f64::max(regret, 0.0), 2)));
    }
    list
}
