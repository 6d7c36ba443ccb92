//! The named instances of pricing.

use super::super::{Plan, Preset};
use crate::base::Setting;
use crate::base::text::Words;

const PLAN: Plan = Plan { steps: 400_000, every: 20_000, episodes: 100 };

fn n(x: f64) -> Setting {
    Setting::Number(x)
}

fn word(word: &str) -> Setting {
    Setting::Word(word.to_string())
}

fn on() -> Setting {
    Setting::Switch(true)
}

/// The form of the curve that the estimator believes in.
fn believes(form: &str) -> (&'static str, Vec<(&'static str, Setting)>) {
    ("elasticity", vec![("form", word(form))])
}

pub fn all() -> Vec<Preset> {
    vec![
        everyday(),
        steady(),
        peak_hours(),
        last_minute(),
        any_price(),
        drifting_taste(),
        elasticity_as_printed(),
        elasticity_corrected(),
        shop_as_printed(),
        shop_corrected(),
        family(),
        rival(),
    ]
}

fn everyday() -> Preset {
    Preset {
        id: "everyday".into(),
        label: Words::new("Sell by date", "限期售完"),
        story: Words::new(
            "Twenty units, thirty days, and what is left then is worth nothing. At the price that is best for a \
             single day they are gone long before the end: whoever asks more, and less when time runs out, earns more.",
            "二十件货，三十天，到期剩下的一文不值。按单日最优价卖，早早就卖光了：先要得高些，时间不多时再降，才赚得多。",
        ),
        set: vec![],
        plan: PLAN,
        agents: vec![],
        paper: "Gallego and van Ryzin (1994), Management Science 40(8)",
    }
}

fn any_price() -> Preset {
    Preset {
        id: "any-price".into(),
        label: Words::new("Any price", "任意价格"),
        story: Words::new(
            "Selling by a date again, but without a ladder: any price from 20 to 70 may be asked, down to the cent. \
             Tables have nothing to count on then; networks that draw a number can play it, and so can formulas.",
            "还是限期售完，但没有价格阶梯：20 到 70 之间任何价格都可以，精确到分。表格无从下手；能直接给出数值的网络可以玩，公式也可以。",
        ),
        set: vec![("box", on())],
        plan: Plan { steps: 100_000, every: 5_000, episodes: 100 },
        agents: vec![],
        paper: "Gallego and van Ryzin (1994), Management Science 40(8)",
    }
}

fn steady() -> Preset {
    Preset {
        id: "steady".into(),
        label: Words::new("Steady", "平稳"),
        story: Words::new(
            "Supply never ends and every per cent of price costs two and a half per cent of demand. Here the \
             textbook's formula is hard to beat: one price is best for ever, and a few experiments find it.",
            "供应无限，价格每涨百分之一，需求降百分之二点五。这里教科书公式很难被超过：最优价永远是同一个，几次试价就能找到。",
        ),
        set: vec![
            ("curve", word("constant")),
            ("elasticity", n(-2.5)),
            ("usual_demand", n(5.0)),
            ("price_high", n(60.0)),
            ("price_steps", n(17.0)),
            ("stock", n(0.0)),
            ("days", n(100.0)),
        ],
        plan: Plan { steps: 100_000, every: 5_000, episodes: 40 },
        agents: vec![believes("log-log")],
        paper: "",
    }
}

fn peak_hours() -> Preset {
    Preset {
        id: "peak-hours".into(),
        label: Words::new("Peak hours", "高峰时段"),
        story: Words::new(
            "What is called a day here is an hour. Around noon more people come and they would pay more; at night \
             few, and little. One price for all hours leaves money on the street; prices that know the hour do not.",
            "这里所说的“天”都是一小时。中午前后人多，也愿意多付；夜里人少，也付得少。全天一个价会少赚，分时定价则不会。",
        ),
        set: vec![
            ("usual_demand", n(4.0)),
            ("unit_cost", n(10.0)),
            ("price_low", n(10.0)),
            ("price_high", n(80.0)),
            ("price_steps", n(15.0)),
            ("stock", n(0.0)),
            ("days", n(168.0)),
            ("season", n(24.0)),
            ("swing", n(0.6)),
            ("rush", n(0.7)),
        ],
        plan: Plan { steps: 600_000, every: 30_000, episodes: 40 },
        agents: vec![],
        paper: "",
    }
}

