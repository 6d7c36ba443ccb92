//! Exact planning where it is hard: worlds that go in circles, seasons, small shelves; and where it must decline.
#![cfg(not(target_arch = "wasm32"))]
// How long planning takes is what two of the tests are about.
#![allow(clippy::disallowed_methods)]

#[path = "suites/in_time.rs"]
mod in_time;
#[path = "suites/play.rs"]
mod play;
#[path = "suites/worlds.rs"]
mod worlds;

use emporium::agent::planned::{LIMITS, plan, policy_of, value_of};
use emporium::agent::{self, Case, chain, stock_rule};
use emporium::analytics::planning::{
    Limits, average_of, average_optimum, backward_induction, discounted_of, discounted_optimum,
};
use emporium::base::model::Next;
use emporium::base::{FiniteModel, Params, Setting, Trouble};
use emporium::run::Shop;
use emporium::sim;
use in_time::in_time;
use std::time::Duration;

fn shop(preset: &str, set: &[(&str, &str)]) -> Shop {
    let entry = sim::find("inventory").unwrap();
    let mut params = entry.params_of(&entry.preset(preset).unwrap()).unwrap();
    for (id, word) in set {
        params.set("test", id, &Setting::parse(word)).unwrap();
    }
    Shop::new(entry, &params).unwrap()
}

fn optimum(shop: &Shop) -> Result<f64, Trouble> {
    let env = shop.open();
    plan(env.facts().model.unwrap(), shop.spec()).map(|plan| plan.value)
}

#[test]
fn worlds_that_go_in_circles_have_their_exact_average() {
    // Five customers every day: 15 units every third day cost 16 + 10 + 5 of holding, whatever the lead time.
    for lead_time in ["1", "2"] {
        let set = [("demand", "normal"), ("deviation", "0"), ("lead_time", lead_time)];
        let value = optimum(&shop("everyday", &set)).unwrap();
        assert!((value + 31.0 / 3.0).abs() < 1e-6, "lead time {lead_time}: {value}");
    }
    // One customer a day who is worth 9: for 450 an order nobody serves him.
    let set = [("demand", "normal"), ("deviation", "0"), ("mean", "1"), ("order_cost", "450"), ("capacity", "100")];
    assert!((optimum(&shop("everyday", &set)).unwrap() + 9.0).abs() < 1e-6);
}

#[test]
fn a_season_without_a_swing_changes_nothing() {
    let small = [("lead_time", "2"), ("capacity", "12")];
    let alone = optimum(&shop("everyday", &small)).unwrap();
    for season in ["2", "3", "7"] {
        let value = optimum(&shop("everyday", &[&small[..], &[("season", season)]].concat())).unwrap();
        assert!((value - alone).abs() < 1e-6, "season {season}: {value}, without {alone}");
    }
}

#[test]
fn the_largest_printed_instance_is_solved_in_under_a_minute() {
    let shop = shop("geometric-L4-p39", &[]);
    // Tests are built without the release's optimisation.
    let value = in_time(Duration::from_secs(60), || optimum(&shop).unwrap());
    // The same value came out on shelves that are wider by a third.
    assert!((value + 29.355932).abs() < 1e-6, "{value}");
}

#[test]
fn planning_that_would_never_end_is_declined_at_once() {
    let wide = [("demand", "geometric"), ("mean", "100"), ("capacity", "300"), ("order_max", "150")];
    let long = [&wide[..], &[("horizon", "10000")]].concat();
    let total = [("objective", "total"), ("unmet", "waits"), ("season", "12"), ("capacity", "300"), ("order_max", "0")];
    let total = [&total[..], &[("horizon", "10000")]].concat();
    let declined = [
        ("article-as-printed", &long[..], "value-iteration", "a plan would visit"),
        ("everyday", &total[..], "value-iteration", "a plan would visit"),
        ("article-as-printed", &[("objective", "average")], "relative-value-iteration", "this world can end"),
    ];
    in_time(Duration::from_secs(2), || {
        for (preset, set, id, said) in declined {
            let env = shop(preset, set).open();
            let trouble = agent::find(id).unwrap().usually_fits(&*env, 0).unwrap_err();
            assert!(trouble.en.starts_with(said), "{preset}: {trouble}");
        }
    });
}

