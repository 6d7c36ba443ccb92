//! What pricing promises: its order of events, its curves, its articles, and its sentences.

use super::*;
use crate::base::{Setting, World};
use crate::sim::Preset;

fn preset(id: &str) -> Preset {
    ENTRY.preset(id).unwrap_or_else(|t| panic!("{t}"))
}

fn params(id: &str, set: &[(&str, &str)]) -> Params {
    let mut params = ENTRY.params_of(&preset(id)).unwrap_or_else(|t| panic!("{t}"));
    for (id, word) in set {
        params.set("pricing", id, &Setting::parse(word)).unwrap_or_else(|t| panic!("{t}"));
    }
    params
}

fn world(id: &str, set: &[(&str, &str)]) -> Pricing {
    Pricing::new(&params(id, set)).unwrap_or_else(|t| panic!("{t}"))
}

fn refused(id: &str, set: &[(&str, &str)]) -> String {
    Pricing::new(&params(id, set)).err().expect("must be refused").en
}

/// Plays a price for some days; mean reward and mean sales of a day.
fn play(world: &mut Pricing, choice: usize, days: u64) -> (f64, f64) {
    let (mut reward, mut earned, mut sold) = ([0.0], 0.0, 0.0);
    for day in 0..days {
        if day % 50 == 0 {
            world.reset(World::training(1).episode(day));
        }
        world.step(&[Action::choice(choice)], &mut reward);
        earned += reward[0];
        sold += f64::from(world.last.sold);
    }
    (earned / days as f64, sold / days as f64)
}

/// The price of the ladder with the highest expected reward of a day, and that reward.
fn best(world: &Pricing) -> (f64, f64) {
    let worth = |(p, answer): (&f64, &Answer)| (*p, world.config.unit_reward(*p) * answer.mean);
    let prices = world.config.prices.iter().zip(world.market.answers(0, 0)).map(worth);
    prices.fold((0.0, f64::NEG_INFINITY), |best, this| if this.1 > best.1 { this } else { best })
}

#[test]
fn a_day_is_played_in_the_order_told() {
    let mut world = world("everyday", &[]);
    let mut seen = [0.0; 4];
    world.reset(World::training(1).episode(3));
    world.observe(0, &mut seen);
    assert_eq!(seen, [20.0, 30.0, 0.0, 0.0]);
    let (mut stock, mut reward) = (20.0, [0.0]);
    for day in 1..=30 {
        let status = world.step(&[Action::choice(2)], &mut reward);
        world.observe(0, &mut seen);
        let sold = seen[3];
        stock -= sold;
        assert_eq!(seen, [stock, 30.0 - day as f64, 30.0, sold]);
        assert_eq!(reward[0], (30.0 - 20.0) * sold);
        let over = stock == 0.0 || day == 30;
        assert_eq!(status, if over { Status::Terminated } else { Status::Running });
        if over {
            break;
        }
    }
    assert_eq!(world.totals()[Total::Margin as usize], 10.0 * (20.0 - stock));
    assert_eq!(world.totals()[Total::Left as usize], stock);
}

#[test]
fn tables_may_forget_yesterday_and_networks_see_it() {
    let (all, none) = ([11, 24], [1, 1]);
    for (drift, memory, levels, cells) in
        [("0", "false", none, none), ("0.5", "false", all, none), ("0", "true", all, all), ("0.5", "true", all, all)]
    {
        let world = world("everyday", &[("memory", memory), ("drift", drift)]);
        let [.., price, sold] = &world.spec.seats[0].observation[..] else { panic!() };
        assert_eq!([price.levels, sold.levels], levels, "drift {drift}, memory {memory}");
        assert_eq!([price.cells(), sold.cells()], cells, "drift {drift}, memory {memory}");
    }
}

#[test]
fn what_nobody_buys_is_left_on_the_last_day() {
    let mut world = world("everyday", &[("price_high", "900"), ("elasticity", "-8")]);
    world.reset(World::training(1).episode(3));
    let mut reward = [0.0];
    let mut days = 1;
    while world.step(&[Action::choice(10)], &mut reward) == Status::Running {
        days += 1;
    }
    assert_eq!((days, world.stock), (30, 20));
}

#[test]
fn every_form_goes_through_the_usual_price() {
    for form in ["linear", "constant", "exponential", "logit"] {
        let curve = world("everyday", &[("curve", form), ("usual_demand", "3"), ("elasticity", "-1.7")]).config.curve;
        assert!((curve.quantity(40.0) - 3.0).abs() < 1e-12, "{form}");
        assert!((curve.elasticity(40.0) + 1.7).abs() < 1e-12, "{form}");
    }
}

