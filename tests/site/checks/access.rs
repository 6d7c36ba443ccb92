//! What keeps people out of the page, by axe-core: in both languages, light and dark, on a phone and on a wide screen,
//! while runs go on, when they have finished, and when the link was bad.

use super::{FINISHED, LOADS_WITHIN, Visit, link, small};
use crate::driver::{Browser, Colors, path};
use emporium::run::scenario::Budget;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

const PHONE: u32 = 390;
const WIDE: u32 = 1440;

/// What a scan says of one rule that is broken.
#[derive(Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Broken>,
}

/// Where it is broken, and how.
#[derive(Deserialize)]
struct Broken {
    target: String,
    how: String,
}

/// All faults, each with the sights in which it was seen.
type Faults = BTreeMap<String, Vec<String>>;

/// One scan's surroundings.
struct Scanner<'a> {
    visit: Visit<'a>,
    axe: &'a str,
    /// Which rules are looked at, as axe-core's options say it.
    rules: &'static str,
}

/// Targets are scanned as well, which axe-core leaves out unless it is told.
const ALL_RULES: &str = r#"rules: { "target-size": { enabled: true } }"#;
/// What alone can differ from light to dark.
const COLORS: &str = r#"runOnly: ["color-contrast", "link-in-text-block"]"#;

pub fn nothing_keeps_people_out(visit: &Visit<'_>) {
    let axe = std::fs::read_to_string(path("EMPORIUM_AXE")).unwrap();
    let dark = Browser::start(visit.browser.kind, Colors::Dark);
    let mut faults = Faults::new();
    for (colors, browser, rules) in [("light", visit.browser, ALL_RULES), ("dark", &dark, COLORS)] {
        let scanner = Scanner { visit: Visit { server: visit.server, browser }, axe: &axe, rules };
        scanner.visit.open("#1.none");
        let script = format!(r#"return matchMedia("(prefers-color-scheme: {colors})").matches"#);
        assert_eq!(browser.run(&script), true, "{:?} is not {colors}", browser.kind);
        for lang in ["en", "zh"] {
            for width in [PHONE, WIDE] {
                let note = |state: &str, found| note(&mut faults, &format!("{lang} {colors} {width} {state}"), found);
                scanner.in_all_states(lang, width, note);
            }
        }
    }
    let told: Vec<String> = faults.iter().map(|(fault, seen)| tell(fault, seen)).collect();
    assert!(told.is_empty(), "{:?}: {} faults:\n{}", visit.browser.kind, told.len(), told.join("\n"));
}

fn note(faults: &mut Faults, sight: &str, found: Vec<Violation>) {
    for Violation { id, help, nodes } in found {
        for Broken { target, how } in nodes {
            faults.entry(format!("{id} ({help})\n  {target}\n  {how}")).or_default().push(sight.to_string());
        }
    }
}

fn tell(fault: &str, seen: &[String]) -> String {
    format!("{fault}\n  seen {} times, first in {}", seen.len(), seen[0])
}

impl Scanner<'_> {
    fn in_all_states(&self, lang: &str, width: u32, mut note: impl FnMut(&str, Vec<Violation>)) {
        let mut scenario = small(&["q-learning", "s-S", "relative-value-iteration"], 1);
        let finished = link(scenario.clone());
        scenario.budget = Some(Budget { steps: 1_000_000_000 });
        let runs = r#"return document.querySelector(".page")?.dataset.state === "running""#;
        let refused = r#"return document.querySelector(".page .notice") !== null"#;
        self.open(lang, width, "");
        self.reach(r#"return document.querySelectorAll(".shopfront").length === 4"#);
        note("first page", self.scan());
        self.visit.browser.run(&format!(r##"location.hash = "#{}""##, link(scenario)));
        self.reach(runs);
        note("running", self.scan());
        // The page stays, and with it axe-core, which takes long to load.
        self.visit.browser.run(&format!(r##"location.hash = "#{finished}""##));
        self.reach(FINISHED);
        self.scan_parts(|part, found| note(&format!("finished, {part}"), found));
        self.visit.browser.run(r##"location.hash = "#1.garbage""##);
        self.reach(refused);
        note("bad link", self.scan());
    }

    fn open(&self, lang: &str, width: u32, fragment: &str) {
        let rest = format!("?lang={lang}#{fragment}");
        if width == PHONE {
            self.visit.open_in_frame(width, &rest);
        } else {
            self.visit.browser.resize(width, 900);
            self.visit.open(&rest);
        }
    }

    fn reach(&self, state: &str) {
        self.visit.browser.wait("the state to look over", LOADS_WITHIN, state);
        // What follows the first frame, such as a film of the shop, is looked over too.
        std::thread::sleep(Duration::from_millis(300));
    }

    /// Scans the parts that take turns on a phone, or the page as a whole, with everything unfolded.
    fn scan_parts(&self, mut note: impl FnMut(&str, Vec<Violation>)) {
        let browser = self.visit.browser;
        let tabs = r#"return [...document.querySelectorAll(".tab")].filter((tab) => tab.offsetParent).length"#;
        let tabs = browser.run(tabs).as_u64().unwrap();
        for tab in 0..u64::max(tabs, 1) {
            if tabs > 0 {
                browser.run(&format!(r#"document.querySelectorAll(".tab")[{tab}].click()"#));
            }
            browser.run(r#"document.querySelectorAll("details").forEach((part) => part.open = true)"#);
            note(&format!("tab {tab} of {tabs}"), self.scan());
        }
    }

    /// Has axe-core look over the page, or the frame, that the browser is in.
    fn scan(&self) -> Vec<Violation> {
        let browser = self.visit.browser;
        // A bar that stays at the foot of the screen covers nothing once the page is scrolled to its end.
        browser.run("scrollTo(0, document.documentElement.scrollHeight)");
        // Scripts by WebDriver are not held by the page's policy.
        if browser.run("return typeof axe") == "undefined" {
            browser.run(self.axe);
        }
        let options = format!(r#"{{ resultTypes: ["violations"], preload: false, {} }}"#, self.rules);
        let said = browser.run_later(&format!("const options = {options};{SCAN}"));
        let text = said.as_str().unwrap_or("axe-core looked at nothing");
        serde_json::from_str(text).unwrap_or_else(|_| panic!("{:?}: {text}", browser.kind))
    }
}

/// Hands over the violations, or a sentence that is no JSON where axe-core itself failed.
const SCAN: &str = r#"
const how = (node) => node.failureSummary.replace(/\s+/g, " ");
const node = (node) => ({ target: node.target.join(" "), how: how(node) });
const violation = ({ id, help, nodes }) => ({ id, help, nodes: nodes.map(node) });
axe.run(document, options).then(
  ({ violations, passes }) => done(passes.length > 0 && JSON.stringify(violations.map(violation))),
  (error) => done(String(error)),
);
"#;
