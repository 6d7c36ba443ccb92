//! Films of episodes: what they show is what is played, and filming changes nothing.
#![cfg(not(target_arch = "wasm32"))]

use emporium::agent::{self, Agent, Build, Case, Mode, Seen};
use emporium::base::{Action, Params, Rng, Setting, World};
use emporium::run::film::{film, regret};
use emporium::run::inside::{Ask, Told};
use emporium::run::protocol::{Desk, FromWorker, ToWorker};
use emporium::run::scenario::Checked;
use emporium::run::schedule::Leash;
use emporium::run::training::{Player, Schedule};
use emporium::run::{Progress, Run, Scenario};

fn everyday(agents: &[&str]) -> Checked {
    Scenario::of("inventory", "everyday", agents).check().unwrap()
}

/// The exact optimum of the scenario's world, as the one who knows better.
fn adviser(checked: &Checked) -> Box<dyn Agent> {
    let Build::Agent(build) = agent::find("relative-value-iteration").unwrap().build else { unreachable!() };
    build(&Case::of(&*checked.shop.open(), 0, &Params::defaults(&[]), 1)).unwrap()
}

/// The mean reward and the mean regret of a period over many episodes.
fn means(agent: &str, episodes: u64) -> (f64, f64) {
    let checked = everyday(&[agent]);
    let mut players = checked.entrants[0].players(&checked.shop, 1, 1).unwrap();
    let adviser = adviser(&checked);
    let (mut reward, mut lost, mut n) = (0.0, 0.0, 0.0);
    for episode in 0..episodes {
        for still in film(&checked.shop, &mut players, Some(&*adviser), 0, World::evaluation(), episode, 1_000) {
            reward += still.reward;
            lost += regret(&still.advice, still.action.choice).unwrap();
            n += 1.0;
        }
    }
    (reward / n, lost / n)
}

#[test]
fn what_decisions_cost_adds_up_to_what_is_earned_less() {
    let (best, nothing) = means("relative-value-iteration", 50);
    assert!(nothing.abs() < 1e-6, "the optimum regrets {nothing} a day");
    // The first days of an episode are not yet those of the long run, so that both are taken from the same days:
    // what is earned less than by the optimum is the regret, but for where the last evening leaves the shelf.
    for agent in ["order-what-sold", "eoq", "s-S"] {
        let (reward, lost) = means(agent, 200);
        let (difference, error) = (best - reward, 0.6);
        assert!((difference - lost).abs() < error, "{agent}: {difference} less a day, regret {lost}");
        assert!(lost > 0.01, "{agent} regrets only {lost}");
    }
}

#[test]
fn a_film_shows_what_is_played() {
    let checked = everyday(&["q-learning"]);
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule).unwrap();
    run.advance(300_000);
    let stills = film(&checked.shop, run.players_mut(), None, 0, World::evaluation(), 3, 30);
    assert_eq!(stills.len(), 30);
    for still in &stills {
        assert_eq!(still.opinion.choice, Some(still.action.choice));
        let best = still.opinion.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(still.opinion.values[still.action.choice], best);
        assert_eq!(regret(&still.advice, still.action.choice), None);
        let reward = still.scene.iter().find(|(name, _)| *name == "reward").unwrap().1;
        assert_eq!(reward, still.reward);
    }
    let again = film(&checked.shop, run.players_mut(), None, 0, World::evaluation(), 3, 30);
    assert_eq!(stills, again);
    assert_ne!(stills, film(&checked.shop, run.players_mut(), None, 0, World::evaluation(), 4, 30));
}

/// Does something else every day of an episode, so that it matters where it believes to be.
#[derive(Default)]
struct Calendar {
    days: Vec<usize>,
}

impl Agent for Calendar {
    fn begin(&mut self, lane: usize) {
        if self.days.len() <= lane {
            self.days.resize(lane + 1, 0);
        }
        self.days[lane] = 0;
    }

    fn act(&mut self, lane: usize, _seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.days[lane] * 7 % 13;
        self.days[lane] += 1;
    }
}

#[test]
fn filming_changes_nothing() {
    let checked = everyday(&["sarsa"]);
    let schedule = Schedule { steps: 20_000, every: 5_000, ..checked.schedule };
    let calendar = |_: &Checked| vec![Player::Agent(Box::new(Calendar::default()) as Box<dyn Agent>)];
    let learner = |checked: &Checked| checked.entrants[0].players(&checked.shop, 20_000, 1).unwrap();
    let finished = |players: Vec<Player>, filmed: bool| {
        let mut run = Run::with_players(&checked.shop, players, 1, schedule);
        // Slices end in the middle of measurements and of episodes.
        while run.advance(777) == Progress::Running {
            if filmed {
                film(&checked.shop, run.players_mut(), None, 0, World::evaluation(), 0, 5);
            }
        }
        run.fingerprint()
    };
    assert_eq!(finished(calendar(&checked), true), finished(calendar(&checked), false));
    assert_eq!(finished(learner(&checked), true), finished(learner(&checked), false));
}

#[test]
fn nobody_plays_the_visitors_seat() {
    let checked = everyday(&["visitor"]);
    let mut players = checked.entrants[0].players(&checked.shop, 1, 1).unwrap();
    assert!(film(&checked.shop, &mut players, None, 0, World::evaluation(), 0, 10).is_empty());
}

/// What whoever knows better thinks of the first moment of a run, by a desk that has these worlds.
fn advised(desk: &mut Desk, job: u32, shortage: f64) -> Vec<f64> {
    let mut scenario = Scenario::of("inventory", "everyday", &["random"]);
    scenario.set.insert("shortage".to_string(), Setting::Number(shortage));
    begin(desk, job, scenario);
    advice(desk, job)
}

fn begin(desk: &mut Desk, job: u32, scenario: Scenario) {
    let start =
        ToWorker::Start { job, scenario, contestant: 0, seed: 1, leash: Leash::Steps(0), keep: true, learned: None };
    assert!(desk.take(&start.encode()).is_empty());
}

fn advice(desk: &mut Desk, job: u32) -> Vec<f64> {
    match &desk.take(&ToWorker::Look { job, ask: Ask::Now { seat: 0 } }.encode())[..] {
        [FromWorker::Inside { told: Told::Now(now), .. }] => now.advice.values.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_desk_with_two_worlds_has_an_adviser_for_each() {
    let mut desk = Desk::default();
    let (cheap, dear) = (advised(&mut desk, 1, 9.0), advised(&mut desk, 2, 60.0));
    assert_eq!((cheap.len(), dear.len()), (25, 25));
    assert_ne!(cheap, dear);
    assert_eq!(dear, advised(&mut Desk::default(), 1, 60.0), "as if it stood alone");
}

#[test]
fn nobody_waits_for_a_long_plan_to_look_into_a_run() {
    let mut desk = Desk::default();
    begin(&mut desk, 1, Scenario::of("inventory", "geometric-L4-p4", &["random"]));
    assert_eq!(advice(&mut desk, 1), Vec::<f64>::new(), "the plan is not made while somebody waits");
    assert!(desk.busy());
    while desk.busy() {
        desk.work(1_000_000, &|| 0.0);
    }
    assert!(advice(&mut desk, 1).len() > 5, "and once it is made it is known");
}
