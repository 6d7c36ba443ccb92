//! The whole shop: what to show, what to charge, what to order, and one profit for all three.
//!
//! The story: a small shop sells three products to three kinds of visitors. Three people run it and share its
//! profit. One puts a product into the window, one sets the price of what is in the window (the others cost their
//! list price), and one orders, each day for the product whose turn it is. A day:
//!
//! 1. what was ordered L days ago arrives;
//! 2. all three see which segment of visitors comes today, and all stocks;
//! 3. all three act at once; an order is cut to the room that is left for its product;
//! 4. visitors come, Poisson, and each wants one product or leaves, by the logit of [`choice`]; who finds the shelf
//!    empty walks out;
//! 5. profit = what was sold times its margin − h·stock in the evening − K·1{something was ordered} − g·visitors who
//!    found nothing.
//!
//! The objective is the total of an episode. What a visitor wants is decided by one draw of his own: two teams meet
//! the same visitors in the same mood, and sell them different things. Zero is a team that does not think: the best
//! rated product, its list price, order what was sold. One is a team that knows the whole shop.

mod choice;
mod config;
mod facts;
mod log;
mod presets;
mod seats;

use super::{
    Env, Facts, FixedPrice, FixedPrices, ItemFacts, PriceFacts, ShopFacts, SimEntry, Spec, Status, StockFacts,
};
use crate::base::{Action, Counts, Episode, Params, Text, Trouble};
use choice::Shares;
use config::{Config, LIST, PRODUCTS, RUNGS, SEGMENTS};
use seats::{BUYER, PRICE, SHELF, TOTALS, Total};

pub static ENTRY: SimEntry = SimEntry {
    id: "store",
    label: Text::new("Whole store", "整间店铺"),
    story: Text::new(
        "Three products, three decisions, one profit: what to show, what to charge, what to order.",
        "三种商品，三个决定，一份利润：主推什么、卖多少钱、订多少货。",
    ),
    params: config::ROWS,
    presets: presets::all,
    zero: &["most-popular", "list-price", "order-what-sold"],
    best_known: &[&["knows-shop", "knows-shop", "knows-shop"]],
    paper: "McFadden, D. (1974), Conditional logit analysis of qualitative choice behavior, Frontiers in Econometrics, 105–142",
    build: |params| Ok(Box::new(Store::new(params)?)),
};

/// What is drawn, in the key of the day's randomness; from the last one on, each visitor has a draw of his own.
const CROWD: u32 = 1;
const MIX: u32 = 2;
const FIRST_VISITOR: u32 = 16;

type Units = [i64; PRODUCTS];

#[derive(Clone)]
pub struct Store {
    config: Config,
    spec: Spec,
    shares: Shares,
    crowd: Counts,
    stock_facts: StockFacts,
    price_facts: PriceFacts,
    item_facts: ItemFacts,
    shop_facts: ShopFacts,
    episode: Episode,
    day: u64,
    /// The kind of visitors who come today.
    segment: usize,
    /// The product that can be ordered today.
    turn: usize,
    stock: Units,
    due: Units,
    /// What was sold of each product since it could last be ordered.
    since: Units,
    totals: [f64; TOTALS],
    last: Moment,
}

/// What happened on the day just played.
#[derive(Clone, Copy, Default)]
struct Moment {
    featured: usize,
    price: f64,
    ordered: i64,
    visitors: i64,
    wanted: Units,
    sold: Units,
    arrived: Units,
    profit: f64,
}

impl Store {
    pub fn new(params: &Params) -> Result<Store, Trouble> {
        let config = Config::read(params)?;
        let shares = Shares::new(&config);
        let mut store = Store {
            spec: seats::spec(&config),
            crowd: Counts::poisson(config.visitors),
            stock_facts: facts::stock(&config, &shares),
            price_facts: facts::price(&config, &shares),
            item_facts: log::items(&config, seats::VISITOR)?,
            shop_facts: facts::shop(&config, &shares),
            episode: crate::base::World::evaluation().episode(0),
            day: 0,
            segment: 0,
            turn: 0,
            stock: [0; PRODUCTS],
            due: [0; PRODUCTS],
            since: [0; PRODUCTS],
            totals: [0.0; TOTALS],
            last: Moment::default(),
            shares,
            config,
        };
        store.reset(store.episode);
        Ok(store)
    }

