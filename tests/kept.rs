//! Teams kept in files: they play the same when opened, and damaged or foreign files are refused with a sentence.

#![cfg(not(target_arch = "wasm32"))]

use emporium::agent::{Mode, Seen};
use emporium::base::{Action, Named, Rng, Setting, World};
use emporium::run::evaluate::evaluate;
use emporium::run::kept::{Kept, Learned};
use emporium::run::protocol::{Desk, FromWorker, ToWorker};
use emporium::run::scenario::{Budget, Measuring, Taken};
use emporium::run::schedule::Leash;
use emporium::run::seats::Player;
use emporium::run::{Frame, Progress, Run, Scenario};

fn learned(sim: &str, team: &str) -> (Scenario, Run) {
    let mut scenario = Scenario::of(sim, "everyday", &["random", team]);
    (scenario.seeds.first, scenario.seeds.count) = (5, 1);
    scenario.budget = Some(Budget { steps: 3_000 });
    scenario.evaluation = Some(Measuring { every: 3_000, episodes: 10 });
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[1], 5, checked.schedule).unwrap();
    while run.advance(10_000) != Progress::Finished {}
    (scenario, run)
}

const TEAMS: &[(&str, &str)] = &[
    ("inventory", "q-learning"),
    ("inventory", "sarsa"),
    ("inventory", "expected-sarsa"),
    ("inventory", "double-q"),
    ("inventory", "dqn"),
    ("inventory", "ppo"),
    ("inventory", "reinforce"),
    ("pricing", "elasticity"),
    ("pricing", "thompson-price"),
    ("recommend", "linucb"),
    ("recommend", "thompson"),
    ("recommend", "epsilon-greedy"),
    ("recommend", "user-cf"),
    ("store", "user-cf+elasticity+eoq"),
    ("store", "dqn+q-learning+ppo"),
    ("store", "content+thompson-price+reinforce"),
];

#[test]
fn a_kept_team_plays_the_same() {
    for (sim, team) in TEAMS {
        let (scenario, run) = learned(sim, team);
        let file = Kept::of(&scenario, 1, Learned::of(&run).unwrap()).write().unwrap();
        let kept = Kept::read(&file).unwrap();
        let mut opened = kept.open().unwrap();
        let shop = opened.shop().clone();
        let again = evaluate(&shop, World::evaluation(), &mut opened.players, 10, opened.seed);
        // As text, so that a share of nothing is equal to itself.
        assert_eq!(format!("{again:?}"), format!("{:?}", run.last().unwrap()), "{sim} {team}");
        assert_eq!((opened.seed, opened.steps), (5, 3_000));
        // Whoever learns has something to keep.
        let learns = run.players().iter().any(|player| player.learns());
        assert_eq!(kept.learned.seats.iter().any(|seat| !seat.is_empty()), learns, "{sim} {team}");
    }
}

