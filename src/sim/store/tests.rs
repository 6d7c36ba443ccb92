//! The store against its story: probabilities by hand, units that are counted, and facts that are measured.

use super::choice::{Shares, shares, utilities};
use super::config::{Config, LIST, PRODUCTS, RUNGS, SEGMENTS};
use super::{BUYER, Store, Units, facts, seats};
use crate::analytics::recommend::Recommender;
use crate::analytics::recommend::neighbours::{self, By, Level, Options};
use crate::analytics::recommend::similarity::Measure;
use crate::base::{Action, Dimension, Params, Rng, Setting, World};
use crate::sim::{Env, Status};

fn params(set: &[(&str, f64)]) -> Params {
    let mut params = Params::defaults(super::ENTRY.params);
    for (id, x) in set {
        params.set("sim", id, &Setting::Number(*x)).unwrap();
    }
    params
}

fn store(set: &[(&str, f64)]) -> Store {
    let mut store = Store::new(&params(set)).unwrap();
    store.reset(World::training(1).episode(0));
    store
}

/// Plays a day: featured product, rung, choice of the buyer.
fn day(store: &mut Store, triple: [usize; 3]) -> f64 {
    let mut rewards = [f64::NAN; 3];
    assert_eq!(store.step(&triple.map(Action::choice), &mut rewards), Status::Running);
    assert!(rewards.iter().all(|r| *r == rewards[0]), "the profit is shared: {rewards:?}");
    rewards[0]
}

fn any(rng: &mut Rng, choices: usize) -> [usize; 3] {
    [PRODUCTS, RUNGS, choices].map(|n| rng.below(n as u32) as usize)
}

#[test]
fn shares_are_the_logit_by_hand() {
    // Weights 1, 2, 4 and 1 for leaving.
    let [a, b, c] = shares(&[0.0, libm::log(2.0), libm::log(4.0)]);
    assert!((a - 0.125).abs() < 1e-15 && (b - 0.25).abs() < 1e-15 && (c - 0.5).abs() < 1e-15);
    let set = [("appeal", -1.0), ("variety", 1.0), ("lift", 0.5), ("sensitivity", 4.0), ("spread", 0.3)];
    let config = Config::read(&params(&set)).unwrap();
    // The second segment: its favourite is featured a tenth above the list price.
    let [first, second, third] = utilities(&config, 1, 1, LIST + 1);
    assert!((first - (-1.0 + 0.3 - 0.5)).abs() < 1e-12);
    assert!((second - (-1.0 + 1.0 + 0.5 - 0.4)).abs() < 1e-12);
    assert!((third - (-1.0 - 0.3 - 0.5)).abs() < 1e-12);
}

#[test]
fn the_middle_of_the_ladder_is_the_list_price() {
    for spread in [0.05, 0.3, 0.6] {
        let config = Config::read(&params(&[("spread", spread), ("price", 7.0), ("unit_cost", 3.0)])).unwrap();
        assert_eq!(config.price_at(LIST), 7.0);
        assert!((config.price_at(0) - 7.0 * (1.0 - spread)).abs() < 1e-12);
        assert!((config.price_at(RUNGS - 1) - 7.0 * (1.0 + spread)).abs() < 1e-12);
    }
}

#[test]
fn an_order_takes_its_days_and_its_room() {
    for lead_time in 1..=3 {
        let set = [("lead_time", lead_time as f64), ("visitors", 1.0), ("appeal", -4.0), ("start", 35.0)];
        let mut store = store(&[&set[..], &[("variety", 0.0), ("lift", 0.0)]].concat());
        let before = store.stock[0];
        // Five crates are ordered; there is room for 25 units.
        day(&mut store, [1, LIST, 5]);
        assert_eq!(store.last.ordered, 60 - before);
        for passed in 1..=3 {
            let sold_at_most = 3;
            let here = store.stock[0] > before + 25 - sold_at_most;
            assert_eq!(here, passed >= lead_time, "lead time {lead_time}, after {passed} days");
            assert_eq!(store.due[0], if here { 0 } else { 25 });
            day(&mut store, [1, LIST, 0]);
        }
    }
}

#[test]
fn units_are_neither_made_nor_lost() {
    let mut rng = Rng::new(1, "conservation");
    for lead_time in [1.0, 2.0, 3.0] {
        let mut store = store(&[("lead_time", lead_time)]);
        let (mut ordered, mut sold, mut profit): (Units, Units, f64) = ([0; 3], [0; 3], 0.0);
        for t in 0..600 {
            let turn = store.turn;
            assert_eq!(turn, t % PRODUCTS);
            profit += day(&mut store, any(&mut rng, 6));
            ordered[turn] += store.last.ordered;
            for product in 0..PRODUCTS {
                sold[product] += store.last.sold[product];
                assert!(store.last.sold[product] <= store.last.wanted[product]);
                let here = store.stock[product] + store.due[product];
                assert_eq!(here, 30 + ordered[product] - sold[product]);
                assert!((0..=store.config.capacity).contains(&here));
            }
            assert!(store.last.wanted.iter().sum::<i64>() <= store.last.visitors);
        }
        assert!((store.totals()[0] - profit).abs() < 1e-6);
    }
}

