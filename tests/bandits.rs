//! Bandits find what pays, remember it when saved, and gain by looking where what is seen matters; and whoever
//! recommends says of himself what he does.
#![cfg(not(target_arch = "wasm32"))]

#[path = "suites/play.rs"]
mod play;
#[path = "suites/worlds.rs"]
mod worlds;

use emporium::agent::{self, Agent, Build, Mode, Seen};
use emporium::base::{Action, Rng, World};
use emporium::run::Shop;
use emporium::run::training::Player;
use emporium::sim::{self, Status};
use play::{agent, finished, player, schedule};
use worlds::{Levers, Signals};

const BANDITS: [&str; 3] = ["epsilon-greedy", "thompson", "linucb"];

fn visits(preset: &str) -> Shop {
    let entry = sim::find("recommend").unwrap();
    Shop::new(entry, &entry.params_of(&entry.preset(preset).unwrap()).unwrap()).unwrap()
}

#[test]
fn the_best_of_three_levers_is_found() {
    let shop = worlds::shop(Levers);
    for id in BANDITS {
        for seed in 1..=10 {
            let run = finished(&shop, vec![player(id, &shop, 0, &[], 2_000)], seed, schedule(2_000, 2_000, 2));
            assert_eq!(run.last().unwrap().rewards[0], 1.0, "{id}, seed {seed}");
        }
    }
}

#[test]
fn what_was_learned_is_saved_and_loaded() {
    let shop = worlds::shop(Signals::default());
    for id in BANDITS {
        let run = finished(&shop, vec![player(id, &shop, 0, &[], 3_000)], 1, schedule(3_000, 3_000, 2));
        let Player::Agent(learned) = &run.players()[0] else { panic!("no agent") };
        let think = |agent: &dyn Agent| (0..4).map(|x| ask(agent, f64::from(x))).collect::<Vec<_>>();
        let (saved, mut fresh) = (learned.save(), agent(id, &shop, 0, &[], 3_000));
        assert_ne!(think(&*fresh), think(&**learned), "{id} has learned something");
        fresh.load(&saved).unwrap();
        assert_eq!((think(&*fresh), fresh.diagnostics()), (think(&**learned), learned.diagnostics()), "{id}");
        assert_eq!(fresh.save(), saved, "{id}");
        // What is cut short or holds no numbers is refused, and changes nothing.
        let spoiled = [saved[..saved.len() - 8].to_vec(), saved.iter().map(|_| 0xff).collect(), Vec::new()];
        for bytes in spoiled {
            assert!(fresh.load(&bytes).unwrap_err().en.starts_with("what was saved has"), "{id}");
            assert_eq!(fresh.save(), saved, "{id}");
        }
    }
}

fn ask(agent: &dyn Agent, x: f64) -> emporium::agent::Opinion {
    agent.explain(Seen { observation: &[x], mask: &[true; 4] })
}

#[test]
fn who_looks_serves_visitors_better_than_who_does_not() {
    let shop = visits("everyday");
    let earned = |id: &str| {
        let run = finished(&shop, vec![player(id, &shop, 0, &[], 60_000)], 1, schedule(60_000, 60_000, 1_000));
        run.last().unwrap().rewards[0]
    };
    let [zero, one] = ["most-popular", "knows-taste"].map(earned);
    let share = |id: &str| (earned(id) - zero) / (one - zero);
    let (looks, blind) = (share("linucb"), share("thompson"));
    println!("after 60,000 steps linucb comes {looks:.3} of the way, thompson {blind:.3}");
    assert!(looks > 0.8 && blind < 0.2, "{looks} {blind}");
}

/// Before every step each of them says what it will do, and in both languages why.
#[test]
fn recommenders_do_what_they_say() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for preset in ["everyday", "newcomers"] {
        let shop = visits(preset);
        let mut env = shop.open();
        let seat = shop.spec().seats[0].clone();
        let (mut observation, mask) = (vec![0.0; seat.observation.len()], vec![true; seat.actions.choices().unwrap()]);
        let knows = |entry: &&&agent::AgentEntry| {
            matches!(entry.build, Build::Agent(_))
                && entry.id != "random"
                && entry.usually_fits(&*shop.open(), 0).is_ok()
        };
        let mut tried = 0;
        for entry in agent::registry().iter().filter(knows) {
            let mut agent = agent(entry.id, &shop, 0, &[], 100);
            let (lane, mut rng) = (agent.lanes(), Rng::new(1, "say"));
            let (mut action, mut rewards) = (Action::default(), [0.0]);
            for episode in 0..20 {
                env.reset(World::training(5).episode(episode));
                agent.begin(lane);
                loop {
                    env.observe(0, &mut observation);
                    let seen = Seen { observation: &observation, mask: &mask };
                    let said = agent.explain(seen);
                    agent.act(lane, seen, &mut rng, Mode::Exploit, &mut action);
                    assert_eq!(said.choice, Some(action.choice), "{preset} {}", entry.id);
                    assert_eq!(
                        (agent.explain(seen).choice, said.values.len()),
                        (said.choice, mask.len()),
                        "{}",
                        entry.id
                    );
                    assert!(said.notes.iter().all(|(text, x)| chinese(text.zh) && x.is_finite()), "{}", entry.id);
                    assert!(!said.notes.is_empty(), "{} says nothing", entry.id);
                    if env.step(std::slice::from_ref(&action), &mut rewards) != Status::Running {
                        break;
                    }
                }
            }
            tried += 1;
        }
        assert!(tried >= 12, "only {tried} agents");
    }
}
