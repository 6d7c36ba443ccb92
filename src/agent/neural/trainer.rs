//! A network that learns: its weights, the buffers of a batch, and the optimiser that moves them.

use super::Update;
use crate::agent::course::{Course, Way};
use crate::base::{Params, Rng};
use crate::nn::{Activation, Adam, Network, Optimiser, Tape, clip_by_norm, init, is_sound};

/// A learning rate that may fall over the run.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub first: f64,
    /// What is left of it.
    share: Course,
}

impl Rates {
    pub fn new(params: &Params, steps: u64) -> Rates {
        let way = Way::of(params.whole("rate_course"));
        let share = Course::new(way, 1.0, params.get("rate_end"), steps as f64);
        Rates { first: params.get("learning_rate"), share }
    }

    pub fn at(&self, step: u64) -> f32 {
        (self.first * self.share.at(step)) as f32
    }
}

/// What keeps learning in hand.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Gradients are cut to this length.
    pub gradient: f32,
    /// Whoever answers with more has run away.
    pub output: f32,
}

impl Bounds {
    /// For a network of values: rewards are scaled to about one, so that what follows comes to about 1/(1 − γ).
    pub fn of_values(gradient: f32, gamma: f64) -> Bounds {
        Bounds { gradient, output: (1e3 / (1.0 - gamma)) as f32 }
    }

    /// For a policy: its numbers lie about −1 to 1, and preferences that differ by 100 leave no doubt.
    pub fn of_policy(gradient: f32) -> Bounds {
        Bounds { gradient, output: 1e3 }
    }
}

pub struct Trainer {
    pub network: Network,
    pub tape: Tape,
    pub gradient: Vec<f32>,
    adam: Adam,
    bounds: Bounds,
    /// Whether what it says is still to be believed.
    pub sound: bool,
    pub last: Update,
}

impl Trainer {
    /// Two hidden layers, orthogonal first weights with `gain` for the output.
    pub fn new(
        sizes: (usize, usize, usize),
        hidden: Activation,
        gain: f64,
        extra: (usize, f32),
        rows: usize,
        bounds: Bounds,
        rng: &mut Rng,
    ) -> Trainer {
        let (inputs, units, outputs) = sizes;
        let plain = Network::new(&[inputs, units, units, outputs], hidden, Activation::Identity);
        let mut network = if extra.0 > 0 { plain.with_extra(extra.0, extra.1) } else { plain };
        init::orthogonal(&mut network, std::f64::consts::SQRT_2, gain, rng);
        let tape = Tape::new(&network, rows);
        let (gradient, adam) = (network.gradient(), Adam::new(network.weights().len()));
        Trainer { network, tape, gradient, adam, bounds, sound: true, last: Update::default() }
    }

    /// The outputs for one row of inputs.
    pub fn answer(&mut self, inputs: &[f32]) -> &[f32] {
        self.tape.begin(1);
        self.tape.input_mut(0).copy_from_slice(inputs);
        self.network.forward(&mut self.tape);
        self.tape.output(0)
    }

    /// Goes back from the slopes that a loss has left on the tape, and moves the weights; not where an answer of the
    /// batch has run away.
    pub fn improve(&mut self, loss: f32, rate: f32) {
        let answers = |row: usize| is_sound(self.tape.output(row), self.bounds.output);
        let sound = loss.is_finite() && (0..self.tape.rows()).all(answers);
        self.network.backward(&mut self.tape, &mut self.gradient);
        let length = clip_by_norm(&mut self.gradient, self.bounds.gradient);
        self.last = Update { loss, gradient: length };
        self.sound = self.sound && sound && length.is_finite();
        if self.sound {
            self.adam.step(rate, self.network.weights_mut(), &self.gradient);
        }
    }

    /// Forgets what the optimiser remembers, as when other weights are taken over.
    pub fn start_anew(&mut self) {
        self.adam = Adam::new(self.network.weights().len());
        (self.sound, self.last) = (true, Update::default());
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RATE_END, learning_rate};
    use super::*;
    use crate::agent::exploration::{EPSILON_SHARE, EPSILON_START, EXPLORE_COURSE, RATE_COURSE, epsilon, epsilon_end};
    use crate::base::{ParamRow, Setting};

    static ROWS: [ParamRow; 7] =
        [learning_rate(0.01), RATE_END, RATE_COURSE, EPSILON_START, epsilon_end(0.1), EPSILON_SHARE, EXPLORE_COURSE];

    #[test]
    fn rate_and_exploration_follow_the_course_that_is_chosen() {
        let mut params = Params::defaults(&ROWS);
        // Exponentially, half of the time leaves a tenth of the way.
        for (way, rate, tries) in [("linear", 0.55, 0.55), ("exponential", 0.19, 0.19), ("constant", 1.0, 1.0)] {
            for row in ["rate_course", "explore_course"] {
                params.set("a", row, &Setting::Word(way.into())).unwrap();
            }
            let (rates, epsilon) = (Rates::new(&params, 1_000), epsilon(&params, 1_000));
            assert!((f64::from(rates.at(500)) - 0.01 * rate).abs() < 1e-8, "{way}: {}", rates.at(500));
            // It falls over 0.6 of the run.
            assert!((epsilon.at(300) - tries).abs() < 1e-9, "{way}: {}", epsilon.at(300));
        }
    }
}
