//! A table of action values: cells by the natural levels of what is seen.

use super::arms;
use super::exploration::{Rate, any_choice};
use super::{Case, Lesson, Opinion, Term, Transition, known_steps};
use crate::base::space::Scale;
use crate::base::text::grouped;
use crate::base::{Dimension, Params, Rng, Text, Trouble};
use crate::sim::{Spec, Status};
use crate::trouble;
use std::ops::Range;

/// Cells above which a table is refused.
pub const MOST_CELLS: usize = 4_000_000;

/// A value and a count for each pair of what is seen and what is done.
pub struct Table {
    scales: Vec<Scale>,
    pub choices: usize,
    values: Vec<f64>,
    visits: Vec<u32>,
    rows: Vec<Row>,
    rate: Rate,
    masked: bool,
}

/// The values and the visits of all cells.
pub type Cells = (Vec<f64>, Vec<u32>);

/// What is known of a row, so that the next decision need not compare all its values again.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// The choice of the largest value, the first among equals.
    best: usize,
    /// No other choice has a larger value than this.
    others: f64,
}

/// How many cells a table of this seat would have; none for a box.
fn cells(spec: &Spec, seat: usize) -> Option<usize> {
    let seat = &spec.seats[seat];
    let choices = seat.actions.choices()?;
    Some(seat.observation.iter().fold(choices, |cells, d| cells.saturating_mul(d.cells() as usize)))
}

/// Fits where the actions are choices and the table is not too large.
pub fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    fit(case, 1)
}

/// The same for two tables.
pub fn fits_twice(case: &Case<'_>) -> Result<(), Trouble> {
    fit(case, 2)
}

fn fit(case: &Case<'_>, tables: usize) -> Result<(), Trouble> {
    match cells(case.spec, case.seat).map(|n| n.saturating_mul(tables)) {
        None => Err(trouble!(
            "a table needs choices, and this seat's action is a number in a range",
            "表格需要离散的选项，而这里的动作是区间内的数"
        )),
        Some(n) if n > MOST_CELLS => {
            let (cells, most) = (grouped(n as u64), grouped(MOST_CELLS as u64));
            Err(trouble!(
                "its table would have {cells} cells, and at most {most} are allowed",
                "表格共将有 {cells} 格，最多允许 {most} 格"
            ))
        }
        Some(_) => Ok(()),
    }
}

impl Table {
    pub fn new(spec: &Spec, seat: usize, params: &Params, steps: u64) -> Table {
        let choices = spec.seats[seat].actions.choices().unwrap_or(0);
        let size = cells(spec, seat).unwrap_or(0);
        Table {
            scales: spec.seats[seat].observation.iter().map(Dimension::scale).collect(),
            choices,
            values: vec![0.0; size],
            visits: vec![0; size],
            rows: vec![Row { best: 0, others: 0.0 }; size / usize::max(choices, 1)],
            rate: Rate::new(params, steps),
            masked: spec.seats[seat].masked,
        }
    }

    /// The row of what is seen.
    #[inline]
    pub fn row(&self, observation: &[f64]) -> usize {
        let mut row = 0;
        for (scale, &x) in self.scales.iter().zip(observation) {
            row = row * scale.levels() + scale.level(x);
        }
        row
    }

    /// Its cells, one for each choice.
    #[inline]
    fn cells(&self, row: usize) -> Range<usize> {
        row * self.choices..(row + 1) * self.choices
    }

    /// The value of each choice.
    #[inline]
    pub fn values(&self, row: usize) -> &[f64] {
        &self.values[self.cells(row)]
    }

    #[inline]
    pub fn value(&self, row: usize, choice: usize) -> f64 {
        self.values[row * self.choices + choice]
    }

    #[inline]
    pub fn allows(&self, mask: &[bool], choice: usize) -> bool {
        !self.masked || mask[choice]
    }

    /// The allowed choice of the largest value, the first among equals, and that value; the first choice where none
    /// is allowed.
    #[inline]
    pub fn best(&self, row: usize, mask: &[bool]) -> (usize, f64) {
        if !self.masked {
            let best = self.rows[row].best;
            return (best, self.value(row, best));
        }
        let values = self.values(row);
        let best = arms::best_of(mask, |choice| values[choice]);
        (best, values[best])
    }

    /// The value of the best choice after a step; nothing follows a terminated one.
    #[inline]
    pub fn best_after(&self, step: &Transition<'_>) -> f64 {
        match step.status {
            Status::Terminated => 0.0,
            _ => self.best(self.row(step.next.observation), step.next.mask).1,
        }
    }

    /// Moves the value of a choice towards its target by the learning rate of this visit and step.
    #[inline]
    pub fn update(&mut self, row: usize, choice: usize, target: f64, step: u64) {
        let cell = row * self.choices + choice;
        let rate = self.rate.at(self.visits[cell], step);
        self.visits[cell] = self.visits[cell].saturating_add(1);
        let old = self.values[cell];
        let value = moved(old, rate, target);
        self.values[cell] = value;
        let known = self.rows[row];
        let largest = self.value(row, known.best);
        if choice == known.best {
            if value < old && value <= known.others {
                self.rows[row] = compare(self.values(row));
            }
        } else if value > largest || (value == largest && choice < known.best) {
            self.rows[row] = Row { best: choice, others: f64::max(known.others, largest) };
        } else if value > known.others {
            self.rows[row].others = value;
        }
    }