#[test]
fn the_article_s_shop_earns_2500_a_day_at_50() {
    let mut corrected = world("shop-corrected", &[]);
    assert_eq!(best(&corrected), (50.0, 2_500.0));
    let (earned, sold) = play(&mut corrected, 5, 20_000);
    assert!((earned - 2_500.0).abs() < 10.0 && (sold - 50.0).abs() < 0.2, "{earned} {sold}");
    assert_eq!((corrected.spec.horizon, corrected.config.sells_by()), (Some(100), false));
    // As printed the best price is nothing at all, and a day that sells nothing is the last.
    let mut printed = world("shop-as-printed", &[]);
    assert_eq!(best(&printed), (0.0, 100.0));
    // A textbook may know it, and that the best of fixed prices is the lowest.
    let fixed = printed.fixed_prices();
    assert_eq!((fixed[0].demand * fixed[0].worth, fixed[5].demand * fixed[5].worth), (100.0, 50.0));
    printed.reset(World::training(1).episode(0));
    let mut reward = [0.0];
    assert_eq!(printed.step(&[Action::choice(0)], &mut reward), Status::Running);
    assert_eq!(printed.step(&[Action::choice(10)], &mut reward), Status::Terminated);
    assert_eq!(reward, [0.0]);
}

#[test]
fn the_article_s_elasticity_is_cut_in_print_and_raised_in_truth() {
    let (printed, corrected) = (world("elasticity-as-printed", &[]), world("elasticity-corrected", &[]));
    assert!((best(&printed).0 - 250.0 / 3.0).abs() < 1e-9, "{:?}", best(&printed));
    assert!((best(&corrected).0 - 325.0 / 3.0).abs() < 1e-9, "{:?}", best(&corrected));
    // Another cost moves the corrected price by half of it, and the printed one not at all.
    assert!((best(&world("elasticity-as-printed", &[("cost_share", "0.9")])).0 - 250.0 / 3.0).abs() < 1e-9);
    let mean = |step: usize| corrected.market.answers(0, 0)[step].mean;
    let earns = |step: usize| (corrected.config.prices[step] - 50.0) * mean(step);
    assert!((earns(4) / earns(7) - 0.8163).abs() < 1e-4, "the printed price earns 82 %");
    // Where what is counted is a share of the revenue, a unit costs a textbook nothing.
    assert_eq!((printed.facts.unit_cost, corrected.facts.unit_cost), (0.0, 50.0));
}

#[test]
fn sales_have_the_mean_of_the_curve() {
    for (set, factor) in [(&[][..], 1.0), (&[("shock", "0.5")][..], 1.0), (&[("usual_demand", "10")][..], 2.0)] {
        let mut world = world("steady", set);
        let (price, mean) = (world.config.prices[8], world.market.answers(0, 0)[8].mean);
        assert!((mean - factor * 5.0 * libm::pow(price / 40.0, -2.5)).abs() < 1e-12);
        let (_, sold) = play(&mut world, 8, 40_000);
        assert!((sold / mean - 1.0).abs() < 0.02, "{sold} of {mean}");
    }
}

#[test]
fn the_season_moves_customers_and_what_they_pay() {
    let world = world("peak-hours", &[]);
    let answer = |phase: usize, price| world.market.at(0, phase, price);
    // At its height 1.6 times the customers, and each would pay 1.7 times as much; at its depth 0.4 and 0.3.
    let (night, noon) = (answer(0, 12.0), answer(12, 68.0));
    assert!((night.mean / 0.4 - noon.mean / 1.6).abs() < 1e-9, "{night:?} {noon:?}");
    assert!((noon.spare / night.spare - 1.7 / 0.3).abs() < 1e-9);
    let observed = world.spec.seats[0].observation.iter().map(|d| d.id.as_str()).collect::<Vec<_>>();
    assert_eq!(observed, ["phase", "last_price", "last_sold"]);
}

