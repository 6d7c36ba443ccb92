//! First weights. Biases and the loss's own parameters are left as they are.

use super::Network;
use crate::base::Rng;
use crate::base::special::normal_quantile;

/// A draw from the standard normal distribution. It uses one number of the stream, so that two kinds of first weights
/// leave the stream at the same place.
pub fn normal(rng: &mut Rng) -> f64 {
    let middle = ((rng.bits() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
    normal_quantile(middle)
}

/// Normal weights with variance 2 / inputs: what keeps the size of signals through layers of ReLU (He et al. 2015).
pub fn he(network: &mut Network, rng: &mut Rng) {
    let inputs = network.sizes().to_vec();
    for (layer, n) in inputs[..inputs.len() - 1].iter().enumerate() {
        let spread = f64::sqrt(2.0 / *n as f64);
        for input in 0..*n {
            network.weights_from_mut(layer, input).iter_mut().for_each(|w| *w = (spread * normal(rng)) as f32);
        }
    }
}

/// Orthogonal weights times a gain (Saxe, McClelland and Ganguli 2014), one gain for the hidden layers (√2 suits ReLU
/// and tanh) and one for the output (a small one lets a policy begin with all choices nearly alike).
pub fn orthogonal(network: &mut Network, hidden: f64, output: f64, rng: &mut Rng) {
    let layers = network.sizes().len() - 1;
    for layer in 0..layers {
        let gain = if layer + 1 == layers { output } else { hidden };
        let (inputs, outputs) = (network.sizes()[layer], network.sizes()[layer + 1]);
        let (count, length) = (inputs.min(outputs), inputs.max(outputs));
        let vectors = orthonormal(count, length, rng);
        for input in 0..inputs {
            for (output, w) in network.weights_from_mut(layer, input).iter_mut().enumerate() {
                let at = if inputs <= outputs { input * length + output } else { output * length + input };
                *w = (gain * vectors[at]) as f32;
            }
        }
    }
}

/// `count` ≤ `length` orthonormal vectors, evenly distributed over all such sets: normal draws made orthogonal by Gram
/// and Schmidt's method, twice over, which leaves nothing but rounding (Giraud, Langou and Rozložník 2005).
fn orthonormal(count: usize, length: usize, rng: &mut Rng) -> Vec<f64> {
    let mut vectors: Vec<f64> = (0..count * length).map(|_| normal(rng)).collect();
    for at in 0..count {
        let (before, rest) = vectors.split_at_mut(at * length);
        let own = &mut rest[..length];
        for _ in 0..2 {
            for other in before.chunks_exact(length) {
                let along = dot(own, other);
                own.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
            }
        }
        let size = dot(own, own).sqrt();
        own.iter_mut().for_each(|x| *x /= size);
    }
    vectors
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