/// The exact worth of an agent's policy on a shop's model.
fn worth(id: &str, set: &[(&str, f64)], shop: &Shop) -> f64 {
    let env = shop.open();
    let model = env.facts().model.unwrap().build();
    let mut agent = play::agent(id, shop, 0, set, 1);
    let policy = policy_of(&mut *agent, &*model, shop.spec().seats[0].observation.len());
    value_of(&*model, shop.spec(), &policy).unwrap()
}

#[test]
fn searched_levels_are_good_on_every_shelf() {
    for order_cost in ["0", "1", "16", "500"] {
        for shortage in ["4", "19"] {
            for capacity in ["1", "2", "5", "11", "30"] {
                let set =
                    [("order_cost", order_cost), ("shortage", shortage), ("capacity", capacity), ("order_max", "0")];
                let shop = shop("everyday", &set);
                let best = optimum(&shop).unwrap();
                // Without a cost per order it is the best base-stock level, 3 % above the optimum in Zipkin's table.
                let s_s = worth("s-S", &[], &shop);
                assert!(s_s <= best + 1e-6 && s_s >= best * 1.06 - 1e-6, "{set:?}: (s, S) {s_s}, optimum {best}");
                for (id, given) in [("base-stock", &[("level", 1.0)][..]), ("constant-order", &[])] {
                    let searched = worth(id, given, &shop);
                    assert!(searched <= best + 1e-6, "{set:?}: {id} {searched}, optimum {best}");
                    assert!(id == "constant-order" || searched >= worth("base-stock", &[], &shop) - 1e-6, "{set:?}");
                }
            }
        }
    }
}

/// Two rooms: one pays 1 a day, and a day's walk away is one that pays 3.
struct Rooms;

impl FiniteModel for Rooms {
    fn states(&self) -> usize {
        2
    }

    fn actions(&self) -> usize {
        2
    }

    fn start(&self) -> Vec<(usize, f64)> {
        vec![(0, 1.0)]
    }

    fn state_of(&self, observation: &[f64]) -> Option<usize> {
        Some(observation[0] as usize)
    }

    fn observation_of(&self, state: usize, observation: &mut [f64]) {
        observation[0] = state as f64;
    }

    fn outcomes(&self, state: usize, action: usize, visit: &mut dyn FnMut(f64, Next, f64)) {
        match (state, action) {
            (0, 0) => visit(1.0, Some(0), 1.0),
            (0, _) => visit(1.0, Some(1), 0.0),
            _ => visit(1.0, Some(1), 3.0),
        }
    }
}

#[test]
fn discounted_values_of_a_world_known_by_hand() {
    let close = |values: &[f64], wanted: [f64; 2]| values.iter().zip(wanted).all(|(v, w)| (v - w).abs() < 1e-6);
    // 3 / (1 − 0.9) = 30 there, 0.9 · 30 = 27 here; staying here is worth 10.
    let solution = discounted_optimum(&Rooms, 0.9, LIMITS);
    assert!(solution.converged && close(&solution.values, [27.0, 30.0]), "{solution:?}");
    assert_eq!(solution.policy[0], 1);
    assert!(close(&discounted_of(&Rooms, 0.9, &[0, 0], LIMITS).values, [10.0, 30.0]));
    // The walk pays from the third day on: 3 of 3 days here, or 0 + 3 + 3.
    let short = backward_induction(&Rooms, 1.0, 3);
    assert!(close(&short.values, [6.0, 9.0]) && close(&short.ahead, [3.0, 6.0]), "{short:?}");
    let firsts: Vec<u32> = short.policies.iter().map(|p| p[0]).collect();
    assert_eq!(firsts, [1, 1, 0]);
}

#[test]
fn planners_say_what_each_choice_is_worth() {
    let shop = shop("everyday", &[]);
    let env = shop.open();
    let entry = agent::find("relative-value-iteration").unwrap();
    let emporium::agent::Build::Agent(build) = entry.build else { panic!("no agent") };
    let none = Params::defaults(&[]);
    let planner = build(&Case::of(&*env, 0, &none, 1)).unwrap();
    for stock in 0..=32 {
        let opinion = planner.explain(emporium::agent::Seen { observation: &[stock as f64], mask: &[true; 25] });
        let best = opinion.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!(best - opinion.values[opinion.choice.unwrap()] < 1e-6, "stock {stock}: {opinion:?}");
    }
}

