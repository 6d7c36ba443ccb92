//! Looking inside a run: what is told is what is played, and looking leaves no mark.

use super::languages;
use super::play::by_hand;
use super::suite;
use emporium::agent::Seen;
use emporium::base::Action;
use emporium::run::film::LONGEST_FILM;
use emporium::run::inside::{Ask, Formula, Map, Now, Shot, Thought, Told};
use emporium::run::protocol::{Desk, FromWorker, ToWorker};
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::schedule::Leash;
use emporium::run::training::Player;
use emporium::run::{Run, Scenario};

suite![
    looking_leaves_no_mark,
    a_map_shows_the_policy,
    a_map_over_one_number_has_every_choice,
    a_map_may_have_two_sides,
    a_film_says_what_decisions_cost,
    a_film_may_show_the_days_that_a_run_has_met,
    the_visitor_reads_what_his_decisions_cost,
    a_diary_keeps_the_last_periods,
    a_film_shows_what_would_be_learned,
    what_cannot_be_looked_at_is_said,
    a_desk_keeps_finished_runs_to_be_looked_into,
];

fn scenario(preset: &str, agent: &str, steps: u64) -> Scenario {
    let mut scenario = Scenario::of("inventory", preset, &[agent]);
    scenario.budget = Some(Budget { steps });
    scenario.evaluation = Some(Measuring { every: steps, episodes: 4 });
    scenario
}

fn run(scenario: &Scenario) -> Run {
    let checked = scenario.check().unwrap();
    Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule).unwrap()
}

fn now(run: &mut Run) -> Now {
    match run.tell(&Ask::Now { seat: 0 }, None).unwrap() {
        Told::Now(now) => now,
        other => panic!("{other:?}"),
    }
}

fn map(run: &mut Run, at: &[f64], across: u32, down: Option<u32>) -> Map {
    match run.tell(&Ask::Map { seat: 0, at: at.to_vec(), across, down }, None).unwrap() {
        Told::Map(map) => map,
        other => panic!("{other:?}"),
    }
}

fn looking_leaves_no_mark() {
    for agent in ["q-learning", "sarsa", "random"] {
        let scenario = scenario("everyday", agent, 3_000);
        let mut alone = run(&scenario);
        while !alone.finished() {
            alone.advance(500);
        }
        let mut looked_at = run(&scenario);
        while !looked_at.finished() {
            looked_at.advance(77);
            let seen = now(&mut looked_at);
            assert_eq!(seen.observation, looked_at.observation(0), "{agent}");
            map(&mut looked_at, &[0.0], 0, None);
            looked_at.tell(&Ask::Film { seat: 0, world: None, episode: 3, most: 20 }, None).unwrap();
        }
        assert_eq!(looked_at.fingerprint(), alone.fingerprint(), "{agent}");
        let told = now(&mut looked_at).diagnostics;
        let named: Vec<&str> = told.iter().map(|(words, _)| words.en.as_str()).collect();
        let expected = ["share of random tries (ε)", "table visited, %"];
        assert_eq!(named, if agent == "random" { &[][..] } else { &expected }, "{agent}");
    }
}

fn a_map_shows_the_policy() {
    let mut optimum = run(&scenario("everyday", "relative-value-iteration", 100));
    let map = map(&mut optimum, &[7.0], 0, None);
    assert_eq!((map.across.len(), map.down.as_slice(), map.cells.len()), (33, &[0.0][..], 33));
    assert_eq!((map.across[0], map.across[32]), (0.0, 32.0));
    // With a cost of an order the optimum is (s, S): it orders up to one level where stock is low, else nothing.
    let orders: Vec<u32> = map.cells.iter().map(|c| c.choice.unwrap()).collect();
    let s = orders.iter().position(|&q| q == 0).unwrap();
    assert!(s > 2 && orders[s..].iter().all(|&q| q == 0), "{orders:?}");
    assert!(map.cells.iter().all(|c| c.value.is_some() && c.visits.is_none()));
    // A table counts its visits, and in the end it has been everywhere near the start.
    let mut learner = run(&scenario("everyday", "q-learning", 20_000));
    while !learner.finished() {
        learner.advance(1_000);
    }
    let learned = self::map(&mut learner, &[7.0], 0, None);
    let visits: f64 = learned.cells.iter().map(|c| c.visits.unwrap()).sum();
    assert_eq!(visits, 20_000.0);
}

