//! The visits reward knowledge in the right order: who knows nothing of the visitor, his ratings, the visit, his taste.
#![cfg(not(target_arch = "wasm32"))]

use emporium::agent::{self, Agent, Build, Case, Mode, Seen};
use emporium::base::stats::Interval;
use emporium::base::{Action, Params, Rng, Setting, World};
use emporium::run::Shop;
use emporium::sim::{self, Env, Facts, ItemFacts, Status, TasteFacts};
use std::sync::Arc;

const SEEDS: u64 = 10;
const VISITS: u64 = 400;

fn shop(preset: &str, set: &[(&str, Setting)]) -> Shop {
    let entry = sim::find("recommend").unwrap();
    let mut params = entry.params_of(&entry.preset(preset).unwrap()).unwrap();
    set.iter().for_each(|(id, x)| params.set("sim", id, x).unwrap());
    Shop::new(entry, &params).unwrap()
}

fn agent_of(env: &dyn Env, id: &str, facts: Facts<'_>) -> Box<dyn Agent> {
    let entry = agent::find(id).unwrap();
    let params = Params::defaults(entry.params);
    let case = Case { facts, ..Case::of(env, 0, &params, 1) };
    (entry.fits)(&case).unwrap();
    let Build::Agent(build) = entry.build else { panic!("{id} plays by hand") };
    build(&case).unwrap()
}

fn agent(shop: &Shop, id: &str) -> Box<dyn Agent> {
    let env = shop.open();
    agent_of(&*env, id, env.facts())
}

/// The mean reward of a visit in each of the seeds' worlds.
fn earned(shop: &Shop, agent: &mut dyn Agent) -> Vec<f64> {
    let mut env = shop.open();
    let seat = env.spec().seats[0].clone();
    let mut observation = vec![0.0; seat.observation.len()];
    let mask = vec![true; seat.actions.choices().unwrap()];
    let (mut action, mut rewards, mut rng) = (Action::default(), [0.0], Rng::new(1, "order"));
    let of = |seed: u64| {
        let mut sum = 0.0;
        for episode in 0..VISITS {
            env.reset(World::search(seed).episode(episode));
            agent.begin(agent.lanes());
            loop {
                env.observe(0, &mut observation);
                let seen = Seen { observation: &observation, mask: &mask };
                agent.act(agent.lanes(), seen, &mut rng, Mode::Exploit, &mut action);
                let status = env.step(std::slice::from_ref(&action), &mut rewards);
                sum += rewards[0];
                if status != Status::Running {
                    break;
                }
            }
        }
        sum / VISITS as f64
    };
    (1..=SEEDS).map(of).collect()
}

fn mean(xs: &[f64]) -> f64 {
    emporium::base::stats::mean(xs)
}

/// The paired difference and half its interval.
fn difference(a: &[f64], b: &[f64]) -> (f64, f64) {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    (mean(&differences), Interval::of_mean(differences.len()).half(&differences))
}

fn assert_above(at: &str, a: &[f64], b: &[f64]) {
    let (difference, half) = difference(a, b);
    assert!(difference - half > 0.0, "{at}: {difference:.3} ± {half:.3}");
}

/// Solves a small system of equations by elimination.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for at in 0..n {
        let pivot = (at..n).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs())).unwrap();
        rows.swap(at, pivot);
        let lead = rows[at].clone();
        for (other, row) in rows.iter_mut().enumerate() {
            if other != at {
                let factor = row[at] / lead[at];
                row.iter_mut().zip(&lead).for_each(|(x, l)| *x -= factor * l);
            }
        }
    }
    (0..n).map(|i| rows[i][n] / rows[i][i]).collect()
}

/// What a policy could at best make of the category means in the observation: a planner that knows how visits go,
/// and of the visitor nothing but the least-squares guess of his taste from his own mean ratings.
fn from_means(shop: &Shop) -> Box<dyn Agent> {
    let env = shop.open();
    let facts: ItemFacts = env.facts().items.unwrap().clone();
    let truth: TasteFacts = (**facts.truth.as_ref().unwrap()).clone();
    let (visitors, choices, categories) = (facts.visitors.len(), facts.shows.len(), truth.categories);
    let inputs: Vec<Vec<f64>> = facts
        .visitors
        .clone()
        .map(|visitor| {
            let mut means = vec![(0.0, 0.0); categories];
            for rated in facts.log.of_user(visitor) {
                let (sum, n) = &mut means[rated.id as usize % categories];
                (*sum, *n) = (*sum + rated.rating, *n + 1.0);
            }
            let mean = |(sum, n): (f64, f64)| if n > 0.0 { sum / n } else { 3.0 };
            std::iter::once(1.0).chain(means.into_iter().map(mean)).collect()
        })
        .collect();
    let width = categories + 1;
    let mut values = vec![0.0; visitors * choices];
    for choice in 0..choices {
        let mut rows = vec![vec![0.0; width + 1]; width];
        for (visitor, x) in inputs.iter().enumerate() {
            for i in 0..width {
                (0..width).for_each(|j| rows[i][j] += x[i] * x[j]);
                rows[i][width] += x[i] * truth.values[visitor * choices + choice];
            }
        }
        (0..width).for_each(|i| rows[i][i] += 0.1);
        let weights = solve(rows);
        for (visitor, x) in inputs.iter().enumerate() {
            values[visitor * choices + choice] = x.iter().zip(&weights).map(|(x, w)| x * w).sum();
        }
    }
    let guessed = ItemFacts { truth: Some(Arc::new(TasteFacts { values, ..truth })), ..facts };
    agent_of(&*env, "knows-taste", Facts { items: Some(&guessed), ..Facts::default() })
}

