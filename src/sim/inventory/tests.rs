//! The inventory against its story, by hand-played periods: demand that never varies, so that every number
//! can be worked out on paper.

use super::Inventory;
use crate::base::{Action, Counts, Params, Setting, World};
use crate::sim::{Env, Objective, Status};

/// A shop with five customers every day, and these parameters.
fn shop(set: &[(&str, &str)]) -> Inventory {
    let mut params = Params::defaults(super::ENTRY.params);
    let steady = [("demand", "normal"), ("deviation", "0"), ("capacity", "32"), ("order_max", "24")];
    for (id, word) in steady.iter().chain(set) {
        params.set("sim", id, &Setting::parse(word)).unwrap();
    }
    let mut shop = Inventory::new(&params).unwrap();
    shop.reset(World::training(1).episode(0));
    shop
}

/// Plays these choices: what is seen after each, and what it earned.
fn play(shop: &mut Inventory, choices: &[usize]) -> Vec<(Vec<f64>, f64)> {
    let mut seen = vec![0.0; shop.spec().seats[0].observation.len()];
    let mut rewards = [0.0];
    let day = |choice: &usize| {
        assert_eq!(shop.step(&[Action::choice(*choice)], &mut rewards), Status::Running);
        shop.observe(0, &mut seen);
        (seen.clone(), rewards[0])
    };
    choices.iter().map(day).collect()
}

/// Days as they are expected, seen and earned.
fn days<const N: usize>(days: &[([f64; N], f64)]) -> Vec<(Vec<f64>, f64)> {
    days.iter().map(|(seen, reward)| (seen.to_vec(), *reward)).collect()
}

fn seen(shop: &Inventory) -> Vec<f64> {
    let mut seen = vec![f64::NAN; shop.spec().seats[0].observation.len()];
    shop.observe(0, &mut seen);
    seen
}

fn scene(shop: &Inventory, name: &str) -> f64 {
    shop.scene().iter().find(|(n, _)| *n == name).unwrap().1
}

const COSTS: [(&str, &str); 4] = [("holding", "1"), ("shortage", "9"), ("order_cost", "16"), ("unit_cost", "2")];

#[test]
fn an_order_arrives_the_next_morning() {
    let mut shop = shop(&[&COSTS[..], &[("start", "8")]].concat());
    assert_eq!(seen(&shop), [8.0]);
    let played = play(&mut shop, &[10, 0, 0, 24, 24]);
    let expected = days(&[
        // Three are left, the van is paid, and ten at 2 each.
        ([13.0], -(3.0 + 16.0 + 20.0)),
        ([8.0], -8.0),
        ([3.0], -3.0),
        // Two are missing.
        ([24.0], -(18.0 + 16.0 + 48.0)),
        // There is room for eight.
        ([27.0], -(19.0 + 16.0 + 16.0)),
    ]);
    assert_eq!(played, expected);
    // Cost, met, demanded, stockouts, stock, orders.
    assert_eq!(shop.totals(), [183.0, 23.0, 25.0, 1.0, 33.0, 3.0]);
    assert_eq!((scene(&shop, "ordered"), scene(&shop, "demand"), scene(&shop, "met")), (8.0, 5.0, 5.0));
    assert_eq!((scene(&shop, "period"), scene(&shop, "stock"), scene(&shop, "due")), (5.0, 27.0, 0.0));
}

#[test]
fn without_a_lead_time_an_order_arrives_before_the_customers() {
    let mut shop = shop(&[&COSTS[..], &[("lead_time", "0"), ("start", "0"), ("capacity", "6")]].concat());
    let played = play(&mut shop, &[5, 0, 24]);
    let expected = days(&[([0.0], -(16.0 + 10.0)), ([0.0], -45.0), ([1.0], -(1.0 + 16.0 + 12.0))]);
    assert_eq!(played, expected);
}