fn a_map_over_one_number_has_every_choice() {
    let mut learner = run(&scenario("everyday", "q-learning", 20_000));
    while !learner.finished() {
        learner.advance(1_000);
    }
    let learned = map(&mut learner, &[7.0], 0, None);
    let Player::Agent(agent) = &learner.players()[0] else { panic!("no agent") };
    let opinion = agent.explain(Seen { observation: &[12.0], mask: &[true; 25] });
    assert_eq!((learned.values.len(), learned.visits.len()), (33 * 25, 33 * 25));
    assert_eq!(
        (&learned.values[12 * 25..13 * 25], &learned.visits[12 * 25..13 * 25]),
        (&opinion.values[..], &opinion.visits[..])
    );
    assert!(opinion.visits.iter().any(|v| *v > 0.0) && opinion.values.iter().any(|v| *v != 0.0));
    assert_eq!(learned.visits.iter().sum::<f64>(), 20_000.0);
    for (cell, values) in learned.cells.iter().zip(learned.values.chunks_exact(25)) {
        assert_eq!(cell.value, values.iter().copied().reduce(f64::max));
    }
    // Exact values are not counted, and a rule has no values.
    let planned = map(&mut run(&scenario("everyday", "relative-value-iteration", 10)), &[7.0], 0, None);
    assert_eq!((planned.values.len(), planned.visits.len()), (33 * 25, 0));
    let rule = map(&mut run(&scenario("everyday", "eoq", 10)), &[7.0], 0, None);
    assert!(rule.values.is_empty() && rule.visits.is_empty());
}

fn a_map_may_have_two_sides() {
    let mut run = run(&scenario("lost-sales-L2-p4", "relative-value-iteration", 100));
    let both = map(&mut run, &[0.0, 0.0], 0, Some(1));
    let (columns, rows) = (both.across.len(), both.down.len());
    assert_eq!((both.cells.len(), both.values.len()), (columns * rows, 0));
    // A row of it is the map with the other number held still.
    let third = map(&mut run, &[0.0, 3.0], 0, None);
    assert_eq!(both.cells[3 * columns..4 * columns], third.cells);
    let turned = map(&mut run, &[0.0, 0.0], 1, Some(0));
    assert_eq!(turned.cells[2 * rows + 3], both.cells[3 * columns + 2]);
}

/// What a desk says when its run is asked.
fn told(desk: &mut Desk, ask: Ask) -> Told {
    match &desk.take(&ToWorker::Look { job: 5, ask }.encode())[..] {
        [FromWorker::Inside { job: 5, told }] => told.clone(),
        other => panic!("{other:?}"),
    }
}

fn film(desk: &mut Desk, world: Option<u64>, most: u32) -> Vec<Shot> {
    match told(desk, Ask::Film { seat: 0, world, episode: 0, most }) {
        Told::Film { shots, .. } => shots,
        other => panic!("{other:?}"),
    }
}

fn at_a_desk(scenario: &Scenario, keep: bool) -> Desk {
    let mut desk = Desk::default();
    let start = ToWorker::Start {
        job: 5,
        scenario: scenario.clone(),
        contestant: 0,
        seed: 1,
        leash: Leash::Free,
        keep,
        learned: None,
    };
    assert_eq!(desk.take(&start.encode()), []);
    work(&mut desk);
    desk
}

/// Until nothing goes on by itself.
fn work(desk: &mut Desk) {
    while desk.busy() {
        desk.work(1_000, &|| 0.0);
    }
}

fn a_film_says_what_decisions_cost() {
    let regrets = |agent: &str| -> Vec<f64> {
        let shots = film(&mut at_a_desk(&scenario("everyday", agent, 100), true), None, 60);
        assert_eq!(shots.len(), 60);
        for pair in shots.windows(2) {
            let stock = pair[0].scene.iter().find(|(name, _)| name == "stock").unwrap().1;
            assert_eq!(stock, pair[1].observation[0], "the next morning begins where the evening ended");
        }
        shots.iter().map(|shot| shot.regret.unwrap()).collect()
    };
    assert!(regrets("relative-value-iteration").iter().all(|r| *r < 1e-6));
    let simple = regrets("order-what-sold");
    assert!(simple.iter().all(|r| *r > -1e-9) && simple.iter().sum::<f64>() > 10.0, "{simple:?}");
}

/// A film of this agent in a training world.
fn film_in(agent: &str, world: u64, episode: u64) -> Vec<Shot> {
    let ask = Ask::Film { seat: 0, world: Some(world), episode, most: 60 };
    match run(&scenario("everyday", agent, 100)).tell(&ask, None).unwrap() {
        Told::Film { shots, .. } => shots,
        other => panic!("{other:?}"),
    }
}

