//! Knows the whole shop: features, prices and orders so that today's profit and the worth of what is left are largest.
//!
//! All three seats reckon the same: from today's segment, all stocks and what is due they find the one best triple of
//! product, price and order, and each plays its part of it. What is left is worth what [`joint`] has worked out
//! exactly, where the shop is small enough; else the sum of what each product's stock is worth by [`worth`].

mod days;
mod joint;
mod worth;

use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Opinion, Seen};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text, Trouble};
use crate::sim::ShopFacts;
use crate::trouble;
use joint::Joint;
use std::sync::Arc;
use worth::Worth;

pub static ENTRY: AgentEntry = AgentEntry {
    id: "knows-shop",
    label: Text::new("Knows the shop", "熟知店铺"),
    story: Text::new(
        "Is told everything: weighs today's sales against what stock will be worth tomorrow, for all three decisions at \
         once.",
        "知道一切：把今天的销售与明天存货的价值放在一起权衡，三个决定一并做出。",
    ),
    family: Family::Planning,
    knows: |_| Knows::Model,
    params: &[ParamRow::pick(
        "plan",
        &[
            ("bearable", Text::new("as exact as is bearable", "尽可能精确")),
            ("separable", Text::new("product by product", "逐种商品")),
        ],
        0,
    )
    .label("plan", "规划")
    .help(
        "Exact for all stocks together in a small shop, else the sum of what each product's stock is worth.",
        "小店对全部库存一并精确规划，否则把各商品库存的价值相加。",
    )],
    paper: cited("Powell, W. B. (2011), Approximate Dynamic Programming, 2nd ed., Wiley, chapter 8"),
    fits: |case| needs_shop(case).map(|_| ()),
    build: Build::Agent(build),
};

fn needs_shop<'a>(case: &Case<'a>) -> Result<&'a ShopFacts, Trouble> {
    let bearable = |facts: &&ShopFacts| facts.products <= MOST_PRODUCTS && facts.seats.contains(&case.seat);
    case.facts.shop.filter(bearable).ok_or_else(|| {
        trouble!(
            "it runs a whole shop, and here there is no shelf, price and stock to be decided together",
            "它经营整间店铺，而这里没有要一并决定的陈列、价格和库存"
        )
    })
}

fn build(case: &Case<'_>) -> Result<Box<dyn Agent>, Trouble> {
    let facts = needs_shop(case)?;
    let role = facts.seats.iter().position(|seat| *seat == case.seat).unwrap_or(0);
    Ok(Box::new(KnowsShop { plan: plan(case, facts), role, day: Vec::new() }))
}

fn plan(case: &Case<'_>, facts: &ShopFacts) -> Arc<Plan> {
    match case.params.whole("plan") == 0 && Joint::is_bearable(facts) {
        true => case.once("joint plan of the shop", || Arc::new(Plan::Exact(Joint::new(facts)))),
        false => case.once("worth of each stock", || Arc::new(Plan::Near(Worth::new(facts)))),
    }
}

/// What an episode with this first morning earns by the plan for all seats together, where that is exact: no team
/// earns more.
pub fn optimum(case: &Case<'_>, observation: &[f64]) -> Option<f64> {
    let facts = needs_shop(case).ok()?;
    let stock: Vec<usize> = observation[facts.stock..].iter().take(facts.products).map(|x| *x as usize).collect();
    match &*plan(case, facts) {
        Plan::Exact(joint) => Some(joint.value(0, &stock)),
        Plan::Near(_) => None,
    }
}

/// What is done on a day: product, price, order.
pub type Triple = [usize; 3];

/// A day as all seats see it, and how many came before.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    pub day: usize,
    pub segment: usize,
    pub turn: usize,
    pub stock: &'a [usize],
    pub due: &'a [usize],
}

enum Plan {
    Exact(Joint),
    Near(Worth),
}

impl Plan {
    fn facts(&self) -> &ShopFacts {
        match self {
            Plan::Exact(joint) => joint.facts(),
            Plan::Near(worth) => worth.facts(),
        }
    }

    /// Days of an episode: those that are planned one by one are only its last ones.
    fn days(&self) -> usize {
        match self {
            Plan::Exact(joint) => joint.facts().days,
            Plan::Near(worth) => worth.days(),
        }
    }

    fn best(&self, moment: &Moment<'_>) -> Triple {
        match self {
            Plan::Exact(joint) => joint.best(moment),
            Plan::Near(worth) => worth.best(moment),
        }
    }
}

struct KnowsShop {
    plan: Arc<Plan>,
    /// Which of the three decisions is its own.
    role: usize,
    /// The day that comes next, for each lane.
    day: Vec<usize>,
}

/// Products beyond which a shop is refused.
const MOST_PRODUCTS: usize = 8;

impl KnowsShop {
    /// The stocks or the orders due of all products.
    fn whole(&self, observation: &[f64], from: usize) -> [usize; MOST_PRODUCTS] {
        let mut whole = [0; MOST_PRODUCTS];
        let products = usize::min(self.plan.facts().products, MOST_PRODUCTS);
        whole.iter_mut().zip(&observation[from..from + products]).for_each(|(n, x)| *n = *x as usize);
        whole
    }

    fn choice(&self, day: usize, observation: &[f64]) -> usize {
        let facts = self.plan.facts();
        let (stock, due) = (self.whole(observation, facts.stock), self.whole(observation, facts.due));
        let moment = Moment {
            day,
            segment: observation[facts.segment] as usize,
            turn: observation[facts.turn] as usize,
            stock: &stock[..facts.products],
            due: &due[..facts.products],
        };
        self.plan.best(&moment)[self.role]
    }

    /// The day of an observation, which tells only whose turn it is: the next one of the latest lane in which it plays
    /// that has this turn, else the first one with this turn.
    fn day_of(&self, observation: &[f64]) -> usize {
        let facts = self.plan.facts();
        let turn = observation[facts.turn] as usize;
        let is_it = |day: &&usize| **day < self.plan.days() && **day % facts.products == turn;
        self.day.iter().rev().find(is_it).copied().unwrap_or(turn)
    }
}

impl Agent for KnowsShop {
    fn begin(&mut self, lane: usize) {
        if self.day.len() <= lane {
            self.day.resize(lane + 1, 0);
        }
        self.day[lane] = 0;
    }

    fn act(&mut self, lane: usize, seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.choice(self.day[lane], seen.observation);
        self.day[lane] += 1;
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let (facts, day) = (self.plan.facts(), self.day_of(seen.observation));
        let (turn, stock) = (seen.observation[facts.turn] as usize, self.whole(seen.observation, facts.stock));
        let worth = match &*self.plan {
            Plan::Exact(joint) => {
                let rest = Text::new("profit from such a morning to the end", "从这样的早晨到结束的利润");
                (rest, joint.value(day, &stock[..facts.products]))
            }
            Plan::Near(near) => {
                let unit = Text::new("what one more unit of the product to order is worth", "待订商品多一件的价值");
                (unit, near.of_one_more(day, turn, stock[turn]))
            }
        };
        let notes = vec![
            (Text::new("day of the episode that it takes this for", "它认为这是回合的第几天"), day as f64 + 1.0),
            worth,
        ];
        Opinion { choice: Some(self.choice(day, seen.observation)), notes, ..Opinion::default() }
    }
}
