//! Forward and backward against the plain reference and against finite differences; what batches may not change.

use super::plain::Plain;
use super::{ACTIVATIONS, batch, near, network, spread};
use emporium::base::Rng;
use emporium::nn::{Activation, Network, Tape};

/// Shapes with every kind of edge: widths below, at and above the padding, batches that fill tiles or do not.
const SHAPES: &[(&[usize], usize)] = &[
    (&[1, 1], 1),
    (&[3, 5], 4),
    (&[8, 8], 8),
    (&[2, 9, 1], 7),
    (&[7, 16, 3], 5),
    (&[4, 64, 64, 6], 64),
    (&[17, 33, 12, 10], 13),
];

#[test]
fn forward_and_backward_agree_with_the_plain_reference() {
    let mut rng = Rng::new(1, "reference");
    for (sizes, rows) in SHAPES {
        for (hidden, output) in ACTIVATIONS.iter().flat_map(|h| ACTIVATIONS.map(|o| (*h, o))) {
            let network = network(sizes, hidden, output, &mut rng);
            let plain = Plain::of(&network, hidden, output);
            let mut tape = batch(&network, *rows, &mut rng);
            network.forward(&mut tape);
            let (mut exact, mut gradient) = (plain.zero(), network.gradient());
            let mut by_inputs = Vec::new();
            for row in 0..*rows {
                let trace = plain.forward(tape.input_mut(row));
                for (a, b) in tape.output(row).iter().zip(&trace[sizes.len() - 1]) {
                    near(f64::from(*a), *b, 2e-6, "an output");
                }
                let slope: Vec<f32> = (0..sizes[sizes.len() - 1]).map(|_| spread(&mut rng)).collect();
                tape.output_slope_mut(row).copy_from_slice(&slope);
                let slope: Vec<f64> = slope.iter().map(|x| f64::from(*x)).collect();
                by_inputs.push(plain.backward(&trace, &slope, &mut exact));
            }
            network.backward_to_inputs(&mut tape, &mut gradient);
            let exact: Vec<f64> = exact.into_iter().flatten().flatten().collect();
            assert_eq!(network.places().count(), exact.len());
            for (at, b) in network.places().zip(exact) {
                near(f64::from(gradient[at]), b, 1e-5, &format!("{sizes:?} {hidden:?}: a gradient"));
            }
            for (row, exact) in by_inputs.iter().enumerate() {
                for (a, b) in tape.input_slope(row).iter().zip(exact) {
                    near(f64::from(*a), *b, 1e-5, "a gradient by an input");
                }
            }
        }
    }
}

/// A smooth loss of everything: Σ c·y with drawn c.
fn weighted(network: &Network, tape: &mut Tape, c: &[f32]) -> f64 {
    network.forward(tape);
    let width = network.sizes()[network.sizes().len() - 1];
    let row = |r: usize| tape.output(r).iter().zip(&c[r * width..]).map(|(y, c)| f64::from(*y) * f64::from(*c));
    (0..tape.rows()).flat_map(row).sum()
}

#[test]
fn every_layer_agrees_with_finite_differences() {
    let mut rng = Rng::new(2, "differences");
    for activation in ACTIVATIONS {
        let mut network = network(&[3, 9, 5, 2], activation, activation, &mut rng);
        let mut tape = batch(&network, 6, &mut rng);
        let c: Vec<f32> = (0..12).map(|_| spread(&mut rng)).collect();
        weighted(&network, &mut tape, &c);
        (0..6).for_each(|row| tape.output_slope_mut(row).copy_from_slice(&c[row * 2..row * 2 + 2]));
        let mut gradient = network.gradient();
        network.backward_to_inputs(&mut tape, &mut gradient);
        let by_inputs: Vec<f32> = (0..6).flat_map(|row| tape.input_slope(row).to_vec()).collect();
        let h = 2e-3_f32;
        let mut wrong = 0;
        for at in network.places().collect::<Vec<_>>() {
            let mut side = |step: f32| {
                network.weights_mut()[at] += step;
                let loss = weighted(&network, &mut tape, &c);
                network.weights_mut()[at] -= step;
                loss
            };
            let slope = (side(h) - side(-h)) / f64::from(2.0 * h);
            wrong += u32::from((slope - f64::from(gradient[at])).abs() > 3e-3);
        }
        for (i, exact) in by_inputs.iter().enumerate() {
            let mut side = |step: f32| {
                tape.input_mut(i / 3)[i % 3] += step;
                let loss = weighted(&network, &mut tape, &c);
                tape.input_mut(i / 3)[i % 3] -= step;
                loss
            };
            let slope = (side(h) - side(-h)) / f64::from(2.0 * h);
            wrong += u32::from((slope - f64::from(*exact)).abs() > 3e-3);
        }
        // A difference may straddle a corner of ReLU's.
        let corners = if activation == Activation::Relu { 4 } else { 0 };
        assert!(wrong <= corners, "{activation:?}: {wrong} slopes are wrong");
    }
}