fn a_film_may_show_the_days_that_a_run_has_met() {
    let demand = |shots: &[Shot]| -> Vec<f64> {
        shots.iter().map(|s| s.scene.iter().find(|(name, _)| name == "demand").unwrap().1).collect()
    };
    let met = demand(&film_in("eoq", 1, 0));
    assert_eq!(demand(&film_in("order-what-sold", 1, 0)), met, "everybody meets the same customers");
    assert_ne!(demand(&film_in("eoq", 2, 0)), met);
    assert_ne!(demand(&film_in("eoq", 1, 1)), met);
    // The run itself meets them too: what it earns on its first days is what the film shows.
    let mut lived = run(&scenario("everyday", "eoq", 60));
    while !lived.finished() {
        lived.advance(50);
    }
    let shown: f64 = film_in("eoq", 1, 0).iter().map(|shot| shot.reward).sum();
    assert!((lived.curve()[1].earned - shown / 60.0).abs() < 1e-9);
}

/// The visitor's move, and what follows by itself.
fn make_move(desk: &mut Desk, choice: u32) {
    assert_eq!(desk.take(&ToWorker::Move { job: 5, seat: 0, choice, values: vec![] }.encode()), []);
    work(desk);
}

fn the_visitor_reads_what_his_decisions_cost() {
    // He does by hand what the rule does in the same days, and so must read what the rule's film shows.
    let rule = film(&mut at_a_desk(&scenario("everyday", "order-what-sold", 10), true), Some(1), 100);
    let mut desk = at_a_desk(&scenario("everyday", "visitor", 102), true);
    assert!(film(&mut desk, None, 5).is_empty());
    for (day, shot) in rule.iter().enumerate() {
        let Told::Now(now) = told(&mut desk, Ask::Now { seat: 0 }) else { panic!("no now") };
        assert_eq!((now.world, now.episode, now.period, now.steps), (1, 0, day as u32, day as u64));
        assert_eq!((&now.observation, &now.advice), (&shot.observation, &shot.advice));
        make_move(&mut desk, shot.choice);
        let lived = film(&mut desk, None, 3);
        assert_eq!(lived.len(), usize::min(day + 1, 3));
        let silent = Shot { thought: Thought::default(), ..shot.clone() };
        assert_eq!(lived.last(), Some(&silent), "day {day}");
    }
    assert!(rule.iter().any(|shot| shot.regret.unwrap() > 0.1));
    // The episode is over; its last day can be read until the next one's first is played.
    let Told::Now(now) = told(&mut desk, Ask::Now { seat: 0 }) else { panic!("no now") };
    assert_eq!((now.episode, now.period), (1, 0));
    assert_eq!(film(&mut desk, None, 200).len(), 100);
    make_move(&mut desk, 7);
    let first = film(&mut desk, None, 200);
    assert_eq!((first.len(), first[0].choice), (1, 7));
    // And when the run is over, too.
    make_move(&mut desk, 8);
    assert!(desk.frames().iter().any(|f| matches!(f, FromWorker::Frame { frame, .. } if frame.finished)));
    assert_eq!(film(&mut desk, None, 200).iter().map(|shot| shot.choice).collect::<Vec<_>>(), [7, 8]);
}

fn a_diary_keeps_the_last_periods() {
    let mut endless = scenario("everyday", "visitor", 2_050);
    endless.set.insert("horizon".into(), emporium::base::Setting::Number(10_000.0));
    let mut visited = run(&endless);
    let mut moves = 0;
    by_hand(&mut visited, |_, _| {
        moves += 1;
        Action::choice(moves % 20)
    });
    let ask = Ask::Film { seat: 0, world: None, episode: 0, most: LONGEST_FILM };
    let Ok(Told::Film { shots, .. }) = visited.tell(&ask, None) else { panic!("no film") };
    let choices: Vec<u32> = shots.iter().map(|shot| shot.choice).collect();
    assert_eq!(choices, (51..=2_050).map(|n| n % 20).collect::<Vec<u32>>());
    assert!(run(&scenario("everyday", "random", 10)).diary().is_none(), "nobody else keeps one");
}

