//! What the chart shows: the measure, the axis, the middle, the single runs, what was earned.

use super::{Ask, Asked, Lab, control};
use crate::chart::curves::{Across, Middle};
use crate::web::contestants::Face;
use crate::web::experiment::{View, across_words};
use crate::web::markup::{Element, el};
use crate::web::screen::{Measure, Screen, across_id, across_of};
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

pub fn viewing(lab: &Lab, view: &View, faces: &[Face], lang: Lang) -> Element {
    el("div", "viewing")
        .with("role", "group")
        .with("aria-label", lang.texts().show)
        .add(measures(lab, view, faces, lang))
        .add(axes(lab, lang))
        .add(middles(lab, view, lang))
        .add(
            el("div", "ticks")
                .add(tick(lab, lang.texts().single_runs, lab.screen.runs, |screen, on| screen.runs = on))
                .add(tick(lab, lang.texts().earned, lab.screen.earned, |screen, on| screen.earned = on)),
        )
}

/// Asks for the screen with one thing changed.
pub(super) fn changes(lab: &Lab, change: impl Fn(&mut Screen, String, bool) + 'static) -> Rc<dyn Fn(web_sys::Event)> {
    let (ask, screen): (Ask, Screen) = (lab.ask.clone(), lab.screen.clone());
    Rc::new(move |event| {
        if let Some(control) = control(&event) {
            let mut screen = screen.clone();
            change(&mut screen, control.value(), control.checked());
            ask(Asked::Look(screen));
        }
    })
}

pub(super) fn option(id: String, text: String, chosen: bool) -> Element {
    el("option", "").with("value", id).property("selected", chosen).text(text)
}

fn measures(lab: &Lab, view: &View, faces: &[Face], lang: Lang) -> Element {
    let (texts, now) = (lang.texts(), lab.screen.measure.id());
    let plain = |measure: Measure, text: String| option(measure.id(), text, measure.id() == now);
    let score = plain(Measure::Score, texts.score.to_string());
    let score = if view.no_score.is_some() { score.with("disabled", "") } else { score };
    let versus = faces
        .iter()
        .filter(|face| !face.by_hand)
        .map(|face| plain(Measure::Versus(face.key.clone()), format!("{}{}", texts.difference, face.label)));
    el("select", "")
        .with("aria-label", texts.measure)
        .with("name", "measure")
        .add(plain(Measure::Raw, view.measure.clone()))
        .add(score)
        .all(versus)
        .on(ListenerKind::onchange, changes(lab, |screen, id, _| screen.measure = Measure::of(&id)))
}

fn axes(lab: &Lab, lang: Lang) -> Element {
    let all = [Across::Steps, Across::Episodes, Across::Seconds];
    let choice = |across: Across| {
        option(across_id(across).to_string(), across_words(across, lang).to_string(), across == lab.screen.across)
    };
    el("select", "")
        .with("aria-label", lang.texts().axis)
        .with("name", "across")
        .all(all.into_iter().map(choice))
        .on(ListenerKind::onchange, changes(lab, |screen, id, _| screen.across = across_of(&id)))
}

fn middles(lab: &Lab, view: &View, lang: Lang) -> Element {
    let texts = lang.texts();
    let choice = |middle: Middle, id: &'static str, text: &'static str| {
        option(id.to_string(), text.to_string(), middle == lab.screen.middle)
    };
    let select = el("select", "")
        .with("aria-label", texts.middle)
        .with("name", "middle")
        .add(choice(Middle::Mean, "mean", texts.mean))
        .add(choice(Middle::Iqm, "iqm", texts.iqm))
        .on(
            ListenerKind::onchange,
            changes(lab, |screen, id, _| screen.middle = if id == "iqm" { Middle::Iqm } else { Middle::Mean }),
        );
    // A single run is its own middle.
    if view.seeds > 1 { select } else { select.with("hidden", "") }
}

fn tick(lab: &Lab, text: &'static str, on: bool, set: fn(&mut Screen, bool)) -> Element {
    let input = el("input", "")
        .with("type", "checkbox")
        .checked(on)
        .on(ListenerKind::onchange, changes(lab, move |screen, _, on| set(screen, on)));
    el("label", "tick").add(input).add(el("span", "").text(text))
}
