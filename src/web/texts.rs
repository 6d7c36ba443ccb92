//! Every word of the page, in English and Chinese: one table, so that a missing one does not compile.

use crate::base::text::Words;
use crate::base::{Text, Trouble};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    Zh,
}

/// The page's own words. Simulators, agents and troubles bring theirs.
pub struct Texts {
    /// For `lang` attributes and `Intl`.
    pub tag: &'static str,
    pub name: &'static str,
    /// The way to the other language, in that language.
    pub other: &'static str,
    pub other_code: &'static str,
    /// This language, as it stands in addresses.
    pub code: &'static str,
    pub running: &'static str,
    pub finished: &'static str,
    pub your_turn: &'static str,
    pub starting: &'static str,
    pub of: &'static str,
    pub steps: &'static str,
    pub contestant: &'static str,
    pub score: &'static str,
    pub score_means: &'static str,
    pub no_score: &'static str,
    pub optimum: &'static str,
    pub lower_is_better: &'static str,
    pub higher_is_better: &'static str,
    pub results: &'static str,
    pub one_seed: &'static str,
    pub seeds: &'static str,
    pub seed: &'static str,
    pub days_learned: &'static str,
    pub chart_is: &'static str,
    pub fingerprint: &'static str,
    pub fingerprint_means: &'static str,
    pub link: &'static str,
    pub every_run: &'static str,
    pub link_trouble: &'static str,
    pub to_default: &'static str,
    pub run_trouble: &'static str,
    pub changed: &'static str,
    pub comma: &'static str,
    pub colon: &'static str,
}

static ENGLISH: Texts = Texts {
    tag: "en",
    name: "Emporium",
    other: "中文",
    other_code: "zh",
    code: "en",
    running: "Running",
    finished: "Finished",
    your_turn: "Waiting for a move",
    starting: "Starting",
    of: " of ",
    steps: " steps of all runs",
    contestant: "Contestant",
    score: "Score",
    score_means: "Score: 0 is doing without thinking, 1 is the optimum.",
    no_score: "No score: ",
    optimum: "Optimum",
    lower_is_better: "lower is better",
    higher_is_better: "higher is better",
    results: "Results",
    one_seed: "One seed.",
    seeds: " seeds; means with their 95 % interval.",
    seed: "seed",
    days_learned: "steps of learning",
    chart_is: "Chart of what each contestant comes to while it learns; the table has the numbers: ",
    fingerprint: "Fingerprint",
    fingerprint_means: "The same scenario gives the same fingerprint on every machine.",
    link: "Link to this scenario",
    every_run: "Every run",
    link_trouble: "This link cannot be opened",
    to_default: "Open the everyday shop instead",
    run_trouble: "A run failed",
    changed: "Changed here",
    comma: ", ",
    colon: ": ",
};

static CHINESE: Texts = Texts {
    tag: "zh-Hans",
    name: "Emporium",
    other: "English",
    other_code: "en",
    code: "zh",
    running: "运行中",
    finished: "已完成",
    your_turn: "等待操作",
    starting: "正在启动",
    of: " / ",
    steps: " 步（全部运行合计）",
    contestant: "参赛者",
    score: "得分",
    score_means: "得分：不动脑筋为 0，最优为 1。",
    no_score: "没有得分：",
    optimum: "最优",
    lower_is_better: "越低越好",
    higher_is_better: "越高越好",
    results: "结果",
    one_seed: "一个随机种子。",
    seeds: " 个随机种子；均值及其 95 % 区间。",
    seed: "种子",
    days_learned: "学习步数",
    chart_is: "各参赛者在学习过程中的表现曲线，数值见表格：",
    fingerprint: "指纹",
    fingerprint_means: "同一场景在任何机器上都得到同一指纹。",
    link: "此场景的链接",
    every_run: "每次运行",
    link_trouble: "无法打开此链接",
    to_default: "改为打开日常小店",
    run_trouble: "有一次运行失败",
    changed: "此处改动",
    comma: "，",
    colon: "：",
};

impl Lang {
    /// The language that `boot.js` has found (`?lang=`, else the browser's) and set on the root element.
    pub fn of_page() -> Lang {
        let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
        match root.and_then(|r| r.get_attribute("lang")) {
            Some(tag) if tag.starts_with("zh") => Lang::Zh,
            _ => Lang::En,
        }
    }

    pub fn texts(self) -> &'static Texts {
        match self {
            Lang::En => &ENGLISH,
            Lang::Zh => &CHINESE,
        }
    }

    pub fn text(self, text: Text) -> &'static str {
        self.pick(text.en, text.zh)
    }

    pub fn words(self, words: &Words) -> String {
        self.pick(&words.en, &words.zh).to_string()
    }

    pub fn trouble(self, trouble: &Trouble) -> String {
        self.pick(&trouble.en, &trouble.zh).to_string()
    }

    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}
