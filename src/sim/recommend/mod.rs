//! A visit as a conversation: what to show next.
//!
//! The story: a known customer comes by, in today's mood. He looks at one item after the other, clicks on some, takes
//! some into the cart, buys some; what is shown again and again bores him, and when nothing catches his eye for long
//! he leaves. His number in the log of past ratings is in the observation, so that collaborative filtering can look
//! him up. A step:
//!
//! 1. the agent names a category, of which the item is shown that item CF on the log predicts best for him (to a
//!    newcomer the most popular); with `shows = items` it names the item itself. What is shown for a category is the
//!    shop's pick, whoever named it;
//! 2. utility u = v − weight·boredom of its category, with v = taste·features − price weight·(price − mean price),
//!    the taste being his usual one and today's mood;
//! 3. click, then cart, then purchase, each a logit of u (see `taste`);
//! 4. reward = 0.1·click + 0.3·cart + 1·purchase; the weights are parameters;
//! 5. that category's boredom rises, the others' fades;
//! 6. patience falls, faster without a click; when it is used up, or after 20 steps, he leaves.
//!
//! The objective is the total of a visit. Zero is *best rated* (`most-popular`), which shows everybody the same; one is the best
//! known: *knows taste*, which knows everything but the mood and looks two steps ahead.

mod config;
mod presets;
mod spec;
#[cfg(test)]
mod tests;
mod world;

use super::taste::{Response, normal};
use super::{Env, Facts, ItemFacts, SimEntry, Spec, Status, TasteFacts};
use crate::base::{Action, Episode, Params, Text, Trouble};
use config::{CATEGORIES, Config, FEATURES, VISITORS};
use spec::Total;
use std::sync::Arc;
use world::Furniture;

pub static ENTRY: SimEntry = SimEntry {
    id: "recommend",
    label: Text::new("Recommendation", "推荐"),
    story: Text::new(
        "A visitor looks at one item after the other: show what he likes, but not always the same, or he leaves.",
        "访客一件件看商品：展示他喜欢的，但别总是同一类，否则他会离开。",
    ),
    params: config::ROWS,
    presets: presets::all,
    zero: &["most-popular"],
    best_known: &[&["knows-taste"]],
    paper: "article B, section 3.1",
    build: |params| Ok(Box::new(Recommend::new(params)?)),
};

/// What a step's draws are for: the three stages of the funnel.
const STAGES: [u32; 3] = [1, 2, 3];
/// The draws of the visit: who comes, and in what mood.
const WHO: u32 = 4;
const MOOD: u32 = 5;

#[derive(Clone)]
pub struct Recommend {
    config: Config,
    world: Furniture,
    spec: Spec,
    facts: ItemFacts,
    episode: Episode,
    visit: Visit,
    /// Those of the visit, then one for each item.
    totals: Vec<f64>,
}

/// The moment of a visit.
#[derive(Clone, Copy)]
struct Visit {
    visitor: usize,
    taste: [f64; FEATURES],
    step: u32,
    boredom: [f64; CATEGORIES],
    patience: f64,
    /// What was shown last: item, utility and answer.
    last: Option<(usize, f64)>,
    response: Response,
    reward: f64,
}

impl Recommend {
    pub fn new(params: &Params) -> Result<Recommend, Trouble> {
        let config = Config::read(params)?;
        let world = Furniture::new(&config)?;
        let episode = crate::base::World::evaluation().episode(0);
        let mut env = Recommend {
            spec: spec::of(&config),
            facts: facts_of(&config, &world),
            visit: begin(&config, &world, episode),
            totals: vec![0.0; spec::SHOWN + config.items],
            episode,
            config,
            world,
        };
        env.reset(episode);
        Ok(env)
    }

    #[inline]
    fn count(&mut self, total: Total, x: f64) {
        self.totals[total as usize] += x;
    }

    /// Adds a step to the totals.
    fn note(&mut self, item: usize, response: Response) {
        let reached = |stage: Response| f64::from(u8::from(response >= stage));
        self.count(Total::Clicks, reached(Response::Click));
        self.count(Total::Carts, reached(Response::Cart));
        self.count(Total::Purchases, reached(Response::Purchase));
        self.count(Total::Revenue, reached(Response::Purchase) * self.world.prices[item]);
        self.count(Total::Steps, 1.0);
        if let Some((before, _)) = self.visit.last {
            self.count(Total::Changes, f64::from(u8::from(before % CATEGORIES != item % CATEGORIES)));
            self.count(Total::Pairs, 1.0);
        }
        self.totals[spec::SHOWN + item] = 1.0;
        self.totals[Total::Patience as usize] = self.visit.patience;
    }
}

/// Somebody comes in.
fn begin(config: &Config, world: &Furniture, episode: Episode) -> Visit {
    let visitor = (episode.uniform(0, WHO) * VISITORS as f64) as usize;
    let usual = &world.tastes[visitor * FEATURES..(visitor + 1) * FEATURES];
    let mood = episode.bits(0, MOOD);
    Visit {
        visitor,
        taste: std::array::from_fn(|i| usual[i] + config.mood * normal(mood, i as u64)),
        step: 0,
        boredom: [0.0; CATEGORIES],
        patience: config.patience,
        last: None,
        response: Response::None,
        reward: 0.0,
    }
}

