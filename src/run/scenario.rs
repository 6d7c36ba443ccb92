//! The scenario: everything a run is a function of, as it is written in files and links, and its check.

use crate::agent::{self, AgentEntry, Build, Case, Knows};
use crate::base::{Named, Params, Setting, Trouble};
use crate::run::Shop;
use crate::run::training::{Player, Schedule};
use crate::sim::{self, Env, SimEntry};
use crate::trouble;
use serde::{Deserialize, Serialize};

/// The version of the format that is written.
pub const VERSION: u32 = 1;

type Settings = Named<Setting>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a scenario: { \"version\": 1, \"sim\": …, \"contestants\": […] }")]
pub struct Scenario {
    pub version: u32,
    pub sim: String,
    #[serde(default = "everyday")]
    pub preset: String,
    #[serde(default)]
    pub set: Settings,
    pub contestants: Vec<Contestant>,
    #[serde(default)]
    pub seeds: Seeds,
    /// What is left out comes from the preset.
    #[serde(default)]
    pub budget: Option<Budget>,
    #[serde(default)]
    pub stop: Option<Stop>,
    #[serde(default)]
    pub evaluation: Option<Measuring>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a contestant: { \"key\": …, \"seats\": [ { \"agent\": … } ] }")]
pub struct Contestant {
    pub key: String,
    #[serde(default)]
    pub label: Option<String>,
    /// One agent for each seat; a single one fills them all.
    pub seats: Vec<Taken>,
}

/// Who takes a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a seat: { \"agent\": …, \"set\": {…} }")]
pub struct Taken {
    pub agent: String,
    #[serde(default)]
    pub set: Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "{ \"first\": 1, \"count\": 10 }")]
pub struct Seeds {
    pub first: u64,
    pub count: u32,
}

impl Default for Seeds {
    fn default() -> Seeds {
        Seeds { first: 1, count: 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "{ \"steps\": 200000 }")]
pub struct Budget {
    pub steps: u64,
}

/// When a run ends before its budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "{ \"reward\": -15, \"patience\": 10 }, one or both")]
pub struct Stop {
    /// When the frozen policy earns as much.
    #[serde(default)]
    pub reward: Option<f64>,
    /// When so many evaluations in a row were no better than the best before.
    #[serde(default)]
    pub patience: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "{ \"every\": 5000, \"episodes\": 20 }")]
pub struct Measuring {
    pub every: u64,
    pub episodes: u32,
}

fn everyday() -> String {
    "everyday".to_string()
}

/// The bounds of what a scenario may ask for.
pub const MOST_CONTESTANTS: usize = 24;
pub const MOST_SEEDS: u32 = 1_000;
pub const MOST_STEPS: u64 = 10_000_000_000;
pub const MOST_EVALUATIONS: u64 = 10_000;
pub const MOST_EPISODES: u32 = 10_000;
/// JSON readers elsewhere keep whole numbers only up to 2⁵³.
pub const LARGEST_SEED: u64 = (1 << 53) - MOST_SEEDS as u64;
const LONGEST_NAME: usize = 60;

/// A contestant whose agents and parameters have been found and checked.
#[derive(Clone)]
pub struct Entrant {
    pub key: String,
    pub label: Option<String>,
    pub seats: Vec<(&'static AgentEntry, Params)>,
}

/// A scenario that can be run.
pub struct Checked {
    pub sim: &'static SimEntry,
    pub params: Params,
    pub shop: Shop,
    pub entrants: Vec<Entrant>,
    pub seeds: Seeds,
    pub schedule: Schedule,
}

/// A scenario's shop.
pub(super) struct Opened {
    pub sim: &'static SimEntry,
    pub preset: sim::Preset,
    pub params: Params,
    pub shop: Shop,
}

impl Scenario {
    /// A scenario of a preset with these contestants: an agent in all seats, or a team, an agent a seat: `a+b+c`.
    pub fn of(sim: &str, preset: &str, agents: &[&str]) -> Scenario {
        let contestants = agents.iter().enumerate().map(|(i, agent)| Contestant {
            key: key(i),
            label: None,
            seats: agent.split('+').map(|id| Taken { agent: id.to_string(), set: Settings::new() }).collect(),
        });
        Scenario {
            version: VERSION,
            sim: sim.to_string(),
            preset: preset.to_string(),
            set: Settings::new(),
            contestants: contestants.collect(),
            seeds: Seeds::default(),
            budget: None,
            stop: None,
            evaluation: None,
        }
    }

