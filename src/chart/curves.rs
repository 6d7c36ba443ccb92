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

/// The curve of several seeds, as far as all of them have come: at every step that all have measured.
/// Costs are minus the reward, so that they are shown as positive numbers.
pub fn over_seeds(seeds: &[&Curves], is_cost: bool) -> Vec<Point> {
    let Some((first, others)) = seeds.split_first() else { return Vec::new() };
    // Curves are thinned to every so many-th point, so the steps are rising and need not be the same.
    let mut places = vec![0; others.len()];
    let mut points = Vec::with_capacity(first.steps.len());
    let mut rewards = Vec::with_capacity(seeds.len());
    for (&steps, &reward) in first.steps.iter().zip(&first.reward) {
        rewards.clear();
        rewards.push(reward);
        for (curve, place) in others.iter().zip(&mut places) {
            while curve.steps.get(*place).is_some_and(|&s| s < steps) {
                *place += 1;
            }
            if curve.steps.get(*place) == Some(&steps) {
                rewards.extend(curve.reward.get(*place));
            }
        }
        if rewards.len() == seeds.len() && rewards.iter().all(|r| r.is_finite()) {
            points.push(point(steps, &rewards, is_cost));
        }
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
