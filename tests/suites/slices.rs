//! Slices of any size give the same bits, and neither measuring more often nor looking at frames changes
//! what is learned.

use super::play::{finish, player, schedule};
use super::suite;
use super::worlds::{self, Corridor, Dilemma, Signals};
use emporium::agent::Seen;
use emporium::run::frame::MOST_POINTS;
use emporium::run::protocol::{Desk, FromWorker, ToWorker};
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::schedule::Leash;
use emporium::run::stopwatch::Stopwatch;
use emporium::run::training::{Player, Schedule};
use emporium::run::{Frame, Progress, Run, Scenario, Session, Shop};
use emporium::sim;
use std::cell::Cell;

suite![
    slices_of_any_size_give_the_same_bits,
    toys_in_slices_give_the_same_bits,
    measuring_more_often_changes_nothing_learned,
    looking_at_frames_changes_nothing,
    frames_are_bounded_and_keep_both_ends,
    a_desk_works_like_a_session,
    a_desk_counts_the_seconds_of_each_run,
    who_is_quicker_goes_further_in_the_same_time,
    a_leash_holds_runs_and_leaves_no_mark,
    a_desk_holds_its_runs_on_leashes,
    plans_keep_nobody_waiting,
];

const TABLES: [&str; 4] = ["q-learning", "sarsa", "expected-sarsa", "double-q"];
const LEARNERS: [&str; 7] = ["q-learning", "sarsa", "expected-sarsa", "double-q", "dqn", "reinforce", "ppo"];
const SLICES: [u64; 4] = [1, 7, 1_000, 100_000];

fn everyday() -> Shop {
    let entry = sim::find("inventory").unwrap();
    Shop::new(entry, &entry.params_of(&entry.preset("everyday").unwrap()).unwrap()).unwrap()
}

fn slices_of_any_size_give_the_same_bits() {
    let mut scenario = Scenario::of("inventory", "everyday", &[&LEARNERS[..], &["random", "s-S"]].concat());
    scenario.budget = Some(Budget { steps: 2_500 });
    scenario.evaluation = Some(Measuring { every: 1_100, episodes: 3 });
    scenario.seeds.count = 2;
    let checked = scenario.check().unwrap();
    let prints = SLICES.map(|slice| {
        let mut session = Session::new(&checked).unwrap();
        while session.advance(slice).contains(&Progress::Running) {}
        assert!(session.runs.iter().all(|run| run.finished() && run.steps() == 2_500));
        session.fingerprint()
    });
    assert!(prints.iter().all(|p| *p == prints[0]), "{prints:x?}");
}

fn toys_in_slices_give_the_same_bits() {
    let shops = [worlds::shop(Dilemma::default()), worlds::shop(Corridor::default()), worlds::shop(Signals::default())];
    for shop in shops {
        for id in LEARNERS {
            let prints = SLICES.map(|slice| {
                let mut run = learner(&shop, id, schedule(900, 250, 3));
                finish(&mut run, slice);
                run.fingerprint()
            });
            assert!(prints.iter().all(|p| *p == prints[0]), "{id}: {prints:x?}");
        }
    }
}

/// A run with this learner in every seat.
fn learner(shop: &Shop, id: &str, schedule: Schedule) -> Run {
    let seats = 0..shop.spec().seats.len();
    let brisk: &[_] = if id == "ppo" { &[("rollout", 256.0)] } else { &[] };
    Run::with_players(shop, seats.map(|s| player(id, shop, s, brisk, schedule.steps)).collect(), 1, schedule)
}

/// The bits of every value that the first seat has learned, in a world whose first number runs to `high`.
fn learned(run: &Run, high: usize) -> Vec<u64> {
    let Player::Agent(agent) = &run.players()[0] else { panic!("no agent") };
    let mask = vec![true; run.mask(0).len()];
    let values = |x: usize| agent.explain(Seen { observation: &[x as f64, 0.0], mask: &mask }).values;
    (0..=high).flat_map(values).map(f64::to_bits).collect()
}

/// What was earned in all; whole numbers in these worlds, so that no rounding stands between two runs.
fn earned(run: &Run) -> i64 {
    let pairs = run.curve().windows(2);
    pairs.map(|w| f64::round(w[1].earned * (w[1].steps - w[0].steps) as f64) as i64).sum()
}