impl Env for Recommend {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        self.episode = episode;
        self.visit = begin(&self.config, &self.world, episode);
        self.totals.fill(0.0);
        self.totals[Total::Patience as usize] = self.visit.patience;
    }

    #[inline]
    fn observe(&self, _seat: usize, observation: &mut [f64]) {
        let visit = &self.visit;
        observation[0] = f64::from(visit.step);
        observation[spec::RESPONSE] = f64::from(visit.response as u8);
        observation[spec::LAST] = visit.last.map_or(0.0, |(item, _)| (item % CATEGORIES) as f64 + 1.0);
        for (seen, boredom) in observation[spec::BOREDOM..].iter_mut().zip(visit.boredom) {
            *seen = spec::FULL * boredom;
        }
        let mut at = spec::BOREDOM + CATEGORIES;
        if !self.config.newcomers() {
            let means = &self.world.means[visit.visitor * CATEGORIES..(visit.visitor + 1) * CATEGORIES];
            observation[at..at + CATEGORIES].copy_from_slice(means);
            at += CATEGORIES;
            for favourite in self.world.favourites[visit.visitor] {
                observation[at] = f64::from(favourite);
                at += 1;
            }
        }
        observation[at] = f64::from(self.world.first) + visit.visitor as f64;
    }

    #[inline]
    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let (config, visit) = (&self.config, &mut self.visit);
        let item = self.world.picks[visit.visitor * config.choices() + actions[0].choice] as usize;
        let category = item % CATEGORIES;
        let value = self.world.value(config, &visit.taste, item);
        let utility = value - config.boredom.weight * visit.boredom[category];
        let period = u64::from(visit.step);
        let response = config.funnel.answer(utility, STAGES.map(|stage| self.episode.uniform(period, stage)));
        config.boredom.show(&mut visit.boredom, category);
        let clicked = response >= Response::Click;
        visit.patience = f64::max(visit.patience - config.costs[usize::from(clicked)], 0.0);
        visit.reward = config.worth[..response as usize].iter().sum();
        visit.step += 1;
        rewards[0] = visit.reward;
        self.note(item, response);
        self.visit.last = Some((item, utility));
        self.visit.response = response;
        // Sums of decimal costs end a hair above zero.
        let leaves = self.visit.patience < 1e-9 || self.visit.step >= self.config.length;
        if leaves { Status::Terminated } else { Status::Running }
    }

    fn totals(&self) -> &[f64] {
        &self.totals
    }

    fn facts(&self) -> Facts<'_> {
        Facts { items: Some(&self.facts), ..Facts::default() }
    }

    fn twin(&self) -> Option<Box<dyn Env>> {
        Some(Box::new(self.clone()))
    }

    fn scene(&self) -> Vec<(&'static str, f64)> {
        let visit = &self.visit;
        let (item, utility) = visit.last.unwrap_or_default();
        let mut scene = vec![
            ("step", f64::from(visit.step)),
            ("length", f64::from(self.config.length)),
            ("visitor", visit.visitor as f64),
            // Items and categories are counted from 1; 0 is none.
            ("item", visit.last.map_or(0.0, |_| item as f64 + 1.0)),
            ("category", visit.last.map_or(0.0, |_| (item % CATEGORIES) as f64 + 1.0)),
            ("price", visit.last.map_or(0.0, |_| self.world.prices[item])),
            ("utility", utility),
            ("response", f64::from(visit.response as u8)),
            ("reward", visit.reward),
            ("patience", visit.patience),
            ("patience_most", self.config.patience),
        ];
        scene.extend(spec::BOREDOM_IDS.iter().copied().zip(visit.boredom));
        scene
    }
}

fn facts_of(config: &Config, world: &Furniture) -> ItemFacts {
    let shows = |choice: usize| match config.by_item {
        true => vec![choice as u32],
        false => (choice as u32..config.items as u32).step_by(CATEGORIES).collect(),
    };
    let choices = config.choices();
    let value = |(place, item): (usize, &u32)| {
        let taste = &world.tastes[place / choices * FEATURES..][..FEATURES];
        world.value(config, taste, *item as usize)
    };
    let truth = TasteFacts {
        values: world.picks.iter().enumerate().map(value).collect(),
        funnel: config.funnel,
        worth: config.worth,
        boredom: config.boredom,
        bored: spec::BOREDOM,
        categories: CATEGORIES,
        full: spec::FULL,
        patience: config.patience,
        costs: config.costs,
    };
    ItemFacts {
        seat: 0,
        log: Arc::clone(&world.log),
        visitor: spec::visitor(config),
        visitors: world.first..world.first + VISITORS as u32,
        features: world.features.clone(),
        width: FEATURES,
        shows: (0..choices).map(shows).collect(),
        step: 0,
        response: Some(spec::RESPONSE),
        category: (0..choices).map(|choice| config.category(choice)).collect(),
        truth: Some(Arc::new(truth)),
    }
}
