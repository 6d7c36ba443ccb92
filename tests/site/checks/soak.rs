//! Hours in minutes: twelve runs learn, the address changes, workers die, and the page stays as quick and as small as
//! it was.

use super::{FINGERPRINT, LOADS_WITHIN, Visit, failing, link, native, small, starters, trouble_of, workers_started};
use crate::driver::{Browser, Kind, path};
use emporium::base::Setting;
use emporium::run::Scenario;
use emporium::run::scenario::{Budget, Measuring, Seeds};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long it goes on: windows of so many seconds, the address changing after every third.
struct Length {
    windows: usize,
    seconds: f64,
}

const LONG: Length = Length { windows: 24, seconds: 5.0 };
const SHORT: Length = Length { windows: 8, seconds: 2.5 };
const WINDOWS_OF_A_SCENARIO: usize = 3;

/// A task is given up when three workers die of it: in the time of a scenario at most two do.
const LIFE_OF_A_WORKER: Duration = Duration::from_secs(13);
const DIES_OF: &str = "made to fail";

/// A page that has just been loaded may take its time.
const AT_FIRST: Duration = Duration::from_secs(2);

/// What Chromium is held to.
const FRAMES_A_SECOND: f64 = 30.0;
/// Milliseconds; what takes longer is felt. It is meant for a quiet machine with two cores: where known work takes
/// longer than there, it is allowed as many times as much.
const SLOWEST: f64 = 50.0;
const KNOWN_WORK: &str = r#"
const start = performance.now();
let sum = 0;
for (let i = 0; i < 4e6; i += 1) sum += Math.sqrt(i * (i & 7));
window.knownWork = sum;
return performance.now() - start;
"#;
/// Milliseconds that it takes there while a worker learns beside it.
const QUIET: f64 = 12.0;
/// How much may be added to what there was after the warm-up.
const GROWTH: f64 = 0.1;
const SLACK: f64 = 2e6;
const SLACK_NODES: f64 = 200.0;

/// The page's slowest work since it was begun; and for how long this machine, if it is a virtual one, was not run meanwhile.
/// Both in milliseconds. The second is only told, for a long turn may be no more than that.
pub struct Slowest {
    turn: f64,
    stolen: f64,
}

impl Slowest {
    /// Since so much had been stolen.
    pub fn since(before: f64, visit: &Visit<'_>) -> Slowest {
        Slowest { turn: slowest_of(visit), stolen: stolen() - before }
    }
}

/// What a window of time came to.
struct Window {
    frames_a_second: f64,
    /// Bytes; nothing where the browser does not tell.
    heap: Option<f64>,
    /// How many times as slow as a quiet machine this one was.
    slowness: f64,
    /// Bytes of the memory of the page's module.
    wasm: f64,
    nodes: f64,
}

