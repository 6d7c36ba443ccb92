//! The lab, used: charts read and taken along, the inside of a contestant, the visitor's seat, an embed.

use super::{ENDS_WITHIN, FINGERPRINT, FINISHED, LOADS_WITHIN, Visit, link, native, small};
use emporium::base::stats::mean;
use emporium::base::{Action, Named};
use emporium::run::inside::{Ask, Told};
use emporium::run::link::Link;
use emporium::run::{Progress, Reference, Run, Scenario, Session};
use serde_json::Value;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(10);

/// The words of a chart's slider after a key.
pub(super) fn key(visit: &Visit<'_>, plot: &str, key: &str) -> String {
    visit.browser.run(&format!(
        r#"document.querySelector("{plot}").dispatchEvent(new KeyboardEvent("keydown", {{ key: "{key}", bubbles: true }}));"#
    ));
    std::thread::sleep(Duration::from_millis(150));
    visit.browser.text(&format!(r#"return document.querySelector("{plot}").getAttribute("aria-valuetext")"#))
}

/// Chooses in a select, or ticks.
pub(super) fn choose(visit: &Visit<'_>, select: &str, value: &str) {
    visit.browser.run(&format!(
        r#"const control = document.querySelector("{select}");
        if (control.type === "checkbox") {{ control.click(); return; }}
        control.value = "{value}";
        if (control.value !== "{value}") throw new Error("{value} cannot be chosen");
        control.dispatchEvent(new Event("change", {{ bubbles: true }}));"#
    ));
    std::thread::sleep(Duration::from_millis(150));
}

/// What each contestant's seeds came to, as costs, by the engine without a browser.
fn costs(scenario: &Scenario) -> Vec<Vec<f64>> {
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    let last = |run: &Run| -run.curve().last().unwrap().reward;
    session.runs.chunks(scenario.seeds.count as usize).map(|runs| runs.iter().map(last).collect()).collect()
}

/// Whether the page says this number after these words, rounded to as many digits as it writes, two at least.
fn says(said: &str, words: &str, x: f64) -> bool {
    let Some((_, rest)) = said.split_once(words) else { return false };
    let text: String = rest.trim_start().chars().take_while(|c| c.is_ascii_digit() || "−.,".contains(*c)).collect();
    let text = text.trim_end_matches([',', '.']).replace(',', "").replace('−', "-");
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len() as i32);
    let told: f64 = text.parse().unwrap_or(f64::NAN);
    digits >= 2 && (told - x).abs() <= 0.5 * 10f64.powi(-digits) + 1e-9
}

/// A link's view, as the address says it.
pub(super) fn addressed(visit: &Visit<'_>) -> Link {
    Link::decode(&visit.browser.text("return location.hash.slice(1)")).unwrap()
}

pub fn charts_are_read(visit: &Visit<'_>) {
    let scenario = small(&["q-learning", "eoq"], 3);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    visit.finish();
    let costs = costs(&scenario);
    let plot = ".picture .plot";
    visit.browser.run(
        r#"const plot = document.querySelector(".picture .plot"), box = plot.getBoundingClientRect();
        plot.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + box.width / 2, clientY: box.top + 80, bubbles: true }));"#,
    );
    visit.browser.wait("a card of values", SOON, r#"return document.querySelector(".picture .card") !== null"#);
    let card = visit.browser.text(r#"return document.querySelector(".picture .card").innerText"#);
    visit.browser.run(
        r#"window.canvas = document.querySelector(".picture canvas"); window.wide = canvas.width;
        document.querySelector(".picture .plot").parentElement.parentElement.style.width = "300px";"#,
    );
    let same = r#"const canvas = document.querySelector(".picture canvas"); return canvas === window.canvas && canvas.width < window.wide"#;
    visit.browser.wait("the same canvas is drawn anew in its new size", SOON, same);
    assert!(card.contains("steps of learning") && card.contains("Q-learning") && card.contains("EOQ"), "{card}");
    assert!(key(visit, plot, "Escape").is_empty(), "Escape puts the card away");
    let end = key(visit, plot, "End");
    assert!(end.starts_with("30,000 steps of learning"), "{end}");
    assert!(end.contains(&format!("Q-learning {:.2}", mean(&costs[0]))), "{end} {costs:?}");
    assert!(key(visit, plot, "ArrowLeft") != end);
    as_score_and_difference(visit, &scenario, &costs);
    visit.assert_no_trouble();
}

fn as_score_and_difference(visit: &Visit<'_>, scenario: &Scenario, costs: &[Vec<f64>]) {
    let plot = ".picture .plot";
    choose(visit, "[name=measure]", "score");
    let checked = scenario.check().unwrap();
    let reference = Reference::of(&checked.shop, checked.schedule.episodes).unwrap();
    let score = reference.score(-mean(&costs[0])).unwrap();
    let said = key(visit, plot, "End");
    assert!(says(&said, "Q-learning", score), "{said} {score}");
    assert!(said.contains("Optimum (1) 1.0") && said.contains("(0) 0.0"), "{said}");
    choose(visit, "[name=measure]", "vs.b");
    choose(visit, "[name=across]", "episodes");
    choose(visit, "[name=middle]", "iqm");
    choose(visit, ".tick:nth-of-type(1) input", "");
    let difference = mean(&costs[0]) - mean(&costs[1]);
    let said = key(visit, plot, "End");
    assert!(said.starts_with("300 episodes of learning"), "{said}");
    assert!(says(&said, "Q-learning", difference), "{said} {difference}");
    assert!(said.contains("EOQ with reorder point 0.00"), "who is compared with is the line at 0: {said}");
    let view = addressed(visit).view;
    let known: Vec<(&str, &str)> = view.iter().map(|(name, word)| (name, word.as_str())).collect();
    assert_eq!(known, [("middle", "iqm"), ("runs", "on"), ("x", "episodes"), ("y", "vs.b")]);
    let address = visit.browser.text("return location.hash");
    visit.open(&format!("?lang=en{address}"));
    visit.finish();
    assert_eq!(visit.browser.text(FINGERPRINT), native(scenario));
    assert_eq!(key(visit, plot, "End"), said, "the link shows the same again");
}

pub fn charts_are_taken_along(visit: &Visit<'_>) {
    let scenario = small(&["q-learning", "eoq"], 3);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    visit.finish();
    visit.browser.run(
        "window.saved = {};
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          blob.text().then((text) => { window.saved[blob.type] = text; });
          return make.call(URL, blob);
        };
        for (const button of document.querySelectorAll('.picture [data-file]')) button.click();",
    );
    visit.browser.wait("three files", SOON, "return Object.keys(window.saved).length === 3");
    let file = |kind: &str| visit.browser.text(&format!("return window.saved['{kind}']"));
    let csv = file("text/csv");
    let last: Vec<&str> = csv.trim().lines().last().unwrap().split(',').collect();
    let costs = costs(&scenario);
    assert_eq!(last[0], "30000");
    assert_eq!(last[1].parse::<f64>().unwrap(), mean(&costs[0]), "to the last bit: {csv}");
    assert_eq!(last[4].parse::<f64>().unwrap(), mean(&costs[1]));
    let svg = file("image/svg+xml");
    assert!(svg.starts_with("<svg") && svg.contains("Q-learning") && svg.contains("polyline"), "{svg:.200}");
    assert!(file("image/png").contains("PNG"));
    visit.browser.run(r#"document.querySelector(".picture [aria-expanded]").click()"#);
    visit.browser.wait("the table", SOON, r#"return document.querySelector(".picture table.numbers") !== null"#);
    let row =
        visit.browser.text(r#"return [...document.querySelectorAll(".picture .numbers tbody tr")].at(-1).innerText"#);
    assert!(row.contains("30,000") && row.contains(&format!("{:.2}", mean(&costs[1]))), "{row}");
    visit.browser.run(r#"[...document.querySelectorAll(".results summary")][0].click()"#);
    let details = visit.browser.text(r#"return document.querySelector("table.details").innerText"#);
    for words in ["against Q-learning", "gap to Optimum", "seeds", "seconds", "30,000"] {
        assert!(details.contains(words), "{words}: {details}");
    }
    visit.assert_no_trouble();
}

pub fn the_inside_is_shown(visit: &Visit<'_>) {
    let mut scenario = small(&["q-learning"], 3);
    scenario.seeds.count = 1;
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    visit.finish();
    let ready =
        r#"return document.querySelector(".inside canvas") !== null && document.querySelector(".rule math") !== null"#;
    visit.browser.wait("a map and a rule", SOON, ready);
    std::thread::sleep(Duration::from_millis(1_000));
    // The table after learning, by the engine.
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    let asked = Ask::Map { seat: 0, at: vec![20.0], across: 0, down: None };
    let Ok(Told::Map(map)) = session.runs[0].tell(&asked, None) else { panic!("a map") };
    let choices = map.values.len() / map.across.len();
    // One cell to the right of the first and two up.
    for pressed in ["Home", "ArrowRight", "ArrowUp"] {
        key(visit, ".inside .plot", pressed);
    }
    let said = key(visit, ".inside .plot", "ArrowUp");
    assert!(said.starts_with("stock 1, order 2"), "{said}");
    let worth = format!("{:.2}", map.values[choices + 2]).replace('-', "−");
    assert!(said.contains(&worth), "{said}: {worth}");
    let spaces = visit.browser.text(r#"return document.querySelector(".rule mi").namespaceURI"#);
    assert_eq!(spaces, "http://www.w3.org/1998/Math/MathML");
    let rule = visit.browser.text(r#"return document.querySelector(".rule .formula p").textContent"#);
    assert_eq!(rule, "Q⁺←Q+α·(r+γ·max Q′−Q)");
    let notes = visit.browser.text(r#"return document.querySelector(".inside > .notes").innerText"#);
    assert!(notes.contains("share of random tries"), "{notes}");
    visit.assert_no_trouble();
}

pub fn the_visitor_plays(visit: &Visit<'_>) {
    let scenario = small(&["visitor", "eoq"], 3);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    let turn = r#"return document.querySelectorAll(".choices [aria-disabled=false]").length === 25"#;
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 3, checked.schedule).unwrap();
    let mut costs = Vec::new();
    for (day, choice) in [0, 13, 0, 4].into_iter().enumerate() {
        visit.browser.wait("the visitor's turn", LOADS_WITHIN, turn);
        visit.browser.run(&format!(r#"document.querySelectorAll(".choices button")[{choice}].click()"#));
        let (n, text) = (day + 1, r#"document.querySelector(".scrubber .count")?.innerText"#);
        visit.browser.wait("his day is over", SOON, &format!(r#"return {text} === "day {n} / {n}""#));
        while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
        run.answer(0, Action::choice(choice)).unwrap();
    }
    while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
    let asked = Ask::Film { seat: 0, world: None, episode: 0, most: 10 };
    let Ok(Told::Film { shots: film, .. }) = run.tell(&asked, None) else { panic!("a diary") };
    costs.extend(film.iter().map(|shot| -shot.reward));
    let said = visit.browser.text(r#"return document.querySelector(".said").innerText"#);
    assert!(said.contains(&format!("{:.2}", costs[3])) && said.contains("Optimum"), "{said} {costs:?}");
    let mine = format!("You{:.2}", mean(&costs));
    let rivals =
        format!(r#"return document.querySelector(".rivals")?.innerText.replace(/\s/g, "").includes("{mine}")"#);
    visit.browser.wait("the others on his days", SOON, &rivals);
    let address = visit.browser.text("return location.hash");
    visit.open(&format!("?lang=en{address}"));
    let again = r#"return document.querySelector(".scrubber .count")?.innerText === "day 4 / 4""#;
    visit.browser.wait("the link has his days in it", LOADS_WITHIN, again);
    assert_eq!(visit.browser.text(r#"return document.querySelector(".said").innerText"#), said);
    visit.assert_no_trouble();
}

pub fn it_rests_where_nobody_looks(visit: &Visit<'_>) {
    let mut scenario = small(&["q-learning"], 3);
    scenario.budget = Some(emporium::run::scenario::Budget { steps: 500_000_000 });
    visit.open(&format!("?lang=en#{}", link(scenario)));
    let running = r#"return document.querySelector(".page")?.dataset.state === "running""#;
    visit.browser.wait("it runs", LOADS_WITHIN, running);
    let hide = |hidden: bool| {
        visit.browser.run(&format!(
            r#"Object.defineProperty(document, "hidden", {{ configurable: true, value: {hidden} }});
            document.dispatchEvent(new Event("visibilitychange"));"#
        ));
        std::thread::sleep(Duration::from_millis(500));
    };
    let steps = || {
        let before = visit.browser.text(r#"return document.querySelector(".count").innerText"#);
        std::thread::sleep(Duration::from_millis(800));
        (before, visit.browser.text(r#"return document.querySelector(".count").innerText"#))
    };
    hide(true);
    let (before, after) = steps();
    assert_eq!(before, after, "a hidden tab rests");
    hide(false);
    let (before, after) = steps();
    assert_ne!(before, after, "and goes on");
    visit.assert_no_trouble();
}

pub fn it_is_embedded(visit: &Visit<'_>) {
    let mut scenario = small(&["q-learning"], 3);
    scenario.budget = Some(emporium::run::scenario::Budget { steps: 200_000_000 });
    visit.browser.go(&visit.server.frame());
    visit.browser.run(&format!(
        r#"window.heard = [];
        addEventListener("message", ({{ data }}) => {{ if (data.emporium) heard.push(data.emporium.height); }});
        const frame = document.getElementById("frame");
        frame.width = 800;
        frame.height = 700;
        frame.before(Object.assign(document.createElement("canvas"), {{ height: 6000, width: 10 }}), document.createElement("br"));
        frame.src = "./?lang=en&embed=masthead,shop,team,inside,watch,results#{}";"#,
        link(scenario)
    ));
    std::thread::sleep(Duration::from_millis(2_000));
    let inside = |script: &str| {
        visit.browser.run(
            &format!("return (function () {{ {script} }}).call(null)")
                .replace("document.", r#"window.document.getElementById("frame").contentDocument."#),
        )
    };
    assert_eq!(inside(r#"return document.querySelector(".page") === null"#), Value::Bool(true), "it starts when seen");
    visit.browser.run("scrollTo(0, 5900)");
    let running = r#"return document.getElementById("frame").contentDocument.querySelector(".page")?.dataset.state === "running""#;
    visit.browser.wait("seen, it runs", LOADS_WITHIN, running);
    let shown = inside(
        r#"return ["masthead", "forms", "inside", "watch", "aside", "toolbar", "chart", "heading"]
          .filter((name) => document.querySelector("." + name)?.getClientRects().length > 0).join()"#,
    );
    assert_eq!(shown, "toolbar,chart,heading");
    visit.browser.wait("it says how tall it is", SOON, "return window.heard.some((height) => height > 300)");
    visit
        .browser
        .run(r#"document.getElementById("frame").contentWindow.postMessage({ emporium: { theme: "dark" } }, "*")"#);
    std::thread::sleep(Duration::from_millis(300));
    let paper = inside(r#"return getComputedStyle(document.documentElement).backgroundColor"#);
    assert_eq!(paper, "rgb(20, 22, 26)", "it follows the host's theme");
    visit.browser.run("scrollTo(0, 0)");
    std::thread::sleep(Duration::from_millis(800));
    let steps = || inside(r#"return document.querySelector(".count").innerText"#);
    let before = steps();
    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(before, steps(), "it rests off the screen");
    visit.open("?lang=en&embed=sink");
    visit.browser.wait("a sentence", SOON, r#"return !document.getElementById("embed").hidden"#);
    let sentence = visit.browser.text(r#"return document.getElementById("embed").innerText"#);
    assert!(sentence.contains("embed names sink, but can hide only: masthead"), "{sentence}");
}

/// The link can be copied, and it is said.
pub fn it_says_what_happens(visit: &Visit<'_>) {
    let scenario = small(&["q-learning"], 3);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    visit.browser.wait("it finishes", ENDS_WITHIN, FINISHED);
    visit.browser.run(
        r#"Object.defineProperty(navigator, "clipboard", { configurable: true, value: {
          writeText: (text) => { window.copied = text; return Promise.resolve(); } } });
        document.querySelector(".copying button").click();"#,
    );
    visit.browser.wait(
        "it says so",
        SOON,
        r#"return document.querySelector(".copying [role=status]").innerText === "Copied""#,
    );
    let copied = Link::decode(&visit.browser.text("return window.copied")).unwrap();
    assert_eq!((copied.scenario, copied.view), (scenario, Named::new()));
    visit.assert_no_trouble();
}
