//! Draws plain data on any plotters backend: curves with their bands, hairlines, labels at the curves' ends.
//!
//! What is drawn is a [`Plot`]: numbers, words and pens. How it looks on a screen is a [`Look`]: the theme's
//! colours, and how many of the backend's units make a pixel of the page.

pub mod curves;
pub mod draw;
pub mod heat;
mod labels;
pub mod pens;
pub mod read;
pub mod scale;
mod strokes;
pub mod surface;
#[cfg(test)]
mod tests;

pub use curves::Point;
pub use draw::{Placed, draw};
pub use heat::Heat;
pub use pens::{Ink, Pen};
pub use surface::{Surface, Type};

/// A red, a green and a blue.
pub type Rgb = (u8, u8, u8);

/// One curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub label: String,
    pub pen: Pen,
    pub points: Vec<Point>,
    /// The single runs behind it, drawn faintly.
    pub runs: Vec<Vec<(f64, f64)>>,
    /// Stands beside another curve of the same contestant, thin and without a name at its end.
    pub beside: bool,
    /// The radius in pixels of a dot at each point; 0 where a line goes through them.
    pub dots: f64,
}

/// A height that is named: the score's zero and one.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub label: String,
    pub pen: Pen,
    pub y: f64,
    /// Holds wherever the curves are; else it has its name at the edge and no line.
    pub everywhere: bool,
}

/// A whole chart as plain data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    /// What the heights mean, in words, with the unit; stands at the top left.
    pub title: String,
    /// What the widths mean; stands below the last tick.
    pub across: String,
    /// Where the x axis begins and ends.
    pub begin: f64,
    pub end: f64,
    /// Whether what the curves are called stands elsewhere than at their ends.
    pub bare: bool,
    pub levels: Vec<Level>,
    pub series: Vec<Series>,
}

impl Plot {
    /// How many points all curves have together.
    pub fn points(&self) -> usize {
        self.series.iter().map(|s| s.points.len()).sum()
    }

    /// What is named at the right edge: label, pen, and the height where there is one yet.
    fn ends(&self) -> impl Iterator<Item = (&str, Pen, Option<f64>)> {
        let named = self.series.iter().filter(|s| !s.beside);
        let series = named.map(|s| (s.label.as_str(), s.pen, s.points.last().map(|p| p.mean)));
        series.chain(self.levels.iter().map(|l| (l.label.as_str(), l.pen, Some(l.y))))
    }
}

/// Whether numbers are the same bit by bit: blanks, which are no numbers, as well.
fn drawn_alike(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

/// Anything that can be drawn on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    Curves(Plot),
    Map(Heat),
}

impl Chart {
    pub fn draw(&self, surface: &mut dyn Surface, look: &Look, numbers: &dyn Numbers) -> Option<Placed> {
        match self {
            Chart::Curves(plot) => draw(surface, plot, look, numbers),
            Chart::Map(heat) => heat::draw(surface, heat, look),
        }
    }

    pub fn csv(&self) -> String {
        match self {
            Chart::Curves(plot) => plot.csv(),
            Chart::Map(heat) => heat.csv(),
        }
    }

    /// How many points it has: 0 while there is nothing to see.
    pub fn points(&self) -> usize {
        match self {
            Chart::Curves(plot) => plot.points(),
            Chart::Map(heat) => heat.shade.len(),
        }
    }

    /// Whether what was read from another chart still stands at the same place of this one.
    pub fn has_axes_of(&self, other: &Chart) -> bool {
        match (self, other) {
            (Chart::Curves(a), Chart::Curves(b)) => a.title == b.title && a.across == b.across,
            (Chart::Map(a), Chart::Map(b)) => a.title == b.title && a.columns == b.columns && a.rows == b.rows,
            _ => false,
        }
    }

    pub fn title(&self) -> &str {
        match self {
            Chart::Curves(plot) => &plot.title,
            Chart::Map(heat) => &heat.title,
        }
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
    /// What maps are shaded with.
    pub accent: Rgb,
    /// How far the contestants' colours are lifted towards white, so that they can be seen on dark paper: 0 to 1.
    pub lift: f64,
}

impl Look {
    /// A contestant's colour on this paper.
    pub fn lifted(&self, (r, g, b): Rgb) -> Rgb {
        let lift = |c: u8| libm::round(f64::from(c) + (255.0 - f64::from(c)) * self.lift) as u8;
        (lift(r), lift(g), lift(b))
    }
}

/// Writes the numbers at the ticks, as the visitor's language does.
pub trait Numbers {
    fn across(&self, x: f64) -> String;
    /// With so many digits after the point.
    fn up(&self, y: f64, decimals: usize) -> String;
}