fn measuring_more_often_changes_nothing_learned() {
    for (shop, high) in [(everyday(), 32), (worlds::shop(Signals::default()), 3)] {
        for id in LEARNERS {
            let runs = [(3_000, 2), (150, 2), (1_000, 7)].map(|(every, episodes)| {
                let mut run = learner(&shop, id, schedule(3_000, every, episodes));
                finish(&mut run, 5_000);
                run
            });
            let values = learned(&runs[0], high);
            assert!(values.iter().any(|v| *v != 0), "{id} learned nothing");
            for run in &runs {
                assert_eq!(learned(run, high), values, "{id}");
                assert_eq!(earned(run), earned(&runs[0]), "{id}");
            }
            // With as many batches the last evaluation is the same bit for bit too.
            assert_eq!(runs[0].last(), runs[1].last(), "{id}");
        }
    }
}

fn looking_at_frames_changes_nothing() {
    let shop = everyday();
    let mut plain = learner(&shop, "sarsa", schedule(1_000, 400, 2));
    finish(&mut plain, 50_000);
    let mut watched = learner(&shop, "sarsa", schedule(1_000, 400, 2));
    loop {
        let progress = watched.advance(333);
        let frame = Frame::of(&watched, &progress, &Stopwatch::default());
        learned(&watched, 32);
        if frame.finished {
            assert_eq!(frame.fingerprint, plain.fingerprint());
            assert_eq!(learned(&watched, 32), learned(&plain, 32));
            return;
        }
    }
}

fn frames_are_bounded_and_keep_both_ends() {
    for points in [1, 2, 400, 499, 500, 501, 1_300, 4_000] {
        let shop = worlds::shop(Corridor::default());
        let mut run = learner(&shop, "q-learning", schedule(points, 1, 1));
        finish(&mut run, 1_000_000);
        assert_eq!(run.curve().len() as u64, points + 1);
        let mut watch = Stopwatch::default();
        watch.note(&run, 0, points as f64);
        let frame = Frame::of(&run, &Progress::Finished, &watch);
        let curves = &frame.curves;
        assert!(curves.steps.len() <= MOST_POINTS, "{points} points became {}", curves.steps.len());
        assert!(curves.steps.len() as u64 >= u64::min(points + 1, MOST_POINTS as u64 / 2) - 1);
        assert_eq!((curves.steps.first(), curves.steps.last()), (Some(&0), Some(&points)));
        assert!(curves.steps.windows(2).all(|w| w[0] < w[1]));
        let lengths = [curves.episodes.len(), curves.reward.len(), curves.earned.len(), curves.seconds.len()];
        assert!(lengths.iter().all(|n| *n == curves.steps.len()));
        // A second for each step.
        assert!(curves.seconds.iter().zip(&curves.steps).all(|(s, steps)| (s - *steps as f64).abs() < 1e-9));
        assert_eq!(frame.fingerprint, run.fingerprint());
    }
}

fn a_desk_works_like_a_session() {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning", "eoq"]);
    scenario.budget = Some(Budget { steps: 600 });
    scenario.evaluation = Some(Measuring { every: 300, episodes: 2 });
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    let mut desk = Desk::default();
    for contestant in 0..2 {
        let start = ToWorker::Start {
            job: 10 + contestant,
            scenario: scenario.clone(),
            contestant,
            seed: 1,
            leash: Leash::Free,
            keep: false,
            learned: None,
        };
        assert_eq!(desk.take(&start.encode()), vec![]);
    }
    let mut last = [0; 2];
    while desk.busy() {
        desk.work(777, &|| 0.0);
        for message in desk.frames() {
            // Over the wire and back, as the page gets it.
            let FromWorker::Frame { job, frame } = FromWorker::decode(&message.encode()).unwrap() else {
                panic!("{message:?}");
            };
            last[job as usize - 10] = frame.fingerprint;
        }
    }
    assert_eq!(last.to_vec(), session.runs.iter().map(Run::fingerprint).collect::<Vec<_>>());
    assert!(desk.frames().is_empty(), "finished jobs are forgotten");
}

