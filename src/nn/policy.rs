//! Policies over labelled choices: the softmax of a network's preferences, and the losses that improve it.
//!
//! [`Surrogate`], [`Lesson`] and [`Heard`] serve [`super::gaussian`] too: what a loss makes of a log-probability does
//! not depend on where it came from.

use super::Head;
use super::elementary::{exp, exp4, ln};
use super::lanes::{F32x4, LANES};

/// How a policy's loss weighs the log-probability of what was done.
#[derive(Clone, Copy, Debug)]
pub enum Surrogate<'a> {
    /// A·ln π(a|s) (Williams 1992; Sutton et al. 2000).
    Likelihood,
    /// min(r·A, clip(r, 1 − ε, 1 + ε)·A) with r = π(a|s) / π_old(a|s) (Schulman et al. 2017, equation 7).
    Clipped { old: &'a [f32], epsilon: f32 },
}

/// What a batch has to teach a policy.
#[derive(Clone, Copy, Debug)]
pub struct Lesson<'a> {
    pub surrogate: Surrogate<'a>,
    /// How much better than expected every row turned out.
    pub advantages: &'a [f32],
    /// β, by which a policy's entropy lowers its loss.
    pub entropy: f32,
}

/// What a policy's loss has to tell, means over the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heard {
    /// −surrogate − β·entropy.
    pub loss: f32,
    pub entropy: f32,
    /// The share of rows that clipping kept from pulling.
    pub clipped: f32,
    /// How far the policy has moved from the old one: the mean of r − 1 − ln r, which estimates the divergence.
    pub moved: f32,
}

impl Lesson<'_> {
    /// Adds a row to what is told; the derivative of its surrogate by the log-probability.
    pub(super) fn hear(&self, row: usize, log_probability: f32, entropy: f32, heard: &mut Heard) -> f32 {
        let advantage = self.advantages[row];
        let (surrogate, slope) = match self.surrogate {
            Surrogate::Likelihood => (advantage * log_probability, advantage),
            Surrogate::Clipped { old, epsilon } => {
                let difference = log_probability - old[row];
                let ratio = exp(difference);
                heard.moved += ratio - 1.0 - difference;
                let bounded = ratio.clamp(1.0 - epsilon, 1.0 + epsilon);
                if bounded * advantage < ratio * advantage {
                    heard.clipped += 1.0;
                    (bounded * advantage, 0.0)
                } else {
                    (ratio * advantage, ratio * advantage)
                }
            }
        };
        heard.loss -= surrogate + self.entropy * entropy;
        heard.entropy += entropy;
        slope
    }
}

impl Heard {
    /// From sums to means.
    pub(super) fn mean(self, rows: usize, weight: f32) -> Heard {
        let n = rows as f32;
        Heard {
            loss: self.loss * weight / n,
            entropy: self.entropy / n,
            clipped: self.clipped / n,
            moved: self.moved / n,
        }
    }
}

/// Probabilities e^z / Σ e^z over the choices that `mask` allows (all, where it is empty); those of the others are zero.
/// Returns ln Σ e^z, so that ln π(a) = z_a − that.
pub fn softmax(preferences: &[f32], mask: &[bool], probabilities: &mut [f32]) -> f32 {
    // Where nothing is allowed anything may be drawn: there is no other way not to divide by zero.
    let mask = if mask.contains(&true) { mask } else { &[] };
    let allowed = |i: usize| mask.is_empty() || mask[i];
    let open = preferences.iter().enumerate().filter(|(i, _)| allowed(*i));
    let most = open.fold(f32::NEG_INFINITY, |most, (_, z)| if *z > most { *z } else { most });
    let mut total = F32x4::zero();
    for (block, four) in preferences.chunks(LANES).enumerate() {
        let first = block * LANES;
        // What is shut, and what is beyond the end, is infinitely unlikely.
        let mut open = [f32::NEG_INFINITY; LANES];
        for (i, z) in four.iter().enumerate().filter(|(i, _)| allowed(first + i)) {
            open[i] = z - most;
        }
        let powers = exp4(F32x4::from_array(&open));
        powers.store_some(&mut probabilities[first..first + four.len()]);
        total = total + powers;
    }
    let total = total.sum();
    probabilities.iter_mut().for_each(|p| *p /= total);
    most + ln(total)
}

/// A policy's choice for a number drawn evenly from [0, 1).
pub fn draw(probabilities: &[f32], uniform: f64) -> usize {
    let total: f64 = probabilities.iter().map(|p| f64::from(*p)).sum();
    let mut left = uniform * total;
    let mut last = 0;
    for (choice, p) in probabilities.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        last = choice;
        left -= f64::from(*p);
        if left < 0.0 {
            break;
        }
    }
    last
}

/// What was chosen in a batch, and among what.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a> {
    pub choices: &'a [u32],
    /// A row of the head's width for each of its rows; empty where all choices are always allowed.
    pub masks: &'a [bool],
}

/// The loss −mean(surrogate) − β·mean(entropy) of a policy over choices, whose preferences are the head's outputs.
///
/// With p the softmax, d ln π(a)/dz_j = [j = a] − p_j and dH/dz_j = −p_j (ln p_j + H).
pub fn policy_loss(mut head: Head<'_>, done: Choices<'_>, lesson: Lesson<'_>) -> Heard {
    let (rows, width) = (head.rows(), head.width());
    assert!(done.choices.len() == rows && lesson.advantages.len() == rows);
    assert!(done.masks.is_empty() || done.masks.len() == rows * width);
    let share = head.weight() / rows as f32;
    let mut heard = Heard::default();
    for (at, choice) in done.choices.iter().enumerate() {
        let mask = if done.masks.is_empty() { &[][..] } else { &done.masks[at * width..(at + 1) * width] };
        let (preferences, slopes) = head.row(at);
        let normaliser = softmax(preferences, mask, slopes);
        let likely = |j: usize, p: f32| if p > 0.0 { p * (preferences[j] - normaliser) } else { 0.0 };
        let entropy = -slopes.iter().enumerate().map(|(j, p)| likely(j, *p)).sum::<f32>();
        let chosen = *choice as usize;
        let pull = lesson.hear(at, preferences[chosen] - normaliser, entropy, &mut heard);
        for (j, slope) in slopes.iter_mut().enumerate() {
            let p = *slope;
            let by_log = if j == chosen { 1.0 - p } else { -p };
            *slope = share * (lesson.entropy * (likely(j, p) + p * entropy) - pull * by_log);
        }
    }
    heard.mean(rows, head.weight())
}
