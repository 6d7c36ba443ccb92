//! A network that learns: its weights, the buffers of a batch, and the optimiser that moves them.

use super::Update;
use crate::base::{Params, Rng};
use crate::nn::{Activation, Adam, Network, Optimiser, Tape, clip_by_norm, init, is_sound};

/// A learning rate that falls in a straight line over the run.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub first: f64,
    end: f64,
    steps: f64,
}

impl Rates {
    pub fn new(params: &Params, steps: u64) -> Rates {
        Rates { first: params.get("learning_rate"), end: params.get("rate_end"), steps: u64::max(steps, 1) as f64 }
    }

    pub fn at(&self, step: u64) -> f32 {
        let gone = f64::min(step as f64 / self.steps, 1.0);
        (self.first * (1.0 + (self.end - 1.0) * gone)) as f32
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
