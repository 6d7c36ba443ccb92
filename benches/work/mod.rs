//! What is measured, natively and in the browser alike: a name and a closure that does n units of it.

mod networks;

use emporium::agent::{self, Build, Case};
use emporium::analytics::recommend::measures::judge;
use emporium::analytics::recommend::neighbours::{self, By, Level, Options};
use emporium::analytics::recommend::{Rating, Ratings, similarity::Measure};
use emporium::base::{Action, Params, Rng, World};
use emporium::nn::Activation;
use emporium::run::{Run, Scenario};
use emporium::sim;

/// Units in one iteration of a benchmark, so that a call's own cost does not count.
pub const UNITS: u64 = 1_000;

pub type Work = (&'static str, Box<dyn FnMut(u64)>);

pub fn all() -> Vec<Work> {
    vec![
        ("inventory-step", inventory_steps()),
        ("q-learning-step", learning_steps("q-learning")),
        ("sarsa-step", learning_steps("sarsa")),
        ("plan-1081-states", planning()),
        ("simd-peak", networks::peak()),
        ("dense-64-batch-64", networks::dense()),
        ("dqn-update-relu", networks::updates(Activation::Relu)),
        ("dqn-update-tanh", networks::updates(Activation::Tanh)),
        ("dqn-decision", networks::decisions()),
        ("user-cf-100000-ratings", neighbours()),
    ]
}

fn inventory_steps() -> Box<dyn FnMut(u64)> {
    let entry = sim::find("inventory").unwrap();
    let params = entry.params_of(&entry.preset("everyday").unwrap()).unwrap();
    let mut env = (entry.build)(&params).unwrap();
    env.reset(World::training(1).episode(0));
    let (mut actions, mut rewards) = ([Action::choice(5)], [0.0]);
    let mut observation = [0.0];
    Box::new(move |n| {
        for _ in 0..n {
            env.observe(0, &mut observation);
            actions[0].choice = if observation[0] < 8.0 { 12 } else { 0 };
            env.step(&actions, &mut rewards);
        }
        std::hint::black_box(rewards[0]);
    })
}

fn learning_steps(agent: &'static str) -> Box<dyn FnMut(u64)> {
    let mut scenario = Scenario::of("inventory", "everyday", &[agent]);
    scenario.budget = Some(emporium::run::scenario::Budget { steps: 10_000_000_000 });
    scenario.evaluation = Some(emporium::run::scenario::Measuring { every: 10_000_000_000, episodes: 1 });
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule).unwrap();
    run.advance(20_000);
    Box::new(move |n| {
        run.advance(n);
    })
}

/// One solution of `bursty` (1,081 states) counts as a thousand units.
fn planning() -> Box<dyn FnMut(u64)> {
    let entry = sim::find("inventory").unwrap();
    let params = entry.params_of(&entry.preset("bursty").unwrap()).unwrap();
    let env = (entry.build)(&params).unwrap();
    Box::new(move |n| {
        let entry = agent::find("relative-value-iteration").unwrap();
        let none = Params::defaults(&[]);
        let Build::Agent(build) = entry.build else { return };
        for _ in 0..n.div_ceil(UNITS) {
            let case = Case::of(&*env, 0, &none, 1);
            std::hint::black_box(build(&case).unwrap());
        }
    })
}

/// 1,000 users and items with 100,000 ratings are fitted and 20,000 pairs predicted: a thousand units.
fn neighbours() -> Box<dyn FnMut(u64)> {
    let mut rng = Rng::new(1, "bench");
    let line = |user, item, rng: &mut Rng| Rating { user, item, rating: 1.0 + rng.below(5) as f64 };
    let (mut log, mut asked) = (Vec::new(), Vec::new());
    for user in 0..1_000 {
        // A stride without a common divisor with 1,000 meets no item twice.
        let (start, stride) = (rng.below(1_000), [1, 3, 7, 9, 11, 13][rng.below(6) as usize]);
        let item = |n: u32| (start + n * stride) % 1_000;
        log.extend((0..100).map(|n| line(user, item(n), &mut rng)));
        asked.extend((100..120).map(|n| line(user, item(n), &mut rng)));
    }
    let ratings = Ratings::new(1_000, 1_000, (1.0, 5.0), &log).unwrap();
    Box::new(move |n| {
        let options = Options::of(By::User, Measure::Cosine, Level::OwnMean);
        for _ in 0..n.div_ceil(UNITS) {
            let fitted = neighbours::fit(&ratings, options).unwrap();
            std::hint::black_box(judge(&fitted, &asked));
        }
    })
}
