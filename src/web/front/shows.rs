//! What the front page shows: four shops, each with a textbook method and three learners, as data.

use crate::base::Text;
use crate::run::Scenario;
use crate::run::scenario::{Budget, Measuring};
use crate::web::texts::Lang;

pub struct About {
    pub sim: &'static str,
    /// In the order of the colours: the textbook's, a table or a bandit, DQN, a policy gradient.
    contestants: [&'static str; 4],
    labels: Option<[Text; 4]>,
    steps: u64,
    measuring: Measuring,
    pub title: Text,
    pub story: Text,
}

/// The large one first; those below it are its three decisions one by one. Budgets are such that all have learned within
/// twenty seconds where only one worker can be had.
pub static SHOWS: [About; 4] = [
    About {
        sim: "store",
        contestants: ["user-cf+elasticity+eoq", "q-learning", "dqn", "ppo"],
        labels: Some([
            Text::new("Textbook", "教科书"),
            Text::new("Q-learning", "Q 学习"),
            Text::new("Deep Q-network", "深度 Q 网络"),
            Text::new("Policy gradient", "策略梯度"),
        ]),
        steps: 50_000,
        measuring: Measuring { every: 2_000, episodes: 20 },
        title: Text::new("One shop, four ways to run it", "同一家店，四种经营法"),
        story: Text::new(
            "Textbook formulas decide by rule. Three programs begin knowing nothing and learn by trying. All four meet \
             the same customers, here, on your machine.",
            "教科书公式按规矩决定；三个程序从一无所知开始，边试边学。四家店面对同样的顾客，一切都在你的设备上运行。",
        ),
    },
    About {
        sim: "recommend",
        contestants: ["user-cf", "linucb", "dqn", "ppo"],
        labels: None,
        steps: 15_000,
        measuring: Measuring { every: 1_000, episodes: 100 },
        title: Text::new("What to show", "展示什么"),
        story: Text::new(
            "Collaborative filtering copies what like-minded customers liked. Learners watch the visitor at hand.",
            "协同过滤照搬相似顾客的喜好；学习者观察眼前的顾客。",
        ),
    },
    About {
        sim: "pricing",
        contestants: ["elasticity", "q-learning", "dqn", "ppo"],
        labels: None,
        steps: 30_000,
        measuring: Measuring { every: 2_000, episodes: 100 },
        title: Text::new("What to charge", "定什么价"),
        story: Text::new(
            "Elasticity pricing fits a demand curve and keeps its price. Learners also watch the stock and the date.",
            "弹性定价拟合需求曲线后不再变价；学习者还看库存和日期。",
        ),
    },
    About {
        sim: "inventory",
        contestants: ["eoq", "q-learning", "dqn", "ppo"],
        labels: None,
        steps: 30_000,
        measuring: Measuring { every: 2_000, episodes: 20 },
        title: Text::new("What to order", "订多少货"),
        story: Text::new(
            "The EOQ weighs the van against the shelf by one formula. Learners feel their way to it, or past it.",
            "经济订货批量用一条公式权衡运费与库存；学习者自己摸索，能接近甚至超过它。",
        ),
    },
];

impl About {
    pub fn scenario(&self, lang: Lang) -> Scenario {
        let mut scenario = Scenario::of(self.sim, "everyday", &self.contestants);
        scenario.budget = Some(Budget { steps: self.steps });
        scenario.evaluation = Some(self.measuring);
        for (contestant, label) in scenario.contestants.iter_mut().zip(self.labels.iter().flatten()) {
            contestant.label = Some(lang.text(*label).to_string());
        }
        scenario
    }
}
