//! Teams kept in files: they play the same when opened, and damaged or foreign files are refused with a sentence.

#![cfg(not(target_arch = "wasm32"))]

use emporium::base::{Named, World};
use emporium::run::evaluate::evaluate;
use emporium::run::kept::Kept;
use emporium::run::scenario::{Budget, Measuring, Taken};
use emporium::run::{Progress, Run, Scenario};

fn learned(sim: &str, team: &str) -> (Scenario, Run) {
    let mut scenario = Scenario::of(sim, "everyday", &["random", team]);
    scenario.seeds.count = 1;
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
        let file = Kept::of(&scenario, 1, &run).unwrap().write().unwrap();
        let kept = Kept::read(&file).unwrap();
        let mut opened = kept.open().unwrap();
        let shop = opened.shop().clone();
        let again = evaluate(&shop, World::evaluation(), &mut opened.players, 10, opened.seed);
        // As text, so that a share of nothing is equal to itself.
        assert_eq!(format!("{again:?}"), format!("{:?}", run.last().unwrap()), "{sim} {team}");
        assert_eq!((opened.seed, opened.steps), (5, 3_000));
        // Whoever learns has something to keep.
        let learns = run.players().iter().any(|player| player.learns());
        assert_eq!(kept.seats.iter().any(|seat| !seat.is_empty()), learns, "{sim} {team}");
    }
}

#[test]
fn damaged_and_foreign_files_are_refused() {
    let (scenario, run) = learned("inventory", "ppo");
    let kept = Kept::of(&scenario, 1, &run).unwrap();
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
    let shorter = Kept { seats: vec![kept.seats[0][..100].to_vec()], ..kept.clone() };
    assert!(refusal(&write(&shorter)).contains("seat 0 of the file: what was saved has 100 bytes"));
    let mut sick = kept.clone();
    let end = sick.seats[0].len();
    sick.seats[0][end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(refusal(&write(&sick)).contains("not finite"));
    sick.seats[0][end - 4..].copy_from_slice(&3e38f32.to_le_bytes());
    assert!(refusal(&write(&sick)).contains("a weight beyond 1000000"));
    sick.seats[0][..8].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(refusal(&write(&sick)).contains("18446744073709551615 steps"));
    let mut by_hand = kept.clone();
    by_hand.scenario.contestants[0].seats[0] = Taken { agent: "visitor".into(), set: Named::new() };
    assert!(refusal(&write(&by_hand)).contains("seat 0 is the visitor's"));
    let nobody = Kept { seats: Vec::new(), ..kept.clone() };
    assert!(refusal(&write(&nobody)).contains("must hold one team of 1"));
    let mut foreign = kept.clone();
    foreign.scenario.sim = "bakery".into();
    assert!(refusal(&write(&foreign)).contains("bakery"));
}
