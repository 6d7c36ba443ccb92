//! The whole store, played by teams: who earns what, and whether plans keep what they promise.
#![cfg(not(target_arch = "wasm32"))]

#[path = "suites/play.rs"]
mod play;

use emporium::agent::{Mode, Seen};
use emporium::base::{Rng, Setting, World, stats};
use emporium::run::Shop;
use emporium::run::training::Player;
use emporium::sim;
use play::{Fixed, player};

fn shop(preset: &str) -> Shop {
    let entry = sim::find("store").unwrap();
    Shop::new(entry, &entry.params_of(&entry.preset(preset).unwrap()).unwrap()).unwrap()
}

/// Features what today's segment likes best, which is what a good recommender finds.
struct Favourite;

impl emporium::agent::Agent for Favourite {
    fn act(&mut self, _: usize, seen: Seen<'_>, _: &mut Rng, _: Mode, action: &mut emporium::base::Action) {
        action.choice = seen.observation[0] as usize;
    }
}

/// The list price, and the next higher one, which is what elasticity comes to.
const LIST: usize = 3;

fn classical(shop: &Shop, shelf: Player, rung: usize, buyer: &str) -> Vec<Player> {
    vec![shelf, Fixed::choice(rung), player(buyer, shop, 2, &[], 1)]
}

fn team(shop: &Shop, id: &str, set: &[(&str, f64)], steps: u64) -> Vec<Player> {
    (0..3).map(|seat| player(id, shop, seat, set, steps)).collect()
}

/// The profit of a team, and its standard error, in the evaluation worlds.
fn earns(shop: &Shop, mut players: Vec<Player>, episodes: u32) -> (f64, f64) {
    let measured =
        emporium::run::evaluate::evaluate(shop, emporium::base::World::evaluation(), &mut players, episodes, 0);
    (measured.rewards[0], stats::standard_error(&measured.samples))
}

fn simple(shop: &Shop) -> Vec<Player> {
    classical(shop, Fixed::choice(0), LIST, "order-what-sold")
}

fn textbook(shop: &Shop) -> Vec<Player> {
    classical(shop, Player::Agent(Box::new(Favourite)), LIST + 1, "eoq")
}

#[test]
fn a_textbook_beats_no_thought_and_is_beaten_by_who_knows_all() {
    for entry in (sim::find("store").unwrap().presets)() {
        let shop = shop(&entry.id);
        let [(simple, _), (textbook, _), (best, _)] =
            [simple(&shop), textbook(&shop), team(&shop, "knows-shop", &[], 1)].map(|team| earns(&shop, team, 100));
        let gap = best - simple;
        assert!(simple < best - 0.8 * gap.abs() && textbook - simple > 0.15 * gap, "{}: {simple} {textbook}", entry.id);
        assert!(best - textbook > 0.08 * gap, "{}: {simple} {textbook} {best}", entry.id);
    }
}

#[test]
fn the_exact_plan_of_the_tiny_shop_earns_what_it_promises() {
    let shop = shop("tiny");
    let mut env = shop.open();
    env.reset(World::evaluation().episode(0));
    let mut observation = vec![0.0; shop.spec().seats[0].observation.len()];
    env.observe(0, &mut observation);
    let agent = play::agent("knows-shop", &shop, 0, &[], 1);
    let promised = agent.explain(Seen { observation: &observation, mask: &[true; 3] }).notes[0].1;
    let (mean, error) = earns(&shop, team(&shop, "knows-shop", &[], 1), 3_000);
    assert!((mean - promised).abs() < 3.5 * error, "earned {mean} ± {error}, promised {promised}");
    // What is planned product by product may not earn more, and earns nearly as much.
    let (near, error) = earns(&shop, team(&shop, "knows-shop", &[("plan", 1.0)], 1), 3_000);
    assert!(near < promised + 3.5 * error && near > 0.98 * promised, "{near} ± {error} of {promised}");
}

#[test]
fn far_from_its_end_a_long_year_is_played_like_a_short_season() {
    let entry = sim::find("store").unwrap();
    let long = |days: f64| {
        let mut params = entry.params_of(&entry.preset("everyday").unwrap()).unwrap();
        params.set("store", "horizon", &Setting::Number(days)).unwrap();
        let shop = Shop::new(entry, &params).unwrap();
        earns(&shop, team(&shop, "knows-shop", &[], 1), 60).0 / days
    };
    // Shares of the start and the end fade; nothing else may change.
    let [season, year] = [60.0, 362.0].map(long);
    assert!((year / season - 1.0).abs() < 0.1, "{season} a day in a season, {year} in a year");
}