#[test]
fn a_row_is_the_same_bits_in_every_batch() {
    let mut rng = Rng::new(3, "batches");
    for activation in ACTIVATIONS {
        let network = network(&[5, 24, 7], activation, Activation::Identity, &mut rng);
        let mut whole = batch(&network, 11, &mut rng);
        network.forward(&mut whole);
        for rows in 1..=11 {
            let mut part = Tape::new(&network, 11);
            part.begin(rows);
            for row in 0..rows {
                part.input_mut(row).copy_from_slice(whole.input_mut(11 - rows + row));
            }
            network.forward(&mut part);
            for row in 0..rows {
                let bits = |tape: &Tape, row: usize| tape.output(row).iter().map(|y| y.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&part, row), bits(&whole, 11 - rows + row), "row {row} of {rows}");
            }
        }
    }
}

#[test]
fn padding_stays_zero_and_extra_parameters_stay_with_the_loss() {
    let mut rng = Rng::new(4, "padding");
    let network = network(&[3, 5, 2], Activation::Tanh, Activation::Identity, &mut rng).with_extra(2, -0.5);
    let mut tape = batch(&network, 6, &mut rng);
    network.forward(&mut tape);
    (0..6).for_each(|row| tape.output_slope_mut(row).fill(1.0));
    let mut gradient = vec![7.0; network.weights().len()];
    network.backward(&mut tape, &mut gradient);
    let real: Vec<usize> = network.places().collect();
    assert_eq!(real.len(), 4 * 5 + 6 * 2 + 2);
    assert_eq!(network.extra(), [-0.5, -0.5]);
    assert_eq!(gradient[network.extra_range()], [7.0, 7.0]);
    let padding = (0..network.extra_range().start).filter(|at| !real.contains(at));
    assert!(padding.clone().count() > 10);
    assert!(padding.into_iter().all(|at| gradient[at] == 0.0 && network.weights()[at] == 0.0));
}

#[test]
fn the_three_ways_back_agree() {
    let mut rng = Rng::new(5, "ways");
    let network = network(&[4, 16, 3], Activation::Tanh, Activation::Tanh, &mut rng);
    let mut tape = batch(&network, 9, &mut rng);
    let mut way = |back: &dyn Fn(&mut Tape, &mut [f32])| {
        network.forward(&mut tape);
        (0..9).for_each(|row| tape.output_slope_mut(row).fill(0.1 * row as f32));
        let mut gradient = network.gradient();
        back(&mut tape, &mut gradient);
        (gradient, (0..9).map(|row| tape.input_slope(row).to_vec()).collect::<Vec<_>>())
    };
    let weights = way(&|tape, gradient| network.backward(tape, gradient)).0;
    let both = way(&|tape, gradient| network.backward_to_inputs(tape, gradient));
    let inputs = way(&|tape, _| network.slopes_of_inputs(tape)).1;
    assert_eq!((weights, inputs), both);
}

#[test]
fn what_was_saved_is_taken_over_or_refused() {
    let mut rng = Rng::new(6, "files");
    let one = network(&[3, 5, 2], Activation::Relu, Activation::Identity, &mut rng).with_extra(1, 0.25);
    let mut other = Network::new(&[3, 5, 2], Activation::Relu, Activation::Identity).with_extra(1, 0.0);
    let mut file = Vec::new();
    one.save(&mut file);
    assert_eq!(file.len(), 4 * 33);
    assert!(!other.load(&file[4..]) && !other.load(&file[..131]));
    let mut broken = file.clone();
    broken[..4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(!other.load(&broken) && other.weights().iter().all(|w| *w == 0.0));
    assert!(other.load(&file));
    assert_eq!(other.weights(), one.weights());
}

#[test]
fn a_target_follows() {
    let mut rng = Rng::new(7, "targets");
    let one = network(&[3, 5, 2], Activation::Relu, Activation::Identity, &mut rng);
    let mut target = Network::new(&[3, 5, 2], Activation::Relu, Activation::Identity);
    target.follow(&one, 0.25);
    let halfway = |(t, w): (&f32, &f32)| (t - 0.25 * w).abs() < 1e-7;
    assert!(target.weights().iter().zip(one.weights()).all(halfway));
    target.copy_from(&one);
    assert_eq!(target.weights(), one.weights());
}