#[test]
fn a_pipeline_moves_up_one_place_a_day() {
    let mut shop = shop(&[("lead_time", "3"), ("start", "10"), ("capacity", "40")]);
    assert_eq!(seen(&shop), [10.0, 0.0, 0.0]);
    let places: Vec<Vec<f64>> = play(&mut shop, &[4, 7, 1, 0, 0]).into_iter().map(|(seen, _)| seen).collect();
    // What was ordered on the first day is on the shelf on the fourth morning.
    let expected = [[5.0, 0.0, 4.0], [0.0, 4.0, 7.0], [4.0, 7.0, 1.0], [7.0, 1.0, 0.0], [3.0, 0.0, 0.0]];
    assert_eq!(places, expected.map(|place| place.to_vec()));
}

#[test]
fn orders_on_their_way_take_room_and_cost_no_holding() {
    let mut shop = shop(&[("lead_time", "3"), ("start", "10"), ("capacity", "20"), ("holding", "1")]);
    let played = play(&mut shop, &[24, 24]);
    // Room for ten; then stock 5 and 10 due leave room for five.
    assert_eq!(played, days(&[([5.0, 0.0, 10.0], -5.0), ([0.0, 10.0, 5.0], 0.0)]));
}

#[test]
fn waiting_customers_are_paid_for_every_day_up_to_the_limit() {
    let more = [("unmet", "waits"), ("backlog", "7"), ("start", "3"), ("shortage", "9"), ("capacity", "20")];
    let mut shop = shop(&more);
    let played = play(&mut shop, &[0, 0, 0, 24, 0]);
    let expected = days(&[
        ([-2.0], -18.0),
        ([-7.0], -63.0),
        // Twelve are asked for, seven of whom go on waiting.
        ([-7.0], -108.0),
        // The order serves those who wait first: 24 − 7.
        ([17.0], -108.0),
        ([12.0], -12.0),
    ]);
    assert_eq!(played, expected);
    assert_eq!(shop.spec().seats[0].observation[0].low, -7.0);
}

#[test]
fn profit_counts_what_is_sold() {
    let profit = [("reward", "profit"), ("price", "7.5"), ("start", "3"), ("shortage", "9")];
    let mut lost = shop(&profit);
    assert_eq!(play(&mut lost, &[0, 0]), days(&[([0.0], 3.0 * 7.5 - 18.0), ([0.0], -45.0)]));
    assert_eq!(lost.totals()[0], 18.0 + 45.0);
    assert_eq!((lost.spec().shown.is_cost, lost.spec().shown.label.en), (false, "profit a day"));
    let mut waits = shop(&[&profit[..], &[("unmet", "waits"), ("backlog", "4")]].concat());
    // Two more pay and wait; of the next five, two do, and three give up.
    let expected = days(&[([-2.0], 37.5 - 18.0), ([-4.0], 15.0 - 63.0)]);
    assert_eq!(play(&mut waits, &[0, 0]), expected);
}

#[test]
fn a_full_day_may_earn_a_bonus_and_a_stockout_may_be_fined() {
    let mut shop = shop(&[("met_bonus", "10"), ("stockout_cost", "4"), ("shortage", "0"), ("start", "8")]);
    assert_eq!(play(&mut shop, &[0, 0]), days(&[([3.0], 10.0 - 3.0), ([0.0], -4.0)]));
    // A bonus is no negative cost, and a fine is one.
    assert_eq!(shop.totals()[0], 3.0 + 4.0);
}

#[test]
fn a_season_swings_and_peaks() {
    let season = [("season", "4"), ("mean", "10"), ("swing", "0.5"), ("peak", "2"), ("forecast", "true-mean")];
    let mut shop = shop(&season);
    let played = play(&mut shop, &[0, 0, 0, 0]);
    // 10, 15, 10, and 5 times two on the last day.
    let phases: Vec<(f64, f64)> = played.iter().map(|(seen, _)| (seen[1], seen[2])).collect();
    assert_eq!(phases, [(1.0, 15.0), (2.0, 10.0), (3.0, 10.0), (0.0, 10.0)]);
    let demands: Vec<f64> = shop.config.demand.iter().map(Counts::mean).collect();
    assert_eq!(demands, [10.0, 15.0, 10.0, 10.0]);
    assert_eq!(scene(&shop, "demand"), 10.0);
}

