//! Today's price: what to ask of customers who buy less the dearer it gets.
//!
//! The story: a shop sells one product. Too cheap, and it sells out early or earns nothing on each unit; too
//! dear, and nobody comes. A day:
//!
//! 1. the agent sees stock and days left where they end, the phase of the season where they do not, the
//!    competitor's price if there is one, and yesterday's price and sales (both 0 on the first day);
//! 2. it sets a price from the ladder, or any price between its ends;
//! 3. demand is drawn, Poisson with the mean λ(price)·season·competitor, shaken by the day;
//! 4. sales are cut to stock;
//! 5. reward = (price − unit cost)·sales; under an article's printed rules a share of the revenue, or the units;
//! 6. taste drifts unseen, and the competitor sets tomorrow's price.
//!
//! Where there is a stock it is to be sold by the last day: then, and when it is sold out, the world ends, and
//! what is left is worth nothing. Where supply never ends the run cuts the episode after its days. The objective
//! is the total of an episode. Zero is *cost plus*; one is the exact optimum wherever the market is in sight.
//! Selling by a date as in Gallego and van Ryzin (1994).

mod config;
mod demand;
mod fixed;
mod market;
mod model;
mod presets;
mod spec;

use super::{Env, Facts, FixedPrice, FixedPrices, ModelSource, PriceFacts, SimEntry, Spec, Status};
use crate::base::{Action, Episode, FiniteModel, Params, Text, Trouble};
use config::{Config, Reward, Rival};
use demand::Chances;
use market::{Answer, Market};
use model::PriceModel;
use spec::{Layout, facts_of, spec_of};

pub static ENTRY: SimEntry = SimEntry {
    id: "pricing",
    label: Text::new("Pricing", "定价"),
    story: Text::new(
        "Set today's price: every customer has a limit, and nobody tells you theirs.",
        "给今天定个价：每位顾客都有心理价位，却没人告诉你。",
    ),
    params: config::ROWS,
    presets: presets::all,
    zero: &["cost-plus"],
    // What learns first would be measured here before it has learned anything.
    best_known: &[&["best-fixed"], &["gallego-van-ryzin"], &["follow-competitor"]],
    paper: "Gallego, G. and van Ryzin, G. (1994), Optimal dynamic pricing of inventories with stochastic demand over finite horizons, Management Science 40(8), 999–1020",
    build: |params| Ok(Box::new(Pricing::new(params)?)),
};

/// What is drawn, in the key of the period's randomness.
const DEMAND: u32 = 1;
const RIVAL: u32 = 2;
const TASTE: u32 = 3;
const FAMILY_DEMAND: u32 = 4;
const FAMILY_ELASTICITY: u32 = 5;
const FIRST_TASTE: u32 = 6;

/// How often taste takes a step, to either side alike.
const TASTE_MOVES: f64 = 0.5;

/// The totals that the metrics are made of.
#[derive(Clone, Copy)]
enum Total {
    Reward,
    Revenue,
    Margin,
    Units,
    /// Not a sum: what is in stock now.
    Left,
    Regret,
    Surplus,
}

const TOTALS: usize = 7;

#[derive(Clone)]
pub struct Pricing {
    config: Config,
    layout: Layout,
    spec: Spec,
    facts: PriceFacts,
    market: Market,
    /// What a day's best price is expected to count with stock in plenty and no competitor: by taste and phase.
    best: Vec<f64>,
    episode: Episode,
    period: u64,
    phase: usize,
    stock: u32,
    /// Places on the ladder and on the scale of taste.
    rival: usize,
    taste: usize,
    last: Moment,
    totals: [f64; TOTALS],
}

/// What happened on the day just played.
#[derive(Clone, Copy, Default)]
struct Moment {
    price: f64,
    wanted: u32,
    sold: u32,
    reward: f64,
    /// The mean demand at the lowest price, and the day's draw: who would have come at that price.
    crowd: (f64, f64),
}

impl Pricing {
    pub fn new(params: &Params) -> Result<Pricing, Trouble> {
        let config = Config::read(params)?;
        let layout = Layout::of(&config);
        let market = config.market();
        let mut world = Pricing {
            spec: spec_of(&config),
            facts: facts_of(&config, layout),
            best: best_of_days(&config, &market).collect(),
            market,
            layout,
            episode: crate::base::World::evaluation().episode(0),
            period: 0,
            phase: 0,
            stock: 0,
            rival: 0,
            taste: 0,
            last: Moment::default(),
            totals: [0.0; TOTALS],
            config,
        };
        world.reset(world.episode);
        Ok(world)
    }

