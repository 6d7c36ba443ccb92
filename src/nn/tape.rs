//! What a batch leaves behind on its way forward, and what comes back: buffers that are made once.

use super::{Network, padded};
use std::ops::Range;

/// The buffers for batches of up to so many rows. They belong to a shape, not to a network: a network and its target
/// may take turns on one.
#[derive(Clone, Debug)]
pub struct Tape {
    pub(super) sizes: Vec<usize>,
    most: usize,
    pub(super) rows: usize,
    /// The inputs, then every layer's outputs.
    pub(super) values: Vec<Vec<f32>>,
    /// dLoss by each of them.
    pub(super) slopes: Vec<Vec<f32>>,
    /// A layer's weights turned on their side.
    pub(super) turned: Vec<f32>,
}

impl Tape {
    pub fn new(network: &Network, most: usize) -> Tape {
        let sizes = network.sizes().to_vec();
        let planes = || sizes.iter().map(|n| vec![0.0; most * padded(*n)]).collect();
        let turned = sizes.windows(2).map(|pair| pair[1] * padded(pair[0])).max().unwrap_or(0);
        Tape { most, rows: most, values: planes(), slopes: planes(), turned: vec![0.0; turned], sizes }
    }

    /// How many rows the next batch has.
    pub fn begin(&mut self, rows: usize) {
        assert!(rows <= self.most, "a batch of {rows} rows on a tape for {}", self.most);
        self.rows = rows;
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Where a row of the batch is written before [`Network::forward`].
    pub fn input_mut(&mut self, row: usize) -> &mut [f32] {
        let place = self.place(0, row);
        &mut self.values[0][place]
    }

    pub fn output(&self, row: usize) -> &[f32] {
        let last = self.sizes.len() - 1;
        &self.values[last][self.place(last, row)]
    }

    /// What a layer says to a row, counted from the inputs, which are 0.
    pub fn layer(&self, layer: usize, row: usize) -> &[f32] {
        &self.values[layer][self.place(layer, row)]
    }

    /// dLoss by a row of the outputs, for who has a loss of his own.
    pub fn output_slope_mut(&mut self, row: usize) -> &mut [f32] {
        let last = self.sizes.len() - 1;
        let place = self.place(last, row);
        &mut self.slopes[last][place]
    }

    /// dLoss by a row of the inputs, after [`Network::backward_to_inputs`] or [`Network::slopes_of_inputs`].
    pub fn input_slope(&self, row: usize) -> &[f32] {
        &self.slopes[0][self.place(0, row)]
    }

    /// Some of the outputs as one head of the network: a policy's preferences here, a value there.
    pub fn head(&mut self, columns: Range<usize>) -> Head<'_> {
        let last = self.sizes.len() - 1;
        assert!(columns.end <= self.sizes[last], "columns {columns:?} of {}", self.sizes[last]);
        let stride = padded(self.sizes[last]);
        let filled = self.rows * stride;
        Head {
            values: &self.values[last][..filled],
            slopes: &mut self.slopes[last][..filled],
            stride,
            columns,
            weight: 1.0,
        }
    }

    /// All outputs as one head.
    pub fn outputs(&mut self) -> Head<'_> {
        self.head(0..self.sizes[self.sizes.len() - 1])
    }

    pub(super) fn clear_slopes(&mut self) {
        let last = self.sizes.len() - 1;
        self.slopes[last][..self.rows * padded(self.sizes[last])].fill(0.0);
    }

    fn place(&self, plane: usize, row: usize) -> Range<usize> {
        assert!(row < self.rows, "row {row} of {}", self.rows);
        let (n, stride) = (self.sizes[plane], padded(self.sizes[plane]));
        row * stride..row * stride + n
    }
}

/// Outputs of a batch, and dLoss by each: what a loss reads and writes.
pub struct Head<'a> {
    values: &'a [f32],
    slopes: &'a mut [f32],
    stride: usize,
    columns: Range<usize>,
    weight: f32,
}

impl Head<'_> {
    /// With its loss and its slopes multiplied by `weight`, as where a value's loss counts half.
    pub fn weighted(self, weight: f32) -> Self {
        Head { weight, ..self }
    }

    pub fn rows(&self) -> usize {
        self.values.len() / self.stride
    }

    /// Outputs in a row.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn weight(&self) -> f32 {
        self.weight
    }

    /// A row's outputs, and where dLoss by them is written.
    pub fn row(&mut self, row: usize) -> (&[f32], &mut [f32]) {
        let start = row * self.stride;
        let place = start + self.columns.start..start + self.columns.end;
        (&self.values[place.clone()], &mut self.slopes[place])
    }
}
