//! Curves from frames: the middle over the seeds, the 95 % band where there is more than one, and each seed alone.

use crate::base::stats::{Interval, interquartile_mean, mean};
use crate::run::frame::Curves;

/// A point of a curve with the ends of its band, which are NaN where there is none.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub x: f64,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// What is drawn the same is the same, no band too.
impl PartialEq for Point {
    fn eq(&self, other: &Point) -> bool {
        super::drawn_alike(&[self.x, self.mean, self.low, self.high], &[other.x, other.mean, other.low, other.high])
    }
}

/// What one seed has measured so far.
#[derive(Clone, Copy)]
pub struct Measured<'a> {
    pub curves: &'a Curves,
    /// Whether the run has ended: its policy stays as it is, and so does what it earns.
    pub over: bool,
}

/// Which of the two curves of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quantity {
    /// What the frozen policy earns when it only does what it thinks best.
    #[default]
    Frozen,
    /// What was really earned while learning.
    Earned,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Middle {
    #[default]
    Mean,
    /// The interquartile mean.
    Iqm,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Across {
    #[default]
    Steps,
    Episodes,
    Seconds,
}

/// What is made of a reward before it is drawn: `times · reward + plus`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub times: f64,
    pub plus: f64,
}

impl Scale {
    pub fn of(self, reward: f64) -> f64 {
        self.times * reward + self.plus
    }
}

/// How runs become a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub quantity: Quantity,
    pub middle: Middle,
    pub across: Across,
    pub scale: Scale,
}

impl Measured<'_> {
    /// Where a step is found, looked up from a place that only moves on; the last one of a run that has ended.
    fn place(&self, steps: u64, place: &mut usize) -> Option<usize> {
        let known = &self.curves.steps;
        while known.get(*place).is_some_and(|&s| s < steps) {
            *place += 1;
        }
        match known.get(*place) {
            Some(&s) if s == steps => Some(*place),
            None if self.over => known.len().checked_sub(1),
            _ => None,
        }
    }

    fn value(&self, at: usize, quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Frozen => self.curves.reward.get(at),
            Quantity::Earned => self.curves.earned.get(at),
        }
        .copied()
        .filter(|x| x.is_finite())
    }

    fn across(&self, at: usize, across: Across) -> f64 {
        let known = match across {
            Across::Steps => self.curves.steps.get(at).map(|&n| n as f64),
            Across::Episodes => self.curves.episodes.get(at).map(|&n| n as f64),
            Across::Seconds => self.curves.seconds.get(at).copied(),
        };
        known.unwrap_or(0.0)
    }
}

/// The curve of several seeds and each seed's own, as far as all of them have come: at every step that all have
/// measured, or before which they have ended. `against` are the seeds of another contestant in the same worlds,
/// and what is drawn then is the difference within each pair.
pub fn over_seeds(seeds: &[Measured<'_>], against: Option<&[Measured<'_>]>, shape: &Shape) -> Vec<Point> {
    let interval = match shape.middle {
        Middle::Mean => Interval::of_mean(seeds.len()),
        Middle::Iqm => Interval::of_iqm(seeds.len()),
    };
    let mut points = Vec::new();
    each_step(seeds, against, shape, |x, values| {
        let middle = match shape.middle {
            Middle::Mean => mean(values),
            Middle::Iqm => interquartile_mean(values),
        };
        let half = interval.half(values);
        // Clocks are rounded and episodes take many steps: of several points at one place the last one counts.
        if points.last().is_some_and(|last: &Point| last.x >= x) {
            points.pop();
        }
        points.push(Point { x, mean: middle, low: middle - half, high: middle + half });
    });
    points
}

/// The curve of each seed alone.
pub fn each_seed(seeds: &[Measured<'_>], against: Option<&[Measured<'_>]>, shape: &Shape) -> Vec<Vec<(f64, f64)>> {
    let mut lines = vec![Vec::new(); seeds.len()];
    each_step(seeds, against, shape, |x, values| {
        for (line, &y) in lines.iter_mut().zip(values) {
            if line.last().is_some_and(|last: &(f64, f64)| last.0 >= x) {
                line.pop();
            }
            line.push((x, y));
        }
    });
    lines
}

fn each_step(
    seeds: &[Measured<'_>],
    against: Option<&[Measured<'_>]>,
    shape: &Shape,
    mut found: impl FnMut(f64, &[f64]),
) {
    let Some(longest) = seeds.iter().max_by_key(|seed| seed.curves.steps.last()) else { return };
    let others = against.unwrap_or_default();
    // Curves are thinned to every so many-th point, so the steps are rising and need not be the same.
    let mut places = vec![0; seeds.len() + others.len()];
    let mut values = vec![0.0; seeds.len()];
    for &steps in &longest.curves.steps {
        let (mut x, mut all) = (0.0, true);
        let (own, theirs) = places.split_at_mut(seeds.len());
        for ((seed, place), value) in seeds.iter().zip(own).zip(&mut values) {
            let at = seed.place(steps, place);
            let known = at.and_then(|at| seed.value(at, shape.quantity));
            x += at.map_or(0.0, |at| seed.across(at, shape.across));
            all &= known.is_some();
            *value = shape.scale.of(known.unwrap_or(f64::NAN));
        }
        for ((other, place), value) in others.iter().zip(theirs).zip(&mut values) {
            let known = other.place(steps, place).and_then(|at| other.value(at, shape.quantity));
            all &= known.is_some();
            *value -= shape.scale.of(known.unwrap_or(f64::NAN));
        }
        if all {
            let x = if shape.across == Across::Steps { steps as f64 } else { x / seeds.len() as f64 };
            found(x, &values);
        }
    }
}

/// Where the x axis ends when the furthest run has come to `steps`: it grows by doubling up to the budget, so
/// that it does not crawl.
pub fn end_of_axis(steps: f64, budget: f64) -> f64 {
    let mut end = budget;
    while end / 2.0 >= steps && end > budget / 64.0 {
        end /= 2.0;
    }
    end
}