/// Prefers what a method predicts, but nothing that bores.
struct Alternating {
    method: Box<dyn Agent>,
    facts: ItemFacts,
}

impl Agent for Alternating {
    fn act(&mut self, _: usize, seen: Seen<'_>, _: &mut Rng, _: Mode, action: &mut Action) {
        let truth = self.facts.truth.as_ref().unwrap();
        let values = self.method.explain(seen).values;
        let bored = |choice: usize| seen.observation[truth.bored + self.facts.category[choice]] / truth.full;
        let score = |choice: usize| values[choice] - truth.boredom.weight * bored(choice);
        action.choice = (0..values.len()).max_by(|a, b| score(*a).total_cmp(&score(*b))).unwrap();
    }
}

fn alternating(shop: &Shop, id: &str) -> Box<dyn Agent> {
    let facts = shop.open().facts().items.unwrap().clone();
    Box::new(Alternating { method: agent(shop, id), facts })
}

const METHODS: [&str; 6] = ["user-cf", "item-cf", "content", "hybrid", "factors", "random"];

/// Rewards of all methods, printed as shares of the way from zero to one.
fn table(preset: &str, shop: &Shop) -> Vec<(String, Vec<f64>)> {
    let mut all = Vec::new();
    for id in ["most-popular", "knows-taste"].into_iter().chain(METHODS) {
        all.push((id.to_string(), earned(shop, &mut *agent(shop, id))));
    }
    all.push(("alternating".into(), earned(shop, &mut *alternating(shop, "user-cf"))));
    if shop.open().facts().items.unwrap().log.users() > 300 {
        all.push(("from-means".into(), earned(shop, &mut *from_means(shop))));
    }
    let (zero, one) = (mean(&all[0].1), mean(&all[1].1));
    for (id, xs) in &all {
        let (_, half) = difference(xs, &all[0].1);
        println!("{preset} {id}: {:.3} ± {half:.3}, share {:.3}", mean(xs), (mean(xs) - zero) / (one - zero));
    }
    all
}

/// The rewards of one of the table's lines.
fn of<'a>(table: &'a [(String, Vec<f64>)], id: &str) -> &'a [f64] {
    &table.iter().find(|(other, _)| other == id).unwrap().1
}

#[test]
fn ratings_help_and_the_categories_nearly_suffice_on_everyday_visits() {
    let table = table("everyday", &shop("everyday", &[]));
    for method in ["user-cf", "item-cf", "content", "hybrid", "factors"] {
        assert_above(&format!("{method} above most popular"), of(&table, method), of(&table, "most-popular"));
        assert_above(&format!("knows taste above {method}"), of(&table, "knows-taste"), of(&table, method));
    }
    assert_above("most popular above chance", of(&table, "most-popular"), of(&table, "random"));
    let [zero, one, bound] = ["most-popular", "knows-taste", "from-means"].map(|id| mean(of(&table, id)));
    let share = (bound - zero) / (one - zero);
    assert!(share > 0.88, "who sees only category means and boredom comes {share:.3} of the way");
}

#[test]
fn prediction_is_nearly_all_where_nothing_bores() {
    let table = table("no-boredom", &shop("no-boredom", &[]));
    let [zero, one] = ["most-popular", "knows-taste"].map(|id| mean(of(&table, id)));
    for method in ["user-cf", "item-cf", "factors"] {
        let share = (mean(of(&table, method)) - zero) / (one - zero);
        assert!(share > 0.5, "{method} comes {share:.3} of the way");
    }
}

#[test]
fn changing_beats_predicting_where_visitors_are_fickle() {
    let table = table("fickle", &shop("fickle", &[]));
    for method in ["user-cf", "item-cf", "content", "hybrid", "factors"] {
        assert_above(&format!("changing above {method}"), of(&table, "alternating"), of(&table, method));
    }
}

