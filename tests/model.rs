//! Simulator and finite model tell the same story: where the simulator goes and what it earns is what the
//! model expects, for every preset that has a model; and each model keeps the rules of its trait.
#![cfg(not(target_arch = "wasm32"))]

use emporium::base::model::{Next, follow_each, improve_each};
use emporium::base::{Action, FiniteModel, Rng, Setting, World};
use emporium::run::Shop;
use emporium::sim::{self, Env, Status};
use statrs::distribution::{ChiSquared, ContinuousCDF};
use std::collections::BTreeMap;

/// A chance of being wrong about right code, for each of the few thousand comparisons made here. All draws are
/// seeded, so that the verdict is the same every time.
const CHANCE: f64 = 1e-8;
/// Standard errors beyond which a mean is wrong: as rare.
const ERRORS: f64 = 5.7;
/// Periods that are played in each world.
const STEPS: u64 = 20_000;
/// Visits of a pair of state and choice from which on it is looked at alone.
const MANY: f64 = 400.0;

/// Instances beside the presets, for what no preset has.
const MORE: &[(&str, &[(&str, &str)])] = &[
    ("everyday", &[("unmet", "waits"), ("backlog", "9"), ("lead_time", "2"), ("order_max", "12"), ("capacity", "24")]),
    ("everyday", &[("unmet", "waits"), ("backlog", "15"), ("lead_time", "0"), ("price", "5"), ("reward", "profit")]),
    ("everyday", &[("season", "4"), ("swing", "0.6"), ("lead_time", "3"), ("order_max", "8"), ("capacity", "18")]),
    ("everyday", &[("season", "3"), ("peak", "4"), ("forecast", "holt-winters"), ("order_min", "2")]),
    ("everyday", &[("demand", "geometric"), ("lead_time", "0"), ("met_bonus", "3"), ("stockout_cost", "7")]),
    (
        "everyday",
        &[("demand", "normal"), ("deviation", "0"), ("unit_cost", "2.5"), ("price", "7"), ("reward", "profit")],
    ),
    ("article-as-printed", &[("season", "3"), ("swing", "0.4"), ("order_max", "60")]),
    ("article-as-printed", &[("lead_time", "3"), ("unmet", "waits"), ("order_max", "60")]),
];

/// The same for pricing: seasons and wild days with a stock, competitors of either kind with it.
const MORE_PRICES: &[(&str, &[(&str, &str)])] = &[
    ("everyday", &[("rival", "follows"), ("days", "5"), ("stock", "9"), ("price_steps", "5")]),
    ("everyday", &[("rival", "cycles"), ("rival_noise", "1"), ("days", "3"), ("stock", "4"), ("curve", "logit")]),
    ("everyday", &[("season", "4"), ("swing", "0.8"), ("rush", "0.4"), ("shock", "0.5"), ("usual_demand", "4")]),
    ("everyday", &[("stock", "200"), ("days", "7"), ("usual_demand", "0.3"), ("curve", "linear")]),
    ("steady", &[("rival", "cycles"), ("season", "3"), ("swing", "0.5"), ("shock", "0.3"), ("unit_cost", "30")]),
    ("shop-as-printed", &[("season", "2"), ("rush", "0.5"), ("stock", "120"), ("days", "4")]),
];

/// Every world with a model: the presets of all simulators, and the instances above.
fn worlds() -> Vec<(String, Shop)> {
    let presets = sim::registry().iter().flat_map(|e| (e.presets)().into_iter().map(move |p| (*e, p.id, &[][..])));
    let of = |id: &'static str| move |(preset, set): &(&str, _)| (sim::find(id).unwrap(), preset.to_string(), *set);
    let more = MORE.iter().map(of("inventory")).chain(MORE_PRICES.iter().map(of("pricing")));
    let shop = |(entry, preset, set): (&'static sim::SimEntry, String, &[(&str, &str)])| {
        let mut params = entry.params_of(&entry.preset(&preset).unwrap()).unwrap();
        set.iter().for_each(|(id, word)| params.set("sim", id, &Setting::parse(word)).unwrap());
        (format!("{} {preset} {set:?}", entry.id), Shop::new(entry, &params).unwrap())
    };
    presets.chain(more).map(shop).filter(|(_, shop)| states(shop) <= emporium::agent::MOST_STATES).collect()
}