    /// Checks everything, so that nothing later can fail because of what was written.
    pub fn check(&self) -> Result<Checked, Trouble> {
        let version = self.version;
        if version > VERSION || version == 0 {
            return Err(trouble!(
                "version is {version}, but this engine reads versions 1 to {VERSION}; a newer page may read it",
                "version 是 {version}，本引擎只读 1 到 {VERSION}；更新的页面也许能读"
            ));
        }
        let Opened { sim, preset, params, shop } = self.open()?;
        let schedule = self.schedule(&preset.plan)?;
        self.check_seeds()?;
        let entrants = self.entrants(&preset, &shop)?;
        Ok(Checked { sim, params, shop, entrants, seeds: self.seeds, schedule })
    }

    /// Opens the shop, whoever may play in it.
    pub(super) fn open(&self) -> Result<Opened, Trouble> {
        let sim = sim::find(&self.sim)?;
        let preset = sim.preset(&self.preset)?;
        let mut params = sim.params_of(&preset)?;
        for (id, setting) in self.set.iter() {
            params.set("sim", id, setting)?;
        }
        let shop = Shop::new(sim, &params)?;
        Ok(Opened { sim, preset, params, shop })
    }

    fn schedule(&self, plan: &sim::Plan) -> Result<Schedule, Trouble> {
        let steps = self.budget.map_or(plan.steps, |b| b.steps);
        between("budget.steps", steps, 1, MOST_STEPS)?;
        // A shorter budget than the preset's is measured as often, not as densely.
        let preset_every = u64::max(plan.every * u64::min(steps, plan.steps) / plan.steps, 1);
        let measuring = self
            .evaluation
            .unwrap_or(Measuring { every: u64::max(preset_every, steps / 1000), episodes: plan.episodes });
        between("evaluation.every", measuring.every, u64::max(steps.div_ceil(MOST_EVALUATIONS), 1), MOST_STEPS)?;
        between("evaluation.episodes", measuring.episodes as u64, 1, MOST_EPISODES as u64)?;
        if let Some(reward) = self.stop.and_then(|s| s.reward)
            && !reward.is_finite()
        {
            return Err(trouble!(
                "stop.reward is {reward}, but must be a finite number",
                "stop.reward 是 {reward}，应为有限的数"
            ));
        }
        if let Some(patience) = self.stop.and_then(|s| s.patience) {
            between("stop.patience", patience as u64, 1, MOST_EVALUATIONS)?;
        }
        Ok(Schedule { steps, every: measuring.every, episodes: measuring.episodes, stop: self.stop })
    }

    fn check_seeds(&self) -> Result<(), Trouble> {
        between("seeds.count", self.seeds.count as u64, 1, MOST_SEEDS as u64)?;
        between("seeds.first", self.seeds.first, 0, LARGEST_SEED)
    }

