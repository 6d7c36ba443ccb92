//! The shop's panel: which preset, its story, and its parameters; those that the preset sets stand first.

use super::field::{Shown, button, parameter};
use super::{Asked, Field, Lab, control};
use crate::agent;
use crate::base::ParamRow;
use crate::run::edit::Edit;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

pub fn shop(lab: &Lab, experiment: &Experiment, lang: Lang) -> Element {
    let texts = lang.texts();
    let (params, set) = (&experiment.checked.params, &experiment.scenario.set);
    let field = |(row, value): (&'static ParamRow, f64)| {
        parameter(lab, &Shown { field: Field::Shop(row.id), row, value, is_set: set.get(row.id).is_some() }, lang)
    };
    let first = |row: &ParamRow| experiment.preset.set.iter().any(|(id, _)| *id == row.id);
    let (above, below): (Vec<_>, Vec<_>) = params.iter().partition(|(row, _)| first(row));
    let more =
        el("details", "more").add(el("summary", "").text(texts.more_parameters)).all(below.into_iter().map(field));
    let reset = button(&lab.ask, "quiet", texts.reset_shop, || Asked::Edit(Edit::ResetShop));
    let reset = if set.is_empty() { reset.with("hidden", "") } else { reset };
    el("section", "panel shop")
        .with("aria-label", texts.shop)
        .add(el("h2", "").text(texts.shop))
        .add(presets(lab, experiment, lang))
        .add(left_out(lab, lang))
        .add(reset)
        .all(above.into_iter().map(field))
        .add(more)
}

fn presets(lab: &Lab, experiment: &Experiment, lang: Lang) -> Element {
    let ask = lab.ask.clone();
    let choose = move |event: web_sys::Event| {
        if let Some(control) = control(&event) {
            ask(Asked::Edit(Edit::Preset(control.value())));
        }
    };
    let presets = experiment.presets.iter().map(|preset| {
        el("option", "")
            .with("value", preset.id.clone())
            .property("selected", preset.id == experiment.preset.id)
            .text(lang.words(&preset.label))
    });
    let select = el("select", "").with("id", "preset").all(presets).on(ListenerKind::onchange, Rc::new(choose));
    let label = el("label", "").with("for", "preset").text(lang.texts().preset);
    el("div", "field").with("data-field", "preset").add(el("div", "head").add(label)).add(el("div", "line").add(select))
}

/// A sentence about somebody who waits: on the page he is called by his name, not by his key.
fn named(lab: &Lab, sentence: String, lang: Lang) -> String {
    let by_name = lab.bench.iter().find_map(|(_, contestant)| {
        let (key, id) = (&contestant.key, &contestant.seats.first()?.agent);
        let before = lang.pick("contestant ", "参赛者 ");
        let rest = sentence.strip_prefix(&[before, key, lang.texts().colon, id].concat())?;
        let own = agent::find(id).map_or(id.as_str(), |entry| lang.text(entry.label));
        Some([contestant.label.as_deref().unwrap_or(own), rest].concat())
    });
    by_name.unwrap_or(sentence)
}

fn left_out(lab: &Lab, lang: Lang) -> Element {
    let sentences = lab.left_out.iter().map(|trouble| el("p", "notice").text(named(lab, lang.trouble(trouble), lang)));
    let place = el("div", "").with("role", "status").all(sentences);
    if lab.bench.is_empty() { place } else { place.add(el("p", "note").text(lang.texts().come_back)) }
}