fn states(shop: &Shop) -> usize {
    shop.open().facts().model.map_or(usize::MAX, |source| source.states())
}

fn build(shop: &Shop) -> Box<dyn FiniteModel> {
    shop.open().facts().model.unwrap().build()
}

/// What may happen after a choice: where it leads, its reward and its probability, in the model's order.
/// Neighbours that look the same from outside are one.
fn atoms(model: &dyn FiniteModel, state: usize, choice: usize) -> Vec<(Next, f64, f64)> {
    let mut atoms: Vec<(Next, f64, f64)> = Vec::new();
    model.outcomes(state, choice, &mut |p, next, reward| match atoms.last_mut() {
        Some((n, r, share)) if *n == next && f64::abs(*r - reward) < 1e-9 => *share += p,
        _ => atoms.push((next, reward, p)),
    });
    atoms
}

/// Choices in moods that change now and then, so that full and empty shelves are both seen.
struct Moody {
    rng: Rng,
    most: usize,
    left: u32,
}

impl Moody {
    fn choice(&mut self, choices: usize) -> usize {
        if self.left == 0 {
            let moods = [1, 2, 4, 7, 10, 14, choices];
            (self.most, self.left) = (moods[self.rng.below(7) as usize], 10 + self.rng.below(40));
        }
        self.left -= 1;
        self.rng.below(usize::min(self.most, choices) as u32) as usize
    }
}

/// A step that was played: the state, the choice, where it led, and the reward.
type Step = (usize, usize, Next, f64);

fn state_of(env: &dyn Env, model: &dyn FiniteModel, seen: &mut [f64], at: &str) -> usize {
    env.observe(0, seen);
    model.state_of(seen).unwrap_or_else(|| panic!("{at}: the model has no state for {seen:?}"))
}

fn play(at: &str, shop: &Shop, model: &dyn FiniteModel) -> Vec<Step> {
    let mut env = shop.open();
    let mut seen = vec![0.0; shop.spec().seats[0].observation.len()];
    let mut moody = Moody { rng: Rng::new(1, at), most: 0, left: 0 };
    let (mut action, mut rewards) = (Action::default(), [0.0]);
    let (mut steps, mut running) = (Vec::new(), false);
    for t in 0..STEPS {
        if !running || t % 200 == 0 {
            env.reset(World::training(1).episode(t));
            let first = state_of(&*env, model, &mut seen, at);
            assert!(model.start().iter().any(|(s, p)| *s == first && *p > 0.0), "{at}: starts elsewhere");
        }
        let state = state_of(&*env, model, &mut seen, at);
        action.choice = moody.choice(model.actions());
        running = env.step(std::slice::from_ref(&action), &mut rewards) != Status::Terminated;
        let next = running.then(|| state_of(&*env, model, &mut seen, at));
        steps.push((state, action.choice, next, rewards[0]));
    }
    steps
}

/// Steps from where episodes start, each choice in many of them.
fn first_steps(at: &str, shop: &Shop, model: &dyn FiniteModel) -> Vec<Step> {
    let mut env = shop.open();
    let mut seen = vec![0.0; shop.spec().seats[0].observation.len()];
    let mut rewards = [0.0];
    let choices = [0, 1, model.actions() / 2, model.actions() - 1];
    let first = |episode: u64| {
        env.reset(World::training(2).episode(episode));
        let state = state_of(&*env, model, &mut seen, at);
        let choice = usize::min(choices[episode as usize % 4], model.actions() - 1);
        let running = env.step(&[Action::choice(choice)], &mut rewards) != Status::Terminated;
        (state, choice, running.then(|| state_of(&*env, model, &mut seen, at)), rewards[0])
    };
    (0..8_000).map(first).collect()
}