#[test]
fn content_and_listening_serve_newcomers() {
    let table = table("newcomers", &shop("newcomers", &[]));
    for method in ["user-cf", "item-cf", "factors", "most-popular"] {
        assert_above(&format!("content above {method}"), of(&table, "content"), of(&table, method));
    }
    assert_above("knows taste above content", of(&table, "knows-taste"), of(&table, "content"));
}

#[test]
fn coverage_is_the_share_of_the_catalogue_that_anybody_was_shown() {
    let shop = shop("single-items", &[]);
    let place = shop.spec().metrics.iter().position(|metric| metric.id == "coverage").unwrap();
    let coverage = |id: &str, visits| {
        let mut players = [emporium::run::training::Player::Agent(agent(&shop, id))];
        emporium::run::evaluate::evaluate(&shop, World::evaluation(), &mut players, visits, 0).metrics[place]
    };
    // The same item for everybody, and every item of two dozen to somebody; one visitor sees a few of them.
    assert_eq!((coverage("most-popular", 50), coverage("random", 50)), (1.0 / 24.0, 1.0));
    assert!((0.1..0.7).contains(&coverage("random", 1)));
}

#[test]
fn two_steps_ahead_are_the_best_of_all_pairs() {
    best_of_all_pairs(&shop("single-items", &[]));
    // Where a click costs more patience than none, who hardly clicks may be worth more than who does.
    let dear = [("patience_click", 5.0), ("patience_none", 0.05)].map(|(id, x)| (id, Setting::Number(x)));
    best_of_all_pairs(&shop("single-items", &dear));
}

fn best_of_all_pairs(shop: &Shop) {
    let (mut env, agent) = (shop.open(), agent(shop, "knows-taste"));
    let facts = shop.open().facts().items.unwrap().clone();
    let truth = facts.truth.clone().unwrap();
    let choices = facts.shows.len();
    let mut seen = vec![0.0; shop.spec().seats[0].observation.len()];
    for episode in 0..20 {
        env.reset(World::search(1).episode(episode));
        for choice in [3, 11, 4] {
            env.observe(0, &mut seen);
            let said = agent.explain(Seen { observation: &seen, mask: &vec![true; choices] });
            let tastes = &truth.values[(seen[facts.visitor] as usize - facts.visitors.start as usize) * choices..];
            let showing = |item: usize, bored: &[f64]| {
                let utility = tastes[item] - truth.boredom.weight * bored[facts.category[item]];
                let saved = said.notes[0].1 * (truth.costs[0] - truth.costs[1]) * truth.funnel.chances(utility)[0];
                truth.funnel.worth(utility, truth.worth) + saved
            };
            let bored: Vec<f64> = seen[truth.bored..][..truth.categories].iter().map(|x| x / truth.full).collect();
            for first in 0..choices {
                let mut after = bored.clone();
                truth.boredom.show(&mut after, facts.category[first]);
                let most = (0..choices).map(|next| showing(next, &after)).fold(f64::NEG_INFINITY, f64::max);
                let pair = showing(first, &bored) + most;
                assert!((said.values[first] - pair).abs() < 1e-12, "{first}: {} or {pair}", said.values[first]);
            }
            if env.step(&[Action::choice(choice)], &mut [0.0]) != Status::Running {
                break;
            }
        }
    }
}

#[test]
fn favourites_are_those_rated_best_or_by_most() {
    let shop = shop("big", &[]);
    let (env, entry) = (shop.open(), agent::find("most-popular").unwrap());
    let facts = env.facts().items.unwrap();
    let said = |by: &str| {
        let mut params = Params::defaults(entry.params);
        params.set("best rated", "by", &Setting::Word(by.into())).unwrap();
        let Build::Agent(build) = entry.build else { panic!() };
        let seen = vec![0.0; env.spec().seats[0].observation.len()];
        build(&Case::of(&*env, 0, &params, 1)).unwrap().explain(Seen { observation: &seen, mask: &[true; 8] }).values
    };
    let count = |item: &u32| facts.log.of_item(*item).len() as f64;
    let most = |shown: &Vec<u32>| shown.iter().map(count).fold(0.0, f64::max);
    assert_eq!(said("count"), facts.shows.iter().map(most).collect::<Vec<f64>>());
    assert!(said("rating").iter().all(|stars| (1.0..=5.0).contains(stars)));
}

#[test]
fn the_order_holds_in_a_big_shop_and_where_items_are_chosen() {
    let items = [("shows", Setting::Word("items".into()))];
    for (preset, set) in [("big", &[][..]), ("everyday", &items), ("single-items", &[])] {
        let table = table(preset, &shop(preset, set));
        for method in ["user-cf", "item-cf", "hybrid", "factors"] {
            assert_above(&format!("{preset}: {method}"), of(&table, method), of(&table, "most-popular"));
        }
        assert_above(preset, of(&table, "knows-taste"), of(&table, "hybrid"));
    }
}
