//! A network as a textbook writes it, in f64, one sum at a time: what the fast one is held to.

use emporium::nn::{Activation, Network};

pub struct Plain {
    pub sizes: Vec<usize>,
    /// For each layer a row of weights for each input, then the biases.
    pub rows: Vec<Vec<Vec<f64>>>,
    pub activations: Vec<Activation>,
}

/// What one forward of a row leaves behind: the inputs and every layer's outputs.
pub type Trace = Vec<Vec<f64>>;

impl Plain {
    pub fn of(network: &Network, hidden: Activation, output: Activation) -> Plain {
        let sizes = network.sizes().to_vec();
        let layers = sizes.len() - 1;
        let wide = |row: &[f32]| row.iter().map(|w| f64::from(*w)).collect();
        let rows = |l: usize| (0..=sizes[l]).map(|input| wide(network.weights_from(l, input))).collect();
        let activations = (0..layers).map(|l| if l + 1 == layers { output } else { hidden }).collect();
        Plain { rows: (0..layers).map(rows).collect(), activations, sizes }
    }

    pub fn forward(&self, input: &[f32]) -> Trace {
        let mut trace = vec![input.iter().map(|x| f64::from(*x)).collect::<Vec<f64>>()];
        for (rows, activation) in self.rows.iter().zip(&self.activations) {
            let (biases, weights) = rows.split_last().unwrap();
            let below = &trace[trace.len() - 1];
            let sum = |j: usize| biases[j] + below.iter().zip(weights).map(|(x, row)| x * row[j]).sum::<f64>();
            trace.push((0..biases.len()).map(|j| value(*activation, sum(j))).collect());
        }
        trace
    }

    /// Adds the gradient of one row to `gradient`, which is shaped as the weights are; returns that by the inputs.
    pub fn backward(&self, trace: &Trace, output_slope: &[f64], gradient: &mut [Vec<Vec<f64>>]) -> Vec<f64> {
        let mut slopes = output_slope.to_vec();
        for l in (0..self.rows.len()).rev() {
            let deltas: Vec<f64> =
                slopes.iter().zip(&trace[l + 1]).map(|(s, y)| s * derivative(self.activations[l], *y)).collect();
            for (input, row) in gradient[l].iter_mut().enumerate() {
                let x = trace[l].get(input).copied().unwrap_or(1.0);
                row.iter_mut().zip(&deltas).for_each(|(g, d)| *g += x * d);
            }
            let back = |row: &Vec<f64>| row.iter().zip(&deltas).map(|(w, d)| w * d).sum();
            slopes = self.rows[l][..self.sizes[l]].iter().map(back).collect();
        }
        slopes
    }

    pub fn zero(&self) -> Vec<Vec<Vec<f64>>> {
        self.rows.iter().map(|layer| layer.iter().map(|row| vec![0.0; row.len()]).collect()).collect()
    }
}

fn value(activation: Activation, sum: f64) -> f64 {
    match activation {
        Activation::Identity => sum,
        Activation::Relu => sum.max(0.0),
        Activation::Tanh => libm::tanh(sum),
    }
}

fn derivative(activation: Activation, y: f64) -> f64 {
    match activation {
        Activation::Identity => 1.0,
        Activation::Relu => f64::from(y > 0.0),
        Activation::Tanh => 1.0 - y * y,
    }
}
