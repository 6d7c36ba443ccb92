//! What bandits remember of each choice: how often it was played, the mean of what it brought, and the spread.

use super::Opinion;
use super::exploration::any_choice;
use super::{Case, Seen, known_steps};
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
        let played = self.counts.iter().filter(|n| **n > 0.0).count();
        let free = self.plays() - played as f64;
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
            ..Opinion::default()
        }
    }

    /// Steps, squares, then counts and means.
    pub fn save(&self, steps: u64) -> Vec<u8> {
        let numbers = [&[steps as f64, self.squares][..], &self.counts, &self.means].concat();
        bytes(&numbers)
    }

    /// How many numbers are saved.
    pub fn saved_numbers(&self) -> usize {
        2 + 2 * self.counts.len()
    }

    /// Takes over what arms of this number have saved, as so many finite numbers; the steps.
    pub fn load(&mut self, saved: &[f64]) -> Result<u64, Trouble> {
        let (counted, means) = saved.split_at(2 + self.counts.len());
        if let Some(value) = counted.iter().find(|x| **x < 0.0) {
            return Err(trouble!(
                "what was saved has a count or a square of {value}, but must have none below 0",
                "存档中的次数或平方和是 {value}，不得小于 0"
            ));
        }
        let steps = known_steps(counted[0] as u64)?;
        (self.counts, self.means, self.squares) = (counted[2..].to_vec(), means.to_vec(), counted[1]);
        Ok(steps)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deviation_has_a_mean_less_for_each_arm_that_was_played() {
        let mut arms = Arms::of(100);
        assert_eq!(arms.deviation(), 1.0, "nothing is known yet");
        for (choice, reward) in [(7, 1.0), (7, 3.0), (9, 4.0), (9, 8.0), (9, 6.0)] {
            arms.update(choice, reward);
        }
        // Squares 2 and 8, five rewards, two means.
        assert!((arms.deviation() - f64::sqrt(10.0 / 3.0)).abs() < 1e-12, "{}", arms.deviation());
    }

    #[test]
    fn what_was_saved_is_sound_or_refused() {
        let mut arms = Arms::of(2);
        (0..3).for_each(|i| arms.update(i % 2, i as f64));
        let good = numbers(&arms.save(3), arms.saved_numbers()).unwrap();
        for (place, bad, word) in [(0, -1.0, "-1"), (0, 1e300, "steps"), (1, -0.5, "-0.5"), (3, -2.0, "-2")] {
            let mut sick = good.clone();
            sick[place] = bad;
            let before = arms.clone();
            let refused = arms.load(&sick).unwrap_err();
            assert!(refused.en.contains(word) && refused.en != refused.zh, "{refused}");
            assert_eq!(arms, before);
        }
        assert_eq!(arms.load(&good), Ok(3));
    }
}