#[test]
fn hidden_markets_have_no_model() {
    for (id, there) in [("everyday", true), ("peak-hours", true), ("rival", true), ("drifting-taste", false)] {
        assert_eq!(world(id, &[]).facts().model.is_some(), there, "{id}");
    }
    assert!(world("family", &[]).facts().model.is_none());
    assert!(world("everyday", &[("box", "true")]).facts().model.is_none());
    // A family's markets differ, and taste wanders within its bounds.
    let mut family = world("family", &[]);
    let curves: Vec<f64> = (0..40)
        .map(|episode| {
            family.reset(World::training(1).episode(episode));
            family.market.at(0, 0, 40.0).mean
        })
        .collect();
    let (low, high) = (curves.iter().copied().fold(99.0, f64::min), curves.iter().copied().fold(0.0, f64::max));
    assert!(low > 6.0 * 0.449 && low < 4.0 && high < 6.0 * 2.226 && high > 9.5, "{low} {high}");
    let mut drifting = world("drifting-taste", &[]);
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..2_000 {
        drifting.step(&[Action::choice(3)], &mut [0.0]);
        met.insert(drifting.taste);
    }
    assert_eq!((met.first(), met.last(), met.len()), (Some(&0), Some(&20), 21));
}

#[test]
fn a_competitor_follows_or_cycles() {
    let mut follows = world("rival", &[("rival_noise", "0")]);
    let mut seen = [0.0; 3];
    for choice in [3, 9, 0] {
        follows.step(&[Action::choice(choice)], &mut [0.0]);
        follows.observe(0, &mut seen);
        assert_eq!(seen[0], follows.config.prices[choice]);
    }
    let mut cycles = world("rival", &[("rival_noise", "0"), ("rival", "cycles")]);
    cycles.reset(World::training(1).episode(0));
    let mut prices = Vec::new();
    for _ in 0..8 {
        cycles.observe(0, &mut seen);
        prices.push(seen[0]);
        cycles.step(&[Action::choice(5)], &mut [0.0]);
    }
    assert_eq!(prices, [40.0, 35.0, 30.0, 25.0, 20.0, 80.0, 75.0, 70.0]);
    // Twice his price is 2^1.2 times the customers.
    assert!((cycles.config.rival_factor(12) - libm::pow(2.0, 1.2)).abs() < 1e-12);
}

#[test]
fn a_box_takes_any_price_and_cuts_what_is_outside() {
    let mut world = world("steady", &[("box", "true")]);
    let mut asked = |price: f64| {
        world.step(&[Action { choice: 0, values: vec![price] }], &mut [0.0]);
        world.last.price
    };
    assert_eq!([33.3, 1.0, 999.0].map(&mut asked), [33.3, 20.0, 60.0]);
    assert!(world.facts.ladder.is_empty());
}

#[test]
fn regret_is_nothing_at_the_best_price() {
    let mut world = world("shop-corrected", &[]);
    world.reset(World::training(1).episode(0));
    world.step(&[Action::choice(5)], &mut [0.0]);
    assert_eq!(world.totals()[Total::Regret as usize], 0.0);
    world.step(&[Action::choice(3)], &mut [0.0]);
    assert!((world.totals()[Total::Regret as usize] - 400.0).abs() < 1e-9);
    // Who buys at 30 would have paid 35 more on average: half of what is left of the line.
    assert!((world.market.at(0, 0, 30.0).spare - 35.0).abs() < 1e-9);
}

#[test]
fn the_scene_tells_who_finds_a_price_too_dear() {
    let [mut cheap, mut dear] = [world("rival", &[]), world("rival", &[])];
    let last = dear.config.prices.len() - 1;
    let of = |world: &Pricing, name: &str| world.scene().iter().find(|(known, _)| *known == name).unwrap().1;
    let mut left = 0.0;
    for day in 0..30 {
        cheap.reset(World::training(1).episode(day));
        dear.reset(World::training(1).episode(day));
        assert_eq!(of(&dear, "interested"), 0.0, "nobody has come yet");
        cheap.step(&[Action::choice(0)], &mut [0.0]);
        dear.step(&[Action::choice(last)], &mut [0.0]);
        // The same people, at another price.
        assert_eq!(of(&dear, "interested"), of(&cheap, "wanted"), "day {day}");
        assert_eq!(of(&cheap, "interested"), of(&cheap, "wanted"), "day {day}");
        left += of(&dear, "interested") - of(&dear, "wanted");
    }
    assert!(left > 0.0);
}

#[test]
fn regret_is_counted_as_the_reward_is() {
    // The printed profit is best at 83.33, the true one at 108.33; 90 is between them.
    let asked = |id: &str, more: &[(&str, &str)], price: f64| {
        let mut world = world(id, &[&[("box", "true")], more].concat());
        world.step(&[Action { choice: 0, values: vec![price] }], &mut [0.0]);
        world.totals[Total::Regret as usize]
    };
    for (id, best, other) in
        [("elasticity-as-printed", 250.0 / 3.0, 325.0 / 3.0), ("elasticity-corrected", 325.0 / 3.0, 250.0 / 3.0)]
    {
        assert!(asked(id, &[], best) < 1e-9 && asked(id, &[], other) > 1.0, "{id}");
    }
    assert_eq!((asked("shop-as-printed", &[], 0.0), asked("shop-as-printed", &[], 30.0)), (0.0, 30.0));
    // Between two steps of the ladder a price may be better than both: against it all others are measured.
    let coarse = [("price_steps", "2")];
    assert!(asked("steady", &coarse, 100.0 / 3.0) < 1e-9 && asked("steady", &coarse, 20.0) > 1.0);
}

