//! Networks give the same bits natively and in browsers: the lanes, one by one, and whole trainings of every
//! activation, loss and rule, whose fingerprints are written down.

use super::suite;
use emporium::base::Rng;
use emporium::base::hash::Fingerprint;
use emporium::nn::lanes::{F32x4, plain};
use emporium::nn::loss::{Chosen, Penalty, huber, mean_square, of_choices};
use emporium::nn::policy::{Choices, Lesson, Surrogate, policy_loss};
use emporium::nn::{
    Activation, Adam, Head, Momentum, Network, Optimiser, Sgd, Tape, clip_by_norm, gaussian, init, is_sound,
};

suite![lanes_are_those_of_plain_numbers, trainings_are_those_written_down];

/// `name hex`, a line each.
const WRITTEN: &str = include_str!("../network_fingerprints.txt");

/// Numbers of every kind: any bits, ordinary sizes, and the ends.
fn number(rng: &mut Rng) -> f32 {
    const ENDS: [f32; 8] = [0.0, -0.0, 1.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, f32::MIN_POSITIVE, f32::MAX];
    match rng.below(4) {
        0 => f32::from_bits(rng.bits() as u32),
        1 => ENDS[rng.below(8) as usize],
        _ => (rng.uniform() * 200.0 - 100.0) as f32,
    }
}

/// The bits, where NaN has one form: its payload is the only thing that machines may disagree about.
fn bits(four: [f32; 4]) -> [u32; 4] {
    four.map(|x| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() })
}

fn lanes_are_those_of_plain_numbers() {
    let mut rng = Rng::new(1, "lanes");
    for _ in 0..20_000 {
        let [a, b] = [(); 2].map(|()| std::array::from_fn(|_| number(&mut rng)));
        let (x, y) = (F32x4::from_array(&a), F32x4::from_array(&b));
        let (p, q) = (plain::F32x4::from_array(&a), plain::F32x4::from_array(&b));
        macro_rules! agree {
            ($($name:ident)+ ; $($alone:ident)+) => {
                $(assert_eq!(bits(x.$name(y).to_array()), bits(p.$name(q).to_array()), "{} {a:?} {b:?}", stringify!($name));)+
                $(assert_eq!(bits(x.$alone().to_array()), bits(p.$alone().to_array()), "{} {a:?}", stringify!($alone));)+
            };
        }
        agree!(plus minus times over min max less and and_not or xor bits_plus ; sqrt bits_to_exponent exponent_to_bits to_array_and_back);
    }
    assert_eq!(F32x4::splat(2.5).to_array(), [2.5; 4]);
}

/// Both types through memory and back.
trait Back: Sized {
    fn to_array_and_back(self) -> Self;
}

impl Back for F32x4 {
    fn to_array_and_back(self) -> F32x4 {
        let mut four = [0.0; 4];
        self.write(&mut four);
        F32x4::from_array(&four)
    }
}

impl Back for plain::F32x4 {
    fn to_array_and_back(self) -> plain::F32x4 {
        let mut four = [0.0; 4];
        self.write(&mut four);
        plain::F32x4::from_array(&four)
    }
}

const ROWS: usize = 13;
const LOSSES: [&str; 7] =
    ["mean-square", "huber", "chosen-square", "chosen-huber", "likelihood", "clipped", "gaussian"];

/// Targets of every kind for a batch, drawn once.
struct Data {
    targets: Vec<f32>,
    choices: Vec<u32>,
    masks: Vec<bool>,
    advantages: Vec<f32>,
    old: Vec<f32>,
}

fn data(width: usize, rng: &mut Rng) -> Data {
    let mut drawn = |n: usize| (0..n).map(|_| (2.0 * rng.uniform() - 1.0) as f32).collect::<Vec<f32>>();
    let (targets, advantages) = (drawn(ROWS * width), drawn(ROWS));
    let old = drawn(ROWS).iter().map(|x| x - 1.5).collect();
    let choices: Vec<u32> = (0..ROWS as u32).map(|row| row % (width as u32 - 1)).collect();
    Data { targets, choices, masks: (0..ROWS * width).map(|i| i % width != width - 1).collect(), advantages, old }
}

