//! How contestants are named and drawn, the same in the chart and in the table.

use super::texts::Lang;
use crate::agent::Family;
use crate::chart::Pen;
use crate::run::scenario::{Checked, Entrant};

#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub key: String,
    pub label: String,
    /// What it is told before it starts.
    pub knows: &'static str,
    pub pen: Pen,
}

/// The planners whose plan nothing beats: each fits only where it plans for what the world counts.
const EXACT: [&str; 2] = ["relative-value-iteration", "value-iteration"];

fn is_optimum(entrant: &Entrant) -> bool {
    entrant.seats.iter().all(|(entry, _)| EXACT.contains(&entry.id))
}

/// The faces of all contestants. Colours are dealt in the order of the scenario; the optimum and chance have
/// pens of their own.
pub fn faces(checked: &Checked, lang: Lang) -> Vec<Face> {
    let mut hue = 0;
    let face = |entrant: &Entrant| {
        let pen = match entrant.seats.first().map(|(entry, _)| entry.family) {
            _ if is_optimum(entrant) => Pen::OPTIMUM,
            Some(Family::Random) => Pen::CHANCE,
            Some(Family::Classical | Family::Planning) => Pen::dashed(hue),
            _ => Pen::solid(hue),
        };
        if pen.ink.hue().is_some() {
            hue += 1;
        }
        let knows = entrant.seats.first().map_or("", |(entry, params)| lang.text((entry.knows)(params).label()));
        Face { key: entrant.key.clone(), label: label(entrant, lang), knows, pen }
    };
    checked.entrants.iter().map(face).collect()
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
