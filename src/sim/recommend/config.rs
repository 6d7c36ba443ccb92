//! The parameters of the visits: their table, and the checked numbers that the world and its visits share.

use crate::base::{ParamRow, Params, Text, Trouble};
use crate::sim::taste::{Boredom, Funnel};
use crate::trouble;

pub const CATEGORIES: usize = 8;
/// Numbers that describe an item, and that a taste weighs.
pub const FEATURES: usize = 5;
/// The customers who may visit today.
pub const VISITORS: usize = 200;

const SHOWS: &[(&str, Text)] = &[
    ("categories", Text::new("a category's best-predicted item", "某类别中预测最佳的商品")),
    ("items", Text::new("any item", "任一商品")),
];

pub const ROWS: &[ParamRow] = &[
    ParamRow::whole("world", 1, 1_000, 1)
        .label("world", "世界编号")
        .help("Draws other items, tastes and past ratings.", "换一批商品、口味和历史评分。"),
    ParamRow::whole("items", 16, 200, 40)
        .label("items", "商品数")
        .unit("items", "件")
        .help("Items of the shop, in 8 categories.", "商店的商品数，分属 8 个类别。"),
    ParamRow::pick("shows", SHOWS, 0)
        .label("what is chosen", "选什么")
        .help("Whether a category is named or an item.", "每一步是指定类别，还是直接指定商品。"),
    ParamRow::whole("types", 1, 20, 6)
        .label("types of people", "人群类型数")
        .help("Tastes lie around so many hidden types.", "口味围绕这么多个隐藏类型分布。"),
    ParamRow::number("strength", 0.1, 3.0, 0.1, 1.2)
        .label("strength of tastes", "口味强度")
        .help("How far the types' tastes lie apart.", "各类型口味相差多远。"),
    ParamRow::number("spread", 0.0, 2.0, 0.05, 0.15)
        .label("spread within a type", "类型内差异")
        .help("How far a visitor's taste lies from his type's.", "顾客口味偏离其类型的程度。"),
    ParamRow::number("mood", 0.0, 2.0, 0.05, 0.3)
        .label("mood of the day", "当日心情")
        .help("How far today's taste lies from the usual one.", "当日口味偏离平常的程度。"),
    ParamRow::whole("past_visitors", 10, 1_000, 300)
        .label("past visitors", "以往访客")
        .unit("people", "人")
        .help("How many others have left ratings.", "有多少其他人留下了评分。"),
    ParamRow::whole("past_ratings", 1, 40, 15)
        .label("ratings of a past visitor", "每位以往访客的评分数")
        .help("How many items each of them rated.", "他们每人评了多少件商品。"),
    ParamRow::whole("own_ratings", 0, 16, 8)
        .label("ratings of today's visitor", "今日访客的评分数")
        .help("How many items he rated before; 0 makes him a newcomer.", "他此前评过多少件；0 表示新客。"),
    ParamRow::number("rating_noise", 0.0, 2.0, 0.1, 0.2)
        .label("noise of ratings", "评分噪声")
        .unit("stars", "星")
        .help("How far ratings stray from what people really think.", "评分偏离真实想法的程度。"),
    ParamRow::number("price_weight", 0.0, 0.2, 0.005, 0.02)
        .label("weight of the price", "价格权重")
        .unit("a €", "每元")
        .help("How much utility a dearer item loses.", "价格每高一元损失的效用。"),
    ParamRow::number("boredom", 0.0, 10.0, 0.1, 2.0)
        .label("weight of boredom", "厌倦权重")
        .help("How much utility a category loses that bores fully.", "完全厌倦的类别损失的效用。"),
    ParamRow::number("boredom_rise", 0.0, 1.0, 0.05, 0.6)
        .label("rise of boredom", "厌倦上升")
        .help("The share of the way to full boredom that one showing goes.", "展示一次向完全厌倦靠近的比例。"),
    ParamRow::number("boredom_fade", 0.0, 1.0, 0.05, 0.7)
        .label("fade of boredom", "厌倦消退")
        .help("The factor by which what is not shown bores less.", "未展示类别的厌倦每步乘以此数。"),
    ParamRow::number("patience", 0.5, 40.0, 0.5, 6.0)
        .label("patience", "耐心")
        .help("When it is used up the visitor leaves.", "耗尽时访客离开。"),
    ParamRow::number("patience_click", 0.0, 5.0, 0.05, 0.25)
        .label("patience that a click costs", "点击耗费的耐心")
        .help("A step with a click costs so much.", "有点击的一步耗费多少。"),
    ParamRow::number("patience_none", 0.05, 5.0, 0.05, 1.0)
        .label("patience without a click", "无点击耗费的耐心")
        .help("A step without a click costs so much.", "没有点击的一步耗费多少。"),
    ParamRow::whole("length", 1, 100, 20)
        .label("longest visit", "最长访问")
        .unit("steps", "步")
        .help("After so many steps the visitor leaves anyway.", "这么多步之后访客必定离开。"),
    ParamRow::number("click_level", -5.0, 5.0, 0.1, -0.5)
        .label("level of clicks", "点击水平")
        .help("The log-odds of a click at no utility.", "效用为零时点击的对数几率。"),
    ParamRow::number("cart_level", -5.0, 5.0, 0.1, -0.5)
        .label("level of carts", "加购水平")
        .help("The log-odds that a click ends in the cart.", "点击后加购的对数几率（效用为零）。"),
    ParamRow::number("purchase_level", -5.0, 5.0, 0.1, -0.5)
        .label("level of purchases", "购买水平")
        .help("The log-odds that the cart is bought.", "加购后购买的对数几率（效用为零）。"),
    ParamRow::number("click_worth", 0.0, 10.0, 0.1, 0.1)
        .label("worth of a click", "点击的价值")
        .help("What a click earns.", "一次点击得多少分。"),
    ParamRow::number("cart_worth", 0.0, 10.0, 0.1, 0.3)
        .label("worth of a cart", "加购的价值")
        .help("What an item in the cart earns on top.", "加购再得多少分。"),
    ParamRow::number("purchase_worth", 0.0, 10.0, 0.1, 1.0)
        .label("worth of a purchase", "购买的价值")
        .help("What a purchase earns on top.", "购买再得多少分。"),
];

