//! The contestants' panel: who plays, with which parameters, who may come, and over how many seeds and steps.

use super::field::{Shown, button, parameter, typed, wrong};
use super::files::{keeping, opening};
use super::{Asked, Field, Lab, control};
use crate::agent::{self, AgentEntry, Family};
use crate::base::Trouble;
use crate::run::edit::{Edit, Place};
use crate::run::scenario::{Checked, Contestant, Entrant};
use crate::web::contestants::Face;
use crate::web::experiment::Experiment;
use crate::web::markup::{Element, el};
use crate::web::table::{named, swatch};
use crate::web::texts::Lang;
use std::rc::Rc;
use yew::virtual_dom::ListenerKind;

/// An agent that may be added, or for each seat the reason why not.
pub struct Candidate {
    entry: &'static AgentEntry,
    refused: Vec<Option<Trouble>>,
}

/// Everybody in the registry, asked once for a shop.
pub fn candidates(checked: &Checked) -> Vec<Candidate> {
    let env = checked.shop.open();
    let seats = env.spec().seats.len();
    let ask = |entry: &&'static AgentEntry| {
        let refused = (0..seats).map(|seat| entry.usually_fits(&*env, seat).err()).collect();
        Candidate { entry, refused }
    };
    agent::registry().iter().map(ask).collect()
}

pub fn team(lab: &Lab, experiment: &Experiment, faces: &[Face], lang: Lang) -> Element {
    let texts = lang.texts();
    let all = experiment.checked.entrants.iter().zip(&experiment.scenario.contestants).zip(faces);
    let alone = experiment.checked.entrants.len() == 1;
    let lines =
        all.map(|((entrant, contestant), face)| line(lab, experiment, (entrant, contestant), face, alone, lang));
    el("section", "panel team")
        .with("aria-label", texts.contestants)
        .add(el("h2", "").text(texts.contestants))
        .add(el("div", "").all(lines))
        .add(add(lab, lang))
        .add(opening(lab, lang))
        .add(counts(lab, experiment, lang))
}

fn line(
    lab: &Lab,
    experiment: &Experiment,
    (entrant, contestant): (&Entrant, &Contestant),
    face: &Face,
    alone: bool,
    lang: Lang,
) -> Element {
    let texts = lang.texts();
    let summary = el("summary", "").add(el("div", "face").add(swatch(&face.pen)).add(named(face)));
    // One entry that fills all seats has its parameters once, below them.
    let shared = contestant.seats.len() < entrant.seats.len();
    let fields = |seat: usize| {
        entrant.seats[seat].1.iter().map(move |(row, value)| {
            let place = Place { key: contestant.key.clone(), seat };
            let is_set = contestant.seats[seat].set.get(row.id).is_some();
            parameter(lab, &Shown { field: Field::Agent(place, row.id), row, value, is_set }, lang)
        })
    };
    let seats = experiment.seats().iter().enumerate().flat_map(|(seat, about)| {
        let label = if entrant.seats.len() > 1 { lang.text(about.label) } else { texts.played_by };
        let own = if shared { None } else { Some(fields(seat)) };
        std::iter::once(taken(lab, entrant, contestant, seat, label, lang)).chain(own.into_iter().flatten())
    });
    let common = shared.then(|| fields(0)).into_iter().flatten();
    let (copied, removed) = (contestant.key.clone(), contestant.key.clone());
    let copy = button(&lab.ask, "quiet", texts.copy, move || Asked::Edit(Edit::Copy { key: copied.clone() }));
    let remove = button(&lab.ask, "quiet", texts.remove, move || Asked::Edit(Edit::Remove { key: removed.clone() }));
    let remove = if alone { remove.with("disabled", "") } else { remove };
    el("details", "contestant")
        .key(contestant.key.clone())
        .with("data-contestant", contestant.key.clone())
        .add(summary)
        .add(name_field(lab, contestant, face, lang))
        .add(el("div", "").all(seats.chain(common)))
        .add(el("div", "actions").add(copy).add(remove))
        .add(keeping(lab, experiment, face, lang))
}

