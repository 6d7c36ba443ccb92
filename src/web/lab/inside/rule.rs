//! The rule of learning, as a formula and with a day's numbers in it.

use crate::run::inside::{Formula, Term};
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::texts::Lang;

/// A bracket and its fellow may stand in two pieces: neither grows by what is beside it.
fn operator(sign: &str) -> Element {
    el("mo", "").with("stretchy", "false").text(sign.to_string())
}

/// Before these a formula may go on in the next line.
const BREAKS: [&str; 3] = ["←", "+", "∨"];

pub fn rule(lesson: &Formula, formats: &Formats, lang: Lang) -> Element {
    let texts = lang.texts();
    let term = |sign: &String| lesson.terms.iter().find(|term| term.symbol == *sign);
    let number = |x: f64| formats.fixed(x, if x.fract() == 0.0 { 0 } else { 3 });
    // A formula once with its symbols and once with their numbers; negative ones stand in brackets.
    let symbol = |sign: &String| match term(sign) {
        Some(Term { symbol, .. }) => el("mi", "").text(symbol.clone()),
        None => operator(sign),
    };
    let value = |sign: &String| match term(sign) {
        Some(Term { value, .. }) if *value < 0.0 => el("mn", "").text(format!("({})", number(*value))),
        Some(Term { value, .. }) => el("mn", "").text(number(*value)),
        None => operator(sign),
    };
    // A formula never breaks by itself: a piece ends before each sign at which a narrow column may break.
    let line = |of: &dyn Fn(&String) -> Element| {
        let mut pieces: Vec<Element> = Vec::new();
        for sign in &lesson.rule {
            let breaks = BREAKS.contains(&sign.as_str());
            let piece = if breaks { None } else { pieces.pop() };
            pieces.push(piece.unwrap_or_else(|| el("math", "")).add(of(sign)));
        }
        el("p", "").all(pieces)
    };
    let meaning = |term: &Term| {
        el("div", "")
            .add(el("dt", "").add(el("i", "").text(term.symbol.clone())).text(format!(" {}", lang.words(&term.means))))
            .add(el("dd", "number").text(number(term.value)))
    };
    el("div", "rule")
        .add(el("h3", "").text(texts.rule))
        .add(
            el("div", "formula")
                .with("tabindex", "0")
                .with("role", "region")
                .with("aria-label", texts.rule)
                .add(line(&symbol))
                .add(line(&value)),
        )
        .add(
            el("details", "")
                .add(el("summary", "").text(texts.symbols))
                .add(el("dl", "notes").all(lesson.terms.iter().map(meaning))),
        )
}
