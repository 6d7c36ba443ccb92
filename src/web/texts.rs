//! Every word of the page, in English and Chinese: one table, so that a missing one does not compile.

use crate::base::text::Words;
use crate::base::{Text, Trouble};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    Zh,
}

/// The page's own words: a name, its English and its Chinese. Simulators, agents and troubles bring theirs.
macro_rules! texts {
    ($($(#[$about:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        pub struct Texts {
            $($(#[$about])* pub $name: &'static str,)*
        }

        static ENGLISH: Texts = Texts { $($name: $en,)* };
        static CHINESE: Texts = Texts { $($name: $zh,)* };
    };
}

texts! {
    /// For `lang` attributes and `Intl`.
    tag: "en", "zh-Hans";
    name: "Emporium", "Emporium";
    /// The way to the other language, in that language.
    other: "中文", "English";
    other_code: "zh", "en";
    /// This language, as it stands in addresses.
    code: "en", "zh";
    running: "Running", "运行中";
    finished: "Finished", "已完成";
    best: "; ahead: ", "，领先：";
    your_turn: "Waiting for a move", "等待操作";
    of: " of ", " / ";
    steps: " steps", " 步";
    contestant: "Contestant", "参赛者";
    score: "Score", "得分";
    score_means: "Score: 0 is doing without thinking; 1 is ", "得分：0 为不加思考的做法，1 为";
    full_stop: ".", "。";
    no_score: "No score: ", "没有得分：";
    optimum: "Optimum", "最优";
    lower_is_better: "lower is better", "越低越好";
    higher_is_better: "higher is better", "越高越好";
    results: "Results", "结果";
    contestant_name: "name", "名称";
    gap: "gap to ", "差距：";
    seeds_each: "seeds", "种子数";
    steps_each: "steps", "步数";
    seconds_each: "seconds", "秒";
    in_detail: "All measures", "全部指标";
    single_runs: "single runs", "单次运行";
    earned: "earned while learning", "学习期间实际所得";
    measure: "What is shown", "显示的量";
    axis: "Over what", "横轴";
    middle: "Middle of the seeds", "种子的中间值";
    mean: "mean", "均值";
    iqm: "interquartile mean", "四分位均值";
    inside: "Inside", "内部";
    seat: "seat", "席位";
    mind: "Its mind", "它的内心";
    picture: "picture", "图";
    no_picture: "It has not learned from anything yet.", "它还没有学习过。";
    least: "from ", "从 ";
    most: " to ", " 到 ";
    its_choice: "its choice", "它的选择";
    rule: "What it would learn from this", "它会从中学到什么";
    symbols: "What the symbols mean", "符号的含义";
    no_map: "A map appears here.", "这里会显示策略图。";
    map_is: "Map of the policy", "策略图";
    map_note: "Stronger is more; where there is a dot, that is its choice.", "颜色越浓越大；有圆点处是它的选择。";
    worth: "worth", "价值";
    visits: "visits", "访问次数";
    intro: "Learning programs and textbook rules run it on the same days. The chart shows their ", "学习程序与教科书规则在相同的日子里经营它。图中是它们学习过程中的";
    intro_before: " as they learn: ", "：";
    space: " ", "";
    copy_link: "Copy link", "复制链接";
    copied: "Copied", "已复制";
    not_copied: "Refused: copy the address.", "未获允许：请复制地址。";
    worker_died: "The browser ended a worker; its runs are computed again.", "浏览器终止了一个后台线程；它的运行正在重新计算。";
    stopped: "stopped", "已停止";
    as_kept: "as kept after ", "存档于学习 ";
    as_kept_steps: " steps of learning, which its file holds and a link does not", " 步后（在文件里，不在链接里）";
    keep: "Keep what it has learned", "保存所学";
    open_team: "Open a kept team…", "打开存档…";
    open_help: "Or drop its file anywhere on the page.", "也可以把文件拖到页面任意处。";
    not_opened: "The file cannot be opened", "无法打开该文件";
    not_in_link: "What was learned is in the file, not in the link.", "所学内容在文件里，不在链接里。";
    not_now: "What is grey cannot be chosen at this moment.", "灰色选项此刻不能选。";
    earned_on: "earned on this ", "这一";
    earned_end: "", "所得";
    do_decide: "Decide", "决定";
    decide: "Your turn: ", "轮到你：";
    your_turn_in: "Your turn (", "轮到你（";
    its_end: "): ", "）：";
    you_see: "? You see: ", "？你看到：";
    not_your_turn: "A moment, please; if all is paused, press Run.", "请稍候；若已暂停，请按“运行”。";
    on_these_days: "On these days, on average a day", "在这些日子里，平均每天";
    inside_you: "Only you know.", "只有你自己知道。";
    stop_at: "stop at a reward of (costs lie below 0)", "奖励达到时停止（成本为负）";
    patience: "stop after evaluations without a better one", "连续多少次评估无改进则停止";
    played_by: "played by", "由谁决策";
    show: "show", "显示";
    against: "against ", "相对于：";
    seed: "seed", "种子";
    days_learned: "steps of learning", "学习步数";
    chart_is: "What each contestant comes to while it learns: ", "各参赛者在学习过程中的表现：";
    fingerprint: "Fingerprint", "指纹";
    fingerprint_means: "The same scenario has the same fingerprint everywhere.", "同一场景在任何机器上指纹相同。";
    numbers: "Numbers", "数值";
    numbers_help: "As a table", "显示为表格";
    save_chart: "Save the chart", "保存图表";
    mean_of: "Mean of ", "均值，";
    iqm_of: "Interquartile mean of ", "四分位均值，";
    band: " seeds with its 95 % interval.", " 个种子，含 95 % 区间。";
    one_run: "One seed.", "单个种子。";
    level_one: " (1)", "（1）";
    level_zero: " (0)", "（0）";
    best_known: "Best known", "已知最佳";
    simple_rule: "Simple rule", "简单规则";
    difference: "difference from ", "与此相差：";
    episodes_learned: "episodes of learning", "学习回合数";
    seconds_learned: "seconds of computing", "计算秒数";
    link: "Link to this scenario", "此场景的链接";
    every_run: "Every run", "每次运行";
    link_trouble: "This link cannot be opened", "无法打开此链接";
    to_default: "Open the everyday shop instead", "改为打开日常小店";
    run_trouble: "A run failed", "有一次运行失败";
    changed: "Changed here", "此处改动";
    comma: ", ", "，";
    colon: ": ", "：";
    shop: "Shop", "商店";
    preset: "preset", "预设";
    more_parameters: "More parameters", "更多参数";
    stays: "; it stays ", "；仍为 ";
    reset: "Reset: ", "恢复：";
    reset_shop: "All as in the preset", "全部恢复为预设";
    contestants: "Contestants", "参赛者";
    copy: "Copy", "复制";
    remove: "Remove", "移除";
    add: "Add a contestant…", "添加参赛者…";
    seed_count: "seeds each", "每位的种子数";
    first_seed: "first seed", "第一个种子";
    budget: "steps of learning", "学习步数";
    controls: "Run and step", "运行与单步";
    run: "Run", "运行";
    pause: "Pause", "暂停";
    decision: "One decision", "一次决策";
    episode: "One episode", "一个回合";
    speed: "Speed", "速度";
    full_speed: "full speed", "全速";
    steps_a_second: " steps/s", "步/秒";
    again: "Again", "重来";
    new_seeds: "New seeds", "换种子";
    parts: "Parts of the lab", "实验室各部分";
    paused: "Paused", "已暂停";
    days_so_far: " (days: ", "（天数：";
    close: ")", "）";
    you_decide: "you decide", "由你决定";
    set_up: "Set up", "设置";
    look_on: "Watch", "观看";
    play: "Play on", "逐步播放";
    come_back: "Who does not fit waits, and comes back with a shop that fits.", "不适用者先等候，换回适用的商店时再上场。";
    planning: "Starting; plans are made first", "正在启动；先制定计划";
    filmed_after: "As it plays after ", "学习 ";
    filmed_steps: " steps of learning.", " 步后的表现。";
    watch: "The shop, played by", "商店由谁经营";
    film_again: "Film now", "重新录制";
    no_film: "A film of it appears here.", "这里会显示它的影片。";
    day: "day", "天";
    back: "back by one", "后退一步";
    forth: "on by one", "前进一步";
    seen: "seen before deciding", "决策前所见";
    regret: "what the decision cost", "这一决定的代价";
    one_by_one: "One decision at a time", "一次只看一个决定";
    four_shops: "The four shops", "四家店";
    shops_note: "The same visitors come to all four. A dot is two of them, full if they buy; below the shelf, what is shown, and its price.", "四家店来的是同样的顾客。一个圆点代表两人，实心为购买；货架下方是推荐的商品及其价格。";
    open_in_lab: "Open in the lab", "在实验室中打开";
    to_lab: "To the lab", "进入实验室";
    lab_has: "Change any shop, add contestants, look inside a learner, play the days yourself.", "改变商店，添加参赛者，查看学习者的内部，亲自经营。";
    chances: "How likely it is to make each choice", "它做出每个选择的可能性";
    opinion: "What it thinks each choice is worth", "它认为每个选择值多少";
}

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

    /// A day, or what it is called, of so many.
    pub fn day_of(self, called: &str, day: usize, days: usize) -> String {
        self.pick(format!("{called} {day} / {days}"), format!("第 {day} / {days} {called}"))
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