    /// The price that is set, its step of the ladder (the nearest, where any price is allowed), and its answer.
    #[inline]
    fn ask(&self, action: &Action) -> (f64, usize, Answer) {
        if self.config.any_price {
            let (low, high) = self.config.range();
            let price = action.values[0].clamp(low, high);
            return (price, self.config.nearest(price), self.market.at(self.taste, self.phase, price));
        }
        let step = action.choice;
        (self.config.prices[step], step, self.market.answers(self.taste, self.phase)[step])
    }

    /// What today's price is expected to count less than the best one would, with stock in plenty.
    #[inline]
    fn regret(&self, price: f64, mean: f64, factor: f64) -> f64 {
        let best = self.best[self.taste * self.config.season.len() + self.phase] * factor;
        f64::max(best - self.config.unit_reward(price) * mean, 0.0)
    }

    /// How many would have bought on the last day at the lowest price: the same draw, another demand.
    fn interested(&self) -> u32 {
        let (mean, uniform) = self.last.crowd;
        let most = Chances::new(mean, self.config.shock).draw(uniform, self.config.most_sold);
        if self.period == 0 { 0 } else { u32::max(most, self.last.wanted) }
    }

    /// Taste and competitor move on; the day's own draws decide, whatever was done.
    fn move_on(&mut self, step: usize) {
        if self.market.tastes() > 1 {
            let u = self.episode.uniform(self.period, TASTE);
            let last = self.market.tastes() - 1;
            if u < 0.5 * TASTE_MOVES {
                self.taste = self.taste.saturating_sub(1);
            } else if u < TASTE_MOVES {
                self.taste = usize::min(self.taste + 1, last);
            }
        }
        if self.config.rival != Rival::None {
            let mut u = self.episode.uniform(self.period, RIVAL);
            let moves = self.config.rival_moves(self.rival, step);
            self.rival = moves[2].0;
            for (to, chance) in moves {
                if u < chance {
                    self.rival = to;
                    break;
                }
                u -= chance;
            }
        }
        self.period += 1;
        self.phase = if self.phase + 1 == self.config.season.len() { 0 } else { self.phase + 1 };
    }

    fn status(&self) -> Status {
        let over = if self.config.sells_by() {
            self.stock == 0 || self.period >= u64::from(self.config.days)
        } else {
            // The printed program goes on until a day sells nothing.
            self.config.reward == Reward::Units && self.last.sold == 0
        };
        if over { Status::Terminated } else { Status::Running }
    }
}

/// What the best price of a day is expected to count, of the ladder or of the box: by taste and phase.
fn best_of_days<'a>(config: &'a Config, market: &'a Market) -> impl Iterator<Item = f64> + 'a {
    let (phases, low) = (config.season.len(), config.prices[0]);
    let best = move |at: usize| {
        let (taste, phase) = (at / phases, at % phases);
        let counted = |(answer, price): (&Answer, &f64)| config.unit_reward(*price) * answer.mean;
        let answers = market.answers(taste, phase).iter().zip(&config.prices);
        let ladder = answers.map(counted).fold(f64::NEG_INFINITY, f64::max);
        let anywhere = |cost| market.best_profit(taste, phase, cost, config.range()).unwrap_or(ladder);
        match config.reward {
            _ if !config.any_price => ladder,
            Reward::Profit => anywhere(config.unit_cost),
            Reward::CostShare => (1.0 - config.cost_share) * anywhere(0.0),
            Reward::Units => market.at(taste, phase, low).mean,
        }
    };
    (0..market.tastes() * phases).map(best)
}