    fn entrants(&self, preset: &sim::Preset, shop: &Shop) -> Result<Vec<Entrant>, Trouble> {
        let n = self.contestants.len();
        if n == 0 || n > MOST_CONTESTANTS {
            return Err(trouble!(
                "contestants has {n} entries, but must have 1 to {MOST_CONTESTANTS}",
                "contestants 有 {n} 项，应为 1 到 {MOST_CONTESTANTS} 项"
            ));
        }
        let env = shop.open();
        let mut entrants: Vec<Entrant> = Vec::with_capacity(n);
        for contestant in &self.contestants {
            let key = &contestant.key;
            check_name("key", key)?;
            if let Some(label) = &contestant.label {
                check_name("label", label)?;
            }
            if entrants.iter().any(|e| e.key == *key) {
                return Err(trouble!("key is “{key}” twice, but must be unique", "key “{key}”出现两次，必须唯一"));
            }
            entrants.push(contestant.check(preset, &*env)?);
        }
        Ok(entrants)
    }
}

impl Contestant {
    pub(super) fn check(&self, preset: &sim::Preset, env: &dyn Env) -> Result<Entrant, Trouble> {
        let (key, given, wanted) = (&self.key, self.seats.len(), env.spec().seats.len());
        if given != 1 && given != wanted {
            return Err(trouble!(
                "contestant {key} fills {given} seats, but must fill 1 (for all) or {wanted}",
                "参赛者 {key} 填了 {given} 个席位，应填 1 个（通用）或 {wanted} 个"
            ));
        }
        let seats = (0..wanted).map(|seat| {
            let taken = &self.seats[if given == 1 { 0 } else { seat }];
            let entry = agent::find(&taken.agent).map_err(|t| within(key, t))?;
            let mut params = Params::defaults(entry.params);
            let overrides = preset.agents.iter().filter(|(id, _)| *id == entry.id).flat_map(|(_, set)| set);
            for (id, setting) in overrides {
                params.set(entry.id, id, setting)?;
            }
            for (id, setting) in taken.set.iter() {
                params.set(&format!("contestant {key}"), id, setting)?;
            }
            (entry.fits)(&Case::of(env, seat, &params, 1)).map_err(|t| {
                let (id, en, zh) = (entry.id, t.en, t.zh);
                trouble!("contestant {key}: {id} does not fit: {en}", "参赛者 {key}：{id} 不适用：{zh}")
            })?;
            Ok((entry, params))
        });
        Ok(Entrant { key: key.clone(), label: self.label.clone(), seats: seats.collect::<Result<_, Trouble>>()? })
    }
}

impl Entrant {
    /// Builds the players of this contestant.
    pub fn players(&self, shop: &Shop, steps: u64, seed: u64) -> Result<Vec<Player>, Trouble> {
        let env = shop.open();
        let build = |(seat, (entry, params)): (usize, &(&'static AgentEntry, Params))| match entry.build {
            Build::Visitor => Ok(Player::Visitor),
            Build::Agent(build) => {
                let case = Case { seed, ..Case::of(&*env, seat, params, steps).sharing(shop.shelf()) };
                build(&case).map(Player::Agent).map_err(|t| {
                    let (key, id, en, zh) = (&self.key, entry.id, t.en, t.zh);
                    trouble!("contestant {key}: {id}: {en}", "参赛者 {key}：{id}：{zh}")
                })
            }
        };
        self.seats.iter().enumerate().map(build).collect()
    }

    /// Whether a seat's player may have long work to do before the first step.
    pub fn plans(&self) -> bool {
        self.seats.iter().any(|(entry, params)| (entry.knows)(params) == Knows::Model)
    }

    /// Whether a seat is played by hand.
    pub fn has_visitor(&self) -> bool {
        self.seats.iter().any(|(entry, _)| matches!(entry.build, Build::Visitor))
    }
}

/// The keys that contestants get by themselves: a, b, …, z, a1, b1, …
pub fn key(i: usize) -> String {
    let letter = (b'a' + (i % 26) as u8) as char;
    if i < 26 { letter.to_string() } else { format!("{letter}{}", i / 26) }
}

fn within(key: &str, t: Trouble) -> Trouble {
    let (en, zh) = (t.en, t.zh);
    trouble!("contestant {key}: {en}", "参赛者 {key}：{zh}")
}

fn between(field: &str, value: u64, low: u64, high: u64) -> Result<(), Trouble> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(trouble!(
        "{field} is {value}, but must be a whole number from {low} to {high}",
        "{field} 是 {value}，应为 {low} 到 {high} 之间的整数"
    ))
}

fn check_name(field: &str, name: &str) -> Result<(), Trouble> {
    let length = name.chars().count();
    if (1..=LONGEST_NAME).contains(&length) && !name.chars().any(char::is_control) {
        return Ok(());
    }
    let start: String = name.chars().filter(|c| !c.is_control()).take(20).collect();
    Err(trouble!(
        "{field} is “{start}” with {length} characters, but must have 1 to {LONGEST_NAME} printable ones",
        "{field} 是“{start}”，共 {length} 个字符，应为 1 到 {LONGEST_NAME} 个可打印字符"
    ))
}

/// What the JSON reader says, without the names of the engine's own types.
#[cfg(not(target_arch = "wasm32"))]
fn in_plain_words(said: &str) -> String {
    const WHOLE: &str = "a whole number";
    let plain = [
        ("expected u64", WHOLE),
        ("expected u32", WHOLE),
        ("expected f64", "a number"),
        ("expected a sequence", "a list"),
        ("expected a map", "an object"),
        ("expected a string", "a word in quotes"),
    ];
    let said = plain.iter().fold(said.to_string(), |said, (from, to)| said.replace(from, &format!("expected {to}")));
    let said =
        said.replace("missing field", "what is missing is the field").replace("EOF while", "the text ends while");
    said.replace("invalid type: ", "it is ").replace("invalid value: ", "it is ").replace(", expected", ", but must be")
}

/// Reads a scenario from JSON; what is wrong is named by its field or its line.
#[cfg(not(target_arch = "wasm32"))]
pub fn from_json(text: &str) -> Result<Scenario, Trouble> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let scenario: Scenario = serde_path_to_error::deserialize(&mut reader).map_err(|e| {
        let (path, inner) = (e.path().to_string(), in_plain_words(&e.inner().to_string()));
        let at = if path == "." || path == "?" { String::new() } else { format!("{path}: ") };
        trouble!("the scenario cannot be read: {at}{inner}", "无法读取场景：{at}{inner}")
    })?;
    reader.end().map_err(|e| trouble!("the scenario goes on after its end: {e}", "场景结束后还有内容：{e}"))?;
    Ok(scenario)
}
