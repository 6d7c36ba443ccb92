//! The fingerprints of the runs: equal ones mean equal bits.

use super::experiment::View;
use super::markup::{Element, el};
use super::texts::Texts;

/// Thousands of lines would keep the browser busy at every message; results as a file have them all.
const MOST_RUNS: usize = 200;

pub fn fingerprints(view: &View, texts: &Texts) -> Element {
    let all: usize = view.rows.iter().map(|row| row.runs.len()).sum();
    let more = if all > MOST_RUNS { format!("{MOST_RUNS}{}{all}", texts.of) } else { String::new() };
    let runs = view.rows.iter().flat_map(|row| {
        row.runs.iter().map(|(seed, print)| {
            el("tr", "")
                .key(format!("{} {seed}", row.face.key))
                .add(
                    el("th", "")
                        .with("scope", "row")
                        .text(format!("{}{}{} {seed}", row.face.label, texts.comma, texts.seed)),
                )
                .add(el("td", "").add(el("code", "").text(print.clone())))
        })
    });
    let whole = view.fingerprint.clone().unwrap_or_else(|| "–".to_string());
    let link = format!("#{}", view.link.as_deref().unwrap_or_default());
    el("section", "fingerprints")
        .add(el("p", "").text(texts.fingerprint).text(" ").add(el("code", "").text(whole)))
        .add(
            el("p", "note")
                .text(texts.fingerprint_means)
                .text(" ")
                .add(el("a", "").with("id", "link").with("href", link).text(texts.link)),
        )
        .add(
            el("details", "")
                .add(el("summary", "").text(texts.every_run))
                .add(el("table", "").add(el("tbody", "").all(runs.take(MOST_RUNS))))
                .add(el("p", "note").text(more)),
        )
}
