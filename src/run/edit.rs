//! Changes of a scenario, one at a time, as the page's forms make them.
//!
//! A change that cannot be is refused with a sentence and leaves the scenario as it was.

use crate::agent;
use crate::base::{Named, Setting, Trouble};
use crate::run::scenario::{Budget, Contestant, MOST_CONTESTANTS, Scenario, Seeds, Stop, Taken, key};
use crate::sim;
use crate::trouble;

/// A seat of a contestant.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub key: String,
    pub seat: usize,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Another preset: its own parameters, with the contestants that fit it.
    Preset(String),
    /// A parameter of the shop; without a setting it is the preset's again.
    Shop {
        id: String,
        setting: Option<Setting>,
    },
    /// The shop's parameters are the preset's again.
    ResetShop,
    Add {
        agent: String,
    },
    Copy {
        key: String,
    },
    Remove {
        key: String,
    },
    /// Without a label it is called by its agent.
    Rename {
        key: String,
        label: Option<String>,
    },
    /// A parameter of an agent; without a setting it is the default again.
    Tune {
        place: Place,
        id: String,
        setting: Option<Setting>,
    },
    /// Another agent takes a seat, with its own parameters; the contestant's other seats stay as they are.
    Seat {
        place: Place,
        agent: String,
    },
    Seeds(Seeds),
    /// Without a stop it runs to the end of its budget.
    Stop(Option<Stop>),
    /// Without a budget it is the preset's.
    Budget(Option<Budget>),
}

/// A scenario after a change, and why contestants had to leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    pub scenario: Scenario,
    pub left_out: Vec<Trouble>,
}

impl Scenario {
    /// The scenario after a change, checked.
    pub fn edit(&self, edit: &Edit) -> Result<Edited, Trouble> {
        let mut scenario = self.clone();
        scenario.apply(edit)?;
        let left_out = match edit {
            Edit::Preset(_) | Edit::Shop { .. } | Edit::ResetShop => scenario.leave_out_what_does_not_fit()?,
            _ => Vec::new(),
        };
        scenario.check()?;
        Ok(Edited { scenario, left_out })
    }

    fn apply(&mut self, edit: &Edit) -> Result<(), Trouble> {
        match edit {
            Edit::Preset(preset) => {
                sim::find(&self.sim)?.preset(preset)?;
                (self.preset, self.set) = (preset.clone(), Named::new());
            }
            Edit::Shop { id, setting } => put(&mut self.set, id, setting),
            Edit::ResetShop => self.set = Named::new(),
            Edit::Add { agent } => {
                agent::find(agent)?;
                let taken = Taken { agent: agent.clone(), set: Named::new() };
                self.contestants.push(Contestant { key: self.free_key()?, label: None, seats: vec![taken] });
            }
            Edit::Copy { key } => {
                let at = self.position(key)?;
                let copy = Contestant { key: self.free_key()?, ..self.contestants[at].clone() };
                self.contestants.insert(at + 1, copy);
            }
            Edit::Remove { key } => {
                let at = self.position(key)?;
                self.contestants.remove(at);
            }
            Edit::Rename { key, label } => {
                let at = self.position(key)?;
                self.contestants[at].label = label.clone();
            }
            Edit::Tune { place, id, setting } => {
                let at = self.position(&place.key)?;
                put(&mut taken(&mut self.contestants[at].seats, place.seat)?.set, id, setting);
            }
            Edit::Seat { place, agent } => {
                agent::find(agent)?;
                let wanted = self.open()?.shop.spec().seats.len();
                let at = self.position(&place.key)?;
                let seats = &mut self.contestants[at].seats;
                spread(seats, wanted);
                *taken(seats, place.seat)? = Taken { agent: agent.clone(), set: Named::new() };
            }
            Edit::Seeds(seeds) => self.seeds = *seeds,
            Edit::Stop(stop) => self.stop = *stop,
            Edit::Budget(budget) => self.budget = *budget,
        }
        Ok(())
    }

    fn position(&self, key: &str) -> Result<usize, Trouble> {
        let at = self.contestants.iter().position(|c| c.key == key);
        at.ok_or_else(|| trouble!("there is no contestant “{key}”", "没有参赛者“{key}”"))
    }