#[test]
fn forecasts_follow_the_demand() {
    let season = [("season", "4"), ("mean", "10"), ("swing", "0.5"), ("peak", "2")];
    let forecast = |method: &str, days: usize| {
        let mut shop = shop(&[&season[..], &[("forecast", method)]].concat());
        play(&mut shop, &vec![0; days]);
        seen(&shop)[2]
    };
    let overall = 45.0 / 4.0;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    close(forecast("moving-average", 0), overall);
    close(forecast("moving-average", 1), (6.0 * overall + 10.0) / 7.0);
    close(forecast("moving-average", 7), (10.0 + 15.0 + 10.0 + 10.0 + 10.0 + 15.0 + 10.0) / 7.0);
    // Level 0.2·10 + 0.8·11.25 = 11, trend 0.02·(11 − 11.25), and nothing yet of tomorrow's phase.
    close(forecast("holt-winters", 1), 11.0 - 0.005);
    // After many seasons it knows the days apart.
    assert!((forecast("holt-winters", 401) - 15.0).abs() < 0.3, "{}", forecast("holt-winters", 401));
}

#[test]
fn the_article_is_played_as_it_is_printed() {
    let printed = [
        ("rules", "as-printed"),
        ("order_min", "-10"),
        ("order_max", "10"),
        ("mean", "3"),
        ("holding", "0.1"),
        ("stockout_cost", "10"),
    ];
    let mut shop = shop(&[&printed[..], &[("start", "14")]].concat());
    // Changed by −10, before the three customers: 1 is left.
    assert_eq!(play(&mut shop, &[0]), days(&[([1.0], -0.1)]));
    // −9 at the look for a shortage *earns* ten, and the empty shelf ends the world.
    let mut rewards = [0.0];
    assert_eq!((shop.step(&[Action::choice(0)], &mut rewards), rewards), (Status::Terminated, [10.0]));
    assert!(shop.facts().stock.is_none() && shop.facts().model.is_some());
    // A lead time or a waiting list is not known there.
    let more = [("start", "14"), ("lead_time", "4"), ("unmet", "waits")];
    assert_eq!(seen(&self::shop(&[&printed[..], &more].concat())), [14.0]);
}

#[test]
fn what_is_left_open_is_filled_in() {
    let filled = |set: &[(&str, &str)]| {
        let mut params = Params::defaults(super::ENTRY.params);
        set.iter().for_each(|(id, word)| params.set("sim", id, &Setting::parse(word)).unwrap());
        Inventory::new(&params).unwrap().config
    };
    // Zipkin's instances: P(D over two days ≤ 13) is the first above 4/5.
    let config = filled(&[("shortage", "4")]);
    assert_eq!((config.capacity, config.largest_order(), config.start), (13, 13, 10));
    assert_eq!(filled(&[("shortage", "4"), ("start", "200")]).start, 13);
    assert_eq!(filled(&[("order_min", "40"), ("capacity", "20")]).largest_order(), 40);
    assert_eq!(filled(&[("objective", "discounted"), ("discount", "0.9")]).objective, Objective::Discounted(0.9));
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |set: &[(&str, &str)]| {
        let mut params = Params::defaults(super::ENTRY.params);
        set.iter().for_each(|(id, word)| params.set("sim", id, &Setting::parse(word)).unwrap());
        Inventory::new(&params).err().unwrap().en
    };
    assert_eq!(refused(&[("order_min", "-3")]), "order_min is -3, but must be at least 0 under the standard rules");
    assert_eq!(
        refused(&[("order_min", "30"), ("order_max", "20")]),
        "order_max is 20, but must be at least order_min, which is 30"
    );
}

#[test]
fn choices_are_named_by_what_they_order() {
    let mut shop = shop(&[("order_min", "20"), ("order_max", "22"), ("capacity", "100")]);
    assert_eq!(
        shop.spec().seats[0].actions,
        crate::base::Actions::Choices(vec!["20".into(), "21".into(), "22".into()])
    );
    assert_eq!(play(&mut shop, &[2])[0].0, [10.0 - 5.0 + 22.0]);
    let facts = shop.facts().stock.unwrap();
    assert_eq!((facts.choice_for(5), facts.choice_for(21), facts.choice_for(99)), (0, 1, 2));
    assert_eq!((facts.position(&[27.0]), facts.ordered(1, 90)), (27, 10));
}