/// Whether counts come from these probabilities: bins of few expected ones are joined.
fn chi_square(at: &str, expected: &[f64], counted: &[f64]) {
    let (mut sum, mut bins, mut e, mut c) = (0.0, 0, 0.0, 0.0);
    let last = expected.len() - 1;
    for (i, (expect, count)) in expected.iter().zip(counted).enumerate() {
        (e, c) = (e + expect, c + count);
        let rest: f64 = expected[i + 1..].iter().sum();
        if (e >= 5.0 && rest >= 5.0) || (i == last && e > 0.0) {
            sum += (c - e) * (c - e) / e;
            bins += 1;
            (e, c) = (0.0, 0.0);
        }
    }
    if bins > 1 {
        let chance = 1.0 - ChiSquared::new(bins as f64 - 1.0).unwrap().cdf(sum);
        assert!(chance > CHANCE, "{at}: chi-square {sum:.1} over {bins} bins\n{expected:?}\n{counted:?}");
    }
}

/// Each demand's share of its uniform draw, spread over twenty bins, and the mean reward over all steps: a test
/// that uses every step, however seldom its state was seen.
fn check_all_together(at: &str, model: &dyn FiniteModel, steps: &[Step]) {
    let mut rng = Rng::new(2, at);
    let mut bins = [0.0; 20];
    let (mut surprise, mut variance) = (0.0, 0.0);
    for &(state, choice, next, reward) in steps {
        let atoms = atoms(model, state, choice);
        let same = |a: &&(Next, f64, f64)| a.0 == next && (a.1 - reward).abs() < 1e-9;
        let found = atoms.iter().find(same);
        let Some(&(_, _, share)) = found else {
            panic!("{at}: state {state}, choice {choice} led to {next:?} with {reward}, unknown to the model")
        };
        let before: f64 = atoms.iter().take_while(|a| !same(a)).map(|a| a.2).sum();
        bins[usize::min(((before + rng.uniform() * share) * 20.0) as usize, 19)] += 1.0;
        let mean: f64 = atoms.iter().map(|a| a.2 * a.1).sum();
        surprise += reward - mean;
        variance += atoms.iter().map(|a| a.2 * (a.1 - mean) * (a.1 - mean)).sum::<f64>();
    }
    chi_square(at, &[steps.len() as f64 / 20.0; 20], &bins);
    assert!(
        surprise.abs() <= ERRORS * variance.sqrt() + 1e-6,
        "{at}: rewards miss by {surprise} of ±{}",
        variance.sqrt()
    );
}

/// Frequencies of what follows, and the mean reward, of each pair that was seen often; how many those are.
fn check_pairs(at: &str, model: &dyn FiniteModel, steps: &[Step]) -> usize {
    let mut pairs: BTreeMap<(usize, usize), Vec<(Next, f64)>> = BTreeMap::new();
    for &(state, choice, next, reward) in steps {
        pairs.entry((state, choice)).or_default().push((next, reward));
    }
    pairs.retain(|_, visits| visits.len() as f64 >= MANY);
    for ((state, choice), visits) in &pairs {
        let at = format!("{at}: state {state}, choice {choice}");
        let n = visits.len() as f64;
        let mut next: BTreeMap<Next, (f64, f64)> = BTreeMap::new();
        let (mut mean, mut square) = (0.0, 0.0);
        model.outcomes(*state, *choice, &mut |p, to, reward| {
            next.entry(to).or_default().0 += n * p;
            (mean, square) = (mean + p * reward, square + p * reward * reward);
        });
        visits.iter().for_each(|(to, _)| next.entry(*to).or_default().1 += 1.0);
        let (expected, counted): (Vec<f64>, Vec<f64>) = next.values().copied().unzip();
        chi_square(&at, &expected, &counted);
        let got = visits.iter().map(|(_, reward)| reward).sum::<f64>() / n;
        let error = f64::sqrt(f64::max(square - mean * mean, 0.0) / n);
        assert!((got - mean).abs() <= ERRORS * error + 1e-9, "{at}: earns {got}, and {mean} ± {error} is expected");
    }
    pairs.len()
}

