//! Several seats, boxes, and the visitor, whose moves are asked for and checked.

use super::doors::Doors;
use super::languages::told;
use super::play::{Fixed, Mirror, by_hand, finished, player, schedule};
use super::suite;
use super::worlds::{self, Dials, Dilemma, Signals};
use emporium::agent;
use emporium::base::Action;
use emporium::run::frame::Turn;
use emporium::run::stopwatch::Stopwatch;
use emporium::run::training::Player;
use emporium::run::{Frame, Progress, Run};

suite![
    each_seat_sees_and_earns_its_own,
    learners_share_a_world,
    planners_refuse_company,
    a_box_takes_numbers,
    tables_refuse_a_box,
    the_visitor_is_asked_and_answers,
    the_visitor_sits_beside_an_agent,
    two_visitors_are_asked_in_turn,
    a_wrong_move_is_refused,
    a_move_that_nobody_asked_for_is_refused,
];

fn each_seat_sees_and_earns_its_own() {
    let shop = worlds::shop(Dilemma::default());
    let run = finished(&shop, vec![Fixed::choice(0), Fixed::choice(1)], 1, schedule(50, 50, 3));
    assert_eq!(run.last().unwrap().rewards, [0.0, 50.0]);
    let run = finished(&shop, vec![Fixed::choice(1), Fixed::choice(0)], 1, schedule(45, 50, 3));
    assert_eq!(run.last().unwrap().rewards, [50.0, 0.0]);
    // Five days into an episode each sees its own move first.
    assert_eq!((run.observation(0), run.observation(1)), (&[1.0, 0.0][..], &[0.0, 1.0][..]));
}

fn learners_share_a_world() {
    let shop = worlds::shop(Dilemma::default());
    // Against one who always keeps faith, whoever learns finds out that betraying pays 5 a period.
    for id in ["q-learning", "sarsa"] {
        for seat in 0..2 {
            let mut players = vec![Fixed::choice(0), Fixed::choice(0)];
            players[seat] = player(id, &shop, seat, &[("epsilon_start", 1.0)], 20_000);
            let run = finished(&shop, players, 1, schedule(20_000, 20_000, 2));
            assert_eq!(run.last().unwrap().rewards[seat], 50.0, "{id} in seat {seat}");
        }
    }
    let both = |seed| {
        let players = vec![player("q-learning", &shop, 0, &[], 2_000), player("sarsa", &shop, 1, &[], 2_000)];
        finished(&shop, players, seed, schedule(2_000, 500, 2)).fingerprint()
    };
    assert_eq!(both(1), both(1));
    assert_ne!(both(1), both(2));
}

fn planners_refuse_company() {
    let env = worlds::shop(Dilemma::default()).open();
    let refused = agent::find("value-iteration").unwrap().usually_fits(&*env, 0).unwrap_err();
    assert_eq!(refused.en, "exact planning decides for one seat alone, and this world has 2");
    assert!(agent::find("base-stock").unwrap().usually_fits(&*env, 0).is_err());
}

fn a_box_takes_numbers() {
    let shop = worlds::shop(Dials::default());
    let run = finished(&shop, vec![Player::Agent(Box::new(Mirror))], 1, schedule(200, 100, 5));
    assert_eq!(run.last().unwrap().rewards, [0.0]);
    // The world itself refuses numbers that are out of range.
    let run = finished(&shop, vec![player("random", &shop, 0, &[], 1)], 1, schedule(200, 100, 5));
    assert!(run.last().unwrap().rewards[0] < -1.0);
}

fn tables_refuse_a_box() {
    let env = worlds::shop(Dials::default()).open();
    for id in ["q-learning", "sarsa"] {
        let refused = agent::find(id).unwrap().usually_fits(&*env, 0).unwrap_err();
        assert!(refused.en.contains("choices"), "{refused}");
        told(id, &refused.en, &refused.zh);
    }
}

