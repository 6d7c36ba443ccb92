//! Pictures of an agent's mind, as plain data: what it believes, what its network weighs, how its learning went.
//!
//! An agent hands over numbers and what they are called; how they are drawn is the page's. Pictures are asked for
//! only while somebody looks, and are bounded: a grid has at most [`MOST`] rows and columns, biases come on top.
//! All kinds are one plain table, for each type that travels weighs on the page.

use crate::base::Text;
use crate::base::text::Words;
use serde::{Deserialize, Serialize};

/// Where nothing need be said.
pub const NOTHING: Text = Text::new("", "");

/// Rows, and columns, of a grid at most.
pub const MOST: usize = 64;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Shaded cells: a colour for each sign, stronger where there is more.
    #[default]
    Heat,
    /// A strip of bars for each row, each row in its own scale.
    Bars,
    /// Numbers to be read.
    Table,
    /// Points of curves; the columns are those of [`Picture::point`].
    Curves,
    /// The same, of what was observed, of the curve through it, and of what stands out.
    Fit,
}

/// The lines of a [`Kind::Fit`].
pub const OBSERVED: usize = 0;
pub const FITTED: usize = 1;
pub const BEST: usize = 2;

/// Numbers of a point.
pub const POINT: usize = 5;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    pub title: Words,
    pub kind: Kind,
    pub across: Words,
    pub down: Words,
    /// Who comes after the last name is counted, from 1. Rows of points are lines, and all have a name.
    pub columns: Vec<Words>,
    pub rows: Vec<Words>,
    pub width: u32,
    /// Row after row, from the top; NaN where there is nothing.
    pub values: Vec<f64>,
}

impl Picture {
    pub fn new(kind: Kind, title: Words, across: Words, down: Text) -> Picture {
        Picture { title, kind, across, down: down.into(), ..Picture::default() }
    }

    /// Points of lines with these names.
    pub fn plot(kind: Kind, title: Text, across: Text, up: Text, lines: &[Text]) -> Picture {
        let mut plot = Picture::new(kind, title.into(), across.into(), up);
        plot.width = POINT as u32;
        lines.iter().for_each(|line| plot.rows.push((*line).into()));
        plot
    }

    /// A point of a line, with the ends of its interval, which are NaN where there is none; x rises.
    pub fn point(&mut self, line: usize, x: f64, [y, low, high]: [f64; 3]) {
        self.values.extend([line as f64, x, y, low, high]);
    }
}

/// A name and a number.
pub fn numbered(what: Text, n: i64) -> Words {
    let n = n.to_string();
    Words::new([what.en, " ", &n].concat(), [what.zh, " ", &n].concat())
}

/// What is written the same in both languages.
pub fn same(text: &str) -> Words {
    Words::new(text, text)
}
