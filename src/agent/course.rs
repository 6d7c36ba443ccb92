//! How a number of a learner changes over its run: it stays, it goes in a straight line, or ever more slowly.

use crate::base::{ParamRow, Text};
use libm::exp;

/// The ways in which a number may go, in the order of [`Way`].
const WAYS: &[(&str, Text)] = &[
    ("constant", Text::new("stays", "不变")),
    ("linear", Text::new("in a straight line", "直线")),
    ("exponential", Text::new("exponentially, down to a floor", "指数变化，直到下限")),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Constant,
    Linear,
    Exponential,
}

impl Way {
    /// From the number that a row of [`Way::row`] keeps.
    pub fn of(kept: usize) -> Way {
        [Way::Constant, Way::Linear, Way::Exponential][usize::min(kept, 2)]
    }

    pub const fn row(id: &'static str, default: Way) -> ParamRow {
        ParamRow::pick(id, WAYS, default as usize)
    }
}

/// x(t) = start + (end − start)·t/T up to T, then end; or x(t) = end + (start − end)·e^(−t·ln 100/T), of which a
/// hundredth of the way is left at T.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    start: f64,
    end: f64,
    /// T.
    over: f64,
    per_step: f64,
    bent: bool,
}

const LN_100: f64 = 2.0 * std::f64::consts::LN_10;

impl Course {
    /// From `start` to `end` over so many steps.
    pub fn new(way: Way, start: f64, end: f64, over: f64) -> Course {
        let (end, over) = (if way == Way::Constant { start } else { end }, f64::max(over, 1.0));
        Course { start, end, over, per_step: (end - start) / over, bent: way == Way::Exponential }
    }

    #[inline]
    pub fn at(&self, step: u64) -> f64 {
        let step = step as f64;
        if self.bent {
            return self.end + (self.start - self.end) * exp(-LN_100 * step / self.over);
        }
        if step >= self.over { self.end } else { self.start + self.per_step * step }
    }

    /// Where it ends.
    pub fn end(&self) -> f64 {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_goes_straight_or_bends_and_keeps_to_its_end() {
        let at = |way, start, end| {
            let course = Course::new(way, start, end, 400.0);
            [0, 200, 400, 4_000].map(|step| (course.at(step) * 1e9).round() / 1e9)
        };
        assert_eq!(at(Way::Constant, 0.7, 0.1), [0.7; 4]);
        assert_eq!(at(Way::Linear, 0.7, 0.1), [0.7, 0.4, 0.1, 0.1]);
        assert_eq!(at(Way::Linear, 0.5, 0.9), [0.5, 0.7, 0.9, 0.9]);
        // Half of the time leaves a tenth of the way.
        assert_eq!(at(Way::Exponential, 1.1, 0.1), [1.1, 0.2, 0.11, 0.1]);
        assert_eq!(at(Way::Exponential, 0.5, 0.9), [0.5, 0.86, 0.896, 0.9]);
    }
}
