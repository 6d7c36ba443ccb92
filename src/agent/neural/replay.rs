//! Replay: the last so many experiences, from which batches are drawn evenly (Lin 1992; Mnih et al. 2015).

use crate::base::Rng;

/// What is kept of some steps beside where they began and led: what was done first, and what came of it. No discount
/// is in it, for that may be another one when it is learned from.
#[derive(Clone, Copy, Debug)]
pub struct Experience<'a> {
    pub choice: u32,
    /// Of each of its steps.
    pub rewards: &'a [f32],
    /// Whether nothing follows.
    pub ended: bool,
}

/// The same as it is kept, its rewards in a list of their own.
#[derive(Clone, Copy)]
struct Kept {
    choice: u32,
    steps: u32,
    ended: bool,
}

pub struct Replay {
    inputs: usize,
    choices: usize,
    most: usize,
    capacity: usize,
    /// Grows up to the capacity; then the oldest makes room.
    kept: Vec<Kept>,
    /// `most` for each.
    rewards: Vec<f32>,
    begins: Vec<f32>,
    ends: Vec<f32>,
    /// Which choices the end allows; empty where all are always allowed.
    masks: Vec<bool>,
    next: usize,
}

impl Replay {
    /// `choices` is zero where no choice is ever forbidden; an experience has at most `most` steps.
    pub fn new(capacity: usize, inputs: usize, choices: usize, most: usize) -> Replay {
        Replay {
            inputs,
            choices,
            most,
            capacity,
            kept: Vec::with_capacity(capacity),
            rewards: Vec::with_capacity(capacity * most),
            begins: Vec::with_capacity(capacity * inputs),
            ends: Vec::with_capacity(capacity * inputs),
            masks: Vec::with_capacity(capacity * choices),
            next: 0,
        }
    }

    /// How many it holds.
    pub fn held(&self) -> usize {
        self.kept.len()
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    pub fn push(&mut self, begin: &[f32], experience: Experience<'_>, end: &[f32], mask: &[bool]) {
        let mask = &mask[..self.choices];
        let Experience { choice, rewards, ended } = experience;
        let kept = Kept { choice, steps: rewards.len() as u32, ended };
        if self.kept.len() < self.capacity {
            self.kept.push(kept);
            self.rewards.extend_from_slice(rewards);
            self.rewards.resize(self.kept.len() * self.most, 0.0);
            self.begins.extend_from_slice(begin);
            self.ends.extend_from_slice(end);
            self.masks.extend_from_slice(mask);
            return;
        }
        let at = self.next;
        self.kept[at] = kept;
        self.rewards[at * self.most..][..rewards.len()].copy_from_slice(rewards);
        self.begins[at * self.inputs..][..self.inputs].copy_from_slice(begin);
        self.ends[at * self.inputs..][..self.inputs].copy_from_slice(end);
        self.masks[at * self.choices..][..self.choices].copy_from_slice(mask);
        self.next = if at + 1 == self.capacity { 0 } else { at + 1 };
    }

    /// The place of one experience, each as likely.
    pub fn draw(&self, rng: &mut Rng) -> usize {
        rng.below(self.kept.len() as u32) as usize
    }

    pub fn experience(&self, at: usize) -> Experience<'_> {
        let Kept { choice, steps, ended } = self.kept[at];
        Experience { choice, rewards: &self.rewards[at * self.most..][..steps as usize], ended }
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
        self.kept.clear();
        self.rewards.clear();
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
        let mut replay = Replay::new(3, 1, 0, 2);
        for i in 0..5 {
            let x = i as f32;
            let rewards = [x, -x];
            let rewards = if i == 3 { &rewards[..1] } else { &rewards };
            replay.push(&[x], Experience { choice: i, rewards, ended: i == 4 }, &[x + 1.0], &[]);
        }
        let mut kept: Vec<u32> = (0..replay.held()).map(|at| replay.experience(at).choice).collect();
        kept.sort_unstable();
        assert_eq!(kept, [2, 3, 4]);
        for at in 0..3 {
            let Experience { choice, rewards, ended } = replay.experience(at);
            let x = choice as f32;
            assert_eq!((replay.begin(at), replay.end(at)), (&[x][..], &[x + 1.0][..]));
            assert_eq!((rewards, ended), (&[x, -x][..if choice == 3 { 1 } else { 2 }], choice == 4));
        }
    }
}
