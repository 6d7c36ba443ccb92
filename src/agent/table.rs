//! The table of action values that Q-learning and SARSA share: cells by the natural levels of what is seen.

use super::exploration::Rate;
use super::{Opinion, Seen};
use crate::base::{Actions, Dimension, Params, Trouble};
use crate::sim::{Facts, Spec};
use crate::trouble;

/// Cells above which a table is refused.
pub const MOST_CELLS: usize = 4_000_000;

/// A value and a count for each pair of what is seen and what is done.
pub struct Table {
    dimensions: Vec<Dimension>,
    pub choices: usize,
    values: Vec<f64>,
    visits: Vec<u32>,
    rate: Rate,
    masked: bool,
}

/// How many cells a table of this seat would have; none for a box.
fn cells(spec: &Spec, seat: usize) -> Option<usize> {
    let seat = &spec.seats[seat];
    let choices = seat.actions.choices()?;
    Some(seat.observation.iter().fold(choices, |cells, d| cells.saturating_mul(d.levels as usize)))
}

/// Fits where the actions are choices and the table is not too large.
pub fn fits(spec: &Spec, seat: usize, _facts: &Facts<'_>) -> Result<(), Trouble> {
    match cells(spec, seat) {
        None => Err(trouble!(
            "a table needs choices, and this seat's action is a number in a range",
            "表格需要离散的选项，而这里的动作是区间内的数"
        )),
        Some(cells) if cells > MOST_CELLS => Err(trouble!(
            "a table would have {cells} cells, and at most {MOST_CELLS} are allowed",
            "表格将有 {cells} 格，最多允许 {MOST_CELLS} 格"
        )),
        Some(_) => Ok(()),
    }
}

impl Table {
    pub fn new(spec: &Spec, seat: usize, params: &Params) -> Table {
        let (dimensions, actions) = (spec.seats[seat].observation.clone(), &spec.seats[seat].actions);
        let choices = match actions {
            Actions::Choices(labels) => labels.len(),
            Actions::Box(_) => 0,
        };
        let size = cells(spec, seat).unwrap_or(0);
        Table {
            dimensions,
            choices,
            values: vec![0.0; size],
            visits: vec![0; size],
            rate: Rate::new(params),
            masked: spec.seats[seat].masked,
        }
    }

    /// The first cell of what is seen; its choices follow each other.
    #[inline]
    pub fn row(&self, observation: &[f64]) -> usize {
        let mut row = 0;
        for (d, &x) in self.dimensions.iter().zip(observation) {
            row = row * d.levels as usize + d.level(x) as usize;
        }
        row * self.choices
    }

    /// Whether choices are ever forbidden.
    #[inline]
    pub fn masked(&self) -> bool {
        self.masked
    }

    #[inline]
    pub fn value(&self, cell: usize) -> f64 {
        self.values[cell]
    }

    /// The allowed choice of the largest value, the first among equals, and that value.
    #[inline]
    pub fn best(&self, row: usize, mask: &[bool]) -> (usize, f64) {
        let values = &self.values[row..row + self.choices];
        if !self.masked {
            return largest(values);
        }
        let (mut best, mut best_value) = (0, f64::NEG_INFINITY);
        for (choice, (&value, &allowed)) in values.iter().zip(mask).enumerate() {
            if allowed && value > best_value {
                (best, best_value) = (choice, value);
            }
        }
        (best, best_value)
    }

    /// Moves a value towards its target by the learning rate of this visit.
    #[inline]
    pub fn update(&mut self, cell: usize, target: f64) {
        let rate = self.rate.at(self.visits[cell]);
        self.visits[cell] = self.visits[cell].saturating_add(1);
        self.values[cell] += rate * (target - self.values[cell]);
    }

    pub fn opinion(&self, seen: Seen<'_>) -> Opinion {
        let row = self.row(seen.observation);
        let visits: u64 = self.visits[row..row + self.choices].iter().map(|&v| v as u64).sum();
        Opinion {
            values: self.values[row..row + self.choices].to_vec(),
            choice: Some(self.best(row, seen.mask).0),
            notes: vec![("visits", visits as f64)],
        }
    }

    /// The share of cells that have been visited.
    pub fn coverage(&self) -> f64 {
        let visited = self.visits.iter().filter(|v| **v > 0).count();
        visited as f64 / self.visits.len() as f64
    }
}

/// The first of the largest numbers. Four running maxima let the processor compare side by side; the order
/// of comparing cannot change a maximum, so the bits are the same everywhere.
#[inline]
fn largest(values: &[f64]) -> (usize, f64) {
    let larger = |a: f64, b: f64| if b > a { b } else { a };
    let mut four = [f64::NEG_INFINITY; 4];
    let chunks = values.chunks_exact(4);
    let mut top = chunks.remainder().iter().fold(f64::NEG_INFINITY, |top, &v| larger(top, v));
    for chunk in chunks {
        for (max, &v) in four.iter_mut().zip(chunk) {
            *max = larger(*max, v);
        }
    }
    top = four.iter().fold(top, |top, &v| larger(top, v));
    (values.iter().position(|&v| v == top).unwrap_or(0), top)
}

#[cfg(test)]
mod tests {
    use super::largest;

    #[test]
    fn the_first_of_the_largest_is_found() {
        for n in 1..20 {
            for at in 0..n {
                let mut values = vec![-3.0; n];
                values[at] = 2.5;
                values[n - 1] = 2.5;
                assert_eq!(largest(&values), (at, 2.5));
            }
        }
    }
}
