//! Reading a chart: its exact numbers at a place, and all of them as a table. A line is a curve or, counted on behind
//! the curves, a named height, which is the same everywhere.

use super::{Pen, Plot, Point, Series};

/// What stands at one place of a chart, in the order of the heights.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub x: f64,
    /// Each line by its number, with its point there.
    pub lines: Vec<(usize, Point)>,
}

/// A chart's numbers: the x of each row, and what each line has there.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub rows: Vec<(f64, Vec<Option<Point>>)>,
}

impl Plot {
    /// What a line is called, and its pen.
    pub fn line(&self, number: usize) -> (&str, Pen) {
        match number.checked_sub(self.series.len()) {
            None => (&self.series[number].label, self.series[number].pen),
            Some(level) => (&self.levels[level].label, self.levels[level].pen),
        }
    }

    /// The numbers of all lines.
    pub fn lines(&self) -> std::ops::Range<usize> {
        0..self.series.len() + self.levels.len()
    }

    /// The point of a line at a place: there itself, or the last one before it.
    fn at(&self, number: usize, x: f64, before: bool) -> Option<Point> {
        match number.checked_sub(self.series.len()) {
            // A dot speaks for its own place alone.
            None if before && self.series[number].dots == 0.0 => held(&self.series[number], x),
            None => exact(&self.series[number], x),
            Some(level) => Some(Point { x, mean: self.levels[level].y, low: f64::NAN, high: f64::NAN }),
        }
    }

    /// All places at which some curve has a point, rising.
    pub fn places(&self) -> Vec<f64> {
        // Each curve's are rising already: the least of those that come next, again and again.
        let mut rest: Vec<&[Point]> = self.series.iter().map(|s| &s.points[..]).collect();
        let mut places = Vec::new();
        while let Some(x) = rest.iter().filter_map(|points| points.first()).map(|p| p.x).reduce(f64::min) {
            places.push(x);
            for points in &mut rest {
                if let Some((_, after)) = points.split_first().filter(|(first, _)| first.x <= x) {
                    *points = after;
                }
            }
        }
        places
    }

    /// What stands at the place nearest to `x`; nothing where nothing is drawn.
    pub fn read(&self, x: f64) -> Option<Reading> {
        let x = self.series.iter().filter_map(|s| Some(nearest(s, x)?.x)).min_by(|a, b| {
            let (a, b) = (f64::abs(a - x), f64::abs(b - x));
            a.total_cmp(&b)
        })?;
        let mut lines: Vec<(usize, Point)> = Vec::new();
        for i in self.lines() {
            let Some(point) = self.at(i, x, true) else { continue };
            let at = lines.iter().position(|(_, other)| other.mean < point.mean).unwrap_or(lines.len());
            lines.insert(at, (i, point));
        }
        Some(Reading { x, lines })
    }

    /// The numbers of every place, or of at most `most` of them, the last among them.
    pub fn table(&self, most: usize) -> Table {
        let places = self.places();
        let stride = places.len().div_ceil(usize::max(most, 1)).max(1);
        let last = places.len().saturating_sub(1);
        let kept = places.iter().enumerate().filter(|(i, _)| i % stride == 0 || *i == last);
        let row = |(_, &x): (usize, &f64)| (x, self.lines().map(|i| self.at(i, x, false)).collect());
        Table { rows: kept.map(row).collect() }
    }

    /// Everything as comma-separated values, with all digits.
    pub fn csv(&self) -> String {
        let mut text = quoted(&self.across);
        for line in self.lines() {
            for part in self.parts(line) {
                text.push(',');
                text.push_str(&quoted(&format!("{}{part}", self.line(line).0)));
            }
        }
        for (x, points) in self.table(usize::MAX).rows {
            text.push('\n');
            text.push_str(&x.to_string());
            for (line, point) in points.into_iter().enumerate() {
                let numbers = point.map_or([f64::NAN; 3], |p| [p.mean, p.low, p.high]);
                self.parts(line).iter().zip(numbers).for_each(|(_, number)| push_number(&mut text, number));
            }
        }
        text.push('\n');
        text
    }

    /// The columns that a line has in a file: a named height has no band.
    fn parts(&self, line: usize) -> &'static [&'static str] {
        if line < self.series.len() { &["", " low", " high"] } else { &[""] }
    }
}

/// Another number on a line; nothing where there is none.
pub(super) fn push_number(text: &mut String, number: f64) {
    text.push(',');
    if number.is_finite() {
        text.push_str(&number.to_string());
    }
}

/// A text in one cell, whatever stands in it. What a spreadsheet would take for a formula gets a quotation mark before
/// it, for names come with links.
pub(super) fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '@']) || (text.starts_with(['+', '-']) && text.contains(char::is_alphabetic));
    let mark = if formula { "'" } else { "" };
    if text.contains(['"', ',', '\n']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{mark}{text}")
    }
}

fn nearest(series: &Series, x: f64) -> Option<Point> {
    let after = series.points.partition_point(|p| p.x < x);
    let around = series.points.get(after.saturating_sub(1)..usize::min(after + 1, series.points.len()))?;
    around.iter().copied().min_by(|a, b| f64::abs(a.x - x).total_cmp(&f64::abs(b.x - x)))
}

fn exact(series: &Series, x: f64) -> Option<Point> {
    series.points.binary_search_by(|p| p.x.total_cmp(&x)).ok().map(|i| series.points[i])
}

/// The point at a place, or the last one before it.
fn held(series: &Series, x: f64) -> Option<Point> {
    let after = series.points.partition_point(|p| p.x <= x);
    series.points.get(after.checked_sub(1)?).copied()
}
