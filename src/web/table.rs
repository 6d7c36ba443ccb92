//! The table of results: the chart's last numbers, exactly, for everyone.

use super::experiment::{Row, View};
use super::markup::{Element, el};
use super::numbers::Formats;
use super::texts::Texts;
use crate::chart::pens::{DASH, Ink, Pen};

pub fn table(view: &View, texts: &Texts, formats: &Formats) -> Element {
    let seeds = if view.seeds == 1 { texts.one_seed.to_string() } else { format!("{}{}", view.seeds, texts.seeds) };
    let about_score = match &view.no_score {
        Some(why) => format!("{}{why}", texts.no_score),
        None => texts.score_means.to_string(),
    };
    let head = |text: &'static str| el("th", "").with("scope", "col").text(text);
    let measure = el("th", "number").with("scope", "col").with("colspan", "2").text(view.measure.clone());
    el("section", "results")
        .with("aria-label", texts.results)
        .add(
            el("table", "")
                .add(
                    el("thead", "").add(
                        el("tr", "")
                            .add(head(texts.contestant))
                            .add(measure)
                            .add(head(texts.score).with("class", "number")),
                    ),
                )
                .add(el("tbody", "").all(view.rows.iter().map(|row| line(row, formats)))),
        )
        .add(el("p", "note").text(format!("{seeds} {about_score}")))
}

fn line(row: &Row, formats: &Formats) -> Element {
    let number = |x: Option<f64>| x.map_or_else(|| "–".to_string(), |x| formats.fixed(x, 2));
    // What does not learn comes to the same in every seed, up to the last bits of the mean.
    let half =
        row.half.filter(|&h| h >= 0.005).map_or_else(String::new, |h| format!("±\u{202f}{}", formats.fixed(h, 2)));
    let fingerprints: Vec<&str> = row.runs.iter().map(|(_, print)| print.as_str()).collect();
    let face = el("div", "face")
        .add(swatch(&row.face.pen))
        .add(el("span", "").text(row.face.label.clone()).add(el("small", "").text(row.face.about.clone())));
    el("tr", "")
        .key(row.face.key.clone())
        .with("data-contestant", row.face.key.clone())
        .with("data-fingerprints", fingerprints.join(" "))
        .add(el("th", "").with("scope", "row").add(face))
        .add(el("td", "number").text(number(row.mean)))
        .add(el("td", "number half").text(half))
        .add(el("td", "number").text(number(row.score)))
}

/// A short stroke of a contestant's pen.
pub fn swatch(pen: &Pen) -> Element {
    let color = match (pen.ink, pen.ink.hue()) {
        (_, Some((r, g, b))) => format!("rgb({r},{g},{b})"),
        (Ink::Faint, _) => "var(--faint)".to_string(),
        _ => "currentColor".to_string(),
    };
    let line = el("line", "")
        .with("x1", "0")
        .with("y1", "5")
        .with("x2", "25")
        .with("y2", "5")
        .with("stroke", color)
        .with("stroke-width", pen.width.to_string());
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