    #[inline]
    fn count(&mut self, total: Total, x: f64) {
        self.totals[total as usize] += x;
    }

    /// The kind of visitors of a day, each as likely.
    #[inline]
    fn segment_of(&self, day: u64) -> usize {
        (self.episode.uniform(day, MIX) * SEGMENTS as f64) as usize
    }

    /// What today's visitors want, and how many they are.
    #[inline]
    fn visit(&self, featured: usize, rung: usize) -> (i64, Units) {
        let visitors = self.crowd.sample(self.episode.uniform(self.day, CROWD));
        let [first, second, third] = *self.shares.steps(self.segment, featured, rung);
        let mut below = [0; PRODUCTS];
        for visitor in 0..visitors {
            let mood = self.episode.uniform(self.day, FIRST_VISITOR + visitor);
            below[0] += i64::from(mood < first);
            below[1] += i64::from(mood < second);
            below[2] += i64::from(mood < third);
        }
        (i64::from(visitors), [below[0], below[1] - below[0], below[2] - below[1]])
    }

    /// The order of the product whose turn it is, cut to its room.
    #[inline]
    fn order(&mut self, choice: usize) -> i64 {
        let turn = self.turn;
        let ordered = self.config.ordered(choice, self.stock[turn] + self.due[turn]);
        self.due[turn] += ordered;
        self.since[turn] = 0;
        ordered
    }

    /// The next morning: the order that was placed L days before it arrives. Of a product there is never more than
    /// one on its way, because L is not longer than a round of turns.
    #[inline]
    fn next_morning(&mut self) -> Units {
        self.day += 1;
        self.turn = if self.turn + 1 == PRODUCTS { 0 } else { self.turn + 1 };
        self.segment = self.segment_of(self.day);
        let mut arrived = [0; PRODUCTS];
        if let Some(placed) = self.day.checked_sub(self.config.lead_time) {
            let product = (placed % PRODUCTS as u64) as usize;
            arrived[product] = std::mem::take(&mut self.due[product]);
            self.stock[product] += arrived[product];
        }
        arrived
    }

    /// Takes what is wanted from the shelves, as far as it is there.
    #[inline]
    fn sell(&mut self, wanted: Units) -> Units {
        let mut sold = [0; PRODUCTS];
        for product in 0..PRODUCTS {
            sold[product] = i64::min(wanted[product], self.stock[product]);
            self.stock[product] -= sold[product];
            self.since[product] += sold[product];
        }
        sold
    }

    fn finish_day(&mut self, moment: &Moment, revenue: f64, evening: i64) {
        let short = moment.wanted.iter().zip(moment.sold).filter(|(wanted, sold)| **wanted > *sold).count();
        let (wanted, sold) = (moment.wanted.iter().sum::<i64>() as f64, moment.sold.iter().sum::<i64>() as f64);
        self.count(Total::Profit, moment.profit);
        self.count(Total::Revenue, revenue);
        self.count(Total::Visitors, moment.visitors as f64);
        self.count(Total::Wanted, wanted);
        self.count(Total::Sold, sold);
        self.count(Total::Stockouts, short as f64);
        self.count(Total::Short, wanted - sold);
        self.count(Total::Stock, evening as f64);
        self.count(Total::Orders, f64::from(moment.ordered > 0));
        self.count(Total::Featured, moment.sold[moment.featured] as f64);
        self.count(Total::FeaturedRevenue, moment.sold[moment.featured] as f64 * moment.price);
    }

    /// Stock and orders due of the product that is so many turns after today's.
    #[inline]
    fn position(&self, after: usize) -> f64 {
        let product = (self.turn + after) % PRODUCTS;
        (self.stock[product] + self.due[product]) as f64
    }
}

impl Env for Store {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn reset(&mut self, episode: Episode) {
        self.episode = episode;
        (self.day, self.turn) = (0, 0);
        self.segment = self.segment_of(0);
        self.stock = [self.config.start; PRODUCTS];
        (self.due, self.since) = ([0; PRODUCTS], [0; PRODUCTS]);
        self.totals = [0.0; TOTALS];
        self.last = Moment::default();
    }

