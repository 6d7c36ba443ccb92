//! Most popular: everybody is shown what past customers rated best on average. Zero of recommending.
//!
//! An item's score is (Σr + m·μ)/(n + m), its mean rating drawn towards the mean of all μ as if m more people had
//! given that, so that one enthusiast does not make a favourite.

use super::recommending::{SHRINK, fits, highest, largest, popularity};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Opinion, Seen, needs_items};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "most-popular",
    label: Text::new("Most popular", "最受欢迎"),
    story: Text::new("Shows everybody what most people like, whoever comes.", "不管谁来，都展示大多数人喜欢的。"),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: &[ParamRow::number("shrink", 0.0, 100.0, 1.0, SHRINK)
        .label("ratings added at the mean", "按均值补充的评分数")
        .help("So many ratings at the mean of all are added to each item's own.", "给每件商品补上这么多个平均评分。")],
    paper: cited("article B, section 3.1"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let facts = needs_items(case)?;
        let shrink = case.params.get("shrink");
        let items: Vec<f64> = (0..facts.log.items()).map(|item| popularity(facts, item, shrink)).collect();
        let scores: Vec<f64> = facts.shows.iter().map(|shown| highest(shown, &items)).collect();
        Ok(Box::new(MostPopular { best: largest(&scores), scores }))
    }),
};

struct MostPopular {
    scores: Vec<f64>,
    best: usize,
}

impl Agent for MostPopular {
    fn act(&mut self, _lane: usize, _seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.best;
    }

    fn explain(&self, _seen: Seen<'_>) -> Opinion {
        let mean = (Text::new("mean rating of its best item", "其最佳商品的平均评分"), self.scores[self.best]);
        Opinion { values: self.scores.clone(), choice: Some(self.best), notes: vec![mean], ..Opinion::default() }
    }
}
