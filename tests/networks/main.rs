//! The networks: held to a slow plain reference in f64, to finite differences, and to what they must be able to learn.
#![cfg(not(target_arch = "wasm32"))]

mod functions;
mod gradients;
mod learning;
mod losses;
mod optimisers;
mod plain;

use emporium::base::Rng;
use emporium::nn::{Activation, Network, Tape, init};

const ACTIVATIONS: [Activation; 3] = [Activation::Identity, Activation::Relu, Activation::Tanh];

/// A number in [−1, 1).
fn spread(rng: &mut Rng) -> f32 {
    (2.0 * rng.uniform() - 1.0) as f32
}

/// With weights and biases drawn.
fn network(sizes: &[usize], hidden: Activation, output: Activation, rng: &mut Rng) -> Network {
    let mut network = Network::new(sizes, hidden, output);
    init::he(&mut network, rng);
    for layer in 0..sizes.len() - 1 {
        network.biases_mut(layer).iter_mut().for_each(|b| *b = 0.3 * spread(rng));
    }
    network
}

/// A tape with a batch of drawn inputs.
fn batch(network: &Network, rows: usize, rng: &mut Rng) -> Tape {
    let mut tape = Tape::new(network, rows);
    for row in 0..rows {
        tape.input_mut(row).iter_mut().for_each(|x| *x = spread(rng));
    }
    tape
}

/// Asserts that two numbers agree within `tolerance` of the larger of them, or of one.
#[track_caller]
fn near(a: f64, b: f64, tolerance: f64, what: &str) {
    let scale = a.abs().max(b.abs()).max(1.0);
    assert!((a - b).abs() <= tolerance * scale, "{what}: {a} and {b}");
}
