//! The front page: four shops that run at once, unasked, and open in the lab by one tap.

use super::soak::{Slowest, hold_to_quick, median, slowness_of, stolen};
use super::{ENDS_WITHIN, FINISHED, LOADS_WITHIN, Visit, files, native};
use emporium::run::link::Link;
use std::time::Duration;

/// Whether the first curve of the large chart has moved; it keeps the milliseconds since the page was asked for.
const MOVED: &str = r#"
const points = Number(document.querySelector(".large .chart")?.dataset.points ?? 0);
return points > 5 && (window.moved ??= performance.now()) > 0;
"#;
/// Milliseconds on a quiet machine with two cores; where known work takes longer than there, as many times as much.
const MOVES_WITHIN: f64 = 1_000.0;
const LEARNED_WITHIN: f64 = 20_000.0;
/// So often it is opened, and looked at for so long while its shops learn and play.
const VISITS: usize = 3;
const LOOKED_AT: Duration = Duration::from_secs(4);

fn open(visit: &Visit<'_>, rest: &str) {
    visit.open(rest);
    visit.browser.wait(
        "the front page stands",
        LOADS_WITHIN,
        r#"return document.querySelectorAll(".small .chart").length === 3"#,
    );
}

pub fn four_shops_run(visit: &Visit<'_>) {
    visit.browser.resize(1440, 900);
    visit.server.take_asked();
    visit.open("?lang=en");
    visit.browser.wait("a curve moves", LOADS_WITHIN, MOVED);
    let slowness = f64::max(slowness_of(visit.browser), 1.0);
    visit.finish();
    let all = visit.browser.run("return performance.now()").as_f64().unwrap();
    println!("{:?}: all have learned after {all:.0} ms", visit.browser.kind);
    assert_eq!(count(visit, ".shopfront"), 4, "four shops play");
    assert_eq!(count(visit, ".small"), 3);
    visit.assert_no_trouble();
    visit.assert_only_own_requests();
    let said = visit.browser.text(r#"return document.querySelector(".front .progress").innerText"#);
    assert!(said.contains("ahead: "), "{said}");
    // Each shop's link says what it has run, and so does the engine without a browser.
    for (i, (scenario, fingerprint)) in shown(visit).into_iter().enumerate() {
        assert_eq!(fingerprint, native(&scenario), "shop {i}, {}", scenario.sim);
        let points = format!(r#"return Number(document.querySelectorAll(".front .chart")[{i}].dataset.points)"#);
        assert!(visit.browser.run(&points).as_u64().unwrap() > 40, "shop {i} has curves");
    }
    assert!(all < LEARNED_WITHIN * slowness, "all have learned after {all} ms");
}

pub fn it_is_quick(visit: &Visit<'_>) {
    visit.browser.resize(1440, 900);
    let (mut moved, mut slowest, mut slowness) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..VISITS {
        let before = stolen();
        open(visit, "?lang=en");
        visit.browser.wait("a curve moves", LOADS_WITHIN, MOVED);
        moved.push(visit.browser.run("return window.moved").as_f64().unwrap());
        visit.browser.wait(
            "the shops play",
            ENDS_WITHIN,
            r#"return document.querySelectorAll(".shopfront").length === 4"#,
        );
        std::thread::sleep(LOOKED_AT);
        slowest.push(Slowest::since(before, visit));
        slowness.push(slowness_of(visit.browser));
    }
    println!("{:?}: the first curve moves after {moved:.0?} ms", visit.browser.kind);
    let (usual, allowed) = (median(moved), MOVES_WITHIN * f64::max(median(slowness.clone()), 1.0));
    assert!(usual < allowed, "the first curve moves after {usual} ms, of {allowed:.0}");
    hold_to_quick(visit.browser.kind, &slowest, slowness);
    visit.assert_no_trouble();
}

fn count(visit: &Visit<'_>, what: &str) -> u64 {
    visit.browser.run(&format!(r#"return document.querySelectorAll("{what}").length"#)).as_u64().unwrap()
}

/// The scenario of each shop by its link, and the fingerprint that it shows.
fn shown(visit: &Visit<'_>) -> Vec<(emporium::run::Scenario, String)> {
    let script = r#"
    const shows = [...document.querySelectorAll(".show")];
    return JSON.stringify(shows.map((show) => [show.querySelector("a[href]").hash, show.dataset.fingerprint]));
    "#;
    let all: Vec<(String, String)> = serde_json::from_str(&visit.browser.text(script)).unwrap();
    assert_eq!(all.len(), 4);
    let scenario = |hash: &str| Link::decode(hash.trim_start_matches('#')).unwrap().scenario;
    all.into_iter().map(|(hash, fingerprint)| (scenario(&hash), fingerprint)).collect()
}

pub fn a_tap_opens_the_lab(visit: &Visit<'_>) {
    let sims = ["store", "recommend", "pricing", "inventory"];
    for (i, sim) in sims.iter().enumerate() {
        open(visit, "?lang=en");
        visit.browser.run(&format!(
            r#"
            const show = document.querySelectorAll(".show")[{i}];
            const target = show.classList.contains("small") ? show.querySelector("canvas") : show.querySelector(".way");
            target.scrollIntoView({{ block: "center" }});
            const box = target.getBoundingClientRect();
            document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).click();
            "#
        ));
        let in_lab = r#"return document.querySelector(".lab .picture canvas") !== null"#;
        visit.browser.wait("the lab opens", LOADS_WITHIN, in_lab);
        let hash = visit.browser.text("return location.hash");
        assert_eq!(Link::decode(hash.trim_start_matches('#')).unwrap().scenario.sim, *sim);
        visit.assert_no_trouble();
    }
    // The name leads back, and the shops run again.
    visit.browser.run(r#"document.querySelector(".masthead .name").click()"#);
    visit.browser.wait(
        "the way back",
        LOADS_WITHIN,
        r#"return document.querySelector(".front .large canvas") !== null"#,
    );
    visit.browser.wait("the shops run again", LOADS_WITHIN, MOVED);
    let later = r#"return Number(document.querySelector(".shops .count")?.innerText.match(/ (\d+) /)?.[1]) > 1"#;
    visit.browser.wait("the days go by", LOADS_WITHIN, later);
    visit.assert_no_trouble();
}

pub fn a_dropped_team_opens(visit: &Visit<'_>) {
    open(visit, "?lang=en");
    files::hand_over(visit, b"no team", false);
    let refused = r#"return document.querySelector(".front .alerts")?.innerText.length > 20"#;
    visit.browser.wait("a bad file is refused", LOADS_WITHIN, refused);
    let scenario = files::learning("inventory", "q-learning", 3_000);
    files::hand_over(visit, &files::kept(&scenario), false);
    visit.browser.wait("the team is played", ENDS_WITHIN, FINISHED);
    assert_eq!(count(visit, ".front"), 0);
    assert_eq!(count(visit, ".lab .picture canvas"), 1);
    visit.assert_no_trouble();
}

pub fn it_is_held(visit: &Visit<'_>) {
    open(visit, "?lang=zh");
    let steps = r#"return document.querySelector(".front progress").value"#;
    visit.browser.wait("it runs", LOADS_WITHIN, MOVED);
    let press = r#"document.querySelector(".front .progress button").click()"#;
    visit.browser.run(press);
    std::thread::sleep(Duration::from_millis(600));
    let held = visit.browser.run(steps).as_f64().unwrap();
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(visit.browser.run(steps).as_f64().unwrap(), held, "it rests while it is held");
    visit.browser.run(press);
    let goes_on = format!("{} > {held}", steps);
    visit.browser.wait("it goes on", LOADS_WITHIN, &goes_on);
    let text = visit.browser.text("return document.body.innerText");
    assert!(text.contains("教科书") && text.contains("策略梯度") && text.contains("定什么价"), "{text}");
    visit.assert_no_trouble();
}

pub fn it_fits(visit: &Visit<'_>) {
    for code in ["en", "zh"] {
        for width in [320, 390, 768, 1024, 1440, 1920] {
            visit.browser.resize(2000, 1000);
            visit.open_in_frame(width, &format!("?lang={code}"));
            let stands = r#"return document.querySelectorAll(".shopfront").length === 4"#;
            visit.browser.wait("the shops play", ENDS_WITHIN, stands);
            let fits = visit.browser.text(
                r#"
                const root = document.documentElement, chart = document.querySelector("canvas").getBoundingClientRect();
                const shops = document.querySelector(".shops").getBoundingClientRect();
                const cut = [...document.querySelectorAll(".front :is(h1, h3, p, b, .number)")]
                  .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline");
                return [root.scrollWidth <= innerWidth, chart.width > 250 && chart.height > 200,
                  shops.top >= chart.bottom || shops.left >= chart.right, cut.map((e) => e.innerText).join("|")].join();
                "#,
            );
            assert_eq!(fits, "true,true,true,", "{code} {width}");
            visit.assert_no_trouble();
        }
    }
}