fn last_minute() -> Preset {
    Preset {
        id: "last-minute".into(),
        label: Words::new("A peak half way", "中途高峰"),
        story: Words::new(
            "Forty seats, four weeks. Half way those come who would pay twice as much as the first and the last, some \
             days are wild and others quiet: seats must be kept for them, but not too many, for after them the price \
             falls again.",
            "四十个座位，四周时间。中途来的顾客愿付的价是头尾顾客的两倍，日子有热有冷：要为他们留座，又不能留太多，因为过后价格又要降。",
        ),
        set: vec![
            ("usual_demand", n(2.0)),
            ("stock", n(40.0)),
            ("days", n(28.0)),
            ("season", n(28.0)),
            ("swing", n(0.3)),
            ("rush", n(0.35)),
            ("shock", n(0.4)),
            ("price_high", n(110.0)),
            ("price_steps", n(19.0)),
        ],
        plan: Plan { steps: 400_000, every: 20_000, episodes: 100 },
        agents: vec![],
        paper: "",
    }
}

fn drifting_taste() -> Preset {
    Preset {
        id: "drifting-taste".into(),
        label: Words::new("Drifting taste", "口味漂移"),
        story: Words::new(
            "What customers would pay wanders from day to day, and only yesterday's sales hint at it. Whoever is \
             frozen keeps one price for all tastes; whoever goes on learning pays for every experiment, and it is \
             not easy to earn more by it.",
            "顾客愿付多少天天在变，只有昨天的销量透出一点消息。不再学习的只能用一个价应付所有口味；继续学习的每次试价都要付出代价，想靠它多赚并不容易。",
        ),
        set: vec![
            ("usual_demand", n(20.0)),
            ("stock", n(0.0)),
            ("days", n(200.0)),
            ("drift", n(0.7)),
            ("memory", on()),
        ],
        plan: Plan { steps: 400_000, every: 20_000, episodes: 40 },
        agents: vec![
            ("thompson-price", vec![("fresh", on()), ("half_life", n(20.0))]),
            ("elasticity", vec![("re_estimate", on()), ("every", n(50.0))]),
        ],
        paper: "",
    }
}

