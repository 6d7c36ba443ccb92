//! The parameters of pricing: their table, and the plain numbers and few formulas that the simulator and its
//! finite model share.

use super::demand::MOST_MEAN;
use super::market::{Market, Phase};
use crate::base::{DemandCurve, ParamRow, Params, Text, Trouble};
use crate::trouble;
use libm::{cos, exp, log, pow};

const CURVES: &[(&str, Text)] = &[
    ("linear", Text::new("a line", "直线")),
    ("constant", Text::new("constant elasticity", "恒定弹性")),
    ("exponential", Text::new("exponential", "指数")),
    ("logit", Text::new("logit", "Logit")),
];
const RIVALS: &[(&str, Text)] = &[
    ("none", Text::new("none", "没有")),
    ("follows", Text::new("follows the last price", "跟随上次价格")),
    ("cycles", Text::new("undercuts step by step, then starts again", "逐级降价，再重新开始")),
];
const REWARDS: &[(&str, Text)] = &[
    ("profit", Text::new("profit", "利润")),
    ("cost-share", Text::new("revenue less a share of it", "收入减去其一定比例")),
    ("units", Text::new("units sold", "销量")),
];

pub const ROWS: &[ParamRow] = &[
    ParamRow::pick("curve", CURVES, 2)
        .label("demand curve", "需求曲线")
        .help("How demand answers the price.", "需求如何随价格变化。"),
    ParamRow::number("usual_price", 1.0, 1_000.0, 0.5, 40.0)
        .label("usual price", "惯常价格")
        .unit("€", "元")
        .help("What was asked so far: the curve is given by this point.", "一直以来的价格：曲线由这一点给定。"),
    ParamRow::number("usual_demand", 0.1, 100.0, 0.1, 1.2)
        .label("demand at the usual price", "惯常价格下的需求")
        .unit("a day", "件/天")
        .help("How many buy on an average day.", "平均每天有多少人买。"),
    ParamRow::number("elasticity", -8.0, -0.1, 0.05, -2.0)
        .label("elasticity at the usual price", "惯常价格下的弹性")
        .help("Per cent of demand for a per cent of price.", "价格变动百分之一，需求变动百分之几。"),
    ParamRow::number("visitors", 1.0, 300.0, 1.0, 20.0)
        .label("visitors", "访客数")
        .unit("a day", "人/天")
        .help("Who might buy at all, for the logit curve.", "可能购买的人数，用于 Logit 曲线。"),
    ParamRow::number("unit_cost", 0.0, 500.0, 0.5, 20.0)
        .label("unit cost", "单位成本")
        .unit("€", "元")
        .help("What each unit sold costs the shop.", "每卖一件，店家的成本。"),
    ParamRow::number("price_low", 0.0, 900.0, 0.5, 20.0)
        .label("lowest price", "最低价格")
        .unit("€", "元")
        .help("The first step of the ladder.", "价格阶梯的第一级。"),
    ParamRow::number("price_high", 2.0, 1_000.0, 0.5, 70.0)
        .label("highest price", "最高价格")
        .unit("€", "元")
        .help("The last step of the ladder.", "价格阶梯的最后一级。"),
    ParamRow::whole("price_steps", 2, 41, 11)
        .label("prices on the ladder", "阶梯上的价格数")
        .help("How many prices there are to choose from.", "有多少个价格可选。"),
    ParamRow::switch("box", false)
        .label("any price", "任意价格")
        .help("Any price between the lowest and the highest.", "可取最低与最高之间的任何价格。"),
    ParamRow::whole("stock", 0, 200, 20).label("stock", "库存").unit("units", "件").help(
        "What is to be sold by the last day; 0 means that supply never ends.",
        "须在最后一天前卖完的数量；0 表示供应无限。",
    ),
    ParamRow::whole("days", 1, 1_000, 30)
        .label("days", "天数")
        .unit("days", "天")
        .help("How long it is sold.", "销售多少天。"),
    ParamRow::whole("season", 1, 28, 1)
        .label("length of the season", "季节长度")
        .unit("days", "天")
        .help("1 means that all days are alike.", "1 表示每天都一样。"),
    ParamRow::number("swing", 0.0, 0.9, 0.05, 0.0)
        .label("swing of demand", "需求波动")
        .help("How far the season moves the number of customers.", "季节使顾客数量上下多少。"),
    ParamRow::number("rush", 0.0, 0.8, 0.05, 0.0)
        .label("swing of what is paid", "支付意愿波动")
        .help("How far the season moves what customers would pay.", "季节使顾客愿付的价格上下多少。"),
    ParamRow::number("shock", 0.0, 0.5, 0.05, 0.0)
        .label("good and bad days", "好日子与坏日子")
        .help("The deviation of a factor that shakes each day's demand.", "每天需求随机倍数的标准差。"),
    ParamRow::number("drift", 0.0, 0.7, 0.05, 0.0).label("drift of taste", "口味漂移").help(
        "How far what customers would pay wanders, unseen (as a logarithm).",
        "顾客愿付的价格暗中漂移多远（对数）。",
    ),
    ParamRow::number("family", 0.0, 0.8, 0.05, 0.0).label("spread of markets", "市场差异").help(
        "How far demand and elasticity differ from episode to episode (as logarithms).",
        "每回合的需求和弹性相差多远（对数）。",
    ),
    ParamRow::pick("rival", RIVALS, 0)
        .label("competitor", "竞争者")
        .help("How the shop across the street sets its price.", "对面的店如何定价。"),
    ParamRow::number("cross", 0.0, 3.0, 0.1, 1.0).label("cross elasticity", "交叉弹性").help(
        "Per cent of demand for a per cent of the competitor's price.",
        "竞争者价格变动百分之一，需求变动百分之几。",
    ),
    ParamRow::number("rival_noise", 0.0, 1.0, 0.05, 0.3)
        .label("the competitor's moods", "竞争者的随意性")
        .help("How often the competitor does something else.", "竞争者多常不按常理定价。"),
    ParamRow::switch("memory", false).label("yesterday counts", "昨天也算情形").help(
        "Learners tell situations apart by the last price and the last sales, too; networks do so anyway where the \
         market is hidden.",
        "学习者也按上次价格和销量区分情形；市场有隐藏变化时，网络总能看到它们。",
    ),
    ParamRow::pick("reward", REWARDS, 0).label("reward", "奖励").help("What is counted.", "计算什么。"),
    ParamRow::number("cost_share", 0.0, 0.95, 0.05, 0.5)
        .label("cost as a share of revenue", "成本占收入的比例")
        .help("For the article's printed profit.", "用于文章印出的利润公式。"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reward {
    Profit,
    CostShare,
    Units,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    None,
    Follows,
    Cycles,
}

/// The steps of taste on either side of the usual one.
const TASTES_BESIDE: usize = 10;

/// The checked parameters as plain numbers.
#[derive(Clone, Debug)]
pub struct Config {
    pub curve: DemandCurve,
    form: usize,
    pub usual_price: f64,
    usual_demand: f64,
    elasticity: f64,
    visitors: f64,
    pub unit_cost: f64,
    pub prices: Vec<f64>,
    pub any_price: bool,
    /// 0 where supply never ends.
    pub stock: u32,
    pub days: u32,
    pub season: Vec<Phase>,
    pub shock: f64,
    pub drift: f64,
    pub family: f64,
    pub rival: Rival,
    cross: f64,
    rival_noise: f64,
    pub memory: bool,
    pub reward: Reward,
    pub cost_share: f64,
    /// No day sells more.
    pub most_sold: u32,
}

impl Config {
    pub fn read(p: &Params) -> Result<Config, Trouble> {
        let season = p.whole("season");
        let mut config = Config {
            curve: DemandCurve::Linear { a: 1.0, b: 1.0 },
            form: p.whole("curve"),
            usual_price: p.get("usual_price"),
            usual_demand: p.get("usual_demand"),
            elasticity: p.get("elasticity"),
            visitors: p.get("visitors"),
            unit_cost: p.get("unit_cost"),
            prices: ladder(p)?,
            any_price: p.whole("box") == 1,
            stock: p.whole("stock") as u32,
            days: p.whole("days") as u32,
            season: (0..season).map(|i| phase(i, season, p.get("swing"), p.get("rush"))).collect(),
            shock: p.get("shock"),
            drift: p.get("drift"),
            family: p.get("family"),
            rival: [Rival::None, Rival::Follows, Rival::Cycles][p.whole("rival")],
            cross: p.get("cross"),
            rival_noise: p.get("rival_noise"),
            memory: p.whole("memory") == 1,
            reward: [Reward::Profit, Reward::CostShare, Reward::Units][p.whole("reward")],
            cost_share: p.get("cost_share"),
            most_sold: 0,
        };
        config.check()?;
        config.curve = config.curve_of(0.5, 0.5);
        let most = config.largest_mean();
        if most > MOST_MEAN {
            return Err(config.crowded(most));
        }
        config.most_sold = config.most_of_a_day(most);
        Ok(config)
    }

    fn check(&self) -> Result<(), Trouble> {
        let (e, q, visitors) = (self.elasticity, self.usual_demand, self.visitors);
        if self.form == 1 && e > LEAST_CONSTANT {
            return Err(trouble!(
                "elasticity is {e}, but must be at most {LEAST_CONSTANT} where it is constant: else the dearest price is the best",
                "elasticity 是 {e}，恒定弹性时不能大于 {LEAST_CONSTANT}：否则最贵的价格总是最好"
            ));
        }
        if self.form == 3 && q * exp(self.family) >= visitors {
            return Err(trouble!(
                "visitors is {visitors}, but must be more than usual_demand, which is {q} (times e^family)",
                "visitors 是 {visitors}，必须大于 usual_demand（{q}，再乘 e^family）"
            ));
        }
        Ok(())
    }

    /// Why a world is refused that would have more customers than can be drawn.
    fn crowded(&self, most: f64) -> Trouble {
        let (q, e, low, family) = (self.usual_demand, self.elasticity, self.prices[0], self.family);
        let most = f64::ceil(most);
        trouble!(
            "usual_demand is {q}, with elasticity {e}, price_low {low} and family {family}: on its fullest day \
             {most} customers would buy, and at most {MOST_MEAN} are allowed",
            "usual_demand 是 {q}，elasticity 是 {e}，price_low 是 {low}，family 是 {family}：最忙的一天平均会有 {most} \
             人购买，最多允许 {MOST_MEAN} 人"
        )
    }

    /// The curve of a market: its place among the family by two draws, one for demand, one for elasticity; 0.5
    /// for both is the usual one. Every form goes through the usual price with the demand and the elasticity there.
    pub fn curve_of(&self, demand: f64, elasticity: f64) -> DemandCurve {
        let spread = |u: f64| exp(self.family * (2.0 * u - 1.0));
        let (p, q) = (self.usual_price, self.usual_demand * spread(demand));
        let e = self.elasticity * spread(elasticity);
        match self.form {
            0 => DemandCurve::line_through(p, q, e),
            1 => {
                let e = f64::min(e, LEAST_CONSTANT);
                DemandCurve::Constant { scale: q * pow(p, -e), elasticity: e }
            }
            2 => DemandCurve::Exponential { a: q * exp(-e), alpha: -e / p },
            _ => {
                // Of the visitors the share s buys: e = −b·p·(1 − s).
                let s = q / self.visitors;
                let b = -e / (p * (1.0 - s));
                DemandCurve::Logit { market: self.visitors, a: b * p + log(s / (1.0 - s)), b }
            }
        }
    }

    pub fn market(&self) -> Market {
        Market::new(self.curve, &self.prices, &self.season, &self.tastes())
    }

    /// How many times the usual price customers would pay, for each step of taste; they are passed one by one.
    pub fn tastes(&self) -> Vec<f64> {
        let beside = if self.drift > 0.0 { TASTES_BESIDE } else { 0 };
        let step = |i: usize| (i as f64 - beside as f64) / f64::max(beside as f64, 1.0);
        (0..=2 * beside).map(|i| exp(self.drift * step(i))).collect()
    }

    /// Whether the stock ends, and what is left on the last day is worth nothing.
    pub fn sells_by(&self) -> bool {
        self.stock > 0
    }

    /// Whether what the market does hangs on nothing that is hidden from the shop.
    pub fn in_sight(&self) -> bool {
        self.drift == 0.0 && self.family == 0.0
    }

    /// How many times the usual demand there is at this price of the competitor: (r/p₀)^cross.
    pub fn rival_factor(&self, rival: usize) -> f64 {
        if self.rival == Rival::None { 1.0 } else { pow(self.prices[rival] / self.usual_price, self.cross) }
    }

    /// How many prices the competitor may have.
    pub fn rivals(&self) -> usize {
        if self.rival == Rival::None { 1 } else { self.prices.len() }
    }

    /// Where on the ladder the competitor begins.
    pub fn first_rival(&self) -> usize {
        if self.rival == Rival::None { 0 } else { self.nearest(self.usual_price) }
    }

    /// The step of the ladder that is nearest to a price, the lower among equals.
    #[inline]
    pub fn nearest(&self, price: f64) -> usize {
        let (low, high) = self.range();
        let last = self.prices.len() - 1;
        let at = (price - low) / (high - low) * last as f64;
        f64::clamp(f64::ceil(at - 0.5), 0.0, last as f64) as usize
    }

    pub fn range(&self) -> (f64, f64) {
        (self.prices[0], self.prices[self.prices.len() - 1])
    }

    /// Where the competitor's price goes: three places and their chances, which depend on today's step of the
    /// ladder and of the competitor's own.
    pub fn rival_moves(&self, rival: usize, own: usize) -> [(usize, f64); 3] {
        let last = self.rivals() - 1;
        let half = 0.5 * self.rival_noise;
        let mut moves = match self.rival {
            Rival::None => [(0, 1.0), (0, 0.0), (0, 0.0)],
            Rival::Follows => {
                [(own.saturating_sub(1), half), (own, 1.0 - self.rival_noise), (usize::min(own + 1, last), half)]
            }
            Rival::Cycles => {
                // An Edgeworth cycle: step by step down to cost, then up to the top again.
                let floor = usize::min(self.prices.partition_point(|p| *p < self.unit_cost), last);
                let down = if rival <= floor { last } else { rival - 1 };
                [(down, 1.0 - self.rival_noise), (rival, self.rival_noise), (rival, 0.0)]
            }
        };
        // Two ways to one place are one: at the ends of the ladder.
        for i in 1..3 {
            if moves[i].0 == moves[i - 1].0 {
                moves[i].1 += moves[i - 1].1;
                moves[i - 1].1 = 0.0;
            }
        }
        moves
    }

    /// What a unit that is sold counts.
    #[inline]
    pub fn unit_reward(&self, price: f64) -> f64 {
        match self.reward {
            Reward::Profit => price - self.unit_cost,
            Reward::CostShare => price * (1.0 - self.cost_share),
            Reward::Units => 1.0,
        }
    }

    /// The largest mean of a day that there can be: at the lowest price, in the largest market, beside the dearest
    /// competitor.
    fn largest_mean(&self) -> f64 {
        let rival = (0..self.rivals()).map(|r| self.rival_factor(r)).fold(0.0, f64::max);
        let mut largest: f64 = 0.0;
        for (demand, elasticity) in [(1.0, 0.0), (1.0, 1.0), (0.5, 0.5)] {
            let market = Market::new(self.curve_of(demand, elasticity), &self.prices, &self.season, &self.tastes());
            largest = f64::max(largest, market.largest());
        }
        largest * rival
    }

    /// Far more than any day has ever sold: eight deviations above its largest mean.
    fn most_of_a_day(&self, mean: f64) -> u32 {
        let variance = mean + self.shock * mean * self.shock * mean;
        let most = f64::ceil(mean + 8.0 * f64::sqrt(variance)) as u32 + 8;
        if self.sells_by() { u32::min(most, self.stock) } else { most }
    }
}

/// A constant elasticity nearer to zero has no best price.
const LEAST_CONSTANT: f64 = -1.05;

/// Prices that are evenly spread.
fn ladder(p: &Params) -> Result<Vec<f64>, Trouble> {
    let (low, high, steps) = (p.get("price_low"), p.get("price_high"), p.whole("price_steps"));
    if high <= low {
        return Err(trouble!(
            "price_high is {high}, but must be more than price_low, which is {low}",
            "price_high 是 {high}，必须大于 price_low（{low}）"
        ));
    }
    let price = |i: usize| low + (high - low) * i as f64 / (steps - 1) as f64;
    Ok((0..steps).map(price).collect())
}

/// A phase of the season: quiet at its beginning, at its height in the middle.
fn phase(i: usize, season: usize, swing: f64, rush: f64) -> Phase {
    let height = if season < 2 { 0.0 } else { -cos(std::f64::consts::TAU * i as f64 / season as f64) };
    Phase { customers: 1.0 + swing * height, pay: 1.0 + rush * height }
}
