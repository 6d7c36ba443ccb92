//! Curves from frames: the mean over the seeds, and the 95 % band where there is more than one.

use crate::base::stats::{half_width, mean};
use crate::run::frame::Curves;

/// A point of a curve with the ends of its band, which are NaN where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// What one seed has measured so far.
#[derive(Clone, Copy)]
pub struct Measured<'a> {
    pub curves: &'a Curves,
    /// Whether the run has ended: its policy stays as it is, and so does what it earns.
    pub over: bool,
}

impl Measured<'_> {
    /// What it earned at a step, looked up from a place that only moves on.
    fn at(&self, steps: u64, place: &mut usize) -> Option<f64> {
        let Curves { steps: known, reward, .. } = self.curves;
        while known.get(*place).is_some_and(|&s| s < steps) {
            *place += 1;
        }
        match known.get(*place) {
            Some(&s) if s == steps => reward.get(*place).copied(),
            None if self.over => reward.last().copied(),
            _ => None,
        }
    }
}

/// The curve of several seeds, as far as all of them have come: at every step that all have measured, or before
/// which they have ended. Costs are minus the reward, so that they are shown as positive numbers.
pub fn over_seeds(seeds: &[Measured<'_>], is_cost: bool) -> Vec<Point> {
    let Some(longest) = seeds.iter().max_by_key(|seed| seed.curves.steps.last()) else { return Vec::new() };
    // Curves are thinned to every so many-th point, so the steps are rising and need not be the same.
    let mut places = vec![0; seeds.len()];
    let mut points = Vec::with_capacity(longest.curves.steps.len());
    for &steps in &longest.curves.steps {
        let at = |(seed, place): (&Measured<'_>, &mut usize)| seed.at(steps, place).filter(|r| r.is_finite());
        let rewards: Option<Vec<f64>> = seeds.iter().zip(&mut places).map(at).collect();
        points.extend(rewards.map(|rewards| point(steps, &rewards, is_cost)));
    }
    points
}

fn point(steps: u64, rewards: &[f64], is_cost: bool) -> Point {
    let mean = if is_cost { -mean(rewards) } else { mean(rewards) };
    let half = half_width(rewards);
    Point { x: steps as f64, mean, low: mean - half, high: mean + half }
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
