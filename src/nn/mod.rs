//! Small dense networks: whole mini-batches forward and backward over reused buffers, with the same bits everywhere.
//!
//! A [`Network`] holds its weights in one slice, so that optimisers, clipping, copies to a target network and files
//! each have one loop. A [`Tape`] holds what a batch leaves behind on its way forward and what comes back. A step of
//! learning is: fill the tape's inputs, [`Network::forward`], a loss from [`loss`], [`policy`] or [`gaussian`] that
//! writes dLoss/dOutput into a [`Head`], [`Network::backward`], [`clip_by_norm`], [`Optimiser::step`]. None of these
//! asks for memory.
//!
//! What keeps the bits: every output is one sum over its inputs in their order, whatever the tile that computes it, so
//! that a row's result depends neither on the batch that it stands in nor on the machine; `exp`, `tanh` and `ln` are
//! polynomials of our own ([`elementary`]); nothing is fused ([`lanes`]).
//!
//! Rows of matrices are padded to [`WIDTH`] numbers. The padding is zero and stays so: it has no weights, hence no
//! outputs, hence no gradient.
//!
//! Imports `base`.

pub mod elementary;
pub mod gaussian;
pub mod init;
pub mod lanes;
pub mod loss;
mod matrix;
mod network;
mod optimise;
pub mod policy;
mod tape;

pub use network::{Activation, Network};
pub use optimise::{Adam, Momentum, Optimiser, Sgd, clip_by_norm, is_sound};
pub use tape::{Head, Tape};

/// Rows are padded to a multiple of this: two vectors, the width of a kernel's tile.
pub const WIDTH: usize = 8;

/// The length of a padded row of `n` numbers.
pub(crate) const fn padded(n: usize) -> usize {
    n.next_multiple_of(WIDTH)
}
