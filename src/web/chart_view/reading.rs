//! What a chart says at a place: the hairline with a dot on each curve, the card beside it, the same in words, and
//! all numbers as a table.

use super::super::markup::{Element, el};
use super::super::numbers::Formats;
use super::super::table::{colour, swatch};
use super::super::texts::Texts;
use crate::chart::read::Reading;
use crate::chart::scale::decimals;
use crate::chart::{Placed, Plot, Point};
use crate::web::canvas::UNIT;

/// What readings are made with.
pub struct Reads<'a> {
    pub plot: &'a Plot,
    pub formats: &'a Formats,
    pub texts: &'static Texts,
}

impl Reads<'_> {
    /// A number with half of its interval.
    fn y(&self, point: &Point) -> String {
        let digits = decimals(self.plot) + 1;
        let (middle, half) = (self.formats.fixed(point.mean, digits), point.high - point.mean);
        // What does not learn comes to the same in every seed, up to the last bits of the mean.
        if half.is_nan() || half < 5e-7 {
            return middle;
        }
        format!("{middle} ±\u{202f}{}", self.formats.fixed(half, digits))
    }
}

/// Lies over the canvas, so that reading draws nothing else anew. Its units are those of the canvas.
pub fn overlay(reads: &Reads<'_>, reading: &Reading, (placed, (width, height)): (Placed, (u32, u32))) -> Element {
    let x = placed.x(reading.x);
    let dot = |(i, point): &(usize, Point)| {
        el("circle", "")
            .with("cx", x.to_string())
            .with("cy", placed.y(point.mean).clamp(placed.top, placed.bottom).to_string())
            .with("r", (4.0 * UNIT).to_string())
            .with("fill", colour(&reads.plot.series[*i].pen))
    };
    el("svg", "overlay")
        .with("viewBox", format!("0 0 {width} {height}"))
        .with("aria-hidden", "true")
        .add(
            el("line", "")
                .with("x1", x.to_string())
                .with("x2", x.to_string())
                .with("y1", placed.top.to_string())
                .with("y2", placed.bottom.to_string()),
        )
        .all(reading.lines.iter().map(dot))
}

/// The exact values, sorted as the curves are; it stands on the side where the pointer is not.
pub fn card(reads: &Reads<'_>, reading: &Reading, placed: Placed) -> Element {
    let line = |(i, point): &(usize, Point)| {
        let series = &reads.plot.series[*i];
        el("li", "")
            .add(swatch(&series.pen))
            .add(el("span", "").text(series.label.clone()))
            .add(el("span", "number").text(reads.y(point)))
    };
    let side = if reading.x > placed.end / 2.0 { "card at-start" } else { "card at-end" };
    el("div", side)
        .with("aria-hidden", "true")
        .add(el("p", "").text(format!("{} {}", reads.formats.exact(reading.x), reads.plot.across)))
        .add(el("ul", "").all(reading.lines.iter().map(line)))
}

/// The same for who hears it.
pub fn sentence(reads: &Reads<'_>, reading: &Reading) -> String {
    let mut said = format!("{} {}", reads.formats.exact(reading.x), reads.plot.across);
    for (i, point) in &reading.lines {
        said.push_str(reads.texts.comma);
        said.push_str(&reads.plot.series[*i].label);
        said.push(' ');
        said.push_str(&reads.y(point));
    }
    said
}

/// All numbers, or so many rows of them.
pub fn table(reads: &Reads<'_>, most: usize) -> Element {
    let plot = reads.plot;
    let head = |text: String| el("th", "number").with("scope", "col").text(text);
    let line = |(x, points): (f64, Vec<Option<Point>>)| {
        let cell = |p: Option<Point>| el("td", "number").text(p.map_or_else(|| "–".to_string(), |p| reads.y(&p)));
        el("tr", "")
            .add(el("th", "number").with("scope", "row").text(reads.formats.exact(x)))
            .all(points.into_iter().map(cell))
    };
    let heads = std::iter::once(plot.across.clone()).chain(plot.series.iter().map(|s| s.label.clone()));
    el("div", "scroll").with("tabindex", "0").with("role", "region").with("aria-label", plot.title.clone()).add(
        el("table", "numbers")
            .add(el("thead", "").add(el("tr", "").all(heads.map(head))))
            .add(el("tbody", "").all(plot.table(most).rows.into_iter().map(line))),
    )
}
