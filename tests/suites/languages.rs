//! Both languages everywhere: labels, stories, units, help, presets, reasons, and sentences of trouble.

use super::play;
use super::registry::every_preset;
use super::suite;
use emporium::agent::{self, Build, Seen};
use emporium::base::{Kind, ParamRow, Params, Setting, Text, Trouble};
use emporium::run::Shop;
use emporium::sim;

suite![
    entries_speak_both_languages,
    presets_and_worlds_speak_both_languages,
    parameters_speak_both_languages,
    what_agents_note_is_in_both_languages,
    refusals_speak_both_languages,
];

fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Names may be the same in both languages (SARSA); sentences may not.
fn said(at: &str, en: &str, zh: &str) {
    assert!(!en.trim().is_empty() && !zh.trim().is_empty(), "{at}: “{en}” / “{zh}”");
    assert!(!chinese(en), "{at}: Chinese in the English “{en}”");
}

pub fn told(at: &str, en: &str, zh: &str) {
    said(at, en, zh);
    assert!(chinese(zh), "{at}: no Chinese in “{zh}”");
    assert!(!en.contains('{') && !zh.contains('{'), "{at}: a gap was left in “{en}” / “{zh}”");
}

/// A unit is given in both languages or in neither.
fn measured(at: &str, unit: Text) {
    assert_eq!(unit.en.is_empty(), unit.zh.is_empty(), "{at}: “{}” / “{}”", unit.en, unit.zh);
}

fn entries_speak_both_languages() {
    for e in sim::registry() {
        told(e.id, e.label.en, e.label.zh);
        told(e.id, e.story.en, e.story.zh);
    }
    for e in agent::registry() {
        said(e.id, e.label.en, e.label.zh);
        told(e.id, e.story.en, e.story.zh);
        let knows = (e.knows)(&Params::defaults(e.params)).label();
        told(e.id, knows.en, knows.zh);
        told(e.id, e.family.label().en, e.family.label().zh);
    }
}

fn presets_and_worlds_speak_both_languages() {
    for (entry, preset, shop) in every_preset() {
        let at = format!("{} {}", entry.id, preset.id);
        told(&at, &preset.label.en, &preset.label.zh);
        told(&at, &preset.story.en, &preset.story.zh);
        let spec = shop.spec();
        told(&at, spec.shown.label.en, spec.shown.label.zh);
        measured(&at, spec.shown.unit);
        for metric in &spec.metrics {
            told(metric.id, metric.label.en, metric.label.zh);
            measured(metric.id, metric.unit);
        }
        for seat in &spec.seats {
            told(seat.id, seat.label.en, seat.label.zh);
            seat.observation.iter().for_each(|d| told(&d.id, d.label.en, d.label.zh));
        }
    }
}

/// Every row of every table, with who has it.
pub fn every_row() -> Vec<(&'static str, &'static ParamRow)> {
    let sims = sim::registry().iter().flat_map(|e| e.params.iter().map(|row| (e.id, row)));
    let agents = agent::registry().iter().flat_map(|e| e.params.iter().map(|row| (e.id, row)));
    sims.chain(agents).collect()
}

fn parameters_speak_both_languages() {
    for (owner, row) in every_row() {
        let at = format!("{owner}.{}", row.id);
        told(&at, row.label.en, row.label.zh);
        told(&at, row.help.en, row.help.zh);
        measured(&at, row.unit);
        if let Kind::Choice(options) = row.kind {
            options.iter().for_each(|(id, label)| said(&format!("{at} {id}"), label.en, label.zh));
        }
        let (low, high) = row.ends();
        assert!(low < high && (low..=high).contains(&row.default), "{at}: {low} {} {high}", row.default);
        assert!(row.read(&row.write(row.default)).is_ok(), "{at}: its own default is refused");
    }
}

/// Every number that an agent gives of itself, in the first shop in which it sits.
fn what_agents_note_is_in_both_languages() {
    let presets = every_preset();
    let mut noted = 0;
    for entry in agent::registry().iter().filter(|entry| matches!(entry.build, Build::Agent(_))) {
        let sits = |shop: &Shop| entry.usually_fits(&*shop.open(), 0).is_ok();
        let Some((_, _, shop)) = presets.iter().find(|(_, _, shop)| sits(shop)) else { continue };
        let agent = play::agent(entry.id, shop, 0, &[], 100);
        let seat = &shop.spec().seats[0];
        let mut observation = vec![0.0; seat.observation.len()];
        shop.open().observe(0, &mut observation);
        let mask = vec![true; seat.actions.choices().unwrap_or(0)];
        let notes =
            [agent.explain(Seen { observation: &observation, mask: &mask }).notes, agent.diagnostics()].concat();
        notes.iter().for_each(|(text, _)| told(entry.id, text.en, text.zh));
        noted += notes.len();
    }
    assert!(noted > 15, "only {noted} notes");
}

fn spoken(at: &str, trouble: &Trouble) {
    told(at, &trouble.en, &trouble.zh);
}

fn refusals_speak_both_languages() {
    for (owner, row) in every_row() {
        let refused = row.read(&Setting::Number(f64::NAN)).unwrap_err();
        spoken(owner, &refused);
        assert!(refused.en.contains(row.id) && refused.en.contains("NaN"), "{refused}");
        assert!(refused.en.contains(&row.allowed().en), "{refused}");
    }
    spoken("sim", &sim::find("shop").err().unwrap());
    spoken("agent", &agent::find("genius").err().unwrap());
    for (entry, preset, shop) in every_preset() {
        spoken(entry.id, &entry.preset("nowhere").unwrap_err());
        let env = shop.open();
        for agent in agent::registry() {
            for seat in 0..env.spec().seats.len() {
                if let Err(reason) = agent.usually_fits(&*env, seat) {
                    spoken(&format!("{} {}", preset.id, agent.id), &reason);
                }
            }
        }
    }
}
