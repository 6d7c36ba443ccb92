//! Best rated: everybody is shown what past customers rated best on average. Zero of recommending.
//!
//! An item's score is (Σr + m·μ)/(n + m), its mean rating drawn towards the mean of all μ as if m more people had
//! given that, so that one enthusiast does not make a favourite. Or its score is how many people have rated it, which
//! says what many took, but not whether they were glad of it.

use super::recommending::{SHRINK, fits, highest, largest, popularity};
use super::{Agent, AgentEntry, Build, Case, Family, Knows, Mode, Opinion, Seen, needs_items};
use crate::base::text::cited;
use crate::base::{Action, ParamRow, Rng, Text};

pub static ENTRY: AgentEntry = AgentEntry {
    id: "most-popular",
    label: Text::new("Best rated", "评分最高"),
    story: Text::new(
        "Shows everybody what past customers rated best on average, whoever comes.",
        "不管谁来，都展示以往顾客平均评分最高的。",
    ),
    family: Family::Classical,
    knows: |_| Knows::Log,
    params: &[
        ParamRow::pick("by", BY, 0)
            .label("best by", "按什么评")
            .help("What makes an item everybody's favourite.", "凭什么算大家最爱的商品。"),
        ParamRow::number("shrink", 0.0, 100.0, 1.0, SHRINK)
            .label("ratings added at the mean", "按均值补充的评分数")
            .help(
                "So many ratings at the mean of all are added to each item's own, where the mean rating counts.",
                "按平均评分时，给每件商品补上这么多个平均评分。",
            ),
    ],
    paper: cited("article B, section 3.1"),
    fits,
    build: Build::Agent(|case: &Case<'_>| {
        let facts = needs_items(case)?;
        let (shrink, counts) = (case.params.get("shrink"), case.params.whole("by") == 1);
        let score = |item| match counts {
            true => facts.log.of_item(item).len() as f64,
            false => popularity(facts, item, shrink),
        };
        let items: Vec<f64> = (0..facts.log.items()).map(score).collect();
        let scores: Vec<f64> = facts.shows.iter().map(|shown| highest(shown, &items)).collect();
        Ok(Box::new(MostPopular { best: largest(&scores), scores, says: if counts { RATED } else { MEAN } }))
    }),
};

const BY: &[(&str, Text)] =
    &[("rating", Text::new("mean rating", "平均评分")), ("count", Text::new("how many rated it", "评分人数"))];

/// What the score of its best item is.
const MEAN: Text = Text::new("mean rating of its best item", "其最佳商品的平均评分");
const RATED: Text = Text::new("people who rated its best item", "其最佳商品的评分人数");

struct MostPopular {
    scores: Vec<f64>,
    best: usize,
    says: Text,
}

impl Agent for MostPopular {
    fn act(&mut self, _lane: usize, _seen: Seen<'_>, _rng: &mut Rng, _mode: Mode, action: &mut Action) {
        action.choice = self.best;
    }

    fn explain(&self, _seen: Seen<'_>) -> Opinion {
        let notes = vec![(self.says, self.scores[self.best])];
        Opinion { values: self.scores.clone(), choice: Some(self.best), notes, ..Opinion::default() }
    }
}