    #[inline]
    fn observe(&self, seat: usize, observation: &mut [f64]) {
        observation[seats::SEGMENT] = self.segment as f64;
        observation[seats::TURN] = self.turn as f64;
        for product in 0..PRODUCTS {
            observation[seats::STOCK + product] = self.stock[product] as f64;
            observation[seats::DUE + product] = self.due[product] as f64;
        }
        match seat {
            SHELF => observation[seats::VISITOR] = self.segment as f64,
            PRICE => {
                observation[seats::LAST_PRICE] = self.last.price;
                observation[seats::LAST_SOLD] = self.last.sold[self.last.featured] as f64;
            }
            _ => {
                observation[seats::OWN] = self.position(0);
                observation[seats::NEXT] = self.position(1);
                observation[seats::LAST] = self.position(2);
                observation[seats::SOLD] = self.since[self.turn] as f64;
            }
        }
    }

    #[inline]
    fn step(&mut self, actions: &[Action], rewards: &mut [f64]) -> Status {
        let (featured, rung) = (actions[SHELF].choice, actions[PRICE].choice);
        let ordered = self.order(actions[BUYER].choice);
        let (visitors, wanted) = self.visit(featured, rung);
        let sold = self.sell(wanted);
        let (units, evening) = (sold.iter().sum::<i64>(), self.stock.iter().sum::<i64>());
        let (price, list) = (self.config.price_at(rung), self.config.price_at(LIST));
        let revenue = list * (units - sold[featured]) as f64 + price * sold[featured] as f64;
        let short = wanted.iter().sum::<i64>() - units;
        let van = if ordered > 0 { self.config.order_cost } else { 0.0 };
        let profit = revenue
            - self.config.unit_cost * units as f64
            - self.config.holding * evening as f64
            - self.config.goodwill * short as f64
            - van;
        let mut moment = Moment { featured, price, ordered, visitors, wanted, sold, profit, arrived: [0; PRODUCTS] };
        self.finish_day(&moment, revenue, evening);
        moment.arrived = self.next_morning();
        self.last = moment;
        rewards.fill(profit);
        Status::Running
    }

    fn totals(&self) -> &[f64] {
        &self.totals
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            stock: Some(&self.stock_facts),
            price: Some(&self.price_facts),
            fixed: Some(self),
            items: Some(&self.item_facts),
            shop: Some(&self.shop_facts),
            model: None,
        }
    }

    fn twin(&self) -> Option<Box<dyn Env>> {
        Some(Box::new(self.clone()))
    }

    fn scene(&self) -> Vec<(&'static str, f64)> {
        const STOCK: [&str; PRODUCTS] = ["stock_1", "stock_2", "stock_3"];
        const DUE: [&str; PRODUCTS] = ["due_1", "due_2", "due_3"];
        const WANTED: [&str; PRODUCTS] = ["wanted_1", "wanted_2", "wanted_3"];
        const SOLD: [&str; PRODUCTS] = ["sold_1", "sold_2", "sold_3"];
        const ARRIVED: [&str; PRODUCTS] = ["arrived_1", "arrived_2", "arrived_3"];
        let last = &self.last;
        let mut scene = vec![
            ("period", self.day as f64),
            ("segment", self.segment as f64),
            ("turn", self.turn as f64),
            ("capacity", self.config.capacity as f64),
            ("featured", last.featured as f64),
            ("price", last.price),
            ("list_price", self.config.price),
            ("ordered", last.ordered as f64),
            ("visitors", last.visitors as f64),
            ("profit", last.profit),
            ("profit_so_far", self.totals[Total::Profit as usize]),
        ];
        for product in 0..PRODUCTS {
            scene.extend([
                (STOCK[product], self.stock[product] as f64),
                (DUE[product], self.due[product] as f64),
                (WANTED[product], last.wanted[product] as f64),
                (SOLD[product], last.sold[product] as f64),
                (ARRIVED[product], last.arrived[product] as f64),
            ]);
        }
        scene
    }
}

impl FixedPrices for Store {
    fn fixed_prices(&self) -> Vec<FixedPrice> {
        let (config, shares) = (&self.config, &self.shares);
        let of =
            |rung| FixedPrice { demand: facts::mean_featured(config, shares, rung), worth: config.margin_at(rung) };
        (0..RUNGS).map(of).collect()
    }
}

#[cfg(test)]
mod tests;
