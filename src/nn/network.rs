//! A network of dense layers: its shape, its weights in one slice, its way forward and backward.
//!
//! A layer computes y = f(x·W + b), W having a row for each input. Backward, with δ = dLoss/dy · f′, the gradient of W
//! is xᵀ·δ, that of b the sum of δ's rows, and that of x is δ·Wᵀ (Rumelhart, Hinton and Williams 1986).

use super::elementary::tanh4;
use super::lanes::{F32x4, LANES};
use super::matrix::{Factor, Size, column_sums, product, transpose};
use super::{Tape, padded};
use std::ops::Range;

/// What a layer does with its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    Identity,
    /// max(0, x).
    Relu,
    Tanh,
}

impl Activation {
    fn apply(self, values: &mut [f32]) {
        match self {
            Activation::Identity => {}
            Activation::Relu => map(values, |x| x.max(F32x4::zero())),
            Activation::Tanh => map(values, tanh4),
        }
    }

    /// Multiplies `slopes` by the derivative where the layer gave `outputs`; at ReLU's corner it is zero.
    fn slope(self, outputs: &[f32], slopes: &mut [f32]) {
        match self {
            Activation::Identity => {}
            Activation::Relu => map_with(slopes, outputs, |slope, y| F32x4::zero().less(y).and(slope)),
            Activation::Tanh => map_with(slopes, outputs, |slope, y| slope * (F32x4::splat(1.0) - y * y)),
        }
    }
}

/// Rows are padded, so there are no tails.
#[inline(always)]
fn map(values: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    for four in values.as_chunks_mut().0 {
        f(F32x4::from_array(four)).write(four);
    }
}

#[inline(always)]
fn map_with(values: &mut [f32], others: &[f32], f: impl Fn(F32x4, F32x4) -> F32x4) {
    for (four, other) in values.as_chunks_mut::<LANES>().0.iter_mut().zip(others.as_chunks().0) {
        f(F32x4::from_array(four), F32x4::from_array(other)).write(four);
    }
}

#[derive(Clone, Debug)]
struct Layer {
    inputs: usize,
    outputs: usize,
    /// Where its weights begin, a padded row for each input; its biases follow.
    start: usize,
    activation: Activation,
}

impl Layer {
    fn width(&self) -> usize {
        padded(self.outputs)
    }

    fn weights(&self) -> Range<usize> {
        self.start..self.start + self.inputs * self.width()
    }

    fn biases(&self) -> Range<usize> {
        let end = self.weights().end;
        end..end + self.width()
    }
}

/// Dense layers, and some parameters of a loss where it has any (a policy's logarithms of standard deviations).
#[derive(Clone, Debug)]
pub struct Network {
    sizes: Vec<usize>,
    layers: Vec<Layer>,
    extra: Range<usize>,
    weights: Vec<f32>,
}

impl Network {
    /// `sizes` are those of the observation, of each hidden layer, and of the output. All weights are zero: see
    /// [`super::init`].
    pub fn new(sizes: &[usize], hidden: Activation, output: Activation) -> Network {
        assert!(sizes.len() > 1 && sizes.iter().all(|n| *n > 0), "a network needs inputs and outputs: {sizes:?}");
        let mut layers: Vec<Layer> = Vec::with_capacity(sizes.len() - 1);
        for pair in sizes.windows(2) {
            let start = layers.last().map_or(0, |layer| layer.biases().end);
            let activation = if layers.len() + 2 == sizes.len() { output } else { hidden };
            layers.push(Layer { inputs: pair[0], outputs: pair[1], start, activation });
        }
        let end = layers[layers.len() - 1].biases().end;
        Network { sizes: sizes.to_vec(), layers, extra: end..end, weights: vec![0.0; end] }
    }

    /// With `n` parameters more, which belong to a loss and which [`Network::backward`] leaves alone.
    pub fn with_extra(mut self, n: usize, value: f32) -> Network {
        let end = self.layers[self.layers.len() - 1].biases().end;
        self.extra = end..end + n;
        self.weights.truncate(end);
        self.weights.resize(end + n, value);
        self.weights.resize(end + padded(n), 0.0);
        self
    }

    /// Those of the observation, of each hidden layer, and of the output.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// All weights, padding and extra parameters included. A gradient has the same length and order.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// For optimisers. Padding that is not left zero costs time and means nothing.
    pub fn weights_mut(&mut self) -> &mut [f32] {
        &mut self.weights
    }

    /// A gradient of zero.
    pub fn gradient(&self) -> Vec<f32> {
        vec![0.0; self.weights.len()]
    }

    /// The loss's own parameters.
    pub fn extra(&self) -> &[f32] {
        &self.weights[self.extra.clone()]
    }

    /// Where they stand, in the weights and in a gradient.
    pub fn extra_range(&self) -> Range<usize> {
        self.extra.clone()
    }

    /// The weights from one input of a layer to its outputs.
    pub fn weights_from(&self, layer: usize, input: usize) -> &[f32] {
        &self.weights[self.row(layer, input)]
    }

    pub fn weights_from_mut(&mut self, layer: usize, input: usize) -> &mut [f32] {
        let row = self.row(layer, input);
        &mut self.weights[row]
    }

    /// Its biases stand below the weights, as if they came from an input that is always one.
    pub fn biases(&self, layer: usize) -> &[f32] {
        self.weights_from(layer, self.layers[layer].inputs)
    }

