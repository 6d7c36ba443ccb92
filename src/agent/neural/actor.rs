//! A policy network: preferences over choices, or the means of a box's numbers with spreads of their own.
//!
//! A box's numbers are drawn between −1 and 1 (its bounds) and cut to them only when they are played.

use super::rollout::{Done, Rollout};
use super::{Bounds, Trainer, Update};
use crate::agent::Note;
use crate::base::{Action, Actions, Dimension, Rng, Text};
use crate::nn::elementary::exp;
use crate::nn::policy::{Choices, Heard, Lesson, Surrogate, draw, policy_loss, softmax};
use crate::nn::{Activation, gaussian, init};
use crate::sim::Seat;

/// ln σ at first: σ is 0.6 of half the range.
const FIRST_SPREAD: f32 = -0.5;
/// The first preferences differ by little (Andrychowicz et al. 2021, section 3.2).
const GAIN: f64 = 0.01;

pub struct Actor {
    pub trainer: Trainer,
    pub width: usize,
    pub masked: bool,
    /// Empty for choices.
    numbers: Vec<Dimension>,
    probabilities: Vec<f32>,
    /// The rows of a batch, in buffers.
    masks: Vec<bool>,
    choices: Vec<u32>,
    actions: Vec<f32>,
    advantages: Vec<f32>,
    old: Vec<f32>,
    pub heard: Heard,
}

/// How a batch is to be learned from.
#[derive(Clone, Copy)]
pub struct How {
    /// ε of the clipped surrogate; none for the plain likelihood.
    pub clip: Option<f32>,
    pub entropy: f32,
    pub rate: f32,
    /// What advantages are shifted and divided by.
    pub shift: f32,
    pub scale: f32,
}

impl Actor {
    pub fn new(seat: &Seat, inputs: usize, units: usize, rows: usize, most: f32, rng: &mut Rng) -> Actor {
        let (width, numbers) = match &seat.actions {
            Actions::Choices(labels) => (labels.len(), Vec::new()),
            Actions::Box(dimensions) => (dimensions.len(), dimensions.clone()),
        };
        let extra = (numbers.len(), FIRST_SPREAD);
        let bounds = Bounds::of_policy(most);
        let trainer = Trainer::new((inputs, units, width), Activation::Tanh, GAIN, extra, rows, bounds, rng);
        Actor {
            trainer,
            width,
            masked: seat.masked && numbers.is_empty(),
            probabilities: vec![0.0; width],
            masks: vec![true; if seat.masked && numbers.is_empty() { rows * width } else { 0 }],
            choices: vec![0; rows],
            actions: vec![0.0; if numbers.is_empty() { 0 } else { rows * width }],
            advantages: vec![0.0; rows],
            old: vec![0.0; rows],
            numbers,
            heard: Heard::default(),
        }
    }

    /// How many numbers it draws: none where it chooses.
    pub fn drawn(&self) -> usize {
        self.numbers.len()
    }

    /// A buffer that fits what it does.
    pub fn done(&self, inputs: usize) -> Done {
        Done::new(inputs, if self.masked { self.width } else { 0 }, self.numbers.len())
    }

    /// The probability of each choice.
    pub fn probabilities(&mut self, inputs: &[f32], mask: &[bool]) -> &[f32] {
        let preferences = self.trainer.answer(inputs);
        softmax(preferences, mask, &mut self.probabilities);
        &self.probabilities
    }

    /// Draws an action for `done.inputs` and notes how likely it was.
    pub fn draw(&mut self, done: &mut Done, rng: &mut Rng) {
        let outputs = self.trainer.answer(&done.inputs);
        if self.numbers.is_empty() {
            let normaliser = softmax(outputs, &done.mask, &mut self.probabilities);
            let choice = draw(&self.probabilities, rng.uniform());
            (done.choice, done.log_probability) = (choice as u32, outputs[choice] - normaliser);
            return;
        }
        for (number, mean) in done.numbers.iter_mut().zip(outputs) {
            *number = *mean;
        }
        let spreads = self.trainer.network.extra();
        for (number, log_spread) in done.numbers.iter_mut().zip(spreads) {
            *number += exp(*log_spread) * init::normal(rng) as f32;
        }
        done.log_probability = gaussian::log_probability(self.trainer.tape.output(0), spreads, &done.numbers);
    }

