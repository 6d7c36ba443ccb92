//! The bar that stays at hand: run or pause, one decision, one episode, speed, again, new seeds.

use super::icons::{self, icon};
use super::pacer::{Pace, SPEEDS};
use super::{Asked, Lab, Part, control};
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::{Lang, Texts};
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

/// A button with a sign, whose words a narrow screen leaves to who hears them.
pub fn sign(
    lab: &Lab,
    class: &'static str,
    path: &'static str,
    words: &'static str,
    asked: impl Fn() -> Asked + 'static,
) -> Element {
    let ask = lab.ask.clone();
    el("button", class)
        .with("type", "button")
        .with("title", words)
        .add(icon(path))
        .add(el("span", "words").text(words))
        .on(ListenerKind::onclick, Rc::new(move |_| ask(asked())))
}

/// The button that holds the runs, or has them go on.
pub fn pause_or_run(lab: &Lab, running: bool, texts: &'static Texts) -> Element {
    match running {
        true => sign(lab, "quiet", icons::PAUSE, texts.pause, || Asked::Pace(Pace::Pause)),
        false => sign(lab, "quiet", icons::RUN, texts.run, || Asked::Pace(Pace::Run)),
    }
}

pub fn toolbar(lab: &Lab, running: bool, over: bool, speed: usize, formats: &Formats, lang: Lang) -> Element {
    let texts = lang.texts();
    let (path, words) = match (over, running) {
        (true, _) => (icons::AGAIN, texts.again),
        (_, true) => (icons::PAUSE, texts.pause),
        _ => (icons::RUN, texts.run),
    };
    let main = move || match (over, running) {
        (true, _) => Asked::Again,
        (_, true) => Asked::Pace(Pace::Pause),
        _ => Asked::Pace(Pace::Run),
    };
    let again = sign(lab, "", icons::AGAIN, texts.again, || Asked::Again);
    // Nothing is left to go on with.
    let able = |element: Element| if over { element.with("disabled", "") } else { element };
    el("div", "toolbar")
        .with("role", "toolbar")
        .with("aria-label", texts.controls)
        .add(sign(lab, "main", path, words, main))
        .add(able(sign(lab, "", icons::DECISION, texts.decision, || Asked::Pace(Pace::Decision))))
        .add(able(sign(lab, "", icons::EPISODE, texts.episode, || Asked::Pace(Pace::Episode))))
        .add(speeds(lab, speed, formats, lang))
        .add(if over { again.with("hidden", "") } else { again })
        .add(sign(lab, "", icons::SEEDS, texts.new_seeds, || Asked::NewSeeds))
}

fn speeds(lab: &Lab, speed: usize, formats: &Formats, lang: Lang) -> Element {
    let ask = lab.ask.clone();
    let choose = move |event: web_sys::Event| {
        let chosen = control(&event).and_then(|control| control.value().parse().ok());
        if let Some(chosen) = chosen {
            ask(Asked::Speed(chosen));
        }
    };
    let texts = lang.texts();
    let option = |(i, steps): (usize, &Option<f64>)| {
        let text = match steps {
            Some(steps) => format!("{}{}", formats.compact(*steps), texts.steps_a_second),
            None => texts.full_speed.to_string(),
        };
        el("option", "").with("value", i.to_string()).property("selected", i == speed).text(text)
    };
    el("select", "speed")
        .with("aria-label", texts.speed)
        .all(SPEEDS.iter().enumerate().map(option))
        .on(ListenerKind::onchange, Rc::new(choose))
}

/// The tabs by which a narrow screen shows one part at a time.
pub fn tabs(lab: &Lab, lang: Lang) -> Element {
    let texts = lang.texts();
    let tab = |part: Part| {
        let text = match part {
            Part::Shop => texts.set_up,
            Part::Team => texts.contestants,
            Part::Inside => texts.look_on,
            Part::Results => texts.results,
        };
        super::field::button(&lab.ask, "tab", text, move || Asked::Show(part)).is("aria-pressed", lab.part == part)
    };
    el("nav", "tabs").with("aria-label", texts.parts).all(Part::ALL.into_iter().map(tab))
}