/// On both cores: what is said of one world says nothing of another.
fn for_each_world(check: impl Fn(&str, &Shop) + Sync) {
    let worlds = worlds();
    assert!(worlds.len() > 30, "{} worlds have a model", worlds.len());
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (worlds, check) = (&worlds, &check);
            scope.spawn(move || worlds.iter().skip(half).step_by(2).for_each(|(at, shop)| check(at, shop)));
        }
    });
}

#[test]
fn the_simulator_does_what_the_model_expects() {
    for_each_world(|at, shop| {
        let model = build(shop);
        let steps = play(at, shop, &*model);
        check_all_together(at, &*model, &steps);
        check_pairs(at, &*model, &steps);
        let steps = first_steps(at, shop, &*model);
        check_all_together(at, &*model, &steps);
        assert!(check_pairs(at, &*model, &steps) >= 2, "{at}: hardly a pair was seen often");
    });
}

/// Some states of a model: both ends, and some between.
fn some_states(model: &dyn FiniteModel) -> Vec<usize> {
    let n = model.states();
    let mut rng = Rng::new(3, "states");
    let between = (0..200).map(|_| rng.below(n as u32) as usize);
    [0, 1, n / 2, n.saturating_sub(2), n - 1].into_iter().chain(between).filter(|s| *s < n).collect()
}

#[test]
fn outcomes_are_a_distribution_and_states_have_a_face() {
    for_each_world(|at, shop| {
        let model = build(shop);
        assert_eq!(model.states(), states(shop), "{at}: as many as were announced");
        assert_eq!(Some(model.actions()), shop.spec().seats[0].actions.choices(), "{at}");
        let start: f64 = model.start().iter().map(|(_, p)| p).sum();
        assert!((start - 1.0).abs() < 1e-12, "{at}: starts add up to {start}");
        let mut seen = vec![0.0; shop.spec().seats[0].observation.len()];
        for state in some_states(&*model) {
            model.observation_of(state, &mut seen);
            assert_eq!(model.state_of(&seen), Some(state), "{at}: {seen:?}");
            for choice in [0, model.actions() / 3, model.actions() - 1] {
                let mut sum = 0.0;
                model.outcomes(state, choice, &mut |p, next, reward| {
                    assert!(p >= 0.0 && reward.is_finite() && next.is_none_or(|s| s < model.states()), "{at}: {state}");
                    sum += p;
                });
                assert!((sum - 1.0).abs() < 1e-11, "{at}: state {state}, choice {choice} adds up to {sum}");
            }
        }
    });
}

/// Models whose every state is swept here.
const MOST_SWEPT: usize = 6_000;

#[test]
fn fast_sweeps_are_the_plain_ones() {
    for_each_world(|at, shop| {
        let model = build(shop);
        if model.states() > MOST_SWEPT {
            return;
        }
        let n = model.states();
        let mut rng = Rng::new(4, at);
        let values: Vec<f64> = (0..n).map(|_| 200.0 * rng.uniform() - 100.0).collect();
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * (1.0 + b.abs());
        for discount in [1.0, 0.9] {
            let (mut fast, mut plain) = ((vec![0; n], vec![0.0; n]), (vec![0; n], vec![0.0; n]));
            model.improve(discount, &values, &mut fast.0, &mut fast.1);
            improve_each(&*model, discount, &values, &mut plain.0, &mut plain.1);
            for s in 0..n {
                assert!(close(fast.1[s], plain.1[s]), "{at}: state {s} is worth {} or {}", fast.1[s], plain.1[s]);
                // Equally good choices may differ by rounding.
                let worth = model.action_value(s, fast.0[s] as usize, discount, &values);
                assert!(
                    close(worth, plain.1[s]),
                    "{at}: in state {s} the choices are {} and {}",
                    fast.0[s],
                    plain.0[s]
                );
            }
            let policy: Vec<u32> = (0..n).map(|_| rng.below(model.actions() as u32)).collect();
            model.follow(discount, &values, &policy, &mut fast.1);
            follow_each(&*model, discount, &values, &policy, &mut plain.1);
            assert!(fast.1.iter().zip(&plain.1).all(|(a, b)| close(*a, *b)), "{at}: a policy is worth something else");
        }
    });
}