fn a_desk_counts_the_seconds_of_each_run() {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning"]);
    scenario.budget = Some(Budget { steps: 600 });
    scenario.evaluation = Some(Measuring { every: 300, episodes: 2 });
    // A second passes between two looks at the clock.
    let looks = Cell::new(0);
    let clock = || f64::from(looks.replace(looks.get() + 1)) * 1_000.0;
    let start = |desk: &mut Desk, job, leash| {
        let start = ToWorker::Start {
            job,
            scenario: scenario.clone(),
            contestant: 0,
            seed: 1,
            leash,
            keep: true,
            learned: None,
        };
        assert_eq!(desk.take(&start.encode()), []);
    };
    let seconds = |desk: &mut Desk| -> Vec<(f64, Vec<f64>)> {
        let frame = |message: FromWorker| match message {
            FromWorker::Frame { frame, .. } => (frame.seconds, frame.curves.seconds),
            other => panic!("{other:?}"),
        };
        desk.frames().into_iter().map(frame).collect()
    };
    // In one go: the point in the middle came after half of the time.
    let mut desk = Desk::default();
    start(&mut desk, 1, Leash::Free);
    assert!(!desk.work(1_000_000, &clock));
    assert_eq!(seconds(&mut desk), [(1.0, vec![0.0, 0.5, 1.0])]);
    // A resting run does not pay for another one's work.
    start(&mut desk, 2, Leash::Steps(150));
    start(&mut desk, 3, Leash::Free);
    looks.set(0);
    desk.work(1_000_000, &clock);
    assert_eq!(looks.get(), 3, "one look for each job, and one before");
    assert_eq!(seconds(&mut desk), [(1.0, vec![0.0]), (1.0, vec![0.0, 0.5, 1.0])]);
    desk.take(&ToWorker::Leash { job: 2, leash: Leash::Free }.encode());
    desk.work(1_000_000, &clock);
    assert_eq!(seconds(&mut desk), [(2.0, vec![0.0, 1.0 + 150.0 / 450.0, 2.0])]);
}

fn who_is_quicker_goes_further_in_the_same_time() {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning", "q-learning"]);
    scenario.budget = Some(Budget { steps: 200_000_000 });
    let mut desk = Desk::default();
    for contestant in 0..2 {
        let (scenario, job, leash) = (scenario.clone(), contestant, Leash::Free);
        let start = ToWorker::Start { job, scenario, contestant, seed: 1, leash, keep: false, learned: None };
        assert_eq!(desk.take(&start.encode()), []);
    }
    // The first takes nine times as long as the second for as many steps; a look before both, and one after each.
    let (looks, time) = (Cell::new(0), Cell::new(0.0));
    let clock = || {
        let look = looks.replace(looks.get() + 1);
        time.set(time.get() + [0.0, 9.0, 1.0][look % 3]);
        time.get()
    };
    // The first thousands of periods measure what is not learned yet.
    for _ in 0..8 {
        desk.work(12_000, &clock);
    }
    let steps = |frame: &FromWorker| match frame {
        FromWorker::Frame { frame, .. } => frame.steps,
        other => panic!("{other:?}"),
    };
    let far: Vec<u64> = desk.frames().iter().map(steps).collect();
    assert!(far[1] > 8 * far[0] && far[0] > 0, "{far:?}");
    // However uneven the times are, a slice is no longer than it was.
    let before: u64 = far.iter().sum();
    let uneven = || {
        let look = looks.replace(looks.get() + 1);
        time.set(time.get() + [0.0, 9.0, 1.0, 0.0, 1.0, 9.0][look % 6]);
        time.get()
    };
    for _ in 0..1_000 {
        desk.work(10, &uneven);
    }
    let after: u64 = desk.frames().iter().map(steps).sum();
    assert!(after - before <= 1_000 * 2 * 11, "{} steps", after - before);
}

fn a_leash_holds_runs_and_leaves_no_mark() {
    for id in TABLES {
        let start = || learner(&everyday(), id, schedule(900, 250, 3));
        let mut free = start();
        finish(&mut free, 1_000);
        let mut held = start();
        // At every step, as who looks at each decision.
        for steps in 0..=400 {
            held.set_leash(Leash::Steps(steps));
            while held.advance(7) == Progress::Running {}
            assert_eq!((held.steps(), held.advance(7)), (steps, Progress::Resting), "{id}");
        }
        // A leash that is shorter than what has been done takes nothing back.
        held.set_leash(Leash::Steps(3));
        assert_eq!((held.advance(50), held.steps()), (Progress::Resting, 400));
        // An episode has 100 days.
        for episodes in [5, 6] {
            held.set_leash(Leash::Episodes(episodes));
            while held.advance(33) == Progress::Running {}
            assert_eq!((held.episodes(), held.steps()), (episodes, 100 * episodes), "{id}");
        }
        // Or from where it stands, also where it already rests.
        for (more, steps) in [(Leash::MoreSteps(3), 603), (Leash::MoreSteps(1), 604), (Leash::MoreEpisodes(1), 700)] {
            held.set_leash(more);
            while held.advance(33) == Progress::Running {}
            assert_eq!(held.steps(), steps, "{id}");
        }
        held.set_leash(Leash::Free);
        finish(&mut held, 64);
        assert_eq!(held.fingerprint(), free.fingerprint(), "{id}");
    }
}