    /// The first of the keys that contestants get by themselves which nobody has.
    fn free_key(&self) -> Result<String, Trouble> {
        let free = (0..MOST_CONTESTANTS).map(key).find(|key| self.contestants.iter().all(|c| c.key != *key));
        free.filter(|_| self.contestants.len() < MOST_CONTESTANTS).ok_or_else(|| {
            trouble!(
                "there are {MOST_CONTESTANTS} contestants already, and no more are allowed",
                "已有 {MOST_CONTESTANTS} 个参赛者，不能再多"
            )
        })
    }

    /// Takes out the contestants that the shop has no use for, and says why; somebody must stay.
    fn leave_out_what_does_not_fit(&mut self) -> Result<Vec<Trouble>, Trouble> {
        let opened = self.open()?;
        let env = opened.shop.open();
        let mut left_out = Vec::new();
        self.contestants.retain(|contestant| match contestant.check(&opened.preset, &*env) {
            Ok(_) => true,
            Err(trouble) => {
                left_out.push(trouble);
                false
            }
        });
        match left_out.pop() {
            Some(trouble) if self.contestants.is_empty() => Err(trouble),
            last => Ok(left_out.into_iter().chain(last).collect()),
        }
    }
}

/// One entry that fills all seats becomes one for each.
fn spread(seats: &mut Vec<Taken>, wanted: usize) {
    if let [all] = &seats[..] {
        *seats = vec![all.clone(); wanted];
    }
}

/// Who takes a seat, if there is such a seat.
fn taken(seats: &mut [Taken], seat: usize) -> Result<&mut Taken, Trouble> {
    let n = seats.len();
    seats.get_mut(seat).ok_or_else(|| {
        trouble!("seat is {seat}, but the contestant has {n}", "seat 是 {seat}，但该参赛者只有 {n} 个席位")
    })
}

