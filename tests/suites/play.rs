//! How the tests play: agents built from their entries, runs in slices, fixed players, and the visitor
//! with a script in his hand.

// Several test binaries include this file, and each uses a part of it.
#![allow(dead_code)]

use emporium::agent::{self, Agent, Build, Case, Mode, Seen};
use emporium::base::{Action, Params, Rng, Setting};
use emporium::run::training::{Player, Schedule};
use emporium::run::{Progress, Run, Shop};

/// An agent of the registry for a seat, with these of its parameters changed.
pub fn agent(id: &str, shop: &Shop, seat: usize, set: &[(&str, f64)], steps: u64) -> Box<dyn Agent> {
    agent_of(id, shop, seat, set, steps, 0)
}

fn agent_of(id: &str, shop: &Shop, seat: usize, set: &[(&str, f64)], steps: u64, seed: u64) -> Box<dyn Agent> {
    let entry = agent::find(id).unwrap();
    let mut params = Params::defaults(entry.params);
    for (name, value) in set {
        // A choice is given by its index.
        let row = entry.params.iter().find(|row| row.id == *name);
        let setting = row.map_or(Setting::Number(*value), |row| row.write(*value));
        params.set(id, name, &setting).unwrap();
    }
    let env = shop.open();
    let Build::Agent(build) = entry.build else { panic!("{id} plays by hand") };
    let case = Case { seed, ..Case::of(&*env, seat, &params, steps) };
    (entry.fits)(&case).unwrap();
    build(&case).unwrap()
}

/// So many steps are enough for every learner to change its mind, with what [`brisk`] sets.
pub const LEARNS_IN: u64 = 600;

/// What has to be set of an agent so that it learns within a short run: who gathers more than a thousand steps first
/// gathers fewer.
pub fn brisk(entry: &agent::AgentEntry) -> Option<(&'static str, Setting)> {
    let row = entry.params.iter().find(|row| row.id == "rollout")?;
    Some((row.id, Setting::Number(f64::min(row.default, 256.0))))
}

/// The same as the player of a seat.
pub fn player(id: &str, shop: &Shop, seat: usize, set: &[(&str, f64)], steps: u64) -> Player {
    Player::Agent(agent(id, shop, seat, set, steps))
}

/// The same with first weights of its own for each seed.
pub fn seeded(id: &str, shop: &Shop, seat: usize, set: &[(&str, f64)], steps: u64, seed: u64) -> Player {
    Player::Agent(agent_of(id, shop, seat, set, steps, seed))
}

pub fn schedule(steps: u64, every: u64, episodes: u32) -> Schedule {
    Schedule { steps, every, episodes, stop: None }
}

/// Goes on in slices until the run has finished.
pub fn finish(run: &mut Run, slice: u64) {
    while run.advance(slice) == Progress::Running {}
    assert!(run.finished(), "the run waits for a visitor");
}

/// A finished run of these players.
pub fn finished(shop: &Shop, players: Vec<Player>, seed: u64, schedule: Schedule) -> Run {
    let mut run = Run::with_players(shop, players, seed, schedule);
    finish(&mut run, 100_000);
    run
}

/// The visitor: `script` is asked for the move of a seat that sees this, until the run has finished.
pub fn by_hand(run: &mut Run, mut script: impl FnMut(usize, &[f64]) -> Action) {
    loop {
        match run.advance(1_000) {
            Progress::Running | Progress::Resting => {}
            Progress::Finished => return,
            Progress::NeedsAction { seat } => {
                let action = script(seat, run.observation(seat));
                run.answer(seat, action).unwrap();
            }
        }
    }
}

/// Plays the same action for ever.
pub struct Fixed(pub Action);

impl Fixed {
    pub fn choice(choice: usize) -> Player {
        Player::Agent(Box::new(Fixed(Action::choice(choice))))
    }
}

impl Agent for Fixed {
    fn act(&mut self, _: usize, _: Seen<'_>, _: &mut Rng, _: Mode, action: &mut Action) {
        action.copy_from(&self.0);
    }
}

/// Sets every number of a box to what it sees in its place.
pub struct Mirror;

impl Agent for Mirror {
    fn act(&mut self, _: usize, seen: Seen<'_>, _: &mut Rng, _: Mode, action: &mut Action) {
        action.values.copy_from_slice(seen.observation);
    }
}