#[test]
fn a_fixed_price_sells_what_its_facts_say() {
    let endless = [("stock", "0"), ("season", "7"), ("swing", "0.5"), ("rush", "0.4"), ("shock", "0.3")];
    let cycles = [("rival", "cycles"), ("rival_noise", "0.1")];
    for (id, set, error) in [
        ("everyday", &endless[..], 0.02),
        ("peak-hours", &[], 0.02),
        ("drifting-taste", &[], 0.08),
        ("family", &[], 0.06),
        ("rival", &[], 0.02),
        ("rival", &cycles, 0.02),
    ] {
        let mut world = world(id, set);
        let (days, step) = (u64::from(world.config.days), 4);
        let (mut sold, episodes) = (0.0, 60_000 / days);
        for episode in 0..episodes {
            world.reset(World::training(1).episode(episode));
            for _ in 0..days {
                world.step(&[Action::choice(step)], &mut [0.0]);
            }
            sold += world.totals[Total::Units as usize];
        }
        let (mean, told) = (sold / (days * episodes) as f64, world.fixed_prices()[step].demand);
        assert!((mean / told - 1.0).abs() < error, "{id}: {mean} a day, told {told}");
    }
}

#[test]
fn the_formula_of_steady_demand_is_told_what_it_does_not_know() {
    let told = |id: &str, set| world(id, set).facts.unsteady.map(|what| what.en);
    assert_eq!((told("everyday", &[]), told("any-price", &[]), told("elasticity-as-printed", &[])), (None, None, None));
    // A season that moves nothing is none.
    assert_eq!(told("everyday", &[("season", "7")]), None);
    assert_eq!(told("everyday", &[("season", "7"), ("rush", "0.1")]), Some("a season"));
    for (id, word) in [
        ("last-minute", "season"),
        ("drifting-taste", "taste"),
        ("family", "family"),
        ("rival", "competitor"),
        ("shop-as-printed", "unit"),
    ] {
        assert!(told(id, &[]).is_some_and(|what| what.contains(word)), "{id}: {:?}", told(id, &[]));
    }
    assert!(told("everyday", &[("shock", "0.1")]).is_some_and(|what| what.contains("bad days")));
}

#[test]
fn totals_are_of_an_episode_however_early_it_ends() {
    for preset in presets::all() {
        for metric in &world(&preset.id, &[]).spec.metrics {
            assert!(metric.per != crate::sim::Per::Period, "{}: {}", preset.id, metric.id);
        }
    }
}

#[test]
fn a_crowd_that_cannot_be_drawn_is_refused() {
    let endless = refused("steady", &[("price_low", "0")]);
    assert!(endless.contains("price_low 0") && endless.contains("inf customers"), "{endless}");
    let crowd = refused("everyday", &[("usual_demand", "100"), ("elasticity", "-4")]);
    assert!(crowd.contains("usual_demand is 100") && crowd.contains("739 customers"), "{crowd}");
    // What is allowed is drawn in full.
    let mut full = world("everyday", &[("usual_demand", "100"), ("stock", "0")]);
    let mean = full.market.answers(0, 0)[0].mean;
    let (_, sold) = play(&mut full, 0, 5_000);
    assert!(mean > 270.0 && (sold / mean - 1.0).abs() < 0.01, "{sold} of {mean}");
    // A price of nothing is one that demand may have an end for.
    let (earned, _) = play(&mut world("everyday", &[("price_low", "0")]), 0, 200);
    assert!(earned.is_finite());
}

#[test]
fn what_does_not_go_together_is_refused_with_a_sentence() {
    let flat = refused("everyday", &[("curve", "constant"), ("elasticity", "-0.5")]);
    assert!(flat.contains("elasticity is -0.5") && flat.contains("at most -1.05"), "{flat}");
    let crossed = refused("everyday", &[("price_low", "70")]);
    assert!(crossed.contains("price_high is 70") && crossed.contains("price_low"), "{crossed}");
    let few = refused("everyday", &[("curve", "logit"), ("visitors", "1")]);
    assert!(few.contains("visitors is 1") && few.contains("usual_demand"), "{few}");
}
