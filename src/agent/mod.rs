//! The agents: learners, classical policies, planners and the visitor, behind one trait, and their registry.
//!
//! An agent is one file and one line in [`registry`]. It sees the world only through its observations
//! and, where it says that it knows them, the facts.

pub mod arms;
pub mod base_stock;
pub mod best_fixed;
pub mod chain;
pub mod constant_order;
pub mod content;
pub mod cost_plus;
pub mod course;
pub mod discount;
pub mod double_q;
pub mod dqn;
pub mod elasticity;
pub mod eoq;
pub mod epsilon_greedy;
pub mod expected_sarsa;
pub mod exploration;
pub mod factorisation;
pub mod factors;
pub mod follow_competitor;
pub mod frozen;
pub mod gallego_van_ryzin;
pub mod history;
pub mod hybrid;
pub mod item_cf;
mod kinds;
pub mod knows_shop;
pub mod knows_taste;
pub mod linucb;
pub mod list_price;
pub mod most_popular;
pub mod myopic;
mod needs;
pub mod neighbourhood;
pub mod neural;
#[cfg(test)]
mod one_seat;
pub mod order_what_sold;
pub mod picture;
pub mod planned;
pub mod ppo;
pub mod price_pictures;
pub mod price_rule;
pub mod price_tally;
pub mod q_learning;
pub mod random;
pub mod recommending;
pub mod recommending_pictures;
pub mod reinforce;
pub mod relative_value_iteration;
pub mod rule_of_thumb;
pub mod s_s;
pub mod sarsa;
pub mod shelf;
pub mod stock_levels;
pub mod stock_rule;
pub mod table;
pub mod tabular;
pub mod thompson;
pub mod thompson_price;
pub mod user_cf;
pub mod value_iteration;
pub mod visitor;

use crate::base::rng::join;
use crate::base::{Action, ParamRow, Params, Rng, Text, Trouble};
use crate::sim::{Env, Facts, Spec, Status};
use crate::trouble;
pub use kinds::{Family, Knows};
pub use needs::{MOST_OUTCOMES, MOST_STATES, model_of, needs_items, needs_model, needs_price, needs_stock};
use picture::Picture;
use shelf::Shelf;

/// Whether an action is tried out while learning, or is the best the agent knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Explore,
    Exploit,
}

/// What a seat sees: the observation, and which choices it has (empty for a box).
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub observation: &'a [f64],
    pub mask: &'a [bool],
}

/// One step of experience.
#[derive(Clone, Copy)]
pub struct Transition<'a> {
    pub seen: Seen<'a>,
    pub action: &'a Action,
    pub reward: f64,
    pub next: Seen<'a>,
    /// Bootstrapping stops at terminated and goes on at truncated.
    pub status: Status,
}

/// A number for people, and what it is.
pub type Note = (Text, f64);

/// What the values of an opinion are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// What each choice is thought to bring.
    #[default]
    Worth,
    /// How likely each choice is to be played while it learns.
    Chance,
}

/// What an agent thinks of an observation, for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinion {
    /// A value for each choice, where the agent has such: larger is better.
    pub values: Vec<f64>,
    pub values_are: Values,
    /// How often it has taken each choice here, where it counts that.
    pub visits: Vec<f64>,
    /// The choice it would take.
    pub choice: Option<usize>,
    /// Other named numbers: a level, a visit count, a forecast.
    pub notes: Vec<Note>,
}

/// What an agent would write down from one step: its rule of learning, with the numbers of this step.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The formula, sign by sign.
    pub rule: &'static [&'static str],
    /// What stands for each symbol of the rule; the last one is what would be written down, and where the rule tells of
    /// two turns the last one of each.
    pub terms: Vec<Term>,
}

/// A symbol of a rule, what it means in a line, and its number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    pub symbol: &'static str,
    pub means: Text,
    pub value: f64,
}

impl Term {
    pub const fn new(symbol: &'static str, en: &'static str, zh: &'static str, value: f64) -> Term {
        Term { symbol, means: Text::new(en, zh), value }
    }
}

/// A decision maker. Lanes are worlds that it plays at once. A team has as many as the one of it who wants most: 0 up to
/// them while it learns, and two more, in which it is measured, and, the last one, in which it is shown. So there may
/// be more of them than an agent's own `lanes()` says.
pub trait Agent: Send {
    /// How many worlds it wants to learn in at once. Where the visitor sits beside it there is one.
    fn lanes(&self) -> usize {
        1
    }
    /// An episode begins in this lane.
    fn begin(&mut self, _lane: usize) {}
    /// Chooses; `action` is a buffer that fits the seat's actions.
    fn act(&mut self, lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action);
    fn learn(&mut self, _lane: usize, _step: &Transition<'_>, _rng: &mut Rng) {}
    /// Whether playing changes how it plays. What does not learn is measured once.
    fn learns(&self) -> bool {
        false
    }
    /// Named numbers about the state of learning.
    fn diagnostics(&self) -> Vec<Note> {
        Vec::new()
    }
    /// Why it cannot go on learning, where its numbers have run away; the run then stops, and says so.
    fn trouble(&self) -> Option<Trouble> {
        None
    }
    /// What it has learned, as bytes; none where it learns nothing. What it has only begun, such as an action drawn
    /// for the next step, is not part of it.
    fn save(&self) -> Vec<u8> {
        Vec::new()
    }
    /// Takes over what an agent built from the same case has saved, or says why it cannot and stays as it is.
    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let n = saved.len();
        if n == 0 {
            return Ok(());
        }
        Err(trouble!(
            "what was saved has {n} bytes, but this agent learns nothing",
            "存档有 {n} 字节，但该智能体不学习"
        ))
    }
    /// What it thinks of an observation; changes nothing.
    fn explain(&self, _seen: Seen<'_>) -> Opinion {
        Opinion::default()
    }
    /// Pictures of its mind at an observation, in an order that stays; changes nothing.
    fn pictures(&self, _seen: Seen<'_>) -> Vec<Picture> {
        Vec::new()
    }
    /// What it would write down from a step; changes nothing. None where it learns by no rule that fits a line.
    fn lesson(&self, _step: &Transition<'_>) -> Option<Lesson> {
        None
    }
}

