//! Hot loops allocate nothing: a counting allocator stands behind every step, look, decision and lesson.
#![cfg(not(target_arch = "wasm32"))]

#[path = "suites/play.rs"]
mod play;
#[path = "suites/worlds.rs"]
mod worlds;

use emporium::agent::{self, Build, Mode, Seen, Transition};
use emporium::base::{Action, Rng, World};
use emporium::nn::policy::{self, Choices, Lesson, Surrogate};
use emporium::nn::{self, Activation, Adam, Momentum, Network, Optimiser, Sgd, Tape, gaussian, loss};
use emporium::run::training::Player;
use emporium::run::{Progress, Run, Shop};
use emporium::sim::{self, Spec, Status};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Each test has a thread of its own, and counts what happens in it alone.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is handed on to the system's allocator; counting touches no memory of its callers.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(place, layout, size) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often the closure asked for memory.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = COUNT.with(Cell::get);
    work();
    COUNT.with(Cell::get) - before
}

#[test]
fn the_count_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
    assert_eq!(allocations(|| drop(std::hint::black_box(Vec::<u8>::new()))), 0);
}

/// Worlds of every kind: each simulator's smaller presets.
fn shops() -> Vec<(String, Shop)> {
    let presets = sim::registry().iter().flat_map(|e| (e.presets)().into_iter().map(move |p| (*e, p)));
    let shop = |(entry, preset): (&'static sim::SimEntry, sim::Preset)| {
        (preset.id.clone(), Shop::new(entry, &entry.params_of(&preset).unwrap()).unwrap())
    };
    let small = |(_, shop): &(String, Shop)| shop.open().facts().model.is_none_or(|m| m.states() <= 3_000);
    presets.map(shop).filter(small).collect()
}

/// A seat's buffers; the other seats always take their first choice.
struct Hand {
    seat: usize,
    observation: Vec<f64>,
    next: Vec<f64>,
    mask: Vec<bool>,
    actions: Vec<Action>,
    rewards: Vec<f64>,
}

fn hand(spec: &Spec, seat: usize) -> Hand {
    let own = &spec.seats[seat];
    let seen = vec![0.0; own.observation.len()];
    let mask = vec![true; own.actions.choices().unwrap_or(0)];
    let actions: Vec<Action> = spec.seats.iter().map(|seat| seat.actions.buffer()).collect();
    Hand { seat, next: seen.clone(), observation: seen, mask, rewards: vec![0.0; actions.len()], actions }
}

#[test]
fn a_world_steps_without_allocating() {
    for (at, shop) in shops() {
        let mut env = shop.open();
        let mut hands: Vec<Hand> = (0..shop.spec().seats.len()).map(|seat| hand(shop.spec(), seat)).collect();
        let mut actions = hands[0].actions.clone();
        let mut players: Vec<_> = (0..hands.len()).map(|seat| play::agent("random", &shop, seat, &[], 500)).collect();
        let mut rewards = vec![0.0; hands.len()];
        let mut rng = Rng::new(1, "steps");
        let count = allocations(|| {
            for t in 0..500 {
                if t % 100 == 0 {
                    env.reset(World::training(1).episode(t));
                }
                for hand in &mut hands {
                    env.observe(hand.seat, &mut hand.observation);
                    env.mask(hand.seat, &mut hand.mask);
                    let seen = Seen { observation: &hand.observation, mask: &hand.mask };
                    players[hand.seat].act(0, seen, &mut rng, Mode::Explore, &mut actions[hand.seat]);
                }
                if env.step(&actions, &mut rewards) != Status::Running {
                    env.reset(World::training(1).episode(t));
                }
                std::hint::black_box(env.totals());
            }
        });
        assert_eq!(count, 0, "{at} allocates in its steps");
    }
}

/// Plays and learns for some periods; `env` and agent go on where they were.
fn learn(env: &mut dyn sim::Env, agent: &mut dyn agent::Agent, hand: &mut Hand, rng: &mut Rng, periods: u64) {
    for t in 0..periods {
        if t % 100 == 0 {
            env.reset(World::training(1).episode(t));
            agent.begin(0);
            env.observe(hand.seat, &mut hand.observation);
        }
        let seen = Seen { observation: &hand.observation, mask: &hand.mask };
        // Measured too, in the lane that is kept for it.
        agent.act(agent.lanes(), seen, rng, Mode::Exploit, &mut hand.actions[hand.seat]);
        agent.act(0, seen, rng, Mode::Explore, &mut hand.actions[hand.seat]);
        let status = env.step(&hand.actions, &mut hand.rewards);
        env.observe(hand.seat, &mut hand.next);
        let next = Seen { observation: &hand.next, mask: &hand.mask };
        let (action, reward) = (&hand.actions[hand.seat], hand.rewards[hand.seat]);
        agent.learn(0, &Transition { seen, action, reward, next, status }, rng);
        std::mem::swap(&mut hand.observation, &mut hand.next);
        if status != Status::Running {
            env.reset(World::training(2).episode(t));
            agent.begin(0);
            env.observe(hand.seat, &mut hand.observation);
        }
    }
}