fn put(set: &mut Named<Setting>, id: &str, setting: &Option<Setting>) {
    match setting {
        Some(setting) => set.insert(id.to_string(), setting.clone()),
        None => set.remove(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everyday() -> Scenario {
        Scenario::of("inventory", "everyday", &["q-learning", "s-S"])
    }

    fn after(scenario: &Scenario, edit: Edit) -> Scenario {
        let edited = scenario.edit(&edit).unwrap();
        assert_eq!(edited.left_out, []);
        edited.scenario
    }

    #[test]
    fn contestants_come_and_go() {
        let copied = after(&everyday(), Edit::Copy { key: "a".into() });
        let keys: Vec<&str> = copied.contestants.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["a", "c", "b"]);
        assert_eq!(copied.contestants[1].seats, copied.contestants[0].seats);
        let fewer = after(&copied, Edit::Remove { key: "a".into() });
        let added = after(&fewer, Edit::Add { agent: "eoq".into() });
        assert_eq!((added.contestants[2].key.as_str(), added.contestants[2].seats[0].agent.as_str()), ("a", "eoq"));
        let named = after(&added, Edit::Rename { key: "c".into(), label: Some("Copy".into()) });
        assert_eq!(named.contestants[0].label.as_deref(), Some("Copy"));
        assert_eq!(after(&named, Edit::Rename { key: "c".into(), label: None }), added);
    }

    #[test]
    fn parameters_are_set_and_given_back() {
        let set = |setting| Edit::Shop { id: "lead_time".into(), setting };
        let slow = after(&everyday(), set(Some(Setting::Number(3.0))));
        assert_eq!(slow.set.get("lead_time"), Some(&Setting::Number(3.0)));
        assert_eq!(after(&slow, set(None)), everyday());
        assert_eq!(after(&slow, Edit::ResetShop), everyday());
        let place = Place { key: "a".into(), seat: 0 };
        let tune = |setting| Edit::Tune { place: place.clone(), id: "alpha".into(), setting };
        let tuned = after(&everyday(), tune(Some(Setting::Number(0.1))));
        assert_eq!(tuned.contestants[0].seats[0].set.get("alpha"), Some(&Setting::Number(0.1)));
        assert_eq!(after(&tuned, tune(None)), everyday());
    }

    #[test]
    fn another_agent_takes_a_seat() {
        let place = Place { key: "a".into(), seat: 0 };
        let alpha = Edit::Tune { place: place.clone(), id: "alpha".into(), setting: Some(Setting::Number(0.1)) };
        let tuned = after(&everyday(), alpha);
        let seat = |agent: &str| Edit::Seat { place: place.clone(), agent: agent.into() };
        // SARSA has an α too, but the setting was made for the other agent.
        let taken = after(&tuned, seat("sarsa"));
        let sarsa = Taken { agent: "sarsa".into(), set: Named::new() };
        assert_eq!(
            taken.contestants[0],
            Contestant { seats: vec![sarsa.clone()], ..everyday().contestants[0].clone() }
        );
        assert_eq!(taken.contestants[1], everyday().contestants[1]);
        assert_eq!(after(&taken, seat("q-learning")), everyday());
        // Where there are more seats, the others keep whom they had.
        let mut seats = tuned.contestants[0].seats.clone();
        spread(&mut seats, 3);
        assert_eq!(seats, vec![tuned.contestants[0].seats[0].clone(); 3]);
        *super::taken(&mut seats, 1).unwrap() = sarsa.clone();
        spread(&mut seats, 3);
        let agents: Vec<(&str, usize)> = seats.iter().map(|t| (t.agent.as_str(), t.set.len())).collect();
        assert_eq!(agents, [("q-learning", 1), ("sarsa", 0), ("q-learning", 1)]);
    }

    #[test]
    fn a_run_may_stop_early() {
        let stop = Stop { reward: Some(-15.0), patience: Some(10) };
        let stopping = after(&everyday(), Edit::Stop(Some(stop)));
        assert_eq!(stopping.stop, Some(stop));
        assert_eq!(after(&stopping, Edit::Stop(None)), everyday());
    }

    #[test]
    fn a_preset_keeps_those_who_fit() {
        // The printed rules of the article end episodes, and have no facts that a textbook could read.
        let edited = everyday().edit(&Edit::Preset("article-as-printed".into())).unwrap();
        let keys: Vec<&str> = edited.scenario.contestants.iter().map(|c| c.key.as_str()).collect();
        assert_eq!((keys, edited.left_out.len()), (vec!["a"], 1));
        assert!(edited.left_out[0].en.contains("s-S does not fit"), "{}", edited.left_out[0]);
        let alone = Scenario::of("inventory", "everyday", &["s-S"]);
        assert!(alone.edit(&Edit::Preset("article-as-printed".into())).is_err());
    }

    #[test]
    fn what_cannot_be_is_refused_in_a_sentence() {
        let one = Scenario::of("inventory", "everyday", &["q-learning"]);
        let place = |key: &str, seat| Place { key: key.into(), seat };
        let number = Some(Setting::Number(1e9));
        for (edit, said) in [
            (Edit::Remove { key: "a".into() }, "contestants has 0 entries"),
            (Edit::Remove { key: "z".into() }, "there is no contestant “z”"),
            (Edit::Add { agent: "oracle".into() }, "agent is “oracle”"),
            (Edit::Preset("paradise".into()), "preset is “paradise”"),
            (Edit::Shop { id: "holding".into(), setting: number.clone() }, "holding is 1000000000, but must be"),
            (Edit::Tune { place: place("a", 0), id: "alpha".into(), setting: number }, "alpha is 1000000000"),
            (
                Edit::Tune { place: place("a", 1), id: "alpha".into(), setting: None },
                "seat is 1, but the contestant has 1",
            ),
            (Edit::Rename { key: "a".into(), label: Some(String::new()) }, "label is “” with 0 characters"),
            (Edit::Seeds(Seeds { first: 1, count: 0 }), "seeds.count is 0"),
            (Edit::Budget(Some(Budget { steps: 0 })), "budget.steps is 0"),
            (Edit::Stop(Some(Stop { reward: None, patience: Some(0) })), "stop.patience is 0"),
            (Edit::Stop(Some(Stop { reward: Some(f64::NAN), patience: None })), "stop.reward is NaN"),
            (Edit::Seat { place: place("a", 0), agent: "oracle".into() }, "agent is “oracle”"),
            (Edit::Seat { place: place("a", 1), agent: "sarsa".into() }, "seat is 1, but the contestant has 1"),
            (Edit::Seat { place: place("z", 0), agent: "sarsa".into() }, "there is no contestant “z”"),
            (Edit::Seat { place: place("a", 0), agent: "value-iteration".into() }, "value-iteration does not fit"),
        ] {
            let trouble = one.edit(&edit).unwrap_err();
            assert!(trouble.en.contains(said), "{edit:?}: {trouble}");
        }
        let mut crowd = one;
        for _ in 1..MOST_CONTESTANTS {
            crowd = after(&crowd, Edit::Copy { key: "a".into() });
        }
        assert!(crowd.edit(&Edit::Copy { key: "a".into() }).unwrap_err().en.contains("no more are allowed"));
    }
}