fn lose(kind: &str, head: Head<'_>, data: &Data, spreads: &[f32], slopes: &mut [f32]) -> f32 {
    let mut errors = [0.0; ROWS];
    let chosen = Chosen { choices: &data.choices, targets: &data.advantages, weights: None };
    let done = Choices { choices: &data.choices, masks: &data.masks };
    let surrogate = match kind {
        "likelihood" => Surrogate::Likelihood,
        _ => Surrogate::Clipped { old: &data.old, epsilon: 0.2 },
    };
    let lesson = Lesson { surrogate, advantages: &data.advantages, entropy: 0.02 };
    match kind {
        "mean-square" => mean_square(head, &data.targets),
        "huber" => huber(head, 0.25, &data.targets),
        "chosen-square" => of_choices(head, Penalty::Square, chosen, &mut errors),
        "chosen-huber" => of_choices(head, Penalty::Huber { delta: 0.25 }, chosen, &mut errors),
        "gaussian" => gaussian::policy_loss(head, spreads, &data.targets, lesson, slopes).loss,
        _ => policy_loss(head, done, lesson).loss,
    }
}

/// Draws the first weights.
type First = fn(&mut Network, &mut Rng);

/// 200 steps of a small network; everything that it loses and becomes.
fn training(mut network: Network, first: First, loss: &str, rule: &mut dyn Optimiser) -> u64 {
    let mut rng = Rng::new(1, loss);
    first(&mut network, &mut rng);
    let data = data(5, &mut rng);
    let mut tape = Tape::new(&network, ROWS);
    for row in 0..ROWS {
        tape.input_mut(row).iter_mut().for_each(|x| *x = (2.0 * rng.uniform() - 1.0) as f32);
    }
    let (mut gradient, mut seen, extra) = (network.gradient(), Fingerprint::default(), network.extra_range());
    for step in 0..200 {
        network.forward(&mut tape);
        let lost = lose(loss, tape.outputs(), &data, network.extra(), &mut gradient[extra.clone()]);
        network.backward_to_inputs(&mut tape, &mut gradient);
        seen.add_number(f64::from(lost));
        seen.add_number(f64::from(clip_by_norm(&mut gradient, 0.5)));
        rule.step(0.01 / (1 + step / 50) as f32, network.weights_mut(), &gradient);
    }
    assert!(is_sound(network.weights(), 1e3), "{loss} diverges");
    let by_inputs = (0..ROWS).flat_map(|row| tape.input_slope(row).iter());
    network.weights().iter().chain(by_inputs).for_each(|x| seen.add_number(f64::from(*x)));
    seen.value()
}

/// The file as it should be: `name hex` lines.
pub fn lines() -> String {
    let mut lines = String::new();
    for activation in [Activation::Identity, Activation::Relu, Activation::Tanh] {
        let first: First = match activation {
            Activation::Relu => init::he,
            _ => |network, rng| init::orthogonal(network, 1.4, 0.5, rng),
        };
        let network = Network::new(&[3, 17, 9, 5], activation, Activation::Identity).with_extra(5, -0.5);
        for (at, loss) in LOSSES.into_iter().enumerate() {
            let n = network.weights().len();
            // Every loss meets Adam, and one of the others.
            let other: (&str, Box<dyn Optimiser>) =
                if at % 2 == 0 { ("momentum", Box::new(Momentum::new(n))) } else { ("sgd", Box::new(Sgd)) };
            for (rule, mut optimiser) in [("adam", Box::new(Adam::new(n)) as Box<dyn Optimiser>), other] {
                let value = training(network.clone(), first, loss, &mut *optimiser);
                lines += &format!("{activation:?}/{loss}/{rule} {}\n", Fingerprint::hex(value));
            }
        }
    }
    lines
}

fn trainings_are_those_written_down() {
    assert_eq!(lines(), WRITTEN, "other bits than those written down in tests/network_fingerprints.txt");
}