pub fn stays_quick_and_small(visit: &Visit<'_>) {
    let length = if visit.browser.kind == Kind::Chromium { LONG } else { SHORT };
    doom_workers(visit);
    visit.server.take_asked();
    visit.open(&format!("#{}", twelve(0)));
    let (windows, slowest) = windows(visit, &length);
    let started = workers_started(visit);
    visit.server.as_usual();
    tell(visit.browser, &windows, started);
    judge(visit.browser.kind, &windows, &slowest);
    let lives = length.windows as f64 * length.seconds / LIFE_OF_A_WORKER.as_secs_f64();
    assert!(started as f64 > 0.75 * lives, "{started} workers were started, so that few can have died");
    let good = small(&["q-learning", "eoq"], 1);
    visit.browser.run(&format!(r##"location.hash = "#{}""##, link(good.clone())));
    visit.finish();
    assert_eq!(visit.browser.text(FINGERPRINT), native(&good));
    let others = trouble_of(visit.browser).into_iter().filter(|t| !t.contains(DIES_OF));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<String>::new());
    visit.browser.console_errors();
}

/// Looks on while the scenarios change; with each window, and the page's slowest work in each scenario.
fn windows(visit: &Visit<'_>, length: &Length) -> (Vec<Window>, Vec<Slowest>) {
    let learning = || visit.browser.wait("twelve runs learn", LOADS_WITHIN, LEARNING);
    let (mut windows, mut slowest) = (Vec::new(), Vec::new());
    let mut before = stolen();
    learning();
    std::thread::sleep(AT_FIRST);
    visit.browser.run(WATCH_LONG_TASKS);
    for window in 1..=length.windows {
        windows.push(look(visit.browser, length.seconds));
        if window % WINDOWS_OF_A_SCENARIO == 0 || window == length.windows {
            learning();
            slowest.push(Slowest::since(before, visit));
            before = stolen();
            let next = twelve(window / WINDOWS_OF_A_SCENARIO);
            visit.browser.run(&format!(r##"location.hash = "#{next}""##));
        }
    }
    (windows, slowest)
}

const LEARNING: &str = r#"
const page = document.querySelector(".page");
return page?.dataset.state === "running" && document.querySelectorAll(".page .notice").length === 0;
"#;

const WATCH_LONG_TASKS: &str = r#"
window.longTasks = [];
const note = (list) => window.longTasks.push(...list.getEntries().map((task) => Math.round(task.duration)));
if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
  new PerformanceObserver(note).observe({ type: "longtask" });
}
"#;

/// Four learners on three seeds, for much longer than anybody waits.
fn twelve(number: usize) -> String {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning", "sarsa", "q-learning", "sarsa"]);
    for (contestant, alpha) in scenario.contestants.iter_mut().zip([0.05, 0.1, 0.2, 0.3]) {
        contestant.seats[0].set.insert("alpha".to_string(), Setting::Number(alpha));
    }
    scenario.seeds = Seeds { first: 1 + number as u64, count: 3 };
    scenario.budget = Some(Budget { steps: 200_000_000 });
    scenario.evaluation = Some(Measuring { every: 20_000, episodes: 1 });
    link(scenario)
}

/// From now on all that start with the page are bound to fail some time after they begin to run shops, and one at a time
/// of those that come after them.
fn doom_workers(visit: &Visit<'_>) {
    let usual = std::fs::read(path("EMPORIUM_DIST").join("worker.js")).unwrap();
    let last: Mutex<Option<Instant>> = Mutex::new(None);
    let answer = move |before: usize| {
        let mut last = last.lock().unwrap();
        let mut fails = String::new();
        if before < starters() || last.is_none_or(|last| last.elapsed() + Duration::from_secs(2) > LIFE_OF_A_WORKER) {
            fails = failing(DIES_OF, LIFE_OF_A_WORKER.as_millis());
            *last = Some(Instant::now());
        }
        Some([usual.as_slice(), fails.as_bytes()].concat())
    };
    visit.server.instead("worker.js", Box::new(answer));
}

type Weight = fn(&Window) -> Option<f64>;

/// Counts frames for a while, then weighs the page.
fn look(browser: &Browser, seconds: f64) -> Window {
    let count = format!("const seconds = {seconds};{COUNT_FRAMES}");
    let frames_a_second = browser.run_later(&count).as_f64().expect("frames a second");
    let wasm = browser.run_later("window.wasmBytes().then(done)").as_f64().expect("a size of memory");
    let slowness = slowness_of(browser);
    if browser.kind == Kind::Firefox {
        let nodes = browser.run("return document.querySelectorAll('*').length").as_f64();
        let nodes = nodes.expect("a number of elements");
        return Window { frames_a_second, heap: None, slowness, wasm, nodes };
    }
    browser.devtools("HeapProfiler.collectGarbage");
    browser.devtools("Performance.enable");
    let said = browser.devtools("Performance.getMetrics");
    let metric = |name: &str| said["metrics"].as_array()?.iter().find(|m| m["name"] == name)?["value"].as_f64();
    let nodes = metric("Nodes").expect("a number of nodes");
    let heap = Some(metric("JSHeapUsedSize").expect("a size of the heap"));
    Window { frames_a_second, heap, slowness, wasm, nodes }
}

/// How many times as slow as on a quiet machine a page's own work is now.
pub fn slowness_of(browser: &Browser) -> f64 {
    // The first time it is still being compiled.
    browser.run(KNOWN_WORK);
    browser.run(KNOWN_WORK).as_f64().expect("milliseconds") / QUIET
}

const COUNT_FRAMES: &str = r#"
const start = performance.now();
let frames = 0;
const frame = (now) => {
  frames += 1;
  const passed = (now - start) / 1000;
  passed < seconds ? requestAnimationFrame(frame) : done(frames / passed);
};
requestAnimationFrame(frame);
"#;

/// The page's own measurement of its handlers and redraws, in milliseconds since the experiment began.
fn slowest_of(visit: &Visit<'_>) -> f64 {
    let said = visit.browser.text(r#"return document.querySelector(".page").dataset.slowest ?? "nothing""#);
    said.parse().unwrap_or_else(|_| panic!("data-slowest of the page is to be milliseconds, but says {said}"))
}

/// Milliseconds for which this machine's processors were given to others since it started; nothing where the system
/// does not say.
pub fn stolen() -> f64 {
    let said = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    // The first line sums up all processors; its eighth number counts hundredths of a second.
    let ticks = said.lines().next().and_then(|line| line.split_whitespace().nth(8)?.parse::<f64>().ok());
    ticks.map_or(0.0, |ticks| 10.0 * ticks)
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
    (low + high) / 2.0
}

/// The medians of the second quarter, when all is warm, and of the last.
fn then_and_now(windows: &[Window], value: Weight) -> Option<(f64, f64)> {
    let quarter = windows.len() / 4;
    let of = |windows: &[Window]| windows.iter().map(value).collect::<Option<Vec<_>>>().map(median);
    Some((of(&windows[quarter..2 * quarter])?, of(&windows[3 * quarter..])?))
}

fn tell(browser: &Browser, windows: &[Window], started: usize) {
    let frames: Vec<f64> = windows.iter().map(|w| w.frames_a_second).collect();
    let least = frames.iter().copied().fold(f64::INFINITY, f64::min);
    println!("{:?}: {:.0} frames a second, {least:.0} at least", browser.kind, median(frames));
    let weights: [(&str, Weight); 3] =
        [("bytes of heap", |w| w.heap), ("bytes of wasm memory", |w| Some(w.wasm)), ("nodes", |w| Some(w.nodes))];
    for (what, value) in weights {
        match then_and_now(windows, value) {
            Some((then, now)) => println!("  {what}: {then:.0}, and {now:.0} in the end"),
            None => println!("  {what}: not told"),
        }
    }
    println!("  {started} workers");
    let long = browser.text("return `${longTasks.length}, the longest of ${Math.max(0, ...longTasks)} ms`");
    println!("  long tasks: {long}");
}

fn judge(kind: Kind, windows: &[Window], slowest: &[Slowest]) {
    let flat = |what: &str, slack: f64, pair: Option<(f64, f64)>| {
        let Some((then, now)) = pair else { return };
        assert!(now <= then * (1.0 + GROWTH) + slack, "{kind:?}: {what} grew from {then} to {now}");
    };
    flat("the heap", SLACK, then_and_now(windows, |w| w.heap));
    flat("the module's memory", SLACK, then_and_now(windows, |w| Some(w.wasm)));
    flat("the number of nodes", SLACK_NODES, then_and_now(windows, |w| Some(w.nodes)));
    if kind == Kind::Chromium {
        assert!(windows.iter().all(|w| w.heap.is_some()));
        let frames = median(windows.iter().map(|w| w.frames_a_second).collect());
        assert!(frames >= FRAMES_A_SECOND, "{frames} frames a second");
    }
    hold_to_quick(kind, slowest, windows.iter().map(|w| w.slowness).collect());
}

/// A machine that is busy with something else makes one turn long; a handler that is slow is so every time.
pub fn hold_to_quick(kind: Kind, slowest: &[Slowest], slowness: Vec<f64>) {
    let told: Vec<String> = slowest.iter().map(|s| format!("{:.0} ({:.0})", s.turn, s.stolen)).collect();
    println!("{kind:?}: the page's slowest each time: {} ms (stolen)", told.join(", "));
    // Never under one, so that a quick machine has no shorter limits.
    let slowness = f64::max(median(slowness), 1.0);
    println!("  the machine: {slowness:.1} times as slow as a quiet one");
    let usual = median(slowest.iter().map(|s| s.turn).collect());
    let allowed = SLOWEST * slowness;
    assert!(usual > 0.0 && usual < allowed, "{kind:?}: handlers and redraws took {usual} ms, of {allowed:.0}");
}