    pub fn biases_mut(&mut self, layer: usize) -> &mut [f32] {
        self.weights_from_mut(layer, self.layers[layer].inputs)
    }

    fn row(&self, layer: usize, input: usize) -> Range<usize> {
        let layer = &self.layers[layer];
        assert!(input <= layer.inputs, "input {input} of {}", layer.inputs);
        let at = layer.start + input * layer.width();
        at..at + layer.outputs
    }

    /// Where the parameters stand that are not padding, in order: weights, biases, then the extra ones.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        let rows = move |l: usize| (0..=self.layers[l].inputs).flat_map(move |input| self.row(l, input));
        (0..self.layers.len()).flat_map(rows).chain(self.extra.clone())
    }

    /// Little-endian parameters without the padding, for a file.
    pub fn save(&self, file: &mut Vec<u8>) {
        self.places().for_each(|at| file.extend(self.weights[at].to_le_bytes()));
    }

    /// Takes over what a network of this shape has saved. False, and nothing is changed, where the length is another
    /// one or where a parameter is not finite.
    #[must_use]
    pub fn load(&mut self, file: &[u8]) -> bool {
        let (words, rest) = file.as_chunks();
        let values = || words.iter().map(|word| f32::from_le_bytes(*word));
        if !rest.is_empty() || words.len() != self.places().count() || !values().all(f32::is_finite) {
            return false;
        }
        let mut weights = std::mem::take(&mut self.weights);
        self.places().zip(values()).for_each(|(at, value)| weights[at] = value);
        self.weights = weights;
        true
    }

    /// Becomes equal to a network of the same shape, as a target network does now and then.
    pub fn copy_from(&mut self, other: &Network) {
        self.weights.copy_from_slice(&other.weights);
    }

    /// Goes a part of the way to another network: w ← w + τ (w′ − w) (Lillicrap et al. 2016).
    pub fn follow(&mut self, other: &Network, tau: f32) {
        assert_eq!(self.sizes, other.sizes, "only a network of the same shape can be followed");
        map_with(&mut self.weights, &other.weights, |w, other| w + F32x4::splat(tau) * (other - w));
    }

    /// Outputs for the inputs that stand on the tape; dLoss/dOutput is set to zero, so that a loss writes only where it
    /// has something to say.
    pub fn forward(&self, tape: &mut Tape) {
        assert_eq!(self.sizes, tape.sizes, "the tape was made for another shape");
        for (at, layer) in self.layers.iter().enumerate() {
            let (below, above) = tape.values.split_at_mut(at + 1);
            let size = Size { rows: tape.rows, inner: layer.inputs, width: layer.width() };
            let (weights, biases) = (&self.weights[layer.weights()], &self.weights[layer.biases()]);
            let outputs = &mut above[0][..tape.rows * layer.width()];
            product(size, Factor::rows(&below[at], layer.inputs), weights, biases, outputs);
            layer.activation.apply(outputs);
        }
        tape.clear_slopes();
    }

    /// The outputs for one row of inputs, for who asks now and then: it makes its own buffers.
    pub fn answer(&self, inputs: &[f32]) -> Vec<f32> {
        let mut tape = Tape::new(self, 1);
        tape.input_mut(0).copy_from_slice(inputs);
        self.forward(&mut tape);
        tape.output(0).to_vec()
    }

    /// The gradient of the loss by every weight, from dLoss/dOutput on the tape. Once after each forward: the tape's
    /// slopes are used up. Extra parameters are the loss's to write.
    pub fn backward(&self, tape: &mut Tape, gradient: &mut [f32]) {
        self.go_back(tape, Some(gradient), false);
    }

    /// As [`Network::backward`], and the gradient by the inputs too: [`Tape::input_slope`].
    pub fn backward_to_inputs(&self, tape: &mut Tape, gradient: &mut [f32]) {
        self.go_back(tape, Some(gradient), true);
    }

    /// The gradient by the inputs alone, as an actor asks of its critic (Silver et al. 2014).
    pub fn slopes_of_inputs(&self, tape: &mut Tape) {
        self.go_back(tape, None, true);
    }

    fn go_back(&self, tape: &mut Tape, mut gradient: Option<&mut [f32]>, to_inputs: bool) {
        assert_eq!(self.sizes, tape.sizes, "the tape was made for another shape");
        let rows = tape.rows;
        for (at, layer) in self.layers.iter().enumerate().rev() {
            let (below, above) = tape.slopes.split_at_mut(at + 1);
            let slopes = &mut above[0][..rows * layer.width()];
            layer.activation.slope(&tape.values[at + 1], slopes);
            if let Some(gradient) = gradient.as_deref_mut() {
                let size = Size { rows: layer.inputs, inner: rows, width: layer.width() };
                let inputs = Factor::columns(&tape.values[at], layer.inputs);
                product(size, inputs, slopes, &[], &mut gradient[layer.weights()]);
                column_sums(slopes, layer.width(), &mut gradient[layer.biases()]);
            }
            if at > 0 || to_inputs {
                let size = Size { rows, inner: layer.outputs, width: padded(layer.inputs) };
                transpose(&self.weights[layer.weights()], layer.inputs, layer.outputs, &mut tape.turned);
                product(size, Factor::rows(slopes, layer.outputs), &tape.turned, &[], &mut below[at]);
            }
        }
    }
}