/// The checked parameters as plain numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub world: u64,
    pub items: usize,
    pub by_item: bool,
    pub types: usize,
    pub strength: f64,
    pub spread: f64,
    pub mood: f64,
    pub past_visitors: usize,
    pub past_ratings: usize,
    pub own_ratings: usize,
    pub rating_noise: f64,
    pub price_weight: f64,
    pub boredom: Boredom,
    pub patience: f64,
    /// What a step costs without a click and with one.
    pub costs: [f64; 2],
    pub length: u32,
    pub funnel: Funnel,
    pub worth: [f64; 3],
}

impl Config {
    pub fn read(p: &Params) -> Result<Config, Trouble> {
        let config = Config {
            world: p.whole("world") as u64,
            items: p.whole("items"),
            by_item: p.whole("shows") == 1,
            types: p.whole("types"),
            strength: p.get("strength"),
            spread: p.get("spread"),
            mood: p.get("mood"),
            past_visitors: p.whole("past_visitors"),
            past_ratings: p.whole("past_ratings"),
            own_ratings: p.whole("own_ratings"),
            rating_noise: p.get("rating_noise"),
            price_weight: p.get("price_weight"),
            boredom: Boredom { weight: p.get("boredom"), rise: p.get("boredom_rise"), fade: p.get("boredom_fade") },
            patience: p.get("patience"),
            costs: [p.get("patience_none"), p.get("patience_click")],
            length: p.whole("length") as u32,
            funnel: Funnel { levels: ["click_level", "cart_level", "purchase_level"].map(|id| p.get(id)) },
            worth: ["click_worth", "cart_worth", "purchase_worth"].map(|id| p.get(id)),
        };
        config.check()?;
        Ok(config)
    }

    /// What one row alone cannot say: nobody rates more items than there are.
    fn check(&self) -> Result<(), Trouble> {
        let items = self.items;
        for (id, ratings) in [("past_ratings", self.past_ratings), ("own_ratings", self.own_ratings)] {
            if ratings > items {
                return Err(trouble!(
                    "{id} is {ratings}, but must be at most items, which is {items}",
                    "{id} 是 {ratings}，不能超过 items（{items}）"
                ));
            }
        }
        Ok(())
    }

    pub fn newcomers(&self) -> bool {
        self.own_ratings == 0
    }

    pub fn choices(&self) -> usize {
        if self.by_item { self.items } else { CATEGORIES }
    }

    /// The category of a choice.
    #[inline]
    pub fn category(&self, choice: usize) -> usize {
        choice % CATEGORIES
    }
}
