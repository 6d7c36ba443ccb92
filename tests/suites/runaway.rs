//! Networks whose numbers run away: their run stops with a sentence that names the likely cause, and nobody else's does.

use super::play::{finish, player, schedule};
use super::suite;
use super::worlds::{self, Dilemma, Signals};
use emporium::agent::{Agent, Mode, Seen, Transition};
use emporium::base::{Action, Rng, Setting, Trouble};
use emporium::run::kept::Learned;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::training::Player;
use emporium::run::{Progress, Run, Scenario, Session};

suite![
    an_absurd_learning_rate_stops_its_own_run_alone,
    trouble_is_told_at_the_last_step_too,
    a_visitor_beside_a_policy_plays_one_world,
];

fn an_absurd_learning_rate_stops_its_own_run_alone() {
    let mut scenario = Scenario::of("inventory", "everyday", &["dqn", "ppo", "dqn"]);
    scenario.budget = Some(Budget { steps: 6_000 });
    scenario.evaluation = Some(Measuring { every: 6_000, episodes: 2 });
    let sick = [("learning_rate", "0.1"), ("gamma", "0.999"), ("copy", "1"), ("every", "1"), ("double", "false")];
    let settings = sick.map(|(id, word)| (id.to_string(), Setting::parse(word)));
    scenario.contestants[0].seats[0].set.extend(settings);
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    let [stopped, others @ ..] = &session.runs[..] else { panic!("no runs") };
    let Trouble { en, zh } = stopped.trouble().expect("it runs away");
    assert!(en.contains("learning rate of 0.1") && zh.contains("学习率 0.1"), "{en} {zh}");
    assert!(stopped.finished() && stopped.steps() < 6_000, "{} steps", stopped.steps());
    assert_eq!(others.len(), 2);
    for run in others {
        assert_eq!((run.trouble(), run.finished(), run.steps()), (None, true, 6_000));
    }
    // What has run away is not worth keeping.
    let refused = Learned::of(stopped).unwrap_err();
    assert!(refused.en.contains("learning rate of 0.1") && refused.zh.contains("学习率"), "{refused}");
    assert!(Learned::of(&others[0]).is_ok());
}

/// Runs away after so many steps.
struct Runaway(u64);

impl Agent for Runaway {
    fn act(&mut self, _: usize, _: Seen<'_>, _: &mut Rng, _: Mode, _: &mut Action) {}

    fn learn(&mut self, _: usize, _: &Transition<'_>, _: &mut Rng) {
        self.0 = self.0.saturating_sub(1);
    }

    fn trouble(&self) -> Option<Trouble> {
        (self.0 == 0).then(|| Trouble::new("away", "away"))
    }
}

fn trouble_is_told_at_the_last_step_too() {
    let shop = worlds::shop(Signals::default());
    // No episode of 25 ends at 13, nor do 64 steps.
    for (after, told) in [(13, true), (14, false)] {
        let players = vec![Player::Agent(Box::new(Runaway(after)))];
        let mut run = Run::with_players(&shop, players, 1, schedule(13, 13, 1));
        finish(&mut run, 5);
        assert_eq!((run.trouble().is_some(), run.steps()), (told, 13));
    }
}

fn a_visitor_beside_a_policy_plays_one_world() {
    let shop = worlds::shop(Dilemma::default());
    let ppo = |seat| player("ppo", &shop, seat, &[("rollout", 256.0)], 600);
    let mut run = Run::with_players(&shop, vec![ppo(0), Player::Visitor], 1, schedule(600, 600, 1));
    for moves in 0..9 {
        while run.advance(1) == Progress::Running {}
        assert_eq!(run.episode(), (0, moves), "another world than that of the last move");
        run.answer(1, Action::choice(0)).unwrap();
    }
    // Without him it plays eight.
    let mut run = Run::with_players(&shop, vec![ppo(0), ppo(1)], 1, schedule(600, 600, 1));
    run.set_leash(emporium::run::schedule::Leash::Steps(8));
    while run.advance(1) == Progress::Running {}
    assert_eq!(run.episode(), (0, 1));
}
