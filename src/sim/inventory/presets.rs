//! The named instances of the inventory.

use super::super::{Plan, Preset};
use crate::base::Setting;
use crate::base::text::Words;

const PLAN: Plan = Plan { steps: 1_000_000, every: 25_000, episodes: 20 };
const ZIPKIN: &str = "Zipkin (2008), Operations Research 56(5), tables 3 and 4";

fn n(x: f64) -> Setting {
    Setting::Number(x)
}

fn word(word: &str) -> Setting {
    Setting::Word(word.to_string())
}

pub fn all() -> Vec<Preset> {
    let mut presets = vec![everyday()];
    for (family, name) in [("poisson", "lost-sales"), ("geometric", "geometric")] {
        for lead_time in 1..=4 {
            for shortage in [4, 9, 19, 39] {
                presets.push(zipkin(family, name, lead_time, shortage));
            }
        }
    }
    presets.extend([bursty(), peak_season(), lot_as_printed(), lot_corrected()]);
    presets.extend([article_as_printed(), article_corrected()]);
    presets
}

fn everyday() -> Preset {
    Preset {
        id: "everyday".into(),
        label: Words::new("Every day", "日常"),
        story: Words::new(
            "Five customers a day on average, tomorrow's delivery, and every order costs a fixed sum for the van.",
            "平均每天五位顾客，次日到货，每次订货都要付一笔固定车费。",
        ),
        set: vec![
            ("shortage", n(9.0)),
            ("order_cost", n(16.0)),
            ("order_max", n(24.0)),
            ("capacity", n(32.0)),
            ("start", n(20.0)),
        ],
        plan: PLAN,
        agents: vec![],
        paper: "",
    }
}

fn zipkin(family: &str, name: &str, lead_time: i64, shortage: i64) -> Preset {
    let (en, zh) = if family == "poisson" { ("Poisson", "泊松") } else { ("geometric", "几何") };
    Preset {
        id: format!("{name}-L{lead_time}-p{shortage}"),
        label: Words::new(
            format!("Lost sales, {en}, lead time {lead_time}, penalty {shortage}"),
            format!("销售流失，{zh}需求，提前期 {lead_time}，缺货成本 {shortage}"),
        ),
        story: Words::new(
            "An instance of the literature: no cost of ordering, but what is missing is lost.",
            "文献中的算例：订货不花钱，但缺的货就流失了。",
        ),
        set: vec![("demand", word(family)), ("lead_time", n(lead_time as f64)), ("shortage", n(shortage as f64))],
        plan: Plan { steps: 2_000_000, every: 50_000, episodes: 20 },
        agents: vec![],
        paper: ZIPKIN,
    }
}

fn bursty() -> Preset {
    Preset {
        id: "bursty".into(),
        label: Words::new("Bursty demand", "突发需求"),
        story: Words::new(
            "Many quiet days, some wild ones, two days until a delivery, and every order costs.",
            "多数日子平静，少数日子爆单；到货要两天，每次订货都要付钱。",
        ),
        set: vec![
            ("demand", word("negative-binomial")),
            ("deviation", n(6.0)),
            ("lead_time", n(2.0)),
            ("shortage", n(9.0)),
            ("order_cost", n(16.0)),
            ("order_max", n(30.0)),
            ("capacity", n(45.0)),
            ("start", n(20.0)),
        ],
        plan: Plan { steps: 2_000_000, every: 50_000, episodes: 20 },
        agents: vec![],
        paper: "",
    }
}

fn peak_season() -> Preset {
    Preset {
        id: "peak-season".into(),
        label: Words::new("Peak season", "旺季"),
        story: Words::new(
            "A week with its rhythm, and on its last day a promotion that triples demand.",
            "一周有起有落，最后一天大促，需求变成三倍。",
        ),
        set: vec![
            ("season", n(7.0)),
            ("swing", n(0.3)),
            ("peak", n(3.0)),
            ("shortage", n(9.0)),
            ("order_cost", n(16.0)),
            ("order_max", n(40.0)),
            ("capacity", n(50.0)),
            ("start", n(20.0)),
            ("horizon", n(98.0)),
        ],
        plan: Plan { steps: 2_000_000, every: 50_000, episodes: 20 },
        agents: vec![],
        paper: "",
    }
}

