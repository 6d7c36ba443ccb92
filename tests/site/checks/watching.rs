//! The shop plays by itself and stands still when asked; whoever does not fit a shop comes back with the next.

use super::lab::{addressed, choose};
use super::{LOADS_WITHIN, Visit, link, small};
use std::time::Duration;

const DAY: &str = r#"return document.querySelector(".scrubber .count")?.innerText ?? "none""#;

pub fn the_days_play(visit: &Visit<'_>) {
    visit.open(&format!("?lang=en#{}", link(small(&["q-learning"], 3))));
    visit.finish();
    let later = r#"return /^day [2-9] /.test(document.querySelector(".scrubber .count")?.innerText)"#;
    visit.browser.wait("another day by itself", LOADS_WITHIN, later);
    assert_eq!(addressed(visit).view.get("day"), None, "a day that passes is nobody's");
    visit.browser.run(r#"document.querySelector(".play").click()"#);
    let day = visit.browser.text(DAY);
    std::thread::sleep(Duration::from_millis(2_500));
    assert_eq!(visit.browser.text(DAY), day, "it stands still");
    visit.browser.run(r#"document.querySelector(".play").click()"#);
    let goes_on = format!(r#"return document.querySelector(".scrubber .count").innerText !== "{day}""#);
    visit.browser.wait("it goes on", LOADS_WITHIN, &goes_on);
    let filmed = r#"return document.querySelector(".watch").innerText.includes("after 30,000 steps of learning")"#;
    visit.browser.wait("it says when it was filmed", LOADS_WITHIN, filmed);
    visit.assert_no_trouble();
}

pub fn nobody_is_lost(visit: &Visit<'_>) {
    let scenario = small(&["eoq", "q-learning", "s-S"], 1);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    let colour = r#"return document.querySelector("[data-contestant=b] .swatch line").getAttribute("stroke")"#;
    visit.browser.wait("the team", LOADS_WITHIN, r#"return document.querySelectorAll(".contestant").length === 3"#);
    let blue = visit.browser.text(colour);
    choose(visit, "#preset", "article-as-printed");
    visit.browser.wait("one is left", LOADS_WITHIN, r#"return document.querySelectorAll(".contestant").length === 1"#);
    assert_eq!(visit.browser.text(colour), blue, "a colour stays with its contestant");
    let said = visit.browser.text(r#"return document.querySelector(".shop [role=status]").innerText"#);
    assert!(said.contains("EOQ with reorder point does not fit") && said.contains("comes back"), "{said}");
    choose(visit, "#preset", "everyday");
    visit.browser.wait("all are back", LOADS_WITHIN, r#"return document.querySelectorAll(".contestant").length === 3"#);
    assert_eq!(addressed(visit).scenario.contestants, scenario.contestants);
    visit.assert_no_trouble();
}