/// Who takes a seat: any agent that fits, or the visitor; each seat of a world may have another.
fn taken(
    lab: &Lab,
    entrant: &Entrant,
    contestant: &Contestant,
    seat: usize,
    label: &'static str,
    lang: Lang,
) -> Element {
    let (ask, place) = (lab.ask.clone(), Place { key: contestant.key.clone(), seat });
    let choose = move |event: web_sys::Event| {
        if let Some(control) = control(&event) {
            ask(Asked::Edit(Edit::Seat { place: place.clone(), agent: control.value() }));
        }
    };
    let id = format!("{}.{seat}.agent", contestant.key);
    let now = entrant.seats[seat].0.id;
    let options = lab.candidates.iter().map(|c| {
        option(c, c.refused.get(seat..=seat).unwrap_or_default(), lang).property("selected", c.entry.id == now)
    });
    let select = el("select", "").with("id", id.clone()).all(options).on(ListenerKind::onchange, Rc::new(choose));
    el("div", "field")
        .key(id.clone())
        .with("data-field", id.clone())
        .add(el("div", "head").add(el("label", "").with("for", id).text(label)))
        .add(el("div", "line").add(select))
}

/// The field of a contestant's name.
fn name_field(lab: &Lab, contestant: &Contestant, face: &Face, lang: Lang) -> Element {
    let field = Field::Label(contestant.key.clone());
    let id = field.id();
    let text = contestant.label.clone().unwrap_or_default();
    let label = el("label", "").with("for", id.clone()).text(lang.texts().contestant_name);
    let entry = typed(lab, &field, &id, text).with("placeholder", face.label.clone());
    el("div", "field")
        .with("data-field", id.clone())
        .add(el("div", "head").add(label))
        .add(el("div", "line").add(entry))
        .add(wrong(lab, &field, lang.texts().contestant_name, &face.label, lang))
}

/// Who may be added, by family; who does not fit stands there with the reason.
fn add(lab: &Lab, lang: Lang) -> Element {
    let ask = lab.ask.clone();
    let choose = move |event: web_sys::Event| {
        if let Some(control) = control(&event) {
            let agent = control.value();
            control.set_value("");
            if !agent.is_empty() {
                ask(Asked::Edit(Edit::Add { agent }));
            }
        }
    };
    let mut select = el("select", "add")
        .with("aria-label", lang.texts().add)
        .add(el("option", "").with("value", "").property("selected", true).text(lang.texts().add))
        .on(ListenerKind::onchange, Rc::new(choose));
    let mut told: Vec<Family> = Vec::new();
    for candidate in &lab.candidates {
        let family = candidate.entry.family;
        if told.contains(&family) {
            continue;
        }
        told.push(family);
        let of_family = lab.candidates.iter().filter(|c| c.entry.family == family).map(|c| option(c, &c.refused, lang));
        select = select.add(el("optgroup", "").with("label", lang.text(family.label())).all(of_family));
    }
    select
}

/// An agent for the seats that may refuse it.
fn option(candidate: &Candidate, refused: &[Option<Trouble>], lang: Lang) -> Element {
    let (entry, label) = (candidate.entry, lang.text(candidate.entry.label));
    let option = el("option", "").with("value", entry.id);
    match refused.iter().flatten().next() {
        None => option.with("title", lang.text(entry.story)).text(label),
        Some(reason) => option.with("disabled", "").text(format!("{label} – {}", lang.trouble(reason))),
    }
}

/// Seeds and budget.
fn counts(lab: &Lab, experiment: &Experiment, lang: Lang) -> Element {
    let (texts, checked) = (lang.texts(), &experiment.checked);
    let (reward, patience) = checked.schedule.stop.map_or((None, None), |stop| (stop.reward, stop.patience));
    let field = |field: Field, label: &'static str, value: String| {
        let id = field.id();
        el("div", "field")
            .with("data-field", id.clone())
            .add(el("div", "head").add(el("label", "").with("for", id.clone()).text(label)))
            .add(el("div", "line").add(typed(lab, &field, &id, value.clone()).with("inputmode", "decimal")))
            .add(wrong(lab, &field, label, &value, lang))
    };
    el("div", "counts")
        .add(field(Field::SeedCount, texts.seed_count, checked.seeds.count.to_string()))
        .add(field(Field::FirstSeed, texts.first_seed, checked.seeds.first.to_string()))
        .add(field(Field::Budget, texts.budget, checked.schedule.steps.to_string()))
        .add(field(Field::StopAt, texts.stop_at, reward.map_or_else(String::new, |x| x.to_string())))
        .add(field(Field::Patience, texts.patience, patience.map_or_else(String::new, |n| n.to_string())))
}