#[test]
fn planning_stops_when_its_work_is_spent() {
    let shop = shop("bursty", &[]);
    let model = shop.open().facts().model.unwrap().build();
    let effort = model.effort();
    for outcomes in [1e6, 3e8] {
        let solution = average_optimum(&*model, Limits { tolerance: 0.0, outcomes });
        assert!(!solution.converged, "{solution:?}");
        // The sweeps between two looks at the clock are the most that it may go over.
        let most = outcomes + effort.0 + 12.0 * effort.1;
        assert!(solution.outcomes >= outcomes && solution.outcomes <= most, "{} of {outcomes}", solution.outcomes);
    }
    let policy = vec![1; model.states()];
    let limits = Limits { tolerance: 0.0, outcomes: 1e6 };
    assert!(!average_of(&*model, &policy, Vec::new(), limits).converged);
    let spent = chain::Chain::new(model, shop.spec().seats[0].observation.len(), limits);
    let (mut spent, facts) = (spent, shop.open().facts().stock.unwrap().clone());
    let rule = stock_rule::UpTo { levels: vec![20] };
    assert!(spent.average(&facts, &rule).unwrap_err().en.contains("only known to lie between"));
    assert!(spent.try_rule(&facts, &rule).is_nan());
}

/// One customer every day: an order costs 16, a missing unit 9, a unit on the shelf 1 a day.
const STEADY: [(&str, &str); 4] = [("demand", "normal"), ("deviation", "0"), ("mean", "1"), ("lead_time", "2")];

#[test]
fn searches_find_the_best_where_nothing_is_left_to_chance() {
    let shop = shop("everyday", &[&STEADY[..], &[("capacity", "60"), ("order_max", "0")]].concat());
    let work = || (optimum(&shop).unwrap(), worth("s-S", &[], &shop));
    let (best, s_s) = in_time(Duration::from_secs(60), work);
    // Six units every sixth day cost 16 + 5 + 4 + 3 + 2 + 1.
    assert!((best + 31.0 / 6.0).abs() < 1e-6, "{best}");
    assert!((s_s - best).abs() < 1e-5, "(s, S) {s_s}, optimum {best}");
    // To order every day costs more than to turn everybody away.
    assert!((worth("constant-order", &[], &shop) + 9.0).abs() < 1e-5);
    assert!((worth("base-stock", &[("level", 1.0)], &shop) + 9.0).abs() < 1e-5);
}

#[test]
fn a_policy_that_parts_the_world_is_worth_what_it_earns_from_the_start() {
    // To order what is always asked for keeps every stock as it is: 16 a day for the van, and no more from a start of 5.
    let set = [("demand", "normal"), ("deviation", "0"), ("start", "5")];
    let shop = shop("everyday", &set);
    let model = shop.open().facts().model.unwrap().build();
    for (start, cost) in [("5", 16.0), ("9", 20.0)] {
        let shop = self::shop("everyday", &[&set[..2], &[("start", start)]].concat());
        let model = shop.open().facts().model.unwrap().build();
        let value = value_of(&*model, shop.spec(), &vec![5; model.states()]).unwrap();
        assert!((value + cost).abs() < 1e-6, "from {start}: {value}");
    }
    // A constant order is found although most of its rivals part the world.
    assert!((worth("constant-order", &[], &shop) + 16.0).abs() < 1e-6);
    assert_eq!(model.states(), 33);
}

#[test]
fn both_levels_fall_together_where_neither_may_fall_alone() {
    // Without a cost of an order (s, S) can be a base-stock rule, so that the best of those is no better.
    let shop = shop("geometric-L3-p4", &[]);
    let (s_s, base_stock) = (worth("s-S", &[], &shop), worth("base-stock", &[("level", 1.0)], &shop));
    assert!(s_s >= base_stock - 1e-5, "(s, S) {s_s}, base-stock {base_stock}");
}

#[test]
fn a_search_that_runs_out_of_work_keeps_what_it_has() {
    // A wide shelf, a rare order: each policy moves for thousands of sweeps, and the search may not try them all.
    let set = [
        ("demand", "geometric"),
        ("shortage", "39"),
        ("order_cost", "100"),
        ("lead_time", "2"),
        ("capacity", "100"),
        ("order_max", "0"),
    ];
    let shop = shop("everyday", &set);
    let work = || (worth("s-S", &[], &shop), worth("eoq", &[], &shop));
    let (s_s, eoq) = in_time(Duration::from_secs(120), work);
    assert!(s_s > eoq, "(s, S) {s_s}, EOQ {eoq}");
}
