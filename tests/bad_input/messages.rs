//! Messages between page and worker: what cannot be read or done is answered, and the desk works on.

use super::{any_scenario, config, presentable};
use emporium::base::Trouble;
use emporium::run::Scenario;
use emporium::run::protocol::{Desk, FromWorker, ToWorker};
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::schedule::Leash;
use proptest::prelude::*;

fn scenario() -> Scenario {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning", "visitor"]);
    scenario.budget = Some(Budget { steps: 50 });
    scenario.evaluation = Some(Measuring { every: 50, episodes: 1 });
    scenario
}

fn start(contestant: u32, scenario: Scenario) -> ToWorker {
    ToWorker::Start { job: 7, scenario, contestant, seed: u64::MAX, leash: Leash::Free, keep: true, learned: None }
}

/// The one answer of a desk, which must be a refusal.
fn refusal(desk: &mut Desk, bytes: &[u8]) -> (Option<u32>, String) {
    let answers = desk.take(bytes);
    if let [FromWorker::Refused { job, en, zh }, FromWorker::Frame { frame, .. }] = &answers[..] {
        presentable(&Trouble::new(en, zh));
        assert!(!frame.finished, "it waits on");
        return (Some(*job), en.clone());
    }
    match &answers[..] {
        [FromWorker::Failed { job, en, zh }] => {
            presentable(&Trouble::new(en, zh));
            (*job, en.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_desk_says_what_is_wrong() {
    let mut desk = Desk::default();
    let mut told = |message: ToWorker| refusal(&mut desk, &message.encode());
    let wrong = |text: &str| (Some(7), text.to_string());
    assert_eq!(told(start(2, scenario())), wrong("contestant is 2, but the scenario has 2, counted from 0"));
    let nowhere = Scenario { preset: "mars".into(), ..scenario() };
    let (job, en) = told(start(0, nowhere.clone()));
    assert!(job == Some(7) && en.starts_with("preset is “mars”, but inventory has: everyday, "), "{en}");
    assert_eq!(told(ToWorker::Measure { job: 7, scenario: nowhere }).0, Some(7));
    let lost = ToWorker::Move { job: 7, seat: 0, choice: 0, values: vec![] };
    assert_eq!(told(lost), wrong("there is no run 7 to make a move in"));
}

#[test]
fn wrong_moves_are_refused_and_the_run_waits_on() {
    let mut desk = Desk::default();
    let a_move = |seat, choice, values| ToWorker::Move { job: 7, seat, choice, values }.encode();
    assert!(desk.take(&start(1, scenario()).encode()).is_empty());
    let early = "seat is 0, but the seat whose move is waited for is: nobody";
    assert_eq!(refusal(&mut desk, &a_move(0, 3, vec![])).1, early);
    desk.work(100, &|| 0.0);
    assert!(!desk.busy(), "it waits for the visitor");
    let shut = "the move is choice 4000000000, but must be an allowed one from 0 to 24";
    assert_eq!(refusal(&mut desk, &a_move(0, 4_000_000_000, vec![])).1, shut);
    let seat = refusal(&mut desk, &a_move(9, 3, vec![0.0; 100_000])).1;
    assert_eq!(seat, "seat is 9, but the seat whose move is waited for is: 0");
    for _ in 0..50 {
        assert!(desk.take(&a_move(0, 3, vec![])).is_empty());
        // Until the next move is asked for.
        while desk.busy() {
            desk.work(1, &|| 0.0);
        }
    }
    let [FromWorker::Frame { frame, .. }] = &desk.frames()[..] else { panic!("one frame") };
    assert!(frame.finished && frame.steps == 50);
}

#[test]
fn unreadable_bytes_are_answered_without_a_job() {
    let mut desk = Desk::default();
    assert_eq!(refusal(&mut desk, &[]), (None, "a message of 0 bytes cannot be read".to_string()));
    assert_eq!(refusal(&mut desk, &[250; 40]), (None, "a message of 40 bytes cannot be read".to_string()));
    // Lengths that promise more than there is must not be believed.
    let endless = [&[2, 7, 0, 0][..], &[0xff; 9], &[0x01]].concat();
    assert_eq!(refusal(&mut desk, &endless).0, None);
    assert!(FromWorker::decode(&[9, 9, 9]).is_err());
}

/// Whatever a desk answers can be read again, and its refusals can be shown.
fn use_desk(bytes: &[u8]) {
    let mut desk = Desk::default();
    let mut answers = desk.take(&start(0, scenario()).encode());
    answers.extend(desk.take(bytes));
    desk.work(30, &|| 0.0);
    answers.extend(desk.frames());
    for answer in answers {
        if let FromWorker::Failed { en, zh, .. } = &answer {
            presentable(&Trouble::new(en, zh));
        }
        FromWorker::decode(&answer.encode()).unwrap();
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        use_desk(&bytes);
        if let Err(trouble) = FromWorker::decode(&bytes) {
            presentable(&trouble);
        }
    }

    #[test]
    fn a_start_with_a_wrong_byte_is_answered(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = start(1, scenario()).encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        use_desk(&bytes);
    }

    #[test]
    fn any_scenario_may_be_asked_for(scenario in any_scenario(), contestant in 0..4u32) {
        let message = start(contestant, scenario);
        prop_assert_eq!(&ToWorker::decode(&message.encode()).unwrap(), &message);
        use_desk(&message.encode());
    }
}