    /// What an update by this rule would write, at this step with this discount γ, and with what is reckoned to follow.
    pub fn lesson(
        &self,
        rule: &'static [&'static str],
        step: &Transition<'_>,
        (now, gamma): (u64, f64),
        (means, follows): (Text, f64),
    ) -> Lesson {
        let cell = self.row(step.seen.observation) * self.choices + step.action.choice;
        let (old, rate) = (self.values[cell], self.rate.at(self.visits[cell], now));
        let new = moved(old, rate, step.reward + gamma * follows);
        // Every rule is written in the same order, whatever its symbols.
        let terms = vec![
            Term::new(rule[2], "what the decision was thought to be worth here", "此处该决定原先的估值", old),
            Term::new(rule[4], "the learning rate of this visit", "这次访问的学习率", rate),
            Term::new("r", "the reward of this step", "这一步的奖励", step.reward),
            Term::new("γ", "how much the learner cares about what follows", "学习者多看重之后的回报", gamma),
            Term { symbol: rule[11], means, value: follows },
            Term::new(rule[0], "what the decision is thought to be worth now", "该决定的新估值", new),
        ];
        Lesson { rule, terms }
    }

    /// One of the choices that the mask allows, each as likely.
    #[inline]
    pub fn any(&self, mask: &[bool], rng: &mut Rng) -> usize {
        if self.masked { any_choice(mask, rng) } else { rng.below(self.choices as u32) as usize }
    }

    /// The values of a row and how often each was updated; what follows from them is the learner's to say.
    pub fn opinion(&self, row: usize) -> Opinion {
        Opinion {
            values: self.values(row).to_vec(),
            visits: self.visits[self.cells(row)].iter().map(|&v| v.into()).collect(),
            ..Opinion::default()
        }
    }

    /// Choices, steps, values and visits, all little-endian.
    pub fn save(&self, steps: u64) -> Vec<u8> {
        let mut saved = Vec::with_capacity(self.saved_length());
        saved.extend((self.choices as u64).to_le_bytes());
        saved.extend(steps.to_le_bytes());
        self.values.iter().for_each(|v| saved.extend(v.to_le_bytes()));
        self.visits.iter().for_each(|v| saved.extend(v.to_le_bytes()));
        saved
    }

    pub fn saved_length(&self) -> usize {
        16 + 12 * self.values.len()
    }

    /// What a table of this size has saved, of the right length: its steps, values and visits.
    pub fn read(&self, saved: &[u8]) -> Result<(u64, Cells), Trouble> {
        let (head, cells) = saved.split_at(16);
        let [choices, steps] = [&head[..8], &head[8..]].map(|b| u64::from_le_bytes(word(b)));
        let steps = known_steps(steps)?;
        if choices != self.choices as u64 {
            let wanted = self.choices;
            return Err(trouble!(
                "what was saved has {choices} choices, but this table has {wanted}",
                "存档有 {choices} 个选项，但这个表格有 {wanted} 个"
            ));
        }
        let (values, visits) = cells.split_at(8 * self.values.len());
        let values: Vec<f64> = values.chunks_exact(8).map(|b| f64::from_le_bytes(word(b))).collect();
        if let Some(cell) = values.iter().position(|v| !v.is_finite()) {
            let value = values[cell];
            return Err(trouble!(
                "what was saved has the value {value} in cell {cell}, but must have finite numbers",
                "存档第 {cell} 格的值是 {value}，应为有限的数"
            ));
        }
        let visits = visits.chunks_exact(4).map(|b| u32::from_le_bytes(word(b))).collect();
        Ok((steps, (values, visits)))
    }

    /// Takes over what has been read.
    pub fn take(&mut self, (values, visits): Cells) {
        self.rows = values.chunks_exact(usize::max(self.choices, 1)).map(compare).collect();
        (self.values, self.visits) = (values, visits);
    }

    /// Which share of the table has been visited.
    pub fn visited(&self) -> f64 {
        self.visits.iter().filter(|v| **v > 0).count() as f64 / self.visits.len() as f64
    }
}

/// A value on its way to its target.
#[inline]
fn moved(old: f64, rate: f64, target: f64) -> f64 {
    old + rate * (target - old)
}

/// The bytes of a number; the caller has cut them to its length.
fn word<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut word = [0; N];
    word.copy_from_slice(bytes);
    word
}

/// Compares all values of a row.
fn compare(values: &[f64]) -> Row {
    let (mut best, mut largest, mut others) = (0, f64::NEG_INFINITY, f64::NEG_INFINITY);
    for (i, &value) in values.iter().enumerate() {
        if value > largest {
            (best, largest, others) = (i, value, largest);
        } else if value > others {
            others = value;
        }
    }
    Row { best, others }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::tabular::USUAL;

    #[test]
    fn the_best_choice_is_known_after_every_update() {
        let rate = Rate::new(&Params::defaults(&USUAL), 1);
        let (rows, choices, mut rng) = (20, 7, Rng::new(1, "table"));
        let known = vec![Row { best: 0, others: 0.0 }; rows];
        let (values, visits) = (vec![0.0; rows * choices], vec![0; rows * choices]);
        let mut table = Table { scales: Vec::new(), choices, values, visits, rows: known, rate, masked: false };
        for _ in 0..200_000 {
            let (row, choice) = (rng.below(rows as u32) as usize, rng.below(table.choices as u32));
            // Whole targets and a rate of one half at first make equal values common.
            table.update(row, choice as usize, rng.below(3) as f64 - 1.0, 0);
            let values = &table.values[table.cells(row)];
            let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let first = values.iter().position(|&v| v == largest).unwrap();
            assert_eq!(table.best(row, &[]), (first, largest));
        }
    }
}