fn a_film_shows_what_would_be_learned() {
    for (agent, follows) in [("q-learning", "max Q′"), ("sarsa", "Q′")] {
        let mut desk = at_a_desk(&scenario("everyday", agent, 5_000), true);
        let shots = film(&mut desk, None, 60);
        for pair in shots.windows(2) {
            let Formula { rule, terms } = pair[0].lesson.as_ref().unwrap();
            let symbols: Vec<&str> = terms.iter().map(|term| term.symbol.as_str()).collect();
            assert_eq!(symbols, ["Q", "α", "r", "γ", follows, "Q⁺"]);
            let letters = |sign: &&str| sign.chars().any(char::is_alphabetic);
            let named: Vec<&str> = rule.iter().map(String::as_str).filter(letters).collect();
            assert_eq!(named, ["Q⁺", "Q", "α", "r", "γ", follows, "Q"]);
            let best = pair[1].thought.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let seen = [terms[0].value, terms[2].value, terms[4].value];
            assert_eq!(seen, [pair[0].thought.values[pair[0].choice as usize], pair[0].reward, best], "{agent}");
            terms.iter().for_each(|term| languages::told(agent, &term.means.en, &term.means.zh));
        }
        let told = FromWorker::Inside { job: 5, told: Told::Film { steps: 7, shots } };
        assert_eq!(FromWorker::decode(&told.encode()).unwrap(), told);
    }
    let fixed = film(&mut at_a_desk(&scenario("everyday", "eoq", 10), true), None, 5);
    assert!(fixed.iter().all(|shot| shot.lesson.is_none()), "who does not learn writes nothing down");
}

fn what_cannot_be_looked_at_is_said() {
    let mut learner = run(&scenario("everyday", "q-learning", 100));
    let mut refused = |ask: Ask| learner.tell(&ask, None).unwrap_err().en;
    let map = |at: Vec<f64>, across, down| Ask::Map { seat: 0, at, across, down };
    for (ask, said) in [
        (Ask::Now { seat: 1 }, "seat is 1, but the world has 1, counted from 0"),
        (
            Ask::Film { seat: 0, world: None, episode: 1, most: 0 },
            "most is 0, but must be a whole number from 1 to 2000",
        ),
        (Ask::Film { seat: 9, world: None, episode: 1, most: 5 }, "seat is 9"),
        (map(vec![], 0, None), "at has 0 numbers, but must have 1"),
        (Ask::Pictures { seat: 0, at: vec![1.0, 2.0], day: None, shown: 0 }, "at has 2 numbers, but must have 1"),
        (Ask::Pictures { seat: 2, at: vec![1.0], day: None, shown: 0 }, "seat is 2, but the world has 1"),
        (map(vec![1.0], 1, None), "across is 1, but 1 numbers are seen"),
        (map(vec![1.0], 0, Some(7)), "down is 7, but 1 numbers are seen"),
    ] {
        let en = refused(ask);
        assert!(en.starts_with(said), "{en}");
    }
    // What is odd but finite is only looked up at the edge.
    assert!(learner.tell(&map(vec![f64::NAN], 0, None), None).is_ok());
    // A wide shelf and a long pipeline would fill more than a screen.
    let mut wide = scenario("geometric-L4-p39", "random", 50);
    wide.set.insert("order_max".into(), emporium::base::Setting::Number(60.0));
    wide.set.insert("capacity".into(), emporium::base::Setting::Number(300.0));
    let crowd = run(&wide).tell(&map(vec![0.0; 4], 0, Some(1)), None);
    assert!(crowd.is_ok(), "{crowd:?}");
    // Nobody can look into the visitor.
    let mut visitor = run(&scenario("everyday", "visitor", 10));
    assert_eq!(visitor.tell(&map(vec![1.0], 0, None), None).unwrap_err().en, "the visitor's mind cannot be mapped");
    by_hand(&mut visitor, |_, _| Action::choice(3));
    let seen = now(&mut visitor);
    assert_eq!((seen.thought.values.len(), seen.steps), (0, 10));
}

fn a_desk_keeps_finished_runs_to_be_looked_into() {
    let scenario = scenario("everyday", "q-learning", 300);
    for keep in [false, true] {
        let mut desk = at_a_desk(&scenario, keep);
        let [FromWorker::Frame { frame, .. }] = &desk.frames()[..] else { panic!("one frame") };
        assert!(frame.finished);
        assert_eq!(desk.frames(), [], "the last frame is told once");
        let look = ToWorker::Look { job: 5, ask: Ask::Now { seat: 0 } }.encode();
        match &desk.take(&look)[..] {
            [FromWorker::Inside { told: Told::Now(now), .. }] if keep => assert_eq!(now.steps, 300),
            [FromWorker::Failed { en, .. }] if !keep => assert_eq!(en, "there is no run 5 to look into"),
            other => panic!("{other:?}"),
        }
        assert_eq!(desk.take(&ToWorker::Cancel { job: 5 }.encode()), [FromWorker::Cancelled { job: 5 }]);
        assert!(matches!(&desk.take(&look)[..], [FromWorker::Failed { .. }]));
    }
}
