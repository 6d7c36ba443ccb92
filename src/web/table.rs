//! The tables of results: the chart's last numbers, exactly, for everyone.

use super::contestants::Face;
use super::experiment::{Row, Spread, View};
use super::markup::{Element, el};
use super::numbers::Formats;
use super::texts::Texts;
use crate::chart::pens::{DASH, Ink, Pen};

/// What stands where nothing is known.
const NOTHING: &str = "–";

/// What each comes to.
pub fn table(view: &View, texts: &Texts, formats: &Formats) -> Element {
    let about_score = match &view.no_score {
        Some(why) => format!("{}{why}", texts.no_score),
        None => [texts.score_means, &view.one, texts.full_stop].concat(),
    };
    // One seed has no interval.
    let columns = if view.seeds > 1 { "2" } else { "1" };
    let measure = head(view.measure.clone()).with("colspan", columns).with("class", "number");
    let heads = el("tr", "").add(head(texts.contestant)).add(measure).add(head(texts.score).with("class", "number"));
    el("section", "results")
        .with("aria-label", texts.results)
        .add(
            el("table", "")
                .add(el("thead", "").add(heads))
                .add(el("tbody", "").all(view.rows.iter().map(|row| line(row, view.seeds > 1, formats)))),
        )
        .add(el("p", "note").text([&view.table_caption, texts.space, &about_score].concat()))
        .add(details(view, texts, formats))
}

fn head(text: impl Into<yew::AttrValue>) -> Element {
    el("th", "").with("scope", "col").text(text)
}

fn line(row: &Row, has_halves: bool, formats: &Formats) -> Element {
    let number = |x: Option<f64>| x.map_or_else(|| NOTHING.to_string(), |x| formats.fixed(x, 2));
    let half = row.half.map_or_else(String::new, |half| plus_minus(half, formats));
    let fingerprints: Vec<&str> = row.runs.iter().map(|(_, print)| print.as_str()).collect();
    let face = el("div", "face").add(swatch(&row.face.pen)).add(named(&row.face));
    el("tr", "")
        .key(row.face.key.clone())
        .with("data-contestant", row.face.key.clone())
        .with("data-fingerprints", fingerprints.join(" "))
        .add(el("th", "").with("scope", "row").add(face))
        .add(el("td", "number").text(number(row.mean)))
        .all(has_halves.then(|| el("td", "number half").text(half)))
        .add(el("td", "number").text(number(row.score)))
}

/// A contestant's name, what it knows, and what happened to it.
pub fn named(face: &Face) -> Element {
    let name = el("span", "").text(face.label.clone()).add(el("small", "").text(face.about.clone()));
    if face.stopped.is_empty() { name } else { name.add(el("small", "stopped").text(face.stopped.clone())) }
}

/// Half of an interval. What does not learn comes to the same in every seed, up to the last bits of the mean.
fn plus_minus(half: f64, formats: &Formats) -> String {
    match half {
        half if half >= 0.005 => format!("±\u{202f}{}", formats.fixed(half, 2)),
        half if half >= 5e-7 => format!("<\u{202f}{}", formats.fixed(0.01, 2)),
        _ => String::new(),
    }
}

/// Everything else that is measured; it is wide, and scrolls by itself.
fn details(view: &View, texts: &Texts, formats: &Formats) -> Element {
    let versus = format!("{}{}", texts.against, view.versus);
    let fixed = [versus, format!("{}{}", texts.gap, view.one)];
    let last = [texts.seeds_each, texts.steps_each, texts.seconds_each].map(str::to_string);
    let heads = fixed.iter().chain(&view.metrics).chain(&last);
    let spread = |spread: Option<Spread>| match spread.filter(|(mean, _)| mean.is_finite()) {
        Some((mean, half)) => format!("{} {}", formats.fixed(mean, 2), plus_minus(half, formats)),
        None => NOTHING.to_string(),
    };
    let cell = |text: String| el("td", "number").text(text);
    let row = |row: &Row| {
        let gap = row.gap.map_or_else(|| NOTHING.to_string(), |gap| format!("{}\u{202f}%", formats.fixed(gap, 1)));
        let known = |x: f64, decimals| if x.is_finite() { formats.fixed(x, decimals) } else { NOTHING.to_string() };
        el("tr", "")
            .with("data-contestant", row.face.key.clone())
            .add(el("th", "").with("scope", "row").text(row.face.label.clone()))
            .add(cell(spread(row.difference)))
            .add(cell(gap))
            .all(row.metrics.iter().map(|m| cell(spread(*m))))
            .add(cell(formats.whole(row.seeds as u64)))
            .add(cell(known(row.steps, 0)))
            .add(cell(known(row.seconds, 2)))
    };
    let table =
        el("table", "details")
            .add(el("thead", "").add(
                el("tr", "").add(head(texts.contestant)).all(heads.map(|h| head(h.clone()).with("class", "number"))),
            ))
            .add(el("tbody", "").all(view.rows.iter().map(row)));
    el("details", "").add(el("summary", "").text(texts.in_detail)).add(
        el("div", "scroll").with("tabindex", "0").with("role", "region").with("aria-label", texts.in_detail).add(table),
    )
}

/// A pen's colour for the page's elements.
pub fn colour(pen: &Pen) -> String {
    match (pen.ink, pen.ink.hue()) {
        (_, Some((r, g, b))) => format!("color-mix(in srgb, rgb({r},{g},{b}), white var(--lift))"),
        (Ink::Faint, _) => "var(--faint)".to_string(),
        _ => "currentColor".to_string(),
    }
}

/// A short stroke of a contestant's pen.
pub fn swatch(pen: &Pen) -> Element {
    let line = el("line", "")
        .at(&[("x1", 0.0), ("y1", 5.0), ("x2", 25.0), ("y2", 5.0), ("stroke-width", pen.width)])
        .with("stroke", colour(pen));
    let line = match pen.dashed {
        true => line.with("stroke-dasharray", format!("{} {}", DASH.0, DASH.1)),
        false => line,
    };
    el("svg", "swatch")
        .with("viewBox", "0 0 25 10")
        .with("shape-rendering", "crispEdges")
        .with("aria-hidden", "true")
        .add(line)
}
