//! What a chart says at a spot: the hairline with a dot on each curve or the outlined cell, the card beside it, the
//! same in words, and all numbers as a table.

use crate::chart::read::Reading;
use crate::chart::scale::decimals;
use crate::chart::{Chart, Heat, Placed, Plot, Point};
use crate::web::canvas::UNIT;
use crate::web::markup::{Element, el};
use crate::web::numbers::Formats;
use crate::web::table::{colour, swatch};
use crate::web::texts::Texts;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// A place along the curves.
    X(f64),
    /// A column and a row of a map.
    Cell(usize, usize),
}

/// The spot at a place of the sheet.
pub fn spot(chart: &Chart, placed: &Placed, x: f64, y: f64) -> Option<Spot> {
    match chart {
        Chart::Curves(plot) => Some(Spot::X(plot.read(placed.number_at(x))?.x)),
        Chart::Map(heat) => heat.spot(placed, x, y).map(|(column, row)| Spot::Cell(column, row)),
    }
}

/// The spot so far from another; where there is none yet, the last place of the curves or the first cell.
pub fn step(chart: &Chart, from: Option<Spot>, across: isize, up: isize) -> Option<Spot> {
    let moved = |at: usize, by: isize, n: usize| at.saturating_add_signed(by).min(n.saturating_sub(1));
    match chart {
        Chart::Curves(plot) => {
            let places = plot.places();
            let to = match from {
                Some(Spot::X(x)) => moved(places.partition_point(|&place| place < x), across + up, places.len()),
                _ => places.len().checked_sub(1)?,
            };
            places.get(to).map(|&x| Spot::X(x))
        }
        Chart::Map(heat) => {
            let (columns, rows) = (heat.columns.len(), heat.rows.len());
            Some(match from {
                Some(Spot::Cell(column, row)) => Spot::Cell(moved(column, across, columns), moved(row, up, rows)),
                _ => Spot::Cell(0, 0),
            })
            .filter(|_| columns > 0 && rows > 0)
        }
    }
}

/// Which spot it is, counted from 0, and the last there is.
pub fn counted(chart: &Chart, at: Option<Spot>) -> (usize, usize) {
    match (chart, at) {
        (Chart::Curves(plot), at) => {
            let places = plot.places();
            let now = if let Some(Spot::X(x)) = at { places.partition_point(|&place| place < x) } else { 0 };
            (now, places.len().saturating_sub(1))
        }
        (Chart::Map(heat), at) => {
            let now = if let Some(Spot::Cell(column, row)) = at { heat.cell(column, row) } else { 0 };
            (now, (heat.columns.len() * heat.rows.len()).saturating_sub(1))
        }
    }
}

/// What readings are made with.
pub struct Reads<'a> {
    pub chart: &'a Chart,
    pub formats: &'a Formats,
    pub texts: &'static Texts,
}

/// What stands at a spot: where it is, and what is known there, each with the number of its series.
struct Lines {
    head: String,
    lines: Vec<(Option<usize>, String, String)>,
}