    /// The likeliest action.
    pub fn best(&mut self, inputs: &[f32], mask: &[bool], action: &mut Action) {
        let outputs = self.trainer.answer(inputs);
        if self.numbers.is_empty() {
            action.choice = best_of(outputs, mask);
            return;
        }
        let played = outputs.iter().zip(&self.numbers).zip(&mut action.values);
        played.for_each(|((number, d), value)| *value = within(*number, d));
    }

    /// What the world is told of what was drawn.
    pub fn play(&self, done: &Done, action: &mut Action) {
        action.choice = done.choice as usize;
        let played = done.numbers.iter().zip(&self.numbers).zip(&mut action.values);
        played.for_each(|((number, d), value)| *value = within(*number, d));
    }

    /// The mean of each number that it would name, and how far it tries around it.
    pub fn notes(&self, outputs: &[f32]) -> Vec<Note> {
        let told = |((d, mean), spread): ((&Dimension, &f32), &f32)| {
            let deviation = 0.5 * (d.high - d.low) * f64::from(exp(*spread));
            let tries = Text::new("its deviation while it learns", "学习时它的标准差");
            [(d.label, within(*mean, d)), (tries, deviation)]
        };
        self.numbers.iter().zip(outputs).zip(self.trainer.network.extra()).flat_map(told).collect()
    }

    /// Learns from some steps of a rollout.
    pub fn improve(&mut self, rollout: &Rollout, rows: &[u32], how: How) {
        let n = rows.len();
        self.trainer.tape.begin(n);
        for (row, &at) in rows.iter().enumerate() {
            let at = at as usize;
            self.trainer.tape.input_mut(row).copy_from_slice(rollout.begin(at));
            self.choices[row] = rollout.choices[at];
            self.advantages[row] = (rollout.advantages[at] - how.shift) / how.scale;
            self.old[row] = rollout.log_probabilities[at];
            if self.masked {
                self.masks[row * self.width..][..self.width].copy_from_slice(rollout.mask(at));
            }
            if !self.numbers.is_empty() {
                self.actions[row * self.width..][..self.width].copy_from_slice(rollout.numbers(at));
            }
        }
        let surrogate = match how.clip {
            Some(epsilon) => Surrogate::Clipped { old: &self.old[..n], epsilon },
            None => Surrogate::Likelihood,
        };
        let lesson = Lesson { surrogate, advantages: &self.advantages[..n], entropy: how.entropy };
        let Trainer { network, tape, gradient, .. } = &mut self.trainer;
        network.forward(tape);
        self.heard = if self.numbers.is_empty() {
            let masks = if self.masked { &self.masks[..n * self.width] } else { &[] };
            policy_loss(tape.outputs(), Choices { choices: &self.choices[..n], masks }, lesson)
        } else {
            let spreads = network.extra_range();
            let actions = &self.actions[..n * self.width];
            gaussian::policy_loss(tape.outputs(), network.extra(), actions, lesson, &mut gradient[spreads])
        };
        self.trainer.improve(self.heard.loss, how.rate);
    }

    pub fn last(&self) -> Update {
        self.trainer.last
    }
}

/// The allowed choice of the largest preference, the first among equals.
pub fn best_of(preferences: &[f32], mask: &[bool]) -> usize {
    let (mut best, mut most) = (None, f32::NEG_INFINITY);
    for (choice, z) in preferences.iter().enumerate() {
        let allowed = mask.is_empty() || mask[choice];
        if allowed && (best.is_none() || *z > most) {
            (best, most) = (Some(choice), *z);
        }
    }
    best.unwrap_or(0)
}

fn within(number: f32, d: &Dimension) -> f64 {
    let share = 0.5 * (f64::from(number.clamp(-1.0, 1.0)) + 1.0);
    (d.low + (d.high - d.low) * share).clamp(d.low, d.high)
}
