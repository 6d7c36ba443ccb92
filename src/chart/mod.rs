//! Draws plain data on any plotters backend: curves with their bands, hairlines, labels at the curves' ends.
//!
//! What is drawn is a [`Plot`]: numbers, words and pens. How it looks on a screen is a [`Look`]: the theme's
//! colours, and how many of the backend's units make a pixel of the page.

pub mod curves;
pub mod draw;
mod labels;
pub mod pens;
pub mod scale;
mod strokes;
#[cfg(test)]
mod tests;

pub use curves::Point;
pub use draw::draw;
pub use pens::{Ink, Pen};

/// A red, a green and a blue.
pub type Rgb = (u8, u8, u8);

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub label: String,
    pub pen: Pen,
    pub points: Vec<Point>,
}

/// A whole chart as plain data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    /// What the heights mean, in words, with the unit; stands at the top left.
    pub title: String,
    /// What the widths mean; stands below the last tick.
    pub across: String,
    /// Where the x axis ends; it begins at 0.
    pub end: f64,
    pub series: Vec<Series>,
}

impl Plot {
    /// How many points all curves have together.
    pub fn points(&self) -> usize {
        self.series.iter().map(|s| s.points.len()).sum()
    }
}

/// How a chart looks on a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// How many of the backend's units make a pixel of the page: more than one draws finer than pixels.
    pub unit: f64,
    pub family: String,
    /// Text and the optimum.
    pub ink: Rgb,
    /// Quiet text.
    pub faint: Rgb,
    /// Hairlines.
    pub line: Rgb,
}

/// Writes the numbers at the ticks, as the visitor's language does.
pub struct Numbers<'a> {
    pub across: &'a dyn Fn(f64) -> String,
    /// With so many digits after the point.
    pub up: &'a dyn Fn(f64, usize) -> String,
}