/// Everything an agent may be built from.
pub struct Case<'a> {
    pub spec: &'a Spec,
    pub seat: usize,
    pub facts: Facts<'a>,
    pub params: &'a Params,
    /// How many steps the run will take: schedules may be shares of it.
    pub steps: u64,
    /// The run's seed, for first weights.
    pub seed: u64,
    /// What others have worked out for this world.
    pub shelf: Option<&'a Shelf>,
}

impl<'a> Case<'a> {
    pub fn of(env: &'a dyn Env, seat: usize, params: &'a Params, steps: u64) -> Case<'a> {
        Case { spec: env.spec(), seat, facts: env.facts(), params, steps, seed: 0, shelf: None }
    }

    /// The same, sharing what is worked out with others.
    pub fn sharing(self, shelf: &'a Shelf) -> Case<'a> {
        Case { shelf: Some(shelf), ..self }
    }

    /// A stream for first weights: every seat of every seed has its own.
    pub fn weights(&self) -> Rng {
        Rng::new(join(self.seed, self.seat as u64), "weights")
    }

    /// Long work of which the result hangs on nothing but the world: done once for all who share it.
    pub fn once<T: Clone + Send + Sync + 'static>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        match self.shelf {
            Some(shelf) => shelf.once(name, work),
            None => work(),
        }
    }

    /// The same for the two levels that a search ends at, if it ends.
    pub fn levels(&self, name: &'static str, mut search: impl FnMut() -> Option<(i64, i64)>) -> Option<(i64, i64)> {
        // One copy of the shelf's code serves all searches.
        let search: &mut dyn FnMut() -> Option<(i64, i64)> = &mut search;
        self.once(name, search)
    }
}

/// How an entry's seat is filled.
pub enum Build {
    Agent(fn(&Case<'_>) -> Result<Box<dyn Agent>, Trouble>),
    /// The run asks the visitor for every move.
    Visitor,
}

/// A line of the registry.
pub struct AgentEntry {
    pub id: &'static str,
    pub label: Text,
    pub story: Text,
    pub family: Family,
    /// Hangs on the parameters where one of them asks for more.
    pub knows: fn(&Params) -> Knows,
    pub params: &'static [ParamRow],
    pub paper: &'static str,
    /// Nothing, or the reason why this agent, with these parameters, cannot take this seat. It looks and works
    /// nothing out, so that pickers may ask it of everybody.
    pub fits: fn(&Case<'_>) -> Result<(), Trouble>,
    pub build: Build,
}

impl AgentEntry {
    /// Whether the agent fits a seat with its usual parameters.
    pub fn usually_fits(&self, env: &dyn Env, seat: usize) -> Result<(), Trouble> {
        (self.fits)(&Case::of(env, seat, &Params::defaults(self.params), 1))
    }
}

/// More steps than any run has: what is counted stays exact.
const MOST_STEPS_SAVED: u64 = 1 << 53;

/// A count of steps that was saved, if there can be such.
fn known_steps(steps: u64) -> Result<u64, Trouble> {
    if steps <= MOST_STEPS_SAVED {
        return Ok(steps);
    }
    Err(trouble!(
        "what was saved has {steps} steps, but may have at most {MOST_STEPS_SAVED}",
        "存档的步数是 {steps}，最多 {MOST_STEPS_SAVED}"
    ))
}

static REGISTRY: &[&AgentEntry] = &[
    &q_learning::ENTRY,
    &sarsa::ENTRY,
    &expected_sarsa::ENTRY,
    &double_q::ENTRY,
    &dqn::ENTRY,
    &reinforce::ENTRY,
    &ppo::ENTRY,
    &value_iteration::ENTRY,
    &relative_value_iteration::ENTRY,
    &order_what_sold::ENTRY,
    &rule_of_thumb::ENTRY,
    &eoq::ENTRY,
    &base_stock::ENTRY,
    &myopic::ENTRY,
    &constant_order::ENTRY,
    &s_s::ENTRY,
    &most_popular::ENTRY,
    &user_cf::ENTRY,
    &item_cf::ENTRY,
    &content::ENTRY,
    &hybrid::ENTRY,
    &factors::ENTRY,
    &knows_taste::ENTRY,
    &epsilon_greedy::ENTRY,
    &thompson::ENTRY,
    &linucb::ENTRY,
    &knows_shop::ENTRY,
    &list_price::ENTRY,
    &cost_plus::ENTRY,
    &best_fixed::ENTRY,
    &elasticity::ENTRY,
    &thompson_price::ENTRY,
    &follow_competitor::ENTRY,
    &gallego_van_ryzin::ENTRY,
    &random::ENTRY,
    &visitor::ENTRY,
];

/// All agents, in the order in which the page lists them.
pub fn registry() -> &'static [&'static AgentEntry] {
    REGISTRY
}

/// The agent with this id.
pub fn find(id: &str) -> Result<&'static AgentEntry, Trouble> {
    registry().iter().copied().find(|entry| entry.id == id).ok_or_else(|| {
        let known = registry().iter().map(|e| e.id).collect::<Vec<_>>().join(", ");
        let start: String = id.chars().take(40).collect();
        trouble!("agent is “{start}”, but must be one of: {known}", "agent 是“{start}”，应为以下之一：{known}")
    })
}
