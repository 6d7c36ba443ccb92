//! Pens: the colours and dashes that contestants have wherever they appear.

use super::Rgb;

/// Okabe and Ito's colours, which colour-blind people can tell apart, darkest first.
pub const HUES: [Rgb; 7] =
    [(0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233), (240, 228, 66)];

/// What a pen is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// One of the colours, counted from 0; they begin again after the last.
    Hue(usize),
    /// The colour of the text.
    Text,
    /// The colour of quiet text.
    Faint,
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    pub ink: Ink,
    /// In pixels of the page.
    pub width: f64,
    pub dashed: bool,
}

/// Dash and gap in pixels of the page.
pub const DASH: (f64, f64) = (7.0, 4.0);

impl Pen {
    /// A learner's pen. Where the colours begin again it is finer.
    pub const fn solid(hue: usize) -> Pen {
        Pen { ink: Ink::Hue(hue), width: if hue < HUES.len() { 2.25 } else { 1.25 }, dashed: false }
    }

    /// A classical method's pen.
    pub const fn dashed(hue: usize) -> Pen {
        Pen { ink: Ink::Hue(hue), width: if hue < HUES.len() { 1.75 } else { 1.0 }, dashed: true }
    }

    /// The optimum's pen.
    pub const OPTIMUM: Pen = Pen { ink: Ink::Text, width: 1.0, dashed: false };

    /// The pen of the simple rule that stands for zero.
    pub const SIMPLE: Pen = Pen { ink: Ink::Faint, width: 1.0, dashed: true };

    /// The pen of chance.
    pub const CHANCE: Pen = Pen { ink: Ink::Faint, width: 1.0, dashed: false };
}

impl Default for Pen {
    fn default() -> Pen {
        Pen::CHANCE
    }
}

impl Ink {
    /// A colour of its own, or nothing where the theme has a word.
    pub fn hue(self) -> Option<Rgb> {
        match self {
            Ink::Hue(i) => Some(HUES[i % HUES.len()]),
            Ink::Text | Ink::Faint => None,
        }
    }
}
