//! How contestants are named and drawn, the same in the chart and in the table.

use super::texts::Lang;
use crate::agent::Family;
use crate::base::{Kind, Named, Params, Setting};
use crate::chart::Pen;
use crate::chart::pens::HUES;
use crate::run::Scenario;
use crate::run::scenario::{Checked, Contestant, Entrant};

#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub key: String,
    pub label: String,
    /// What it is told before it starts, and which of its parameters were set.
    pub about: String,
    pub pen: Pen,
    /// Whether the visitor plays it.
    pub by_hand: bool,
    /// Which of its runs have stopped before their time, in words; empty where none has.
    pub stopped: String,
}

/// The planners whose plan nothing beats: each fits only where it plans for what the world counts.
const EXACT: [&str; 2] = ["relative-value-iteration", "value-iteration"];

fn is_optimum(entrant: &Entrant) -> bool {
    entrant.seats.iter().all(|(entry, _)| EXACT.contains(&entry.id))
}

/// Whether the visitor has a seat.
pub fn is_by_hand(entrant: &Entrant) -> bool {
    entrant.seats.iter().any(|(entry, _)| entry.family == Family::Visitor)
}

/// The colour that a key has by itself: those that the page deals are letters, and the first have one each.
fn own_hue(key: &str) -> Option<usize> {
    match key.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(usize::from(letter - b'a')).filter(|hue| *hue < HUES.len()),
        _ => None,
    }
}

/// The faces of all contestants. A colour stays with its key, whoever comes and goes; other keys have those that are
/// left, in the order of the scenario. The optimum and chance have pens of their own.
pub fn faces(scenario: &Scenario, checked: &Checked, lang: Lang) -> Vec<Face> {
    let mut used: Vec<usize> = checked.entrants.iter().filter_map(|entrant| own_hue(&entrant.key)).collect();
    let mut known: Vec<String> = Vec::new();
    let face = |(entrant, contestant): (&Entrant, &Contestant)| {
        let hue = own_hue(&entrant.key).unwrap_or_else(|| {
            let mut hue = 0;
            while used.contains(&hue) {
                hue += 1;
            }
            used.push(hue);
            hue
        });
        let pen = match entrant.seats.first().map(|(entry, _)| entry.family) {
            _ if is_optimum(entrant) => Pen::OPTIMUM,
            Some(Family::Random) => Pen::CHANCE,
            Some(Family::Classical | Family::Planning) => Pen::dashed(hue),
            _ => Pen::solid(hue),
        };
        // Who is called the same as others before him is counted.
        let mut label = label(entrant, lang);
        known.push(label.clone());
        let namesakes = known.iter().filter(|other| **other == label).count();
        if namesakes > 1 {
            label = format!("{label} {namesakes}");
        }
        Face {
            key: entrant.key.clone(),
            label,
            about: about(entrant, contestant, lang),
            pen,
            by_hand: is_by_hand(entrant),
            stopped: String::new(),
        }
    };
    checked.entrants.iter().zip(&scenario.contestants).map(face).collect()
}

fn about(entrant: &Entrant, contestant: &Contestant, lang: Lang) -> String {
    let (Some((entry, params)), Some(taken)) = (entrant.seats.first(), contestant.seats.first()) else {
        return String::new();
    };
    let knows = if is_by_hand(entrant) { lang.texts().you_decide } else { lang.text((entry.knows)(params).label()) };
    let (knows, set) = (knows, settings(params, &taken.set, lang));
    if set.is_empty() { knows.to_string() } else { [knows, &set].join(lang.texts().comma) }
}

/// Settings in words: what they are called, what they are, and in which unit.
pub fn settings(params: &Params, set: &Named<Setting>, lang: Lang) -> String {
    let mut told = String::new();
    for (row, value) in params.iter() {
        if set.get(row.id).is_none() {
            continue;
        }
        let comma = if told.is_empty() { "" } else { lang.texts().comma };
        let number = row.write(value).to_string();
        let value = match row.kind {
            Kind::Choice(options) => options.get(value as usize).map_or("", |o| lang.text(o.1)),
            _ => &number,
        };
        for word in [comma, lang.text(row.label), " ", value, " ", lang.text(row.unit)] {
            told.push_str(word);
        }
    }
    told
}

fn label(entrant: &Entrant, lang: Lang) -> String {
    if let Some(label) = &entrant.label {
        return label.clone();
    }
    if is_optimum(entrant) {
        return lang.texts().optimum.to_string();
    }
    let mut labels: Vec<&str> = entrant.seats.iter().map(|(entry, _)| lang.text(entry.label)).collect();
    labels.dedup();
    labels.join(" + ")
}
