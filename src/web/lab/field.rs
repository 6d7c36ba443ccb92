//! One field of a form: its name, a place to type, a slider where it has a range, its help and what is wrong.

use super::{Ask, Asked, Field, Lab, control};
use crate::base::{Kind, ParamRow};
use crate::web::markup::{Element, el};
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

/// What a field shows.
pub struct Shown<'a> {
    pub field: Field,
    pub row: &'a ParamRow,
    pub value: f64,
    /// Whether it differs from what a reset would bring back.
    pub is_set: bool,
}

/// Sends what stands in a control after an event.
fn sends(ask: &Ask, make: impl Fn(String) -> Asked + 'static) -> Rc<dyn Fn(web_sys::Event)> {
    let ask = ask.clone();
    Rc::new(move |event| {
        if let Some(control) = control(&event) {
            ask(make(control.value()));
        }
    })
}

/// A button that asks for something.
pub fn button(
    ask: &Ask,
    class: &'static str,
    text: impl Into<yew::AttrValue>,
    asked: impl Fn() -> Asked + 'static,
) -> Element {
    let ask = ask.clone();
    el("button", class).with("type", "button").text(text).on(ListenerKind::onclick, Rc::new(move |_| ask(asked())))
}

/// A control in which a text is typed.
pub fn typed(lab: &Lab, field: &Field, id: &str, text: String) -> Element {
    let draft = lab.draft(field);
    let text = draft.map_or(text, |draft| draft.text.clone());
    let wrong = draft.is_some_and(|draft| draft.trouble.is_some());
    let (typing, entering) = (field.clone(), field.clone());
    el("input", "typed")
        .with("type", "text")
        .with("id", id.to_string())
        .with("autocomplete", "off")
        .is("aria-invalid", wrong)
        .with("aria-describedby", format!("{id}.help {id}.wrong"))
        .value(text)
        .on(ListenerKind::oninput, sends(&lab.ask, move |text| Asked::Type(typing.clone(), text)))
        .on(ListenerKind::onchange, sends(&lab.ask, move |text| Asked::Enter(entering.clone(), text)))
}

/// What is wrong with a field, and the value that stays; an element also where nothing is, so that what is below
/// stays. On the page a field is called by its label and not as it stands in links.
pub fn wrong(lab: &Lab, field: &Field, label: &str, value: &str, lang: Lang) -> Element {
    let id = field.id();
    let place = el("p", "wrong").with("id", format!("{id}.wrong")).with("role", "alert");
    let Some(sentence) = lab.trouble(field, lang) else { return place };
    let name = match field {
        Field::Shop(id) | Field::Agent(_, id) => id,
        _ => id.as_str(),
    };
    let (mut said, mut rest) = (sentence.clone(), sentence.as_str());
    while let Some((word, after)) = rest.split_once(' ') {
        rest = after;
        if word.ends_with(name) {
            said = [label, " ", after].concat();
            break;
        }
    }
    let stays = if value.is_empty() { "" } else { lang.texts().stays };
    place.text([&said, stays, value, lang.texts().full_stop].concat())
}

/// The field of a parameter.
pub fn parameter(lab: &Lab, shown: &Shown<'_>, lang: Lang) -> Element {
    let (row, id) = (shown.row, shown.field.id());
    let label = el("label", "").with("for", id.clone()).text(lang.text(row.label));
    let head = el("div", "head").add(label).add(reset(lab, shown, lang));
    let unit = lang.text(row.unit);
    let line = el("div", "line").add(entry(lab, shown, &id, lang)).add(el("span", "unit").text(unit));
    let help = el("p", "help").with("id", format!("{id}.help")).text(lang.text(row.help));
    let all = el("div", "field").key(id.clone()).with("data-field", id.clone()).add(head).add(line);
    let all = match slider(lab, shown, lang) {
        Some(slider) => all.add(slider),
        None => all,
    };
    let value = row.write(shown.value).to_string();
    all.add(help).add(wrong(lab, &shown.field, lang.text(row.label), &value, lang))
}

fn reset(lab: &Lab, shown: &Shown<'_>, lang: Lang) -> Element {
    let texts = lang.texts();
    let field = shown.field.clone();
    let label = format!("{}{}", texts.reset, lang.text(shown.row.label));
    let button = button(&lab.ask, "reset", "↺", move || Asked::Reset(field.clone()))
        .with("title", label.clone())
        .with("aria-label", label);
    if shown.is_set { button } else { button.with("hidden", "") }
}

/// Where the value is entered: by typing, by choosing or by ticking.
fn entry(lab: &Lab, shown: &Shown<'_>, id: &str, lang: Lang) -> Element {
    let field = shown.field.clone();
    match shown.row.kind {
        Kind::Choice(options) => {
            let chosen = shown.value as usize;
            let option = |(i, (id, label)): (usize, &(&'static str, crate::base::Text))| {
                el("option", "").with("value", *id).property("selected", i == chosen).text(lang.text(*label))
            };
            el("select", "")
                .with("id", id.to_string())
                .with("aria-describedby", format!("{id}.help {id}.wrong"))
                .all(options.iter().enumerate().map(option))
                .on(ListenerKind::onchange, sends(&lab.ask, move |text| Asked::Enter(field.clone(), text)))
        }
        Kind::Switch => {
            let ask = lab.ask.clone();
            let tick = move |event: web_sys::Event| {
                if let Some(control) = control(&event) {
                    ask(Asked::Enter(field.clone(), control.checked().to_string()));
                }
            };
            el("input", "")
                .with("type", "checkbox")
                .with("id", id.to_string())
                .checked(shown.value != 0.0)
                .on(ListenerKind::onchange, Rc::new(tick))
        }
        _ => typed(lab, &field, id, shown.row.write(shown.value).to_string()).with("inputmode", "decimal"),
    }
}

/// A slider beside the number, for who would rather pull.
fn slider(lab: &Lab, shown: &Shown<'_>, lang: Lang) -> Option<Element> {
    let step = match shown.row.kind {
        Kind::Number { step, .. } => step,
        Kind::Whole { .. } => 1.0,
        _ => return None,
    };
    let ((low, high), label) = (shown.row.ends(), lang.text(shown.row.label));
    Some(pulled(lab, &shown.field, label, (low, high, step), shown.value))
}

/// A slider from one number to another, in steps.
pub fn pulled(
    lab: &Lab,
    field: &Field,
    label: &'static str,
    (low, high, step): (f64, f64, f64),
    value: f64,
) -> Element {
    let text = match lab.draft(field) {
        Some(draft) if draft.trouble.is_none() => draft.text.clone(),
        _ => value.to_string(),
    };
    let (typing, entering) = (field.clone(), field.clone());
    el("input", "slider")
        .with("type", "range")
        .with("aria-label", label)
        .at(&[("min", low), ("max", high), ("step", step)])
        .value(text)
        .on(ListenerKind::oninput, sends(&lab.ask, move |text| Asked::Type(typing.clone(), text)))
        .on(ListenerKind::onchange, sends(&lab.ask, move |text| Asked::Enter(entering.clone(), text)))
}
