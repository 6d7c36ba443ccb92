//! Replay: the last so many experiences, from which batches are drawn evenly (Lin 1992; Mnih et al. 2015).

use crate::base::Rng;

/// What is kept of n steps: where they began, what was done, what came of it, and where they led.
#[derive(Clone, Copy, Debug)]
pub struct Experience {
    pub choice: u32,
    /// Σ γⁱ rᵢ, and Σ γⁱ, by which a mean reward may be taken off later.
    pub reward: f32,
    pub weight: f32,
    /// γⁿ, or zero where nothing follows.
    pub discount: f32,
}

pub struct Replay {
    inputs: usize,
    choices: usize,
    capacity: usize,
    /// Grows up to the capacity; then the oldest makes room.
    experiences: Vec<Experience>,
    begins: Vec<f32>,
    ends: Vec<f32>,
    /// Which choices the end allows; empty where all are always allowed.
    masks: Vec<bool>,
    next: usize,
}

impl Replay {
    /// `choices` is zero where no choice is ever forbidden.
    pub fn new(capacity: usize, inputs: usize, choices: usize) -> Replay {
        Replay {
            inputs,
            choices,
            capacity,
            experiences: Vec::with_capacity(capacity),
            begins: Vec::with_capacity(capacity * inputs),
            ends: Vec::with_capacity(capacity * inputs),
            masks: Vec::with_capacity(capacity * choices),
            next: 0,
        }
    }

    /// How many it holds.
    pub fn held(&self) -> usize {
        self.experiences.len()
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    pub fn push(&mut self, begin: &[f32], experience: Experience, end: &[f32], mask: &[bool]) {
        let mask = &mask[..self.choices];
        if self.experiences.len() < self.capacity {
            self.experiences.push(experience);
            self.begins.extend_from_slice(begin);
            self.ends.extend_from_slice(end);
            self.masks.extend_from_slice(mask);
            return;
        }
        let at = self.next;
        self.experiences[at] = experience;
        self.begins[at * self.inputs..][..self.inputs].copy_from_slice(begin);
        self.ends[at * self.inputs..][..self.inputs].copy_from_slice(end);
        self.masks[at * self.choices..][..self.choices].copy_from_slice(mask);
        self.next = if at + 1 == self.capacity { 0 } else { at + 1 };
    }

    /// The place of one experience, each as likely.
    pub fn draw(&self, rng: &mut Rng) -> usize {
        rng.below(self.experiences.len() as u32) as usize
    }

    pub fn experience(&self, at: usize) -> Experience {
        self.experiences[at]
    }

    pub fn begin(&self, at: usize) -> &[f32] {
        &self.begins[at * self.inputs..][..self.inputs]
    }

    pub fn end(&self, at: usize) -> &[f32] {
        &self.ends[at * self.inputs..][..self.inputs]
    }

    /// Empty where all choices are always allowed.
    pub fn mask(&self, at: usize) -> &[bool] {
        &self.masks[at * self.choices..][..self.choices]
    }

    pub fn clear(&mut self) {
        self.experiences.clear();
        self.begins.clear();
        self.ends.clear();
        self.masks.clear();
        self.next = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_makes_room() {
        let mut replay = Replay::new(3, 1, 0);
        for i in 0..5 {
            let x = i as f32;
            replay.push(&[x], Experience { choice: i, reward: x, weight: 1.0, discount: 0.9 }, &[x + 1.0], &[]);
        }
        let mut kept: Vec<u32> = (0..replay.held()).map(|at| replay.experience(at).choice).collect();
        kept.sort_unstable();
        assert_eq!(kept, [2, 3, 4]);
        for at in 0..3 {
            let x = replay.experience(at).reward;
            assert_eq!((replay.begin(at), replay.end(at)), (&[x][..], &[x + 1.0][..]));
        }
    }
}