fn a_desk_holds_its_runs_on_leashes() {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning"]);
    scenario.budget = Some(Budget { steps: 900 });
    let start = ToWorker::Start {
        job: 3,
        scenario,
        contestant: 0,
        seed: 1,
        leash: Leash::Steps(40),
        keep: false,
        learned: None,
    };
    let mut desk = Desk::default();
    assert_eq!(desk.take(&start.encode()), []);
    let rest_at = |desk: &mut Desk| {
        while desk.busy() {
            desk.work(10_000, &|| 0.0);
        }
        match &desk.frames()[..] {
            [FromWorker::Frame { job: 3, frame }] => (frame.steps, frame.finished),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(rest_at(&mut desk), (40, false));
    assert_eq!(desk.take(&ToWorker::Leash { job: 3, leash: Leash::Steps(41) }.encode()), []);
    assert_eq!(rest_at(&mut desk), (41, false));
    assert_eq!(desk.take(&ToWorker::Leash { job: 3, leash: Leash::Free }.encode()), []);
    assert_eq!(rest_at(&mut desk), (900, true));
    // Who has finished is forgotten, and so is his leash.
    assert_eq!(desk.take(&ToWorker::Leash { job: 3, leash: Leash::Steps(0) }.encode()), []);
    assert!(!desk.busy());
}

/// Whoever has to plan before he runs lets the others go first, and what was planned is known to all of a desk.
fn plans_keep_nobody_waiting() {
    let mut scenario = Scenario::of("inventory", "everyday", &["s-S", "q-learning"]);
    scenario.budget = Some(Budget { steps: 60_000 });
    let start = |job, contestant| {
        let (scenario, seed) = (scenario.clone(), 1);
        ToWorker::Start { job, scenario, contestant, seed, leash: Leash::Free, keep: false, learned: None }
    };
    let mut desk = Desk::default();
    let asked = [start(1, 0), start(2, 0), start(3, 1), ToWorker::Measure { job: 4, scenario: scenario.clone() }];
    for message in asked {
        assert_eq!(desk.take(&message.encode()), []);
    }
    // Who is heard after a slice, and with how many points; no points where the references are.
    let heard = |desk: &mut Desk| -> Vec<(u32, Option<usize>)> {
        desk.work(1_000, &|| 0.0);
        let about = |answer: FromWorker| match answer {
            FromWorker::Frame { job, frame } => (job, Some(frame.curves.steps.len())),
            FromWorker::Measured { job, .. } => (job, None),
            other => panic!("{other:?}"),
        };
        desk.frames().into_iter().map(about).collect()
    };
    // The learner has its first slice before anybody plans; one begins after each.
    let jobs: Vec<Vec<u32>> = (0..3).map(|_| heard(&mut desk).into_iter().map(|(job, _)| job).collect()).collect();
    assert_eq!(jobs, [vec![3, 1], vec![3, 1, 2], vec![3, 1, 2]]);
    // References are measured as soon as all curves have begun, and not before.
    let least = |heard: &[(u32, Option<usize>)]| heard.iter().filter_map(|(_, points)| *points).min().unwrap();
    let measured = loop {
        let heard = heard(&mut desk);
        if heard.contains(&(4, None)) {
            break heard;
        }
        assert!(least(&heard) < 2, "{heard:?}");
    };
    assert!(least(&measured) == 2 && measured.len() == 4, "{measured:?}");
    // Who is taken back before his turn is not begun.
    assert_eq!(desk.take(&start(5, 0).encode()), []);
    desk.take(&ToWorker::Cancel { job: 5 }.encode());
    while desk.busy() {
        assert!(heard(&mut desk).iter().all(|(job, _)| *job != 5));
    }
}