/// Article B, section 3.3.2: what the cheapest lot is for. The shop is the same; EOQ plays it as printed, or as meant.
fn lot(id: &str, label: Words, story: Words, as_level: bool) -> Preset {
    let set = vec![
        ("shortage", n(9.0)),
        ("order_cost", n(40.0)),
        ("order_max", n(30.0)),
        ("capacity", n(45.0)),
        ("start", n(20.0)),
    ];
    let agents = vec![("eoq", vec![("as_level", Setting::Switch(as_level))])];
    Preset { id: id.into(), label, story, set, plan: PLAN, agents, paper: "article B, section 3.3.2" }
}

fn lot_as_printed() -> Preset {
    lot(
        "eoq-as-printed",
        Words::new("The article's lot, as printed", "文章的经济批量，原样"),
        Words::new(
            "Wrong in print: Q* = √(2DS/H) is called the best level of stock, although it is the quantity of an \
             order, and D and H are not said to span the same time (here both are of a day). EOQ fills the shelf up to \
             20 every day here, and pays for the van every day. Its corrected twin stands beside it.",
            "印错之处：把 Q* = √(2DS/H) 称为最优库存水平，其实它是每次的订货量；也没有说明 D 和 H 须取同一时间跨度（这里都按天）。\
             这里的经济订货量每天把货补到 20 件，天天付车费。旁边有更正后的版本。",
        ),
        true,
    )
}

fn lot_corrected() -> Preset {
    lot(
        "eoq-corrected",
        Words::new("The article's lot, corrected", "文章的经济批量，更正版"),
        Words::new(
            "Q* = √(2·5·40/1) = 20 is what an order brings, and a reorder point says when: the van comes every fourth \
             day.",
            "Q* = √(2·5·40/1) = 20 是每次订货的数量，再订货点决定何时订：大约四天付一次车费。",
        ),
        false,
    )
}

/// Article D, section 5.2.
fn article(id: &str, label: Words, story: Words, more: Vec<(&'static str, Setting)>) -> Preset {
    let mut set = vec![
        ("demand", word("normal")),
        ("mean", n(50.0)),
        ("deviation", n(10.0)),
        ("lead_time", n(0.0)),
        ("holding", n(0.1)),
        ("shortage", n(0.0)),
        ("stockout_cost", n(10.0)),
        ("capacity", n(100.0)),
        ("objective", word("discounted")),
        ("discount", n(0.99)),
        ("horizon", n(100.0)),
    ];
    set.extend(more);
    let paper = "article D, section 5.2";
    Preset { id: id.into(), label, story, set, plan: Plan { episodes: 200, ..PLAN }, agents: vec![], paper }
}

fn article_as_printed() -> Preset {
    article(
        "article-as-printed",
        Words::new("The article, as printed", "文章原样"),
        Words::new(
            "Wrong in print: a shortage earns 10 because minus −10 is added, it is looked for before demand is \
             known, orders of −10 to 10 cannot feed a demand of 50, and the episode ends when the shelf is empty: \
             no policy lasts longer than a few days. What is called variance, 10, is used as the deviation, and what \
             is called forecast is the demand that has come. Its corrected twin stands beside it.",
            "印错之处：缺货奖励减去 −10，反而得 10 分；缺货判断在需求之前；每天订 −10 到 10 件，供不上平均 50 件的\
             需求；货架一空回合就结束，任何策略都撑不了几天；称为方差的 10 被当作标准差用，称为预测的其实是已发生的需求。旁边有更正后的版本。",
        ),
        vec![("rules", word("as-printed")), ("order_min", n(-10.0)), ("order_max", n(10.0)), ("start", n(50.0))],
    )
}

fn article_corrected() -> Preset {
    article(
        "article-corrected",
        Words::new("The article, corrected", "文章更正版"),
        Words::new(
            "Order 50 and up to 10 more or less, it arrives before the customers; ten for a day on which all were \
             served, minus ten for a stockout, a tenth for each unit left over; a hundred days.",
            "每天订 50 件，可增减 10 件，顾客来之前到货；全部满足得 10 分，缺货扣 10 分，剩一件扣 0.1 分；共一百天。",
        ),
        vec![("order_min", n(40.0)), ("order_max", n(60.0)), ("met_bonus", n(10.0)), ("start", n(0.0))],
    )
}
