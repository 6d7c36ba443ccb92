//! The whole store, played by teams: who earns what, and whether plans keep what they promise.
#![cfg(not(target_arch = "wasm32"))]

#[path = "suites/play.rs"]
mod play;

use emporium::agent::{Mode, Opinion, Seen};
use emporium::base::{Rng, Setting, World, stats};
use emporium::run::Shop;
use emporium::run::film::film;
use emporium::run::reference::Reference;
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
fn one_is_the_optimum_where_the_plan_is_exact() {
    let one = |preset: &str| Reference::of(&shop(preset), 400).unwrap().one.unwrap();
    let (tiny, everyday) = (one("tiny"), one("everyday"));
    assert_eq!((tiny.kind.as_deref(), everyday.kind.as_deref()), (Some("optimum"), Some("best_known")));
    let exact = tiny.exact.unwrap();
    assert!((tiny.value / exact - 1.0).abs() < 0.03, "{exact}, measured {}", tiny.value);
    assert_eq!(everyday.exact, None);
}

#[test]
fn the_exact_plan_of_the_tiny_shop_earns_what_it_promises() {
    let shop = shop("tiny");
    let mut env = shop.open();
    env.reset(World::evaluation().episode(0));
    let mut observation = vec![0.0; shop.spec().seats[0].observation.len()];
    env.observe(0, &mut observation);
    let agent = play::agent("knows-shop", &shop, 0, &[], 1);
    let promised = agent.explain(Seen { observation: &observation, mask: &[true; 3] }).notes[1].1;
    let (mean, error) = earns(&shop, team(&shop, "knows-shop", &[], 1), 3_000);
    assert!((mean - promised).abs() < 3.5 * error, "earned {mean} ± {error}, promised {promised}");
    // What is planned product by product may not earn more, and earns nearly as much.
    let (near, error) = earns(&shop, team(&shop, "knows-shop", &[("plan", 1.0)], 1), 3_000);
    assert!(near < promised + 3.5 * error && near > 0.98 * promised, "{near} ± {error} of {promised}");
}

/// Plays an episode in the lane in which agents are shown, and looks on: before each day, what a seat says, what it
/// does, and what it sees.
fn look_on(shop: &Shop, mut players: Vec<Player>, seat: usize, mut each: impl FnMut(Opinion, usize, &[f64])) {
    for still in film(shop, &mut players, None, seat, World::evaluation(), 0, 1_000) {
        each(still.opinion, still.action.choice, &still.observation);
    }
}

#[test]
fn who_knows_the_shop_says_what_he_does_on_every_day() {
    for (preset, seat) in [("tiny", 0), ("tiny", 2), ("everyday", 1), ("everyday", 2)] {
        let (shop, mut days) = (shop(preset), Vec::new());
        look_on(&shop, team(&shop, "knows-shop", &[], 1), seat, |opinion, choice, _| {
            assert_eq!(opinion.choice, Some(choice), "{preset}, seat {seat}, after {} days", days.len());
            days.push((opinion.notes[0].1, opinion.notes[1].1));
        });
        assert!(days.iter().zip(1..).all(|((day, _), n)| *day == f64::from(n)));
        // What is still to come shrinks with the days, from an episode's profit to a day's.
        let (first, last) = (days[0].1, days[days.len() - 1].1);
        assert!(preset != "tiny" || (last > 0.0 && last < 0.1 * first), "{first} to {last}");
    }
}

#[test]
fn what_is_too_little_for_a_crate_is_ordered_later() {
    let full = [("capacity", Setting::Number(30.0)), ("crate", Setting::Number(8.0))];
    for set in [&[][..], &full] {
        carries_over(set);
    }
}

fn carries_over(set: &[(&str, Setting)]) {
    let entry = sim::find("store").unwrap();
    let mut params = entry.params_of(&entry.preset("everyday").unwrap()).unwrap();
    set.iter().for_each(|(id, x)| params.set("store", id, x).unwrap());
    let (shop, mut seen) = (Shop::new(entry, &params).unwrap(), 0);
    let facts = shop.open().facts().stock.unwrap().clone();
    let (start, crate_size) = (30, i64::from(facts.quantities[1]));
    look_on(&shop, simple(&shop), 2, |opinion, choice, observation| {
        assert_eq!(opinion.choice, Some(choice));
        let after = facts.position(observation) + facts.ordered(choice, facts.position(observation));
        // All that was sold has been ordered but for less than a crate, on the last day as on the first.
        assert!(2 * i64::abs(after - start) <= crate_size, "{after} after {seen} days");
        seen += 1;
    });
    assert_eq!(seen, 60);
}

#[test]
fn a_level_that_must_last_for_a_round_of_turns_is_that_of_its_newsvendor() {
    use emporium::agent::stock_levels::{critical_ratio, protecting_level};
    let shop = shop("everyday");
    let facts = shop.open().facts().stock.unwrap().clone();
    // A margin of 6 and a goodwill of 1 against three days of 0.3.
    assert!((critical_ratio(&facts) - 7.0 / 7.9).abs() < 1e-12);
    // Of all levels it loses least by the last unit's trade, added up unit by unit.
    let demand = facts.demand_over(0, 4);
    let loss = |level: i64| {
        let of = |(d, p): (usize, &f64)| {
            let left = level - d as i64;
            p * if left > 0 { 0.9 * left as f64 } else { -7.0 * left as f64 }
        };
        demand.pmf().iter().enumerate().map(of).sum::<f64>()
    };
    let level = protecting_level(&facts, 0);
    assert!(loss(level) <= loss(level - 1) && loss(level) <= loss(level + 1), "{level}");
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