impl Reads<'_> {
    /// A number with half of its interval.
    fn y(&self, plot: &Plot, point: &Point) -> String {
        let digits = decimals(plot) + 1;
        let (middle, half) = (self.formats.fixed(point.mean, digits), point.high - point.mean);
        // What does not learn comes to the same in every seed, up to the last bits of the mean.
        if half.is_nan() || half < 5e-7 {
            return middle;
        }
        format!("{middle} ±\u{202f}{}", self.formats.fixed(half, digits))
    }

    fn lines(&self, spot: Spot) -> Option<Lines> {
        match (self.chart, spot) {
            (Chart::Curves(plot), Spot::X(x)) => {
                let Reading { x, lines } = plot.read(x)?;
                let line = |(i, p): (usize, Point)| (Some(i), plot.line(i).0.to_string(), self.y(plot, &p));
                let head = format!("{} {}", self.formats.exact(x), plot.across);
                Some(Lines { head, lines: lines.into_iter().map(line).collect() })
            }
            (Chart::Map(heat), Spot::Cell(column, row)) => Some(self.cell(heat, column, row)),
            _ => None,
        }
    }

    /// A number of a map.
    fn number(&self, heat: &Heat, x: f64) -> String {
        if heat.fine && x.fract() != 0.0 && f64::abs(x) < 10.0 {
            self.formats.fixed(x, 3)
        } else {
            self.formats.exact(x)
        }
    }

    fn cell(&self, heat: &Heat, column: usize, row: usize) -> Lines {
        let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
        let mut head = format!("{} {}", heat.across, name(&heat.columns, column));
        if !heat.down.is_empty() {
            head = format!("{head}{}{} {}", self.texts.comma, heat.down, name(&heat.rows, row));
        }
        let at = heat.cell(column, row);
        let known = heat.layers.iter().filter_map(|layer| {
            let value = layer.values.get(at).copied().filter(|x| x.is_finite())?;
            Some((None, layer.name.clone(), self.number(heat, value)))
        });
        Lines { head, lines: known.collect() }
    }

    /// Lies over the canvas, so that reading draws nothing else anew. Its units are those of the canvas.
    pub fn overlay(&self, spot: Spot, placed: &Placed, (width, height): (u32, u32)) -> Element {
        let overlay = el("svg", "overlay").with("viewBox", format!("0 0 {width} {height}")).with("aria-hidden", "true");
        match (self.chart, spot) {
            (Chart::Curves(plot), Spot::X(x)) => {
                let across = placed.x(x);
                let hairline = [("x1", across), ("x2", across), ("y1", placed.top), ("y2", placed.bottom)];
                let dot = |(i, point): (usize, Point)| {
                    let up = placed.y(point.mean).clamp(placed.top, placed.bottom);
                    el("circle", "")
                        .at(&[("cx", across), ("cy", up), ("r", 4.0 * UNIT)])
                        .with("fill", colour(&plot.line(i).1))
                };
                let mut lines = plot.read(x).map_or_else(Vec::new, |reading| reading.lines);
                // Named heights are the same everywhere; a dot would say that this is a place of theirs.
                lines.retain(|(i, _)| *i < plot.series.len());
                overlay.add(el("line", "").at(&hairline)).all(lines.into_iter().map(dot))
            }
            (Chart::Map(_), Spot::Cell(column, row)) => {
                let (column, row) = (column as f64, row as f64);
                let (x, y) = (placed.x(column), placed.y(row + 1.0));
                let (wide, tall) = (placed.x(column + 1.0) - x, placed.y(row) - y);
                overlay.add(el("rect", "").at(&[("x", x), ("y", y), ("width", wide), ("height", tall)]))
            }
            _ => overlay,
        }
    }

    /// The exact values, sorted as the curves are; it stands on the side where the pointer is not.
    pub fn card(&self, spot: Spot, placed: &Placed) -> Element {
        let far = match spot {
            Spot::X(x) => x > placed.end / 2.0,
            Spot::Cell(column, _) => column as f64 > placed.end / 2.0,
        };
        let card = el("div", if far { "card at-start" } else { "card at-end" }).with("aria-hidden", "true");
        let Some(Lines { head, lines }) = self.lines(spot) else { return card };
        let line = |(series, label, value): (Option<usize>, String, String)| {
            let mark = match (self.chart, series) {
                (Chart::Curves(plot), Some(i)) => swatch(&plot.line(i).1),
                _ => el("span", ""),
            };
            el("li", "").add(mark).add(el("span", "").text(label)).add(el("span", "number").text(value))
        };
        card.add(el("p", "").text(head)).add(el("ul", "").all(lines.into_iter().map(line)))
    }

    /// The same for who hears it.
    pub fn sentence(&self, spot: Spot) -> String {
        let Some(Lines { head: mut said, lines }) = self.lines(spot) else { return String::new() };
        for (_, label, value) in lines {
            for part in [self.texts.comma, &label, " ", &value] {
                said.push_str(part);
            }
        }
        said
    }

    /// All numbers, or so many rows of them.
    pub fn table(&self, most: usize) -> Element {
        let head = |text: &str| el("th", "number").with("scope", "col").text(text.to_string());
        let line = |name: String, cells: Vec<Option<String>>| {
            let cell = |text: Option<String>| el("td", "number").text(text.unwrap_or_else(|| "–".to_string()));
            el("tr", "").add(el("th", "number").with("scope", "row").text(name)).all(cells.into_iter().map(cell))
        };
        let (heads, lines): (Element, Vec<Element>) = match self.chart {
            Chart::Curves(plot) => (
                el("tr", "").add(head(&plot.across)).all(plot.lines().map(|i| head(plot.line(i).0))),
                plot.table(most)
                    .rows
                    .into_iter()
                    .map(|(x, points)| {
                        let cells = points.into_iter().map(|p| p.map(|p| self.y(plot, &p)));
                        line(self.formats.exact(x), cells.collect())
                    })
                    .collect(),
            ),
            Chart::Map(heat) => {
                let number = |column: usize, row: usize| {
                    let value = *heat.layers.first()?.values.get(heat.cell(column, row))?;
                    value.is_finite().then(|| self.number(heat, value))
                };
                let row = |(row, name): (usize, &String)| {
                    line(name.clone(), (0..heat.columns.len()).map(|column| number(column, row)).collect())
                };
                let between = if heat.down.is_empty() { "" } else { " / " };
                let corner = head(&[&heat.down, between, &heat.across].concat());
                (
                    el("tr", "").add(corner).all(heat.columns.iter().map(|name| head(name))),
                    heat.rows.iter().enumerate().map(row).collect(),
                )
            }
        };
        el("div", "scroll")
            .with("tabindex", "0")
            .with("role", "region")
            .with("aria-label", self.chart.title().to_string())
            .add(el("table", "numbers").add(el("thead", "").add(heads)).add(el("tbody", "").all(lines)))
    }
}