#[test]
fn agents_decide_and_learn_without_allocating() {
    let mut tried = 0;
    for (at, shop) in shops() {
        let mut env = shop.open();
        let pairs = agent::registry().iter().flat_map(|e| (0..shop.spec().seats.len()).map(move |seat| (*e, seat)));
        for (entry, seat) in pairs {
            if entry.usually_fits(&*env, seat).is_err() || matches!(entry.build, Build::Visitor) {
                continue;
            }
            let mut agent = play::agent(entry.id, &shop, seat, &[], 10_000);
            let (mut hand, mut rng) = (hand(shop.spec(), seat), Rng::new(1, "agents"));
            let lane = agent.lanes();
            agent.begin(lane);
            learn(&mut *env, &mut *agent, &mut hand, &mut rng, 1_000);
            let count = allocations(|| learn(&mut *env, &mut *agent, &mut hand, &mut rng, 1_000));
            assert_eq!(count, 0, "{at}: {} allocates", entry.id);
            tried += 1;
        }
    }
    assert!(tried > 50, "only {tried} pairs");
}

#[test]
fn a_run_learns_without_allocating_between_two_evaluations() {
    let everyday = shops().remove(0).1;
    let toys = [
        worlds::shop(worlds::Dilemma::default()),
        worlds::shop(worlds::Dials::default()),
        worlds::shop(worlds::Row::default()),
    ];
    for shop in std::iter::once(everyday).chain(toys) {
        for id in ["q-learning", "sarsa", "expected-sarsa", "double-q", "random"] {
            let env = shop.open();
            if agent::find(id).unwrap().usually_fits(&*env, 0).is_err() {
                continue;
            }
            let seats = 0..env.spec().seats.len();
            let players: Vec<Player> = seats.map(|seat| play::player(id, &shop, seat, &[], 100_000)).collect();
            let mut run = Run::with_players(&shop, players, 1, play::schedule(100_000, 50_000, 2));
            // Over the first evaluation and some way into learning.
            while run.steps() < 2_000 {
                run.advance(1_000);
            }
            let mut progress = Progress::Finished;
            let count = allocations(|| progress = run.advance(40_000));
            assert_eq!((count, progress), (0, Progress::Running), "{id} allocates while it learns");
            assert!(run.steps() > 30_000 && run.steps() < 50_000);
        }
    }
}

/// One lesson of each kind: a network is asked, corrected by every loss, and moved by every rule.
fn lessons(network: &mut Network, target: &mut Network, tape: &mut Tape, rules: &mut [Box<dyn Optimiser>]) {
    const ROWS: usize = 6;
    let (targets, choices, mut errors) = ([0.5; 3 * ROWS], [1; ROWS], [0.0; ROWS]);
    let (mut gradient, mut slopes) = ([0.0; 512], [0.0; 3]);
    let gradient = &mut gradient[..network.weights().len()];
    for kind in 0..5 {
        for rule in &mut *rules {
            (0..ROWS).for_each(|row| tape.input_mut(row).fill(0.1 * row as f32));
            network.forward(tape);
            let lesson = Lesson { surrogate: Surrogate::Likelihood, advantages: &targets[..ROWS], entropy: 0.1 };
            let chosen = loss::Chosen { choices: &choices, targets: &targets[..ROWS], weights: None };
            let head = tape.outputs();
            std::hint::black_box(match kind {
                0 => loss::mean_square(head, &targets),
                1 => loss::huber(head, 1.0, &targets),
                2 => loss::of_choices(head, loss::Penalty::Square, chosen, &mut errors),
                3 => policy::policy_loss(head, Choices { choices: &choices, masks: &[] }, lesson).loss,
                _ => gaussian::policy_loss(head, &[0.0; 3], &targets, lesson, &mut slopes).loss,
            });
            network.backward_to_inputs(tape, gradient);
            nn::clip_by_norm(gradient, 0.5);
            rule.step(1e-3, network.weights_mut(), gradient);
        }
    }
    target.follow(network, 0.1);
    assert!(nn::is_sound(target.weights(), 1e3));
}

#[test]
fn networks_learn_without_allocating() {
    let mut network = Network::new(&[3, 10, 3], Activation::Tanh, Activation::Identity);
    nn::init::he(&mut network, &mut Rng::new(1, "networks"));
    let (mut target, mut tape, n) = (network.clone(), Tape::new(&network, 8), network.weights().len());
    let mut rules: Vec<Box<dyn Optimiser>> = vec![Box::new(Sgd), Box::new(Momentum::new(n)), Box::new(Adam::new(n))];
    tape.begin(6);
    let count = allocations(|| (0..20).for_each(|_| lessons(&mut network, &mut target, &mut tape, &mut rules)));
    assert_eq!(count, 0, "a network allocates while it learns");
}
