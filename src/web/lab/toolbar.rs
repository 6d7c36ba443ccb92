//! The bar that stays at hand: run or pause, one decision, one episode, speed, again, new seeds.

use super::field::button;
use super::pacer::{Pace, SPEEDS};
use super::{Asked, Lab, Part, control};
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

pub fn toolbar(lab: &Lab, running: bool, over: bool, speed: usize, formats: &Formats, lang: Lang) -> Element {
    let texts = lang.texts();
    let pace = if running { Pace::Pause } else { Pace::Run };
    let run = button(&lab.ask, "main", if running { texts.pause } else { texts.run }, move || Asked::Pace(pace))
        .with("aria-pressed", running.to_string());
    let step = |text, pace| button(&lab.ask, "", text, move || Asked::Pace(pace));
    // Nothing is left to go on with.
    let able = |element: Element| if over { element.with("disabled", "") } else { element };
    el("div", "toolbar")
        .with("role", "toolbar")
        .with("aria-label", texts.controls)
        .add(able(run))
        .add(able(step(texts.decision, Pace::Decision)))
        .add(able(step(texts.episode, Pace::Episode)))
        .add(speeds(lab, speed, formats, lang))
        .add(button(&lab.ask, "", texts.again, || Asked::Again))
        .add(button(&lab.ask, "", texts.new_seeds, || Asked::NewSeeds))
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
            Part::Shop => texts.shop,
            Part::Team => texts.contestants,
            Part::Results => texts.results,
        };
        button(&lab.ask, "tab", text, move || Asked::Show(part)).with("aria-pressed", (lab.part == part).to_string())
    };
    el("nav", "tabs").with("aria-label", texts.parts).all(Part::ALL.into_iter().map(tab))
}
