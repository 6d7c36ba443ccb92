//! What is shown of a mind is the mind's: pictures against the engine without a browser, at the same steps and day.

use super::lab::{addressed, choose, key};
use super::{LOADS_WITHIN, Visit, small};
use emporium::agent::picture::{POINT, Picture};
use emporium::run::inside::{Ask, Shot, Told};
use emporium::run::link::Link;
use emporium::run::scenario::{Budget, Seeds};
use emporium::run::{Run, Scenario, Session};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(10);

fn scenario(sim: &str, agents: &[&str], steps: u64) -> Scenario {
    let budget = Some(Budget { steps });
    Scenario { seeds: Seeds { first: 1, count: 1 }, budget, ..Scenario::of(sim, "everyday", agents) }
}

/// Opens a scenario at a day of the film, which then stands still, and waits for its end.
fn open(visit: &Visit<'_>, scenario: &Scenario, view: &[(&str, &str)]) {
    let view = view.iter().map(|(name, word)| (name.to_string(), word.to_string())).collect();
    let link = Link { scenario: scenario.clone(), view }.encode().unwrap();
    visit.open(&format!("?lang=en#{link}"));
    visit.finish();
    visit.browser.wait("a picture", LOADS_WITHIN, r#"return document.querySelector(".mind select") !== null"#);
    // The last look comes after the last step.
    std::thread::sleep(Duration::from_millis(1_500));
}

/// The films that the page shows, and the pictures at their days, by the engine.
fn film(run: &mut Run, seat: u32) -> Vec<Shot> {
    let asked = Ask::Film { seat, world: None, episode: 0, most: 200 };
    let Ok(Told::Film { shots, .. }) = run.tell(&asked, None) else { panic!("a film") };
    shots
}

fn picture(run: &mut Run, at: &Shot, title: &str) -> (usize, Picture) {
    let mut ask =
        |shown: u32| match run.tell(&Ask::Pictures { seat: 0, at: at.observation.clone(), day: None, shown }, None) {
            Ok(Told::Pictures(gallery)) => gallery,
            other => panic!("{other:?}"),
        };
    let at = ask(0).titles.iter().position(|t| t.en == title).unwrap_or_else(|| panic!("no {title}"));
    (at, ask(at as u32).picture)
}

fn native(scenario: &Scenario) -> Session {
    let mut session = Session::new(&scenario.check().unwrap()).unwrap();
    session.finish();
    session
}

/// A number as the page writes it with three digits.
fn fixed(x: f64) -> String {
    format!("{x:.3}").replace('-', "−")
}

fn said(visit: &Visit<'_>, element: &str) -> String {
    visit.browser.text(&format!(r#"return document.querySelector("{element}").textContent"#))
}

pub fn the_mind_is_shown(visit: &Visit<'_>) {
    let scenario = scenario("pricing", &["elasticity", "dqn"], 5_000);
    let mut session = native(&scenario);
    open(visit, &scenario, &[("day", "2")]);
    let shots = film(&mut session.runs[0], 0);
    let (_, demand) = picture(&mut session.runs[0], &shots[2], "demand curve");
    let best = demand.values.chunks_exact(POINT).last().unwrap();
    let caption = said(visit, ".mind figcaption span");
    assert_eq!(caption, format!("its price: price {}, units a day {}", best[1], fixed(best[2])));
    let label = visit.browser.text(r#"return document.querySelector(".mind .plot").getAttribute("aria-label")"#);
    assert_eq!(label, format!("demand curve: {caption}"), "who does not see it hears the same");
    choose(visit, ".watch select", "1");
    let learner = r#"return document.querySelector(".mind option")?.textContent === "loss""#;
    visit.browser.wait("another mind", SOON, learner);
    // What is late is of the same finished run, and says the same.
    std::thread::sleep(Duration::from_millis(1_500));
    let shots = film(&mut session.runs[1], 0);
    let (place, weights) = picture(&mut session.runs[1], &shots[2], "weights 1");
    choose(visit, "[name=picture]", &place.to_string());
    let shown = r#"return document.querySelector(".mind .plot").getAttribute("aria-label").startsWith("weights 1")"#;
    visit.browser.wait("the weights", SOON, shown);
    // The lowest row is the last input, the first column the first unit.
    let width = weights.width as usize;
    let first = key(visit, ".mind .plot", "Home");
    let expected = &weights.values[weights.values.len() - width..];
    assert_eq!(first, format!("units 1, what is seen always 1, weights 1 {}", fixed(expected[0])));
    let second = key(visit, ".mind .plot", "ArrowRight");
    assert!(second.ends_with(&fixed(expected[1])), "{second}");
    let view = addressed(visit).view;
    assert_eq!(view.get("picture").map(String::as_str), Some(place.to_string().as_str()));
    let (place, replay) = picture(&mut session.runs[1], &shots[2], "replay");
    choose(visit, "[name=picture]", &place.to_string());
    visit.browser.wait("a table", SOON, r#"return document.querySelector(".mind .scroll table") !== null"#);
    let cells = visit.browser.text(
        r#"return [...document.querySelectorAll(".mind tbody tr")].map((row) => row.cells[1].textContent).join()"#,
    );
    let stock = replay.values[0];
    assert!(cells.starts_with(&format!("{stock},")), "{cells}: {stock}");
    visit.assert_no_trouble();
}

pub fn neighbours_are_those_of_the_day(visit: &Visit<'_>) {
    let scenario = scenario("recommend", &["user-cf"], 100);
    open(visit, &scenario, &[("day", "7")]);
    let mut session = native(&scenario);
    let shots = film(&mut session.runs[0], 0);
    let (_, table) = picture(&mut session.runs[0], &shots[7], "behind its prediction");
    assert_eq!(said(visit, ".mind thead th"), table.across.en, "the customer of this day, and the item");
    let text = said(visit, ".mind tbody");
    let nearest = &table.values[table.width as usize..][..table.width as usize];
    for expected in [table.rows[1].en.clone(), fixed(nearest[0]), fixed(nearest[3])] {
        assert!(text.contains(&expected), "{expected}: {text}");
    }
    visit.assert_no_trouble();
}

pub fn every_seat_can_be_looked_into(visit: &Visit<'_>) {
    open(visit, &scenario("store", &["user-cf+elasticity+eoq"], 300), &[("day", "4")]);
    let seen = || visit.browser.text(r#"return document.querySelector(".watch .said").innerText"#);
    assert!(!seen().contains("yesterday"), "who shows things does not look at yesterday's price: {}", seen());
    choose(visit, ".watch [name=seat]", "1");
    visit.browser.wait(
        "the price's demand curve",
        SOON,
        r#"return document.querySelector(".mind .plot")?.getAttribute("aria-label").startsWith("demand curve")"#,
    );
    assert!(seen().contains("yesterday's price"), "the film is of that seat: {}", seen());
    assert_eq!(addressed(visit).view.get("seat").map(String::as_str), Some("1"));
    // Where it is looked inside it can be chosen too, and both say the same.
    choose(visit, ".inside [name=seat]", "2");
    let orders = r#"return document.querySelector(".watch .said").innerText.includes("order")"#;
    visit.browser.wait("what the buyer decided", SOON, orders);
    assert_eq!(visit.browser.text(r#"return document.querySelector(".watch [name=seat]").value"#), "2");
    // Who shows things may take that seat, and no other.
    let barred =
        r#"return [0, 1, 2].map((n) => document.querySelector(`[id='a.${n}.agent'] [value=user-cf]`).disabled).join()"#;
    assert_eq!(visit.browser.text(barred), "false,true,true");
    // A shop of one seat has nothing to choose.
    open_plain(visit);
    let none = visit.browser.text(r#"return String(document.querySelector("[name=seat]"))"#);
    assert_eq!(none, "null");
    visit.assert_no_trouble();
}

fn open_plain(visit: &Visit<'_>) {
    visit.open(&format!("?lang=en#{}", super::link(small(&["q-learning"], 3))));
    visit.finish();
}
