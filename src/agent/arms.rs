//! What bandits remember of each choice: how often it was played, the mean of what it brought, and the spread.

use super::Opinion;
use super::exploration::any_choice;
use super::{Case, Seen};
use crate::base::{Rng, Text, Trouble};
use crate::trouble;

/// Counts, means and the squares around them, choice by choice; each updated step by step (Welford 1962).
#[derive(Clone, Debug, PartialEq)]
pub struct Arms {
    counts: Vec<f64>,
    means: Vec<f64>,
    /// Σ(r − mean)² over all choices, each around its own mean.
    squares: f64,
}

/// Fits where the actions are choices.
pub fn fits(case: &Case<'_>) -> Result<(), Trouble> {
    match case.spec.seats[case.seat].actions.choices() {
        Some(_) => Ok(()),
        None => Err(trouble!(
            "a bandit needs choices, and this seat's action is a number in a range",
            "老虎机方法需要离散的选项，而这里的动作是区间内的数"
        )),
    }
}

impl Arms {
    pub fn new(case: &Case<'_>) -> Arms {
        Arms::of(case.spec.seats[case.seat].actions.choices().unwrap_or(0))
    }

    pub fn of(n: usize) -> Arms {
        Arms { counts: vec![0.0; n], means: vec![0.0; n], squares: 0.0 }
    }

    #[inline]
    pub fn count(&self, choice: usize) -> f64 {
        self.counts[choice]
    }

    #[inline]
    pub fn mean(&self, choice: usize) -> f64 {
        self.means[choice]
    }

    pub fn plays(&self) -> f64 {
        self.counts.iter().sum()
    }

    /// The deviation of rewards around the means of their choices; 1 while there is nothing to tell it by.
    #[inline]
    pub fn deviation(&self) -> f64 {
        let free = self.plays() - self.counts.len() as f64;
        let deviation = if free > 0.0 { f64::sqrt(self.squares / free) } else { 0.0 };
        if deviation > 0.0 { deviation } else { 1.0 }
    }

    #[inline]
    pub fn update(&mut self, choice: usize, reward: f64) {
        self.counts[choice] += 1.0;
        let before = reward - self.means[choice];
        self.means[choice] += before / self.counts[choice];
        self.squares += before * (reward - self.means[choice]);
    }

    /// The allowed choice of the best mean, the first among equals.
    #[inline]
    pub fn best(&self, mask: &[bool]) -> usize {
        best_of(mask, |choice| self.means[choice])
    }

    pub fn any(&self, mask: &[bool], rng: &mut Rng) -> usize {
        any_choice(mask, rng)
    }

    pub fn opinion(&self, seen: Seen<'_>) -> Opinion {
        let choice = self.best(seen.mask);
        Opinion {
            values: self.means.clone(),
            visits: self.counts.clone(),
            choice: Some(choice),
            notes: vec![
                (Text::new("mean reward of the best choice", "最佳选项的平均奖励"), self.means[choice]),
                (Text::new("deviation of a reward", "单次奖励的标准差"), self.deviation()),
            ],
        }
    }

    /// Steps, squares, then counts and means.
    pub fn save(&self, steps: u64) -> Vec<u8> {
        let numbers = [&[steps as f64, self.squares][..], &self.counts, &self.means].concat();
        bytes(&numbers)
    }

    /// Takes over what arms of this number have saved; the steps.
    pub fn load(&mut self, saved: &[u8]) -> Result<u64, Trouble> {
        let n = self.counts.len();
        let numbers = numbers(saved, 2 + 2 * n)?;
        let (counts, means) = numbers[2..].split_at(n);
        (self.counts, self.means, self.squares) = (counts.to_vec(), means.to_vec(), numbers[1]);
        Ok(numbers[0] as u64)
    }
}

/// The allowed choice of the largest number, the first among equals; the first choice where none is allowed.
#[inline]
pub fn best_of(mask: &[bool], mut value: impl FnMut(usize) -> f64) -> usize {
    let (mut best, mut most) = (0, f64::NEG_INFINITY);
    for (choice, allowed) in mask.iter().enumerate() {
        if *allowed {
            let value = value(choice);
            if value > most {
                (best, most) = (choice, value);
            }
        }
    }
    best
}

/// Numbers as bytes, little-endian.
pub fn bytes(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

/// So many finite numbers from bytes.
pub fn numbers(saved: &[u8], wanted: usize) -> Result<Vec<f64>, Trouble> {
    let (n, length) = (saved.len(), 8 * wanted);
    if n != length {
        return Err(trouble!(
            "what was saved has {n} bytes, but this bandit's has {length}",
            "存档有 {n} 字节，但这个老虎机应有 {length} 字节"
        ));
    }
    let number = |chunk: &[u8]| {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        f64::from_le_bytes(word)
    };
    let found: Vec<f64> = saved.chunks_exact(8).map(number).collect();
    match found.iter().position(|x| !x.is_finite()) {
        None => Ok(found),
        Some(at) => {
            let value = found[at];
            Err(trouble!(
                "what was saved has the value {value} in place {at}, but must have finite numbers",
                "存档第 {at} 处的值是 {value}，应为有限的数"
            ))
        }
    }
}
