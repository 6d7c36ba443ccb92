//! What sorts agents for people: what a method is told, and its family.

use crate::base::Text;

/// What a method is told of the world before it starts: shown as a badge, so that a formula that knows the
/// demand is not silently compared with a learner that knows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knows {
    Nothing,
    /// What a unit costs the shop.
    Costs,
    /// What past customers rated or bought.
    Log,
    /// Costs and the distribution of demand.
    Demand,
    Model,
}

impl Knows {
    pub const fn id(self) -> &'static str {
        match self {
            Knows::Nothing => "nothing",
            Knows::Demand => "demand",
            Knows::Model => "model",
            Knows::Costs => "costs",
            Knows::Log => "log",
        }
    }

    pub const fn label(self) -> Text {
        match self {
            Knows::Nothing => Text::new("knows nothing", "一无所知"),
            Knows::Demand => Text::new("knows costs and demand", "知道成本和需求"),
            Knows::Model => Text::new("knows the model", "知道模型"),
            Knows::Costs => Text::new("knows costs", "知道成本"),
            Knows::Log => Text::new("knows past customers", "知道以往顾客"),
        }
    }
}

/// The families under which the page lists agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Classical,
    Planning,
    Tables,
    Bandits,
    Networks,
    Random,
    Visitor,
}

impl Family {
    pub const fn id(self) -> &'static str {
        match self {
            Family::Classical => "classical",
            Family::Planning => "planning",
            Family::Tables => "tables",
            Family::Random => "random",
            Family::Visitor => "visitor",
            Family::Bandits => "bandits",
            Family::Networks => "networks",
        }
    }

    pub const fn label(self) -> Text {
        match self {
            Family::Classical => Text::new("classical methods", "经典方法"),
            Family::Planning => Text::new("planning", "规划"),
            Family::Tables => Text::new("learning tables", "表格学习"),
            Family::Random => Text::new("chance", "随机"),
            Family::Visitor => Text::new("you", "你"),
            Family::Bandits => Text::new("bandits", "老虎机"),
            Family::Networks => Text::new("learning networks", "网络学习"),
        }
    }
}