#[test]
fn profit_is_what_the_story_says() {
    let mut store = store(&[("unit_cost", 5.0), ("price", 10.0), ("holding", 0.5), ("goodwill", 2.0)]);
    let mut rng = Rng::new(2, "profit");
    for _ in 0..200 {
        let [featured, rung, order] = any(&mut rng, 6);
        let stock: i64 = store.stock.iter().sum();
        let profit = day(&mut store, [featured, rung, order]);
        let last = &store.last;
        let units: i64 = last.sold.iter().sum();
        let short = last.wanted.iter().sum::<i64>() - units;
        let raised = store.config.price_at(rung) - 10.0;
        let van = if last.ordered > 0 { 30.0 } else { 0.0 };
        let by_hand = 5.0 * units as f64 + raised * last.sold[featured] as f64
            - 0.5 * (stock - units) as f64
            - 2.0 * short as f64
            - van;
        assert!((profit - by_hand).abs() < 1e-9, "{profit}, by hand {by_hand}");
    }
}

#[test]
fn two_teams_meet_the_same_visitors() {
    let (mut one, mut other) = (store(&[]), store(&[]));
    let mut rng = Rng::new(3, "visitors");
    for _ in 0..200 {
        assert_eq!(one.segment, other.segment);
        let (a, b) = (any(&mut rng, 6), any(&mut rng, 6));
        day(&mut one, a);
        day(&mut other, b);
        assert_eq!(one.last.visitors, other.last.visitors);
        // Who offers the same meets the same wishes, whatever is in stock.
        if a[..2] == b[..2] {
            assert_eq!(one.last.wanted, other.last.wanted);
        }
    }
}

#[test]
fn measured_demand_is_what_the_facts_say() {
    let mut store = store(&[]);
    let (mut rng, days) = (Rng::new(4, "facts"), 40_000);
    let (mut wanted, mut favourites) = ([0.0; PRODUCTS], (0.0, 0.0));
    let mut squares = [0.0; PRODUCTS];
    for _ in 0..days {
        let product = rng.below(PRODUCTS as u32) as usize;
        let favourite = product == store.segment;
        day(&mut store, [product, LIST, 0]);
        for (i, w) in store.last.wanted.iter().enumerate() {
            wanted[i] += *w as f64;
            squares[i] += (w * w) as f64;
        }
        if favourite {
            favourites.0 += store.last.wanted[product] as f64;
            favourites.1 += 1.0;
        }
    }
    let n = days as f64;
    let stock = store.facts().stock.unwrap();
    for i in 0..PRODUCTS {
        let (mean, demand) = (wanted[i] / n, &stock.demand[i]);
        let error = f64::sqrt(demand.variance() / n);
        assert!((mean - demand.mean()).abs() < 4.0 * error, "product {i}: {mean}, told {}", demand.mean());
        let variance = squares[i] / n - mean * mean;
        assert!((variance / demand.variance() - 1.0).abs() < 0.05, "product {i}: {variance}");
    }
    let price = store.facts().price.unwrap();
    let told = price.curve.quantity(price.usual_price);
    let featured = favourites.0 / favourites.1;
    assert!((featured / told - 1.0).abs() < 0.02, "{featured}, told {told}");
}

#[test]
fn the_curve_is_near_the_mixture_of_segments() {
    let config = Config::read(&params(&[])).unwrap();
    let shares = Shares::new(&config);
    let curve = facts::price(&config, &shares).curve;
    for rung in 0..RUNGS {
        let (true_mean, told) = (facts::mean_featured(&config, &shares, rung), curve.quantity(config.price_at(rung)));
        assert!((told / true_mean - 1.0).abs() < 0.05, "rung {rung}: {told} of {true_mean}");
    }
    // By it the best price is above the list price, as it is for the mixture.
    let profit = |rung: &usize| config.margin_at(*rung) * curve.quantity(config.price_at(*rung));
    let best = (0..RUNGS).max_by(|a, b| profit(a).total_cmp(&profit(b)));
    assert_eq!(best, Some(LIST + 1));
    // In the middle it touches.
    assert!((curve.quantity(config.price) - facts::mean_featured(&config, &shares, LIST)).abs() < 1e-9);
}