/// Article B, section 3.2.2: today 100 is asked, the elasticity is −1.5, and a unit costs 50.
fn elasticity(id: &str, label: Words, story: Words, more: Vec<(&'static str, Setting)>) -> Preset {
    let mut set = vec![
        ("curve", word("linear")),
        ("usual_price", n(100.0)),
        ("usual_demand", n(20.0)),
        ("elasticity", n(-1.5)),
        ("unit_cost", n(50.0)),
        ("price_low", n(50.0)),
        ("price_high", n(125.0)),
        ("price_steps", n(10.0)),
        ("stock", n(0.0)),
        ("days", n(50.0)),
    ];
    set.extend(more);
    let plan = Plan { steps: 50_000, every: 2_500, episodes: 40 };
    let paper = "article B, section 3.2.2";
    Preset { id: id.into(), label, story, set, plan, agents: vec![believes("linear")], paper }
}

fn elasticity_as_printed() -> Preset {
    elasticity(
        "elasticity-as-printed",
        Words::new("The article's elasticity, as printed", "文章的弹性定价，原样"),
        Words::new(
            "Wrong in print: profit is price times quantity times (1 − C), so that the cost only scales it and the \
             best price is 83.33 whatever a unit costs; the elasticity is typed in and not estimated, and the price \
             is searched for without a bound (here the ladder is one). The reward is that printed profit; the margin \
             beside it counts the 50 that a unit really costs. Its corrected twin stands beside it.",
            "印错之处：利润写成价格×销量×(1−C)，成本只是缩放利润，于是无论成本多少，最优价都是 83.33；弹性是手工填入而非估计，\
             搜索价格也没有上界（这里由价格阶梯限定）。这里的奖励就是印出的利润，旁边的毛利按每件真实成本 50 元计算。旁边有更正后的版本。",
        ),
        vec![("reward", word("cost-share"))],
    )
}

fn elasticity_corrected() -> Preset {
    elasticity(
        "elasticity-corrected",
        Words::new("The article's elasticity, corrected", "文章的弹性定价，更正版"),
        Words::new(
            "Each unit costs 50: the best price is P₀·(E − 1)/(2E) + c/2 = 108.33. The right answer is to raise the \
             price from 100, and the printed cut to 83.33 earns 82 % of it.",
            "每件成本 50：最优价为 P₀·(E−1)/(2E)+c/2 = 108.33。正确答案是从 100 涨价；印出的降到 83.33 只能赚到其 82%。",
        ),
        vec![],
    )
}

/// Article E, section 5.2: demand is 100 − price.
fn shop(id: &str, label: Words, story: Words, more: Vec<(&'static str, Setting)>) -> Preset {
    let mut set = vec![
        ("curve", word("linear")),
        ("usual_price", n(20.0)),
        ("usual_demand", n(80.0)),
        ("elasticity", n(-0.25)),
        ("unit_cost", n(0.0)),
        ("price_low", n(0.0)),
        ("price_high", n(100.0)),
        ("price_steps", n(11.0)),
        ("stock", n(0.0)),
        ("days", n(100.0)),
    ];
    set.extend(more);
    let plan = Plan { steps: 50_000, every: 2_500, episodes: 40 };
    let paper = "article E, section 5.2";
    Preset { id: id.into(), label, story, set, plan, agents: vec![believes("linear")], paper }
}

fn shop_as_printed() -> Preset {
    shop(
        "shop-as-printed",
        Words::new("The article's shop, as printed", "文章的小店，原样"),
        Words::new(
            "Wrong in print: what is counted is units sold, so that the best price is 0; the number of days is not \
             used, and the episode ends only on a day that sells nothing (here it is cut after a hundred). The \
             printed program never starts a new episode, fits its network to its own prediction, and knows one \
             market only, so that nothing is learned about learning: of these the shop shows the one market. Its \
             corrected twin and a family of markets stand beside it.",
            "印错之处：计算的是销量，最优价于是为 0；天数没有用上，只有某天一件没卖出才结束（这里一百天后截断）。印出的程序从不重新\
             开始回合，拿网络自己的预测当目标，而且只有一个市场，谈不上“学会学习”；其中小店能展示的是只有一个市场。旁边有更正后的版本和一族市场。",
        ),
        vec![("reward", word("units"))],
    )
}

fn shop_corrected() -> Preset {
    shop(
        "shop-corrected",
        Words::new("The article's shop, corrected", "文章的小店，更正版"),
        Words::new(
            "Revenue is counted, for a hundred days: the best price is 50, and it earns 2,500 a day.",
            "计算收入，共一百天：最优价是 50，每天收入 2,500。",
        ),
        vec![],
    )
}

fn family() -> Preset {
    Preset {
        id: "family".into(),
        label: Words::new("A family of markets", "一族市场"),
        story: Words::new(
            "Every episode draws another market: other customers, another elasticity. What was learned in the last \
             one is only a hint; who reads the first days' sales of this one does better.",
            "每回合抽到另一个市场：顾客不同，弹性不同。上一回合学到的只是参考；会看这一回合头几天销量的更占便宜。",
        ),
        set: vec![
            ("elasticity", n(-2.5)),
            ("usual_demand", n(6.0)),
            ("stock", n(0.0)),
            ("days", n(100.0)),
            ("family", n(0.8)),
            ("memory", on()),
        ],
        plan: Plan { steps: 400_000, every: 20_000, episodes: 200 },
        agents: vec![("thompson-price", vec![("fresh", on())])],
        paper: "",
    }
}

fn rival() -> Preset {
    Preset {
        id: "rival".into(),
        label: Words::new("The shop across the street", "对面的店"),
        story: Words::new(
            "A competitor sets tomorrow's price by today's of yours. Undercutting wins today's customers and loses \
             tomorrow's margin: raising both prices pays, for whoever looks further than a day.",
            "竞争者按你今天的价定它明天的价。压价赢得今天的顾客，却输掉明天的毛利：看得远的人会把两家的价格一起抬高。",
        ),
        set: vec![
            ("elasticity", n(-2.5)),
            ("usual_demand", n(5.0)),
            ("price_high", n(80.0)),
            ("price_steps", n(13.0)),
            ("stock", n(0.0)),
            ("days", n(60.0)),
            ("rival", word("follows")),
            ("cross", n(1.2)),
        ],
        plan: Plan { steps: 200_000, every: 10_000, episodes: 40 },
        agents: vec![],
        paper: "",
    }
}
