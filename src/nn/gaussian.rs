//! Policies over boxes: independent normal distributions whose means a network gives and whose spreads are parameters
//! of their own, the same in every state ([`super::Network::with_extra`] keeps them beside the weights).

use super::Head;
use super::elementary::exp;
use super::policy::{Heard, Lesson};

/// ½ ln 2π.
const HALF_LN_TAU: f32 = 0.918_938_5;

/// ln π(a) = Σ −½((a − μ)/σ)² − ln σ − ½ ln 2π.
pub fn log_probability(means: &[f32], log_spreads: &[f32], action: &[f32]) -> f32 {
    let one = |((mean, log_spread), a): ((&f32, &f32), &f32)| {
        let z = (a - mean) * exp(-log_spread);
        -0.5 * z * z - log_spread - HALF_LN_TAU
    };
    means.iter().zip(log_spreads).zip(action).map(one).sum()
}

/// H = Σ ½ + ½ ln 2π + ln σ.
pub fn entropy(log_spreads: &[f32]) -> f32 {
    log_spreads.iter().map(|log_spread| 0.5 + HALF_LN_TAU + log_spread).sum()
}

/// The loss −mean(surrogate) − β·entropy of a policy over boxes, whose means are the head's outputs. `actions` has a
/// row for each of the head's; dLoss/d ln σ is written into `spread_slopes`.
///
/// d ln π/dμ = (a − μ)/σ², d ln π/d ln σ = ((a − μ)/σ)² − 1, dH/d ln σ = 1.
pub fn policy_loss(
    mut head: Head<'_>,
    log_spreads: &[f32],
    actions: &[f32],
    lesson: Lesson<'_>,
    spread_slopes: &mut [f32],
) -> Heard {
    let (rows, width) = (head.rows(), head.width());
    assert!(actions.len() == rows * width && lesson.advantages.len() == rows);
    assert!(log_spreads.len() == width && spread_slopes.len() == width);
    let (weight, entropy) = (head.weight(), entropy(log_spreads));
    let share = weight / rows as f32;
    let mut heard = Heard::default();
    spread_slopes.fill(-weight * lesson.entropy);
    for (at, action) in actions.chunks_exact(width).enumerate() {
        let (means, slopes) = head.row(at);
        let pull = lesson.hear(at, log_probability(means, log_spreads, action), entropy, &mut heard);
        for (j, a) in action.iter().enumerate() {
            let precision = exp(-log_spreads[j]);
            let z = (a - means[j]) * precision;
            slopes[j] = -share * pull * z * precision;
            spread_slopes[j] -= share * pull * (z * z - 1.0);
        }
    }
    heard.mean(rows, weight)
}