impl Env for Pricing {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        self.episode = episode;
        (self.period, self.phase) = (0, 0);
        self.stock = self.config.stock;
        self.rival = self.config.first_rival();
        self.taste = (episode.uniform(0, FIRST_TASTE) * self.market.tastes() as f64) as usize;
        if self.config.family > 0.0 {
            let draws = [FAMILY_DEMAND, FAMILY_ELASTICITY].map(|purpose| episode.uniform(0, purpose));
            self.market.change(self.config.curve_of(draws[0], draws[1]), &self.config.prices);
            self.best.clear();
            self.best.extend(best_of_days(&self.config, &self.market));
        }
        self.last = Moment::default();
        self.totals = [0.0; TOTALS];
        self.totals[Total::Left as usize] = f64::from(self.stock);
    }

    #[inline]
    fn observe(&self, _seat: usize, observation: &mut [f64]) {
        let layout = &self.layout;
        if let (Some(stock), Some(days_left)) = (layout.stock, layout.days_left) {
            observation[stock] = f64::from(self.stock);
            observation[days_left] = u64::from(self.config.days).saturating_sub(self.period) as f64;
        }
        if let Some(phase) = layout.phase {
            observation[phase] = self.phase as f64;
        }
        if let Some(rival) = layout.rival {
            observation[rival] = self.config.prices[self.rival];
        }
        observation[layout.last_price] = self.last.price;
        observation[layout.last_sold] = f64::from(self.last.sold);
    }

    #[inline]
    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let (price, step, answer) = self.ask(&actions[0]);
        let factor = self.config.rival_factor(self.rival);
        let mean = answer.mean * factor;
        let uniform = self.episode.uniform(self.period, DEMAND);
        let wanted = Chances::new(mean, self.config.shock).draw(uniform, self.config.most_sold);
        let sold = if self.config.sells_by() { u32::min(wanted, self.stock) } else { wanted };
        let units = f64::from(sold);
        let reward = self.config.unit_reward(price) * units;
        let regret = self.regret(price, mean, factor);
        self.stock = self.stock.saturating_sub(sold);
        let mut count = |total: Total, x: f64| self.totals[total as usize] += x;
        count(Total::Reward, reward);
        count(Total::Revenue, price * units);
        count(Total::Margin, (price - self.config.unit_cost) * units);
        count(Total::Units, units);
        count(Total::Regret, regret);
        count(Total::Surplus, answer.spare * units);
        self.totals[Total::Left as usize] = f64::from(self.stock);
        let cheapest = self.market.answers(self.taste, self.phase)[0].mean * factor;
        self.last = Moment { price, wanted, sold, reward, crowd: (cheapest, uniform) };
        self.move_on(step);
        rewards[0] = reward;
        self.status()
    }

    fn totals(&self) -> &[f64] {
        &self.totals
    }

    fn facts(&self) -> Facts<'_> {
        let model = self.config.in_sight() && !self.config.any_price;
        let model = model.then_some(self as &dyn ModelSource);
        Facts { price: Some(&self.facts), fixed: Some(self), model, ..Facts::default() }
    }

    fn twin(&self) -> Option<Box<dyn Env>> {
        Some(Box::new(self.clone()))
    }

    fn scene(&self) -> Vec<(&'static str, f64)> {
        let last = &self.last;
        let mut scene = vec![
            ("period", self.period as f64),
            ("days", f64::from(self.config.days)),
            ("phase", self.phase as f64),
            ("taste", self.taste as f64),
            ("cost", self.config.unit_cost),
            ("lowest", self.config.range().0),
            ("highest", self.config.range().1),
            ("price", last.price),
            ("interested", f64::from(self.interested())),
            ("wanted", f64::from(last.wanted)),
            ("sold", f64::from(last.sold)),
            ("reward", last.reward),
        ];
        if self.config.sells_by() {
            scene.extend([("stock", f64::from(self.stock)), ("capacity", f64::from(self.config.stock))]);
        }
        if self.config.rival != Rival::None {
            scene.push(("rival", self.config.prices[self.rival]));
        }
        scene
    }
}

impl FixedPrices for Pricing {
    fn fixed_prices(&self) -> Vec<FixedPrice> {
        fixed::fixed_prices(&self.config, &self.facts.steps())
    }
}

impl ModelSource for Pricing {
    fn states(&self) -> usize {
        PriceModel::count(&self.config)
    }

    fn ends(&self) -> bool {
        self.config.sells_by() || self.config.reward == Reward::Units
    }

    fn effort(&self) -> (f64, f64) {
        PriceModel::effort_of(&self.config)
    }

    fn build(&self) -> Box<dyn FiniteModel> {
        Box::new(PriceModel::new(self.config.clone()))
    }
}

#[cfg(test)]
mod tests;