fn the_visitor_is_asked_and_answers() {
    let shop = worlds::shop(Signals::default());
    let mut run = Run::with_players(&shop, vec![Player::Visitor], 1, schedule(100, 40, 2));
    let progress = run.advance(1);
    assert_eq!(progress, Progress::NeedsAction { seat: 0 });
    assert_eq!(run.advance(1_000), progress, "it waits without going on");
    let frame = Frame::of(&run, &progress, &Stopwatch::default());
    let turn = Turn { seat: 0, observation: run.observation(0).to_vec(), mask: run.mask(0).to_vec() };
    assert_eq!(frame.turn, Some(turn));
    by_hand(&mut run, |_, seen| Action::choice(seen[0] as usize));
    assert_eq!((run.steps(), run.moves().len(), run.episodes()), (100, 100, 4));
    assert!(run.curve()[1..].iter().all(|p| p.earned == 1.0), "each signal was named");
    assert!(run.curve().iter().all(|p| p.reward.is_nan()), "nobody plays the evaluation by hand");
    let boxed = worlds::shop(Dials::default());
    let mut run = Run::with_players(&boxed, vec![Player::Visitor], 1, schedule(16, 16, 2));
    by_hand(&mut run, |_, seen| Action { choice: 0, values: seen.to_vec() });
    assert_eq!(run.curve()[1].earned, 0.0);
}

fn the_visitor_sits_beside_an_agent() {
    let shop = worlds::shop(Dilemma::default());
    for seat in 0..2 {
        let mut players = vec![Fixed::choice(0), Fixed::choice(0)];
        players[seat] = Player::Visitor;
        let mut run = Run::with_players(&shop, players, 1, schedule(10, 10, 1));
        by_hand(&mut run, |asked, _| {
            assert_eq!(asked, seat);
            Action::choice(1)
        });
        assert_eq!(run.curve()[1].earned, if seat == 0 { 50.0 } else { 0.0 });
        assert_eq!(run.observation(seat), [1.0, 0.0]);
    }
}

fn two_visitors_are_asked_in_turn() {
    let shop = worlds::shop(Dilemma::default());
    let mut run = Run::with_players(&shop, vec![Player::Visitor, Player::Visitor], 1, schedule(10, 10, 1));
    let mut asked = Vec::new();
    by_hand(&mut run, |seat, _| {
        asked.push(seat);
        Action::choice(seat)
    });
    assert_eq!(asked, [0, 1].repeat(10));
    assert_eq!(run.curve()[1].earned, 0.0, "row keeps faith and column betrays");
}

fn a_wrong_move_is_refused() {
    let shop = worlds::shop(Doors::default());
    let mut run = Run::with_players(&shop, vec![Player::Visitor], 1, schedule(10, 10, 1));
    while run.advance(10) == Progress::Running {}
    let room = run.observation(0)[0] as usize;
    let turn = Frame::of(&run, &Progress::NeedsAction { seat: 0 }, &Stopwatch::default()).turn.unwrap();
    assert_eq!((turn.mask.len(), turn.mask[room]), (4, false), "what is shut is told with the turn");
    for shut in [room, 4, usize::MAX] {
        let refused = run.answer(0, Action::choice(shut)).unwrap_err();
        assert!(refused.en.contains(&shut.to_string()) && refused.en.contains("0 to 3"), "{refused}");
        assert_ne!(refused.en, refused.zh);
    }
    let elsewhere = run.answer(1, Action::choice(0)).unwrap_err();
    assert_eq!(elsewhere.en, "seat is 1, but the seat whose move is waited for is: 0");
    let boxed = worlds::shop(Dials::default());
    let mut run = Run::with_players(&boxed, vec![Player::Visitor], 1, schedule(10, 10, 1));
    run.advance(1);
    for (values, sentence) in [
        (vec![], "the move has 0 numbers, but must have 2"),
        (vec![0.0, 3.0, 3.0], "the move has 3 numbers, but must have 2"),
        (vec![0.0, 9.0], "the move's right is 9, but must be a number from 2 to 6"),
        (vec![f64::NAN, 3.0], "the move's left is NaN, but must be a number from -1 to 1"),
    ] {
        assert_eq!(run.answer(0, Action { choice: 0, values }).unwrap_err().en, sentence);
    }
}

fn a_move_that_nobody_asked_for_is_refused() {
    // A seat that an agent has taken, a world that has not begun, an answer given twice, a run that is over.
    let pair = worlds::shop(Dilemma::default());
    let mut run = Run::with_players(&pair, vec![Fixed::choice(0), Player::Visitor], 1, schedule(10, 10, 1));
    let refused = |run: &mut Run, seat: usize| {
        let trouble = run.answer(seat, Action::choice(1)).unwrap_err();
        assert!(trouble.en.contains("waited for") && trouble.zh.contains("等待"), "{trouble}");
    };
    refused(&mut run, 1);
    run.advance(1);
    refused(&mut run, 0);
    refused(&mut run, 7);
    run.answer(1, Action::choice(1)).unwrap();
    refused(&mut run, 1);
    by_hand(&mut run, |_, _| Action::choice(1));
    refused(&mut run, 1);
    assert_eq!(run.moves().len(), 10);
}
