//! The parameters of the inventory: their table, and the plain numbers that the simulator and its finite
//! model share, together with the few formulas that must not differ between the two.

use super::demand::{self, FAMILIES, FORECASTS};
use crate::base::{Counts, ParamRow, Params, Text, Trouble};
use crate::sim::Objective;
use crate::trouble;

const UNMET: &[(&str, Text)] = &[("lost", Text::new("lost", "流失")), ("waits", Text::new("waits", "等待"))];
const REWARDS: &[(&str, Text)] =
    &[("cost", Text::new("minus the cost", "成本的负数")), ("profit", Text::new("profit", "利润"))];
const OBJECTIVES: &[(&str, Text)] = &[
    ("average", Text::new("average a day", "日均")),
    ("total", Text::new("total of an episode", "回合总和")),
    ("discounted", Text::new("discounted total", "折扣总和")),
];
const RULES: &[(&str, Text)] = &[
    ("standard", Text::new("standard", "标准")),
    ("as-printed", Text::new("as printed in the article", "按文章原样")),
];

/// What the largest shelf holds.
const MOST_CAPACITY: u32 = 300;

pub const ROWS: &[ParamRow] = &[
    ParamRow::pick("demand", FAMILIES, 0)
        .label("demand", "需求分布")
        .help("How demand varies from day to day.", "需求每天如何波动。"),
    ParamRow::number("mean", 0.1, 100.0, 0.1, 5.0)
        .label("mean demand", "平均需求")
        .unit("a day", "件/天")
        .help("What customers want on an average day.", "平均每天顾客要多少。"),
    ParamRow::number("deviation", 0.0, 60.0, 0.1, 5.0)
        .label("deviation of demand", "需求标准差")
        .unit("units", "件")
        .help("The standard deviation, for normal and negative binomial demand.", "标准差，用于正态和负二项需求。"),
    ParamRow::whole("season", 1, 28, 1)
        .label("length of the season", "季节长度")
        .unit("days", "天")
        .help("1 means that all days are alike.", "1 表示每天都一样。"),
    ParamRow::number("swing", 0.0, 0.9, 0.05, 0.0)
        .label("swing of the season", "季节波动")
        .help("How far the mean swings up and down.", "均值上下摆动的幅度。"),
    ParamRow::number("peak", 1.0, 10.0, 0.5, 1.0).label("promotion peak", "促销高峰").unit("times", "倍").help(
        "On the last day of the season so many times the demand: a Singles' Day.",
        "季节最后一天的需求倍数，如双十一。",
    ),
    ParamRow::whole("lead_time", 0, 6, 1)
        .label("lead time", "提前期")
        .unit("days", "天")
        .help("How long an order takes; 0 arrives before today's customers.", "订货多久到；0 表示今天顾客来之前就到。"),
    ParamRow::pick("unmet", UNMET, 0)
        .label("unmet demand", "未满足的需求")
        .help("What happens to customers who find nothing.", "没买到的顾客怎么办。"),
    ParamRow::whole("backlog", 0, 100, 20)
        .label("longest waiting list", "最多等待")
        .unit("units", "件")
        .help("Beyond it customers give up, where demand waits.", "超过后顾客放弃（仅在需求会等待时）。"),
    ParamRow::number("holding", 0.0, 50.0, 0.1, 1.0)
        .label("holding cost", "持有成本")
        .unit("€ a unit and day", "元/件·天")
        .help("For each unit on the shelf after the day's customers.", "当天顾客走后货架上每件的成本。"),
    ParamRow::number("shortage", 0.0, 200.0, 0.5, 9.0)
        .label("shortage cost", "缺货成本")
        .unit("€ a unit", "元/件")
        .help("For each unit that is missing.", "每缺一件的成本。"),
    ParamRow::number("order_cost", 0.0, 500.0, 1.0, 0.0)
        .label("cost of an order", "订货成本")
        .unit("€", "元")
        .help("Paid for every order, however small.", "每次订货都要付，与数量无关。"),
    ParamRow::number("unit_cost", 0.0, 100.0, 0.5, 0.0)
        .label("unit cost", "单位成本")
        .unit("€", "元")
        .help("Paid for every unit ordered.", "每订一件要付的钱。"),
    ParamRow::number("price", 0.0, 200.0, 0.5, 0.0)
        .label("price", "售价")
        .unit("€", "元")
        .help("Earned for every unit sold, where the reward is profit.", "每卖一件的收入（仅当奖励为利润时）。"),
    ParamRow::whole("order_min", -50, 100, 0)
        .label("smallest order", "最小订货")
        .unit("units", "件")
        .help("Negative only under the printed rules.", "只有在“按文章原样”的规则下可为负。"),
    ParamRow::whole("order_max", 0, 150, 0)
        .label("largest order", "最大订货")
        .unit("units", "件")
        .help("0 means: as much as there is room for.", "0 表示以容量为限。"),
    ParamRow::whole("capacity", 0, MOST_CAPACITY as i64, 0).label("capacity", "容量").unit("units", "件").help(
        "Stock and orders on their way together; 0 means: what the textbook level needs.",
        "库存加在途的上限；0 表示取教科书水平。",
    ),
    ParamRow::whole("start", 0, 300, 10)
        .label("stock at the start", "初始库存")
        .unit("units", "件")
        .help("What lies on the shelf on the first day.", "第一天货架上有多少。"),
    ParamRow::pick("reward", REWARDS, 0).label("reward", "奖励").help("What is counted.", "计算什么。"),
    ParamRow::number("met_bonus", 0.0, 100.0, 1.0, 0.0)
        .label("bonus for a full day", "全满足奖励")
        .unit("€", "元")
        .help("Earned on each day on which all demand was met.", "当天需求全部满足时的奖励。"),
    ParamRow::number("stockout_cost", 0.0, 100.0, 1.0, 0.0)
        .label("cost of a stockout", "缺货罚款")
        .unit("€", "元")
        .help("Paid once on each day with a stockout.", "发生缺货的每一天付一次。"),
    ParamRow::pick("objective", OBJECTIVES, 0)
        .label("objective", "目标")
        .help("What a good policy maximises.", "好的策略要最大化什么。"),
    ParamRow::number("discount", 0.5, 0.999, 0.001, 0.99)
        .label("discount a day", "每日折扣")
        .help("For the discounted total.", "用于折扣总和。"),
    ParamRow::whole("horizon", 1, 10_000, 100)
        .label("days of an episode", "回合天数")
        .unit("days", "天")
        .help("After so many days an episode is cut.", "这么多天后回合被截断。"),
    ParamRow::pick("forecast", FORECASTS, 0)
        .label("forecast in sight", "可见的预测")
        .help("Adds a forecast of demand to what is seen.", "在观察中加入需求预测。"),
    ParamRow::pick("rules", RULES, 0)
        .label("rules", "规则")
        .help("The article's printed program, or the standard order of events.", "文章印出的程序，或标准的事件顺序。"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reward {
    Cost,
    Profit,
}

/// The checked parameters as plain numbers.
#[derive(Clone, Debug)]
pub struct Config {
    pub demand: Vec<Counts>,
    pub lead_time: usize,
    pub lost: bool,
    pub backlog: i64,
    pub holding: f64,
    pub shortage: f64,
    pub order_cost: f64,
    pub unit_cost: f64,
    pub price: f64,
    pub lowest_order: i64,
    highest_order: i64,
    pub capacity: i64,
    pub start: i64,
    pub reward_is: Reward,
    pub met_bonus: f64,
    pub stockout_cost: f64,
    pub objective: Objective,
    pub horizon: u32,
    pub forecast: usize,
    pub as_printed: bool,
}

impl Config {
    pub fn read(p: &Params) -> Result<Config, Trouble> {
        let demand = demand::season(p)?;
        let as_printed = p.whole("rules") == 1;
        let objective = match p.whole("objective") {
            0 => Objective::Average,
            1 => Objective::Total,
            _ => Objective::Discounted(p.get("discount")),
        };
        let mut config = Config {
            demand,
            lead_time: p.whole("lead_time"),
            lost: p.whole("unmet") == 0,
            backlog: if p.whole("unmet") == 0 { 0 } else { p.whole("backlog") as i64 },
            holding: p.get("holding"),
            shortage: p.get("shortage"),
            order_cost: p.get("order_cost"),
            unit_cost: p.get("unit_cost"),
            price: p.get("price"),
            lowest_order: p.get("order_min") as i64,
            highest_order: p.whole("order_max") as i64,
            capacity: p.whole("capacity") as i64,
            start: p.whole("start") as i64,
            reward_is: if p.whole("reward") == 0 { Reward::Cost } else { Reward::Profit },
            met_bonus: p.get("met_bonus"),
            stockout_cost: p.get("stockout_cost"),
            objective,
            horizon: p.whole("horizon") as u32,
            forecast: p.whole("forecast"),
            as_printed,
        };
        config.settle()?;
        Ok(config)
    }

    /// Fills in what 0 leaves open, and checks what one row alone cannot.
    fn settle(&mut self) -> Result<(), Trouble> {
        if self.lowest_order < 0 && !self.as_printed {
            let lowest = self.lowest_order;
            return Err(trouble!(
                "order_min is {lowest}, but must be at least 0 under the standard rules",
                "order_min 是 {lowest}，在标准规则下不能小于 0"
            ));
        }
        if self.as_printed {
            // The printed program knows neither a lead time nor a waiting list.
            (self.lead_time, self.lost, self.backlog) = (0, true, 0);
        }
        if self.capacity == 0 {
            self.capacity = self.textbook_capacity();
        }
        if self.highest_order == 0 {
            self.highest_order = i64::max(self.capacity, self.lowest_order);
        }
        if self.highest_order < self.lowest_order {
            let (low, high) = (self.lowest_order, self.highest_order);
            return Err(trouble!(
                "order_max is {high}, but must be at least order_min, which is {low}",
                "order_max 是 {high}，不能小于 order_min（{low}）"
            ));
        }
        self.start = i64::min(self.start, self.capacity);
        Ok(())
    }

    /// The standard base-stock level, the largest over the season, and a lot on top where orders cost.
    fn textbook_capacity(&self) -> i64 {
        let ratio = if self.shortage > 0.0 { self.shortage / (self.shortage + self.holding) } else { 0.5 };
        let n = self.demand.len();
        let level = (0..n)
            .map(|phase| {
                let sum = (1..=self.lead_time).fold(self.demand[phase].clone(), |sum, i| {
                    sum.plus_up_to(&self.demand[(phase + i) % n], MOST_CAPACITY)
                });
                sum.quantile(f64::min(ratio, 0.9999))
            })
            .max();
        let mean = self.demand.iter().map(Counts::mean).sum::<f64>() / n as f64;
        let lot = if self.holding > 0.0 { f64::sqrt(2.0 * self.order_cost * mean / self.holding) } else { 0.0 };
        (level.unwrap_or(0) as i64 + f64::ceil(lot) as i64).clamp(1, i64::from(MOST_CAPACITY))
    }

    pub fn largest_order(&self) -> i64 {
        self.highest_order
    }

    pub fn choices(&self) -> usize {
        (self.highest_order - self.lowest_order) as usize + 1
    }

    pub fn lowest_stock(&self) -> i64 {
        -self.backlog
    }

    /// What is really ordered: no more than there is room for.
    #[inline]
    pub fn ordered(&self, choice: usize, position: i64) -> i64 {
        i64::min(self.lowest_order + choice as i64, i64::max(self.capacity - position, 0))
    }

    /// The stock after demand, before what arrives next.
    #[inline]
    pub fn after(&self, stock: i64, demand: i64) -> i64 {
        i64::max(stock - demand, -self.backlog)
    }

    /// The reward of a period that met this demand with this stock.
    #[inline]
    pub fn reward(&self, stock: i64, demand: i64, ordered: i64) -> f64 {
        self.sales_reward(stock, demand) - self.ordering_cost(ordered)
    }

    /// What the period really cost, whatever is counted as its reward.
    #[inline]
    pub fn cost(&self, stock: i64, demand: i64, ordered: i64) -> f64 {
        self.sales_cost(stock, demand) + self.ordering_cost(ordered)
    }

    /// Holding, what is missing, and the fine for a stockout.
    #[inline]
    fn sales_cost(&self, stock: i64, demand: i64) -> f64 {
        let (short, left) = (i64::max(demand - stock, 0), i64::max(stock - demand, 0));
        let fine = if short > 0 { self.stockout_cost } else { 0.0 };
        self.holding * left as f64 + self.shortage * short as f64 + fine
    }

    /// The part of the reward that does not hang on today's order, unless it arrives today.
    #[inline]
    pub fn sales_reward(&self, stock: i64, demand: i64) -> f64 {
        let mut reward = -self.sales_cost(stock, demand);
        if demand <= stock {
            reward += self.met_bonus;
        }
        if self.reward_is == Reward::Profit {
            // Where customers wait they pay when they ask; those beyond the limit do not.
            let sold = if self.lost { i64::min(demand, stock) } else { i64::min(demand, stock + self.backlog) };
            reward += self.price * sold as f64;
        }
        reward
    }

    /// What today's order costs.
    #[inline]
    pub fn ordering_cost(&self, ordered: i64) -> f64 {
        let fixed = if ordered > 0 { self.order_cost } else { 0.0 };
        fixed + self.unit_cost * ordered as f64
    }

    /// The printed program: the change comes first and may be negative; a shortage is looked for before
    /// demand and *earns* 10 (minus −10); then demand; holding is charged on the rest. Reward and stock after.
    pub fn as_printed(&self, stock: i64, change: i64, demand: i64) -> (f64, i64) {
        let changed = i64::min(stock + change, self.capacity);
        let bonus = if changed < 0 { self.stockout_cost } else { 0.0 };
        let after = i64::max(i64::max(changed, 0) - demand, 0);
        (bonus - self.holding * after as f64, after)
    }
}
