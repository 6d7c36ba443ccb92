//! What every browser must find on the site.

mod access;
mod damaged;
mod files;
mod front;
mod inside;
mod lab;
mod soak;
mod watching;

use super::driver::{Browser, Kind};
use super::server::{PREFIX, Server};
use emporium::base::Named;
use emporium::base::hash::Fingerprint;
use emporium::run::link::Link;
use emporium::run::scenario::{Budget, Seeds};
use emporium::run::{Scenario, Session};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A browser at the site.
pub struct Visit<'a> {
    pub server: &'a Server,
    pub browser: &'a Browser,
}

pub type Check = fn(&Visit<'_>);

pub const ALL: &[(&str, Check)] = &[
    ("a tap on the first page opens the lab", front::a_tap_opens_the_lab),
    ("a team that is dropped on the first page opens", front::a_dropped_team_opens),
    ("the first page is held and goes on", front::it_is_held),
    ("the first page fits from phones to wide screens", front::it_fits),
    ("the lab runs by itself, in a worker, and ends with the native bits", first_visit),
    ("a link opens its scenario, and a change of the address is followed", links),
    ("a bad link gets a sentence, and the page lives on", bad_links),
    ("damaged links get the engine's sentence, or run", damaged::damaged_links),
    ("both languages", languages),
    ("from phones to wide screens", widths),
    ("nothing keeps people out, as far as axe-core can tell", access::nothing_keeps_people_out),
    ("charts are read, scored and compared, and the link shows the same", lab::charts_are_read),
    ("charts are taken along", lab::charts_are_taken_along),
    ("the inside of a contestant is shown", lab::the_inside_is_shown),
    ("inside: pictures of a mind are the mind's", inside::the_mind_is_shown),
    ("inside: the neighbours behind a prediction are those of the day", inside::neighbours_are_those_of_the_day),
    ("inside: every seat can be looked into", inside::every_seat_can_be_looked_into),
    ("the visitor plays, and hears what the optimum would have done", lab::the_visitor_plays),
    ("teams are kept in files and play the same everywhere", files::teams_are_kept_and_opened),
    ("bad files are refused and nothing is lost", files::bad_files_are_refused),
    ("a network that runs away stops alone", files::a_run_stops_alone),
    ("three seats are played by hand in turn", files::three_seats_are_played_in_turn),
    ("quick moves count once, while others learn", files::quick_moves_count_once),
    ("a number is decided by hand", files::a_number_is_decided),
    ("the shops have pictures", files::shops_have_pictures),
    ("the days play by themselves", watching::the_days_play),
    ("nobody is lost with a preset", watching::nobody_is_lost),
    ("it rests where nobody looks", lab::it_rests_where_nobody_looks),
    ("it is embedded", lab::it_is_embedded),
    ("it says what happens", lab::it_says_what_happens),
    ("a worker that dies is replaced, and the bits are the same", dying_worker),
    ("a change of the address need not wait for a long plan", long_plans),
    ("where no worker unpacks the page does it", unpacked_on_the_page),
    ("where one worker dies unpacking the others do it", one_dies_unpacking),
    ("where workers cannot be had the page does the work, with the same bits", no_workers),
];

/// What must not be disturbed: the other browser waits meanwhile.
pub const ALONE: &[(&str, Check)] = &[
    ("the first page runs four shops at once, with the native bits", front::four_shops_run),
    ("the first page is quick", front::it_is_quick),
    ("twelve runs, changes and deaths: the page stays quick and small", soak::stays_quick_and_small),
];

const LOADS_WITHIN: Duration = Duration::from_secs(30);
/// The page's own scenario is 15 runs of a million steps.
const ENDS_WITHIN: Duration = Duration::from_secs(180);

const FINISHED: &str = r#"return document.querySelector(".page")?.dataset.state === "finished""#;
const FINGERPRINT: &str = r#"return document.querySelector(".page").dataset.fingerprint"#;

/// A scenario that takes a moment.
fn small(agents: &[&str], first: u64) -> Scenario {
    let mut scenario = Scenario::of("inventory", "everyday", agents);
    scenario.seeds = Seeds { first, count: 2 };
    scenario.budget = Some(Budget { steps: 30_000 });
    scenario
}

fn link(scenario: Scenario) -> String {
    Link { scenario, view: Named::new() }.encode().unwrap()
}

/// What the engine comes to without a browser; both browsers ask for the same.
fn native(scenario: &Scenario) -> String {
    static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || {
        let mut session = Session::new(&scenario.check().unwrap()).unwrap();
        session.finish();
        Fingerprint::hex(session.fingerprint())
    };
    known.entry(link(scenario.clone())).or_insert_with(work).clone()
}

/// What went wrong in the page since it was loaded.
fn trouble_of(browser: &Browser) -> Vec<String> {
    serde_json::from_str(&browser.text("return JSON.stringify(window.trouble)")).unwrap()
}

impl Visit<'_> {
    fn open(&self, rest: &str) {
        // Another fragment alone would not load the page again.
        self.browser.go("about:blank");
        self.browser.go(&format!("{}{rest}", self.server.page()));
    }

    /// Opens the site in a frame of this width, in which scripts run from now on.
    fn open_in_frame(&self, width: u32, rest: &str) {
        self.browser.go(&self.server.frame());
        self.browser.run(&format!(
            r#"const frame = document.getElementById("frame");
            frame.width = {width};
            frame.src = "./{rest}";"#
        ));
        self.browser.enter_frame("frame");
    }

    fn finish(&self) {
        self.browser.wait("the runs finish", ENDS_WITHIN, FINISHED);
    }

    fn data(&self, name: &str) -> String {
        self.browser.text(&format!(r#"return document.querySelector(".page").dataset.{name}"#))
    }

    fn assert_no_trouble(&self) {
        assert_eq!(trouble_of(self.browser), Vec::<String>::new(), "{:?}", self.browser.kind);
        assert_eq!(self.browser.console_errors(), Vec::<String>::new());
    }

    fn assert_only_own_requests(&self) {
        let script = "return JSON.stringify(performance.getEntriesByType('resource').map((e) => e.name))";
        let names: Vec<String> = serde_json::from_str(&self.browser.text(script)).unwrap();
        assert!(names.len() > 3, "{names:?}");
        assert!(names.iter().all(|name| name.starts_with(&self.server.page())), "{names:?}");
        let asked = self.server.take_asked();
        assert!(asked.iter().all(|a| a.path.starts_with(PREFIX) && a.status == 200), "{asked:?}");
        assert!(asked.iter().any(|a| a.path.starts_with(&format!("{PREFIX}worker.js"))), "{asked:?}");
    }
}

fn first_visit(visit: &Visit<'_>) {
    visit.server.take_asked();
    visit.open("#lab");
    visit.browser.wait("the page loads", LOADS_WITHIN, r#"return document.querySelector(".page canvas") !== null"#);
    visit.finish();
    let workers: u32 = visit.data("workers").parse().unwrap();
    assert!(workers >= 1 && visit.data("onPage") == "false");
    let points = visit.browser.text(r#"return document.querySelector(".chart").dataset.points"#);
    assert!(points.parse::<u32>().unwrap() > 10, "{points} points");
    assert!(colors_on(visit.browser) >= 5, "a curve in each colour");
    let rows = visit.browser.text(r#"return String(document.querySelectorAll(".results > table tbody tr").length)"#);
    assert_eq!(rows, "4");
    visit.assert_no_trouble();
    visit.assert_only_own_requests();
    // The page's own link says what it has run.
    let own = Link::decode(&visit.browser.text(r#"return document.getElementById("link").hash"#)).unwrap();
    assert_eq!(visit.browser.text(FINGERPRINT), native(&own.scenario));
}

/// How many clearly different colours stand on the canvas.
fn colors_on(browser: &Browser) -> u64 {
    let count = browser.run(
        r#"
        const canvas = document.querySelector("canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Map();
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] < 250) continue;
          const color = [data[i], data[i + 1], data[i + 2]].map((x) => x >> 4).join();
          seen.set(color, (seen.get(color) ?? 0) + 1);
        }
        return [...seen.values()].filter((pixels) => pixels > 20).length;
        "#,
    );
    count.as_u64().unwrap_or(0)
}

pub fn links(visit: &Visit<'_>) {
    let scenario = small(&["q-learning", "eoq"], 7);
    visit.open(&format!("#{}", link(scenario.clone())));
    visit.finish();
    let first = visit.browser.text(FINGERPRINT);
    assert_eq!(first, native(&scenario));
    let other = small(&["sarsa", "s-S"], 11);
    visit.browser.run(&format!(r##"location.hash = "#{}""##, link(other.clone())));
    let changed =
        format!(r#"const p = document.querySelector(".page").dataset.fingerprint; return !!p && p !== "{first}""#);
    visit.browser.wait("the new address is followed", ENDS_WITHIN, &changed);
    visit.finish();
    assert_eq!(visit.browser.text(FINGERPRINT), native(&other));
    visit.assert_no_trouble();
}

fn bad_links(visit: &Visit<'_>) {
    let good = link(small(&["eoq"], 1));
    let mut unknown = small(&["eoq"], 1);
    unknown.sim = "bakery".to_string();
    let unknown = link(unknown);
    let long = "x".repeat(20_001);
    let cases = [
        ("?lang=en#1.garbage", "damaged"),
        ("?lang=zh#1.garbage", "损坏"),
        ("?lang=en#9.AAAA", "version 9"),
        ("?lang=en#hello", "must begin with"),
        ("?lang=en#%00%ff", "must begin with"),
        (&format!("?lang=en#{}", &good[..good.len() - 3]), "damaged"),
        (&format!("?lang=en#{unknown}"), "bakery"),
        (&format!("?lang=en#{long}"), "at most 20000"),
    ];
    for (address, wanted) in cases {
        visit.open(address);
        visit.browser.wait("a sentence", LOADS_WITHIN, r#"return document.querySelector(".page .notice") !== null"#);
        let sentence = visit.browser.text(r#"return document.querySelector(".page .notice").innerText"#);
        assert!(sentence.contains(wanted), "{address:.60}: {sentence}");
        assert_eq!(visit.data("state"), "trouble");
        visit.assert_no_trouble();
    }
    visit.browser.run(&format!(r##"location.hash = "#{good}""##));
    visit.finish();
    visit.assert_no_trouble();
}

fn languages(visit: &Visit<'_>) {
    let good = link(small(&["eoq"], 1));
    for (code, title, state) in [("en", "Inventory", "Finished"), ("zh", "库存", "已完成"), ("zh-TW", "库存", "已完成")]
    {
        visit.open(&format!("?lang={code}#{good}"));
        visit.finish();
        let text = visit.browser.text("return document.body.innerText");
        assert!(text.contains(title) && text.contains(state), "{text}");
        let lang = visit.browser.text("return document.documentElement.lang");
        assert_eq!(lang, &code[..2]);
        visit.assert_no_trouble();
    }
    visit.browser.run(r#"document.querySelector(".language").click()"#);
    let back = r#"return document.documentElement.lang === "en" && document.querySelector(".page")?.dataset.state === "finished""#;
    visit.browser.wait("the link to the other language", ENDS_WITHIN, back);
}

fn widths(visit: &Visit<'_>) {
    let good = link(small(&["q-learning", "eoq", "relative-value-iteration"], 1));
    for code in ["en", "zh"] {
        for width in [320, 390, 768, 1024, 1440, 1920] {
            visit.browser.resize(2000, 1000);
            visit.open_in_frame(width, &format!("?lang={code}#{good}"));
            visit.finish();
            let text = visit.browser.text(
                r#"
                const root = document.documentElement, chart = document.querySelector("canvas").getBoundingClientRect();
                const table = document.querySelector("table").getBoundingClientRect();
                return [root.scrollWidth <= innerWidth, chart.width > 250 && chart.height > 200,
                  table.top >= chart.bottom, innerWidth].join();
                "#,
            );
            let expected = format!("true,true,true,{width}");
            assert_eq!(text, expected, "{code}: no sideways scrolling, a large chart, the table in its place");
            visit.assert_no_trouble();
        }
    }
}

fn dying_worker(visit: &Visit<'_>) {
    // Those that start with the page fail in the middle of their work.
    let file = std::fs::read(super::driver::path("EMPORIUM_DIST").join("worker.js")).unwrap();
    let answer = move |before: usize| {
        let fails = (before < starters()).then(|| failing("made to fail", 400));
        Some([file.as_slice(), fails.unwrap_or_default().as_bytes()].concat())
    };
    visit.server.instead("worker.js", Box::new(answer));
    visit.server.take_asked();
    let mut scenario = small(&["q-learning", "eoq"], 3);
    scenario.budget = Some(Budget { steps: 3_000_000 });
    visit.open(&format!("#{}", link(scenario.clone())));
    visit.finish();
    visit.server.as_usual();
    assert_eq!(visit.browser.text(FINGERPRINT), native(&scenario));
    let started = workers_started(visit);
    assert!(started > starters(), "{started} workers were started");
    let said = visit.browser.text("return document.body.innerText");
    assert!(said.contains("ended a worker") || said.contains("终止了一个后台线程"), "the page says so: {said}");
    assert_eq!(visit.data("onPage"), "false");
    visit.browser.console_errors();
}

/// How many workers were started since it was last asked.
fn workers_started(visit: &Visit<'_>) -> usize {
    visit.server.take_asked().iter().filter(|a| a.path.contains("/worker.js")).count()
}

/// How many workers start with the page, to unpack its module.
fn starters() -> usize {
    usize::min(std::thread::available_parallelism().map_or(2, |n| n.get()), 4)
}

/// What lets a worker fail so many milliseconds after it was given the page's module.
fn failing(of: &str, after: u128) -> String {
    format!(
        "\naddEventListener('message', ({{ data }}) => {{
            if (data.module) setTimeout(() => {{ throw new Error('{of}') }}, {after});
        }});\n"
    )
}

fn long_plans(visit: &Visit<'_>) {
    // Both the worker's plan and the reference take many seconds.
    let mut long = Scenario::of("inventory", "geometric-L4-p39", &["relative-value-iteration"]);
    long.seeds = Seeds { first: 1, count: 8 };
    visit.open(&format!("#{}", link(long)));
    let ready = r#"return Number(document.querySelector(".page")?.dataset.workers) > 0"#;
    visit.browser.wait("a worker is there", LOADS_WITHIN, ready);
    std::thread::sleep(Duration::from_millis(1_500));
    let short = small(&["eoq"], 2);
    visit.browser.run(&format!(r##"location.hash = "#{}""##, link(short.clone())));
    visit.browser.wait("the short scenario finishes", Duration::from_secs(4), FINISHED);
    assert_eq!(visit.browser.text(FINGERPRINT), native(&short));
    visit.assert_no_trouble();
}

fn unpacked_on_the_page(visit: &Visit<'_>) {
    let file = std::fs::read(super::driver::path("EMPORIUM_DIST").join("unpack.js")).unwrap();
    let fails: &[u8] = b"if (typeof WorkerGlobalScope === 'function') throw new Error('made to fail');\n";
    let answer = [fails, &file].concat();
    visit.server.instead("unpack.js", Box::new(move |_| Some(answer.clone())));
    let scenario = small(&["eoq"], 9);
    visit.open(&format!("#{}", link(scenario.clone())));
    visit.finish();
    visit.server.as_usual();
    assert_eq!(visit.browser.text(FINGERPRINT), native(&scenario));
    visit.browser.console_errors();
}

fn one_dies_unpacking(visit: &Visit<'_>) {
    let file = std::fs::read(super::driver::path("EMPORIUM_DIST").join("worker.js")).unwrap();
    let fails: &[u8] =
        b"\naddEventListener('message', ({ data }) => { if (data.part) throw new Error('made to fail'); });\n";
    let answer = move |before| Some([&file[..], if before == 0 { fails } else { b"" }].concat());
    visit.server.instead("worker.js", Box::new(answer));
    let scenario = small(&["eoq"], 10);
    visit.open(&format!("#{}", link(scenario.clone())));
    visit.finish();
    visit.server.as_usual();
    assert_eq!(visit.browser.text(FINGERPRINT), native(&scenario));
    assert_eq!(visit.data("onPage"), "false");
    visit.browser.console_errors();
}

fn no_workers(visit: &Visit<'_>) {
    visit.server.instead("worker.js", Box::new(|_| None));
    let scenario = small(&["q-learning", "eoq"], 5);
    visit.open(&format!("#{}", link(scenario.clone())));
    visit.finish();
    visit.server.as_usual();
    assert_eq!((visit.data("workers"), visit.data("onPage")), ("0".to_string(), "true".to_string()));
    assert_eq!(visit.browser.text(FINGERPRINT), native(&scenario));
    if visit.browser.kind == Kind::Chromium {
        let errors = visit.browser.console_errors();
        assert!(errors.iter().all(|e| e.contains("worker.js")), "nothing else fails: {errors:?}");
    }
}