#[test]
fn damaged_and_foreign_files_are_refused() {
    let (scenario, run) = learned("inventory", "ppo");
    let kept = Kept::of(&scenario, 1, Learned::of(&run).unwrap());
    let file = kept.write().unwrap();
    let refusal = |file: &[u8]| match Kept::read(file).and_then(|kept| kept.open()) {
        Ok(_) => panic!("a bad file is taken"),
        Err(trouble) => {
            assert!(!trouble.zh.is_empty());
            trouble.en
        }
    };
    assert!(refusal(b"PNG").contains("must begin with"));
    assert!(refusal(b"").contains("must begin with"));
    for at in (14..file.len()).step_by(97) {
        let mut bad = file.clone();
        bad[at] ^= 0x10;
        let sentence = refusal(&bad);
        assert!(sentence.contains("damaged") || sentence.contains("version"), "byte {at}: {sentence}");
    }
    for end in (14..file.len()).step_by(501) {
        assert!(refusal(&file[..end]).contains("damaged"), "cut at {end}");
    }
    let write = |kept: &Kept| kept.write().unwrap();
    let seats = |seats| Kept { learned: Learned { seats, ..kept.learned.clone() }, ..kept.clone() };
    let shorter = seats(vec![kept.learned.seats[0][..100].to_vec()]);
    assert!(refusal(&write(&shorter)).contains("seat 0 of the file: what was saved has 100 bytes"));
    let mut sick = kept.clone();
    let end = sick.learned.seats[0].len();
    sick.learned.seats[0][end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(refusal(&write(&sick)).contains("not finite"));
    sick.learned.seats[0][end - 4..].copy_from_slice(&3e38f32.to_le_bytes());
    assert!(refusal(&write(&sick)).contains("a weight beyond 1000000"));
    sick.learned.seats[0][..8].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(refusal(&write(&sick)).contains("18446744073709551615 steps"));
    let mut by_hand = kept.clone();
    by_hand.scenario.contestants[0].seats[0] = Taken { agent: "visitor".into(), set: Named::new() };
    assert!(refusal(&write(&by_hand)).contains("seat 0 is the visitor's"));
    assert!(refusal(&write(&seats(Vec::new()))).contains("must hold one team of 1"));
    let mut foreign = kept.clone();
    foreign.scenario.sim = "bakery".into();
    assert!(refusal(&write(&foreign)).contains("bakery"));
}

/// Plays a run at a desk to its end, and leaves it there.
fn at_a_desk(desk: &mut Desk, scenario: &Scenario, contestant: u32, learned: Option<Learned>) -> Frame {
    let (seed, scenario) = (scenario.seeds.first, scenario.clone());
    let start = ToWorker::Start { job: 4, scenario, contestant, seed, leash: Leash::Free, keep: true, learned };
    assert_eq!(desk.take(&start.encode()), []);
    while desk.busy() {
        desk.work(10_000, &|| 0.0);
    }
    match desk.frames().pop() {
        Some(FromWorker::Frame { frame, .. }) => frame,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_desk_hands_over_what_was_learned_and_plays_it_as_it_stands() {
    for (sim, team) in [("inventory", "dqn"), ("recommend", "linucb"), ("store", "dqn+q-learning+ppo")] {
        let (scenario, run) = learned(sim, team);
        let mut desk = Desk::default();
        let ask = ToWorker::Learned { job: 4 }.encode();
        assert_eq!(desk.take(&ask), [], "nobody is there yet");
        at_a_desk(&mut desk, &scenario, 1, None);
        let said = FromWorker::Learned { job: 4, learned: Learned::of(&run).unwrap() };
        assert_eq!(desk.take(&ask), std::slice::from_ref(&said), "{sim} {team}");
        assert_eq!(FromWorker::decode(&said.encode()).unwrap(), said);
        let mut other = Desk::default();
        let frame = at_a_desk(&mut other, &scenario, 1, Some(Learned::of(&run).unwrap()));
        let end = run.last().unwrap().rewards[0];
        assert_eq!(frame.curves.reward, [end, end], "{sim} {team}: it neither forgets nor learns");
        let [FromWorker::Learned { learned, .. }] = &other.take(&ask)[..] else { panic!("a team") };
        assert_eq!(learned.seats, Learned::of(&run).unwrap().seats, "{sim} {team}");
    }
}

/// Everything that makes a learner try things out, all over its run: by chance, or by what seems good.
const BY_CHANCE: &[(&str, &str)] = &[("epsilon_start", "1"), ("epsilon_end", "1")];
const BY_WORTH: &[(&str, &str)] = &[("explore", "softmax"), ("temperature_start", "1000"), ("temperature_end", "1000")];

#[test]
fn who_is_frozen_tries_nothing_whatever_is_left_to_try() {
    let tables = ["q-learning", "sarsa", "expected-sarsa", "double-q"];
    let others = ["dqn", "reinforce", "ppo", "epsilon-greedy"].map(|id| (id, BY_CHANCE));
    let cases = tables.map(|id| (id, BY_CHANCE)).into_iter().chain(tables.map(|id| (id, BY_WORTH))).chain(others);
    for (id, tries) in cases {
        let (_, run) = learned("inventory", id);
        let mut scenario = Scenario::of("inventory", "everyday", &[id]);
        let known = emporium::agent::find(id).unwrap().params;
        for (name, x) in tries.iter().filter(|(name, _)| known.iter().any(|row| row.id == *name)) {
            scenario.contestants[0].seats[0].set.insert((*name).into(), Setting::parse(x));
        }
        let entrant = &scenario.check().unwrap().entrants[0];
        let players = Learned::of(&run).unwrap().players(run.shop(), entrant, 3_000).unwrap();
        let [Player::Agent(mut agent)] = <[Player; 1]>::try_from(players).ok().unwrap().map(Player::frozen) else {
            panic!("an agent")
        };
        let (mask, mut rng, mut action) = (vec![true; 25], Rng::new(1, "explore"), Action::choice(0));
        for stock in 0..30 {
            let observation = [f64::from(stock)];
            let seen = Seen { observation: &observation, mask: &mask };
            let best = agent.explain(seen).choice.unwrap();
            agent.act(0, seen, &mut rng, Mode::Explore, &mut action);
            assert_eq!(action.choice, best, "{id} at stock {stock}");
            let pictures = agent.pictures(seen);
            assert!(pictures.is_empty() != ["dqn", "reinforce", "ppo"].contains(&id), "a network can be looked into");
        }
        assert!(!agent.learns());
    }
}

#[test]
fn a_desk_refuses_what_does_not_fit() {
    let (scenario, run) = learned("inventory", "ppo");
    let mut desk = Desk::default();
    let learned = Learned { seats: Vec::new(), ..Learned::of(&run).unwrap() };
    let start = ToWorker::Start {
        job: 4,
        scenario,
        contestant: 1,
        seed: 5,
        leash: Leash::Free,
        keep: true,
        learned: Some(learned),
    };
    let [FromWorker::Failed { job: Some(4), en, zh }] = &desk.take(&start.encode())[..] else { panic!("a sentence") };
    assert!(en.contains("must hold one team of 1") && zh.contains("一个有 1 个席位的团队"), "{en} {zh}");
}

#[test]
fn a_run_whose_numbers_run_away_says_so() {
    let mut scenario = Scenario::of("inventory", "bursty", &["dqn"]);
    scenario.budget = Some(Budget { steps: 1_000_000 });
    // A tiny network that is pulled as far as it goes towards its own latest opinion.
    for (id, x) in [("learning_rate", 0.1), ("rate_end", 1.0), ("gamma", 0.999), ("hidden", 4.0), ("batch", 8.0)]
        .into_iter()
        .chain([("every", 1.0), ("copy", 1.0), ("replay", 500.0)])
    {
        scenario.contestants[0].seats[0].set.insert(id.into(), Setting::Number(x));
    }
    scenario.contestants[0].seats[0].set.insert("double".into(), Setting::Switch(false));
    let frame = at_a_desk(&mut Desk::default(), &scenario, 0, None);
    let words = frame.stopped.clone().expect("it stops");
    assert!(words.en.contains("0.1 that is too large") && words.zh.contains("学习率 0.1 过大"), "{words:?}");
    assert!(frame.finished && frame.steps < 1_000_000);
    let sound = Scenario::of("inventory", "everyday", &["eoq"]);
    assert_eq!(at_a_desk(&mut Desk::default(), &sound, 0, None).stopped, None);
}
