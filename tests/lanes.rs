//! Agents that play several worlds at once: each lane is a world of its own, and the lanes take turns.
#![cfg(not(target_arch = "wasm32"))]

use emporium::agent::{Agent, Mode, Seen, Transition};
use emporium::base::{Action, Rng};
use emporium::run::training::{Player, Schedule};
use emporium::run::{Progress, Run, Scenario};
use emporium::sim::Status;
use std::sync::{Arc, Mutex};

const LANES: usize = 3;

/// What happened to an agent, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Begin { lane: usize },
    Act { lane: usize, stock: f64, mode: Mode },
    Learn { lane: usize, stock: f64, next: f64, cut: bool },
}

/// Writes down everything, and orders by its lane.
struct Diarist {
    diary: Arc<Mutex<Vec<Event>>>,
}

impl Diarist {
    fn note(&self, event: Event) {
        self.diary.lock().unwrap().push(event);
    }
}

impl Agent for Diarist {
    fn lanes(&self) -> usize {
        LANES
    }

    fn begin(&mut self, lane: usize) {
        self.note(Event::Begin { lane });
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, _rng: &mut Rng, mode: Mode, action: &mut Action) {
        self.note(Event::Act { lane, stock: seen.observation[0], mode });
        action.choice = 3 + lane;
    }

    fn learn(&mut self, lane: usize, step: &Transition<'_>, _rng: &mut Rng) {
        let (stock, next) = (step.seen.observation[0], step.next.observation[0]);
        self.note(Event::Learn { lane, stock, next, cut: step.status == Status::Truncated });
    }

    fn learns(&self) -> bool {
        true
    }
}

fn diary(slice: u64) -> (Vec<Event>, u64, u64) {
    let checked = Scenario::of("inventory", "everyday", &["random"]).check().unwrap();
    let diary = Arc::new(Mutex::new(Vec::new()));
    let player = Player::Agent(Box::new(Diarist { diary: diary.clone() }));
    let schedule = Schedule { steps: 900, every: 450, episodes: 1, stop: None };
    let mut run = Run::with_players(&checked.shop, vec![player], 5, schedule);
    while run.advance(slice) == Progress::Running {}
    let events = diary.lock().unwrap().clone();
    (events, run.fingerprint(), run.episodes())
}

#[test]
fn lanes_take_turns_and_are_worlds_of_their_own() {
    let (events, fingerprint, episodes) = diary(10_000);
    let explored: Vec<(usize, f64)> = events
        .iter()
        .filter_map(|e| match e {
            Event::Act { lane, stock, mode: Mode::Explore } => Some((*lane, *stock)),
            _ => None,
        })
        .collect();
    assert_eq!(explored.len(), 900);
    assert!(explored.iter().enumerate().all(|(i, (lane, _))| *lane == i % LANES));
    // What a lane sees next is what followed from what it did; other lanes are not in between.
    let mut last = [None; LANES];
    let mut differ = false;
    for event in &events {
        match *event {
            Event::Begin { lane } if lane < LANES => last[lane] = None,
            Event::Act { lane, stock, mode: Mode::Explore } => {
                assert!(last[lane].is_none_or(|expected| expected == stock), "lane {lane}: {stock}");
            }
            Event::Learn { lane, next, cut, .. } => {
                last[lane] = (!cut).then_some(next);
                differ |= last.iter().flatten().any(|other| *other != next);
            }
            _ => {}
        }
    }
    assert!(differ, "all lanes saw the same world");
    // 900 steps in three lanes of 100 days each: nine whole episodes, each begun once.
    assert_eq!(episodes, 9);
    let begun = |wanted: usize| events.iter().filter(|e| **e == Event::Begin { lane: wanted }).count();
    assert!((0..LANES).all(|lane| begun(lane) == 3));
    // It is measured in the lane after its own: at the start, in the middle and at the end.
    assert_eq!(begun(LANES), 3);
    assert!(events.iter().all(|e| match e {
        Event::Act { lane, mode, .. } => (*lane == LANES) == (*mode == Mode::Exploit),
        _ => true,
    }));
    let (again, same, _) = diary(7);
    assert_eq!((again, same), (events, fingerprint));
}
