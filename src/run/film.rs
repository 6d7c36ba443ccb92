//! An episode as a film: every moment of it with what the player thought, to be stepped through back and forth.
//!
//! It is played by the policy as it stands, in a world that is given by its key, so that whoever is shown meets the
//! same days.

use crate::agent::{Agent, Lesson, Mode, Opinion, Transition};
use crate::base::{Action, Rng, World};
use crate::run::Shop;
use crate::run::seats::{Buffers, Player};
use crate::sim::Status;

/// Periods of a film at most.
pub const LONGEST_FILM: u32 = 2_000;

/// A period: what was seen, what was thought of it, what was done, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Still {
    pub observation: Vec<f64>,
    pub opinion: Opinion,
    /// What the best policy known thinks of the same observation.
    pub advice: Opinion,
    pub action: Action,
    pub reward: f64,
    /// What would be written down from it, were it a step of learning.
    pub lesson: Option<Lesson>,
    /// The world afterwards, as named numbers.
    pub scene: Vec<(&'static str, f64)>,
}

/// What a decision cost against the best one; none where the adviser puts no value on it.
pub fn regret(advice: &Opinion, choice: usize) -> Option<f64> {
    let best = advice.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let cost = best - *advice.values.get(choice)?;
    cost.is_finite().then_some(cost)
}

/// Plays an episode and keeps what one seat saw, until it ends or has `most` periods. A seat of the visitor's ends
/// it at once: nobody plays there.
pub fn film(
    shop: &Shop,
    players: &mut [Player],
    adviser: Option<&dyn Agent>,
    seat: usize,
    world: World,
    episode: u64,
    most: u32,
) -> Vec<Still> {
    roll(shop, players, Some((seat, adviser)), world, episode, most)
}

/// Plays the first days of a film again, so that who remembers his days stands where he stood on the day after them.
pub fn rewind(shop: &Shop, players: &mut [Player], world: World, episode: u64, days: u32) {
    roll(shop, players, None, world, episode, days);
}

/// Plays an episode; what is kept is what the seat saw that is watched, if one is.
fn roll(
    shop: &Shop,
    players: &mut [Player],
    watched: Option<(usize, Option<&dyn Agent>)>,
    world: World,
    episode: u64,
    most: u32,
) -> Vec<Still> {
    let (mut env, spec) = (shop.open(), shop.spec());
    let lane = players.iter().map(Player::lanes).max().unwrap_or(1) + 1;
    let (mut now, mut next, mut rng) = (Buffers::new(spec), Buffers::new(spec), Rng::new(episode, "film"));
    env.reset(world.episode(episode));
    now.look(&*env);
    players.iter_mut().for_each(|p| p.begin(lane));
    let mut stills = Vec::new();
    for _ in 0..spec.horizon.map_or(most, |horizon| u32::min(horizon, most)) {
        let opinion = watched.and_then(|(seat, _)| Some(players[seat].agent()?.explain(now.seats[seat].seen())));
        for (player, (buffer, action)) in players.iter_mut().zip(now.seats.iter().zip(&mut now.actions)) {
            let Player::Agent(agent) = player else { return stills };
            agent.act(lane, buffer.seen(), &mut rng, Mode::Exploit, action);
        }
        let status = env.step(&now.actions, &mut now.rewards);
        next.look(&*env);
        if let Some((seat, adviser)) = watched {
            let (seen, action, reward) = (now.seats[seat].seen(), &now.actions[seat], now.rewards[seat]);
            let step = Transition { seen, action, reward, next: next.seats[seat].seen(), status };
            stills.push(Still {
                observation: seen.observation.to_vec(),
                opinion: opinion.unwrap_or_default(),
                advice: adviser.map_or_else(Opinion::default, |a| a.explain(seen)),
                action: action.clone(),
                reward,
                lesson: players[seat].agent().and_then(|a| a.lesson(&step)),
                scene: env.scene(),
            });
        }
        if status != Status::Running {
            break;
        }
        std::mem::swap(&mut now.seats, &mut next.seats);
    }
    stills
}