#[test]
fn what_every_seat_sees_begins_alike() {
    let mut store = store(&[("lead_time", 2.0)]);
    let mut rng = Rng::new(5, "seen");
    for _ in 0..50 {
        let seen: Vec<Vec<f64>> = (0..3)
            .map(|seat| {
                let mut seen = vec![f64::NAN; store.spec().seats[seat].observation.len()];
                store.observe(seat, &mut seen);
                seen
            })
            .collect();
        assert!(seen.iter().all(|other| other[..seats::COMMON] == seen[0][..seats::COMMON]));
        let stock = store.facts().stock.unwrap();
        let turn = stock.phase(&seen[BUYER]);
        assert_eq!((turn, stock.position(&seen[BUYER])), (store.turn, store.stock[store.turn]));
        day(&mut store, any(&mut rng, 6));
    }
}

#[test]
fn tables_are_small() {
    for preset in super::presets::all() {
        let store = Store::new(&super::ENTRY.params_of(&preset).unwrap()).unwrap();
        for seat in &store.spec().seats {
            let rows: u32 = seat.observation.iter().map(Dimension::cells).product();
            let cells = rows as usize * seat.actions.choices().unwrap();
            assert!((100..4_000).contains(&cells), "{}: {} has {cells} cells", preset.id, seat.id);
        }
    }
}

#[test]
fn networks_see_the_whole_moment() {
    // What has one level is a name: neither tables nor networks look at it.
    let is_name = |d: &&Dimension| d.levels == 1;
    for seat in &store(&[]).spec().seats {
        let names: Vec<&str> = seat.observation.iter().filter(is_name).map(|d| d.id.as_str()).collect();
        assert_eq!(names, if seat.id == "shelf" { &["visitor"][..] } else { &[] }, "{}", seat.id);
    }
}

#[test]
fn lots_are_the_nearest_crates() {
    let store = store(&[]);
    let stock = store.facts().stock.unwrap();
    let quantities = [-3, 0, 4, 5, 6, 14, 15, 16, 44, 999].map(|q| stock.quantities[stock.choice_for(q)]);
    assert_eq!(quantities, [0, 0, 0, 0, 10, 10, 10, 20, 40, 50]);
    // A day's mean is protected over the lead time and a round of turns.
    assert_eq!((stock.lead_time, stock.review()), (1, 3));
    let mean = stock.demand_over(1, 4).mean();
    assert!((mean - 4.0 * stock.mean_demand_of(1)).abs() < 1e-9);
}

#[test]
fn the_log_knows_each_segment_but_not_what_it_thinks_of_what_is_sold() {
    let store = store(&[]);
    let items = store.facts().items.unwrap();
    for segment in 0..SEGMENTS as u32 {
        assert!(items.log.of_user(segment).iter().all(|rated| rated.id >= PRODUCTS as u32));
        assert_eq!(items.log.of_user(segment).len(), 9);
    }
    let mut seen = vec![0.0; store.spec().seats[0].observation.len()];
    store.observe(0, &mut seen);
    assert_eq!(seen[items.visitor], store.segment as f64);
}

#[test]
fn neighbours_find_what_a_segment_likes() {
    for preset in super::presets::all() {
        let store = Store::new(&super::ENTRY.params_of(&preset).unwrap()).unwrap();
        let log = &store.facts().items.unwrap().log;
        for measure in [Measure::Cosine, Measure::Pearson, Measure::MeanSquaredDifference] {
            let fitted = neighbours::fit(log, Options::of(By::User, measure, Level::OwnMean)).unwrap();
            for segment in 0..SEGMENTS as u32 {
                let estimates = [0, 1, 2].map(|item| fitted.predict(segment, item).rating);
                let best = (0..PRODUCTS).max_by(|a, b| estimates[*a].total_cmp(&estimates[*b])).unwrap();
                assert_eq!(best, segment as usize, "{}: {measure:?} {estimates:?}", preset.id);
            }
        }
        // The first product is the most popular, by votes and by stars.
        let stars = |item| log.of_item(item).iter().map(|rated| rated.rating).sum::<f64>();
        let votes = |item| log.of_item(item).len() as f64;
        for other in [1, 2] {
            assert!(votes(0) >= votes(other) && stars(0) / votes(0) > stars(other) / votes(other));
        }
    }
}

#[test]
fn a_cost_above_the_price_is_refused_by_name() {
    let refused = Store::new(&params(&[("price", 5.0), ("unit_cost", 6.0)])).err().unwrap();
    assert!(refused.en.contains("unit_cost is 6") && refused.en.contains("price, which is 5"), "{}", refused.en);
}
