//! What a network sees of an observation: each number between −1 and 1 by the spec's bounds, and each of a few whole
//! numbers as a place of its own (a segment, a category, a day of the week), for these are often names.
//!
//! A dimension of one level is a name and no quantity (a visitor's number in a log, say) and is left out.

use crate::agent::picture::numbered;
use crate::base::text::Words;
use crate::base::{Dimension, Text};
use std::ops::Range;

/// Whole numbers that are told apart one by one: more than two, for two are told apart by their size too.
const FEW: Range<u32> = 3..11;

#[derive(Clone, Debug)]
enum Part {
    /// The number of the observation, what is subtracted from it, and what it is then multiplied by.
    Size(usize, f64, f64),
    /// The number of the observation, its lowest value, and how many values there are.
    Places(usize, f64, usize),
}

#[derive(Clone, Debug)]
pub struct Inputs {
    parts: Vec<Part>,
    len: usize,
}

impl Inputs {
    pub fn new(observation: &[Dimension]) -> Inputs {
        let part = |(i, d): (usize, &Dimension)| {
            let half = 0.5 * (d.high - d.low);
            let whole = d.high - d.low + 1.0 == f64::from(d.levels) && d.low.fract() == 0.0;
            match (d.levels > 1 && half > 0.0, whole && FEW.contains(&d.levels)) {
                (false, _) => None,
                (true, true) => Some(Part::Places(i, d.low, d.levels as usize)),
                (true, false) => Some(Part::Size(i, d.low + half, 1.0 / half)),
            }
        };
        let parts: Vec<Part> = observation.iter().enumerate().filter_map(part).collect();
        let len = |part: &Part| match part {
            Part::Size(..) => 1,
            Part::Places(_, _, n) => *n,
        };
        // The last one is always one, so that a world without anything to see has a network too.
        let len = 1 + parts.iter().map(len).sum::<usize>();
        Inputs { parts, len }
    }

    pub fn width(&self) -> usize {
        self.len
    }

    /// What each input stands for, of an observation like the one that they were made for.
    pub fn names(&self, observation: &[Dimension]) -> Vec<Words> {
        let mut names = Vec::with_capacity(self.len);
        for part in &self.parts {
            match *part {
                Part::Size(i, ..) => names.push(observation[i].label.into()),
                Part::Places(i, low, n) => {
                    (0..n).for_each(|place| names.push(numbered(observation[i].label, low as i64 + place as i64)));
                }
            }
        }
        names.push(Text::new("always 1", "恒为 1").into());
        names
    }

    /// The numbers of the observation that inputs were written from, but for those that are left out; rounded, for an
    /// input is an f32.
    pub fn read(&self, inputs: &[f32]) -> Vec<f64> {
        let (mut at, mut read) = (0, Vec::new());
        for part in &self.parts {
            match *part {
                Part::Size(_, middle, per) => {
                    read.push(libm::round(1e4 * (middle + f64::from(inputs[at]) / per)) / 1e4);
                    at += 1;
                }
                Part::Places(_, low, n) => {
                    read.push(low + inputs[at..at + n].iter().position(|x| *x > 0.0).unwrap_or(0) as f64);
                    at += n;
                }
            }
        }
        read
    }

    /// What these numbers are.
    pub fn labels(&self, observation: &[Dimension]) -> Vec<Text> {
        let of = |part: &Part| match *part {
            Part::Size(i, ..) | Part::Places(i, ..) => observation[i].label,
        };
        self.parts.iter().map(of).collect()
    }

    pub fn write(&self, observation: &[f64], inputs: &mut [f32]) {
        let mut at = 0;
        for part in &self.parts {
            match part {
                Part::Size(i, middle, per) => {
                    inputs[at] = ((observation[*i] - middle) * per) as f32;
                    at += 1;
                }
                Part::Places(i, low, n) => {
                    inputs[at..at + n].fill(0.0);
                    let place = f64::clamp(observation[*i] - low, 0.0, (n - 1) as f64) as usize;
                    inputs[at + place] = 1.0;
                    at += n;
                }
            }
        }
        inputs[at] = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_become_minus_one_and_one_and_names_are_left_out() {
        let text = Text::new("x", "x");
        let name = Dimension::real("name", text, 0.0, 300.0, 1);
        let few = Dimension::whole("segment", text, 1, 3);
        let seat = [Dimension::whole("a", text, 0, 20), name, few, Dimension::real("b", text, -2.0, 6.0, 5)];
        let inputs = Inputs::new(&seat);
        let mut seen = vec![0.0; inputs.width()];
        inputs.write(&[20.0, 123.0, 2.0, -2.0], &mut seen);
        assert_eq!(seen, [1.0, 0.0, 1.0, 0.0, -1.0, 1.0]);
        inputs.write(&[10.0, 0.0, 3.0, 4.0], &mut seen);
        assert_eq!(seen, [0.0, 0.0, 0.0, 1.0, 0.5, 1.0]);
        // What lies outside counts as the nearest.
        inputs.write(&[10.0, 0.0, 99.0, 4.0], &mut seen);
        assert_eq!(seen[1..4], [0.0, 0.0, 1.0]);
        // And back again, up to the bits of an f32.
        inputs.write(&[15.0, 7.0, 2.0, 5.0], &mut seen);
        assert_eq!(inputs.read(&seen), [15.0, 2.0, 5.0]);
        assert_eq!(inputs.labels(&seat).len(), 3);
        let names: Vec<String> = inputs.names(&seat).into_iter().map(|name| name.en).collect();
        assert_eq!(names, ["x", "x 1", "x 2", "x 3", "x", "always 1"]);
    }

    #[test]
    fn whole_numbers_below_zero_have_their_own_names() {
        let seat = [Dimension::whole("debt", Text::new("debt", "欠账"), -2, 1)];
        let inputs = Inputs::new(&seat);
        let names: Vec<String> = inputs.names(&seat).into_iter().map(|name| name.en).collect();
        assert_eq!(names, ["debt -2", "debt -1", "debt 0", "debt 1", "always 1"]);
        for (place, x) in [-2.0, -1.0, 0.0, 1.0].into_iter().enumerate() {
            let mut seen = vec![0.0; inputs.width()];
            inputs.write(&[x], &mut seen);
            assert_eq!((seen.iter().position(|x| *x == 1.0), inputs.read(&seen)), (Some(place), vec![x]));
        }
    }
}
