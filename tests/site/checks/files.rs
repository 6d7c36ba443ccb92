//! Teams that are kept and opened, seats played by hand, runs that stop, and the pictures of the shops.

use super::lab::{addressed, choose};
use super::{ENDS_WITHIN, FINGERPRINT, LOADS_WITHIN, Visit, link, native};
use emporium::base::hash::Fingerprint;
use emporium::base::{Action, Setting, World};
use emporium::run::evaluate::evaluate;
use emporium::run::kept::{Kept, Learned};
use emporium::run::scenario::{Budget, Taken};
use emporium::run::seats::Player;
use emporium::run::{Progress, Run, Scenario};
use std::time::Duration;

/// So many moves are made one upon the other.
const QUICK_MOVES: usize = 60;
const SOON: Duration = Duration::from_secs(10);

pub fn learning(sim: &str, team: &str, steps: u64) -> Scenario {
    let mut scenario = Scenario::of(sim, "everyday", &[team, "random"]);
    (scenario.seeds.first, scenario.seeds.count) = (4, 1);
    scenario.budget = Some(Budget { steps });
    scenario
}

fn trained(scenario: &Scenario) -> Run {
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 4, checked.schedule).unwrap();
    while run.advance(100_000) == Progress::Running {}
    run
}

/// The file of what a scenario's first contestant has learned.
pub fn kept(scenario: &Scenario) -> Vec<u8> {
    Kept::of(scenario, 0, Learned::of(&trained(scenario)).unwrap()).write().unwrap()
}

/// What a kept team is worth, as `emporium play` finds it.
fn played(file: &[u8]) -> f64 {
    let mut opened = Kept::read(file).unwrap().open().unwrap();
    let (shop, episodes) = (opened.shop().clone(), opened.checked.schedule.episodes);
    evaluate(&shop, World::evaluation(), &mut opened.players, episodes, opened.seed).rewards[0]
}

/// The fingerprint of a kept team that plays as it stands.
fn fingerprint(file: &[u8]) -> String {
    let kept = Kept::read(file).unwrap();
    let opened = kept.open().unwrap();
    let players = opened.players.into_iter().map(Player::frozen).collect();
    let mut run = Run::with_players(&opened.checked.shop, players, kept.learned.seed, opened.checked.schedule);
    while run.advance(100_000) == Progress::Running {}
    Fingerprint::hex(emporium::run::session::fingerprint_of([run.fingerprint()].into_iter()))
}

/// Drops a file on the page, or chooses it with the button.
pub fn hand_over(visit: &Visit<'_>, bytes: &[u8], by_button: bool) {
    let then = match by_button {
        true => {
            r#"const input = document.querySelector("input[type=file]");
            input.files = carrier.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));"#
        }
        false => {
            r#"for (const type of ["dragover", "drop"]) {
              const event = new DragEvent(type, { dataTransfer: carrier, bubbles: true, cancelable: true });
              document.querySelector("main").dispatchEvent(event);
              if (!event.defaultPrevented) throw new Error("the browser would leave the page");
            }"#
        }
    };
    visit.browser.run(&format!(
        r#"const carrier = new DataTransfer();
        carrier.items.add(new File([new Uint8Array({bytes:?})], "team.emporium"));
        {then}"#
    ));
}

/// What the contestant's button hands out.
fn taken_away(visit: &Visit<'_>, key: &str) -> Vec<u8> {
    visit.browser.run(&format!(
        r#"window.kept = null;
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {{
          blob.arrayBuffer().then((bytes) => {{ window.kept = JSON.stringify([...new Uint8Array(bytes)]); }});
          return make.call(URL, blob);
        }};
        document.querySelector("[data-contestant={key}] .keep").click();"#
    ));
    visit.browser.wait("a file", SOON, "return window.kept !== null");
    serde_json::from_str(&visit.browser.text("return window.kept")).unwrap()
}

/// The first contestant's number in the table.
const REWARD: &str = r#"return document.querySelector(".results > table tbody .number").innerText"#;

pub fn teams_are_kept_and_opened(visit: &Visit<'_>) {
    let scenario = learning("inventory", "dqn", 4_000);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    visit.finish();
    let run = trained(&scenario);
    let from_here = Kept::of(&scenario, 0, Learned::of(&run).unwrap()).write().unwrap();
    let file = taken_away(visit, "a");
    assert!(file == from_here, "the same file as the command line's: {} and {} bytes", file.len(), from_here.len());
    assert_eq!(played(&file), run.last().unwrap().rewards[0]);
    // The other way round, in another shop, by a drop.
    let other = learning("store", "ppo+q-learning+eoq", 1_000);
    let file = kept(&other);
    hand_over(visit, &file, false);
    let done = format!(r#"return document.querySelector(".page").dataset.fingerprint === "{}""#, fingerprint(&file));
    visit.browser.wait("it plays as it was kept", ENDS_WITHIN, &done);
    assert_eq!(visit.browser.text(REWARD).replace(',', ""), format!("{:.2}", played(&file)).replace('-', "−"));
    let said = visit.browser.text(r#"return document.querySelector(".results small").innerText"#);
    assert!(said.contains("as kept after 1000 steps of learning"), "{said}");
    assert_eq!(addressed(visit).scenario, Kept::read(&file).unwrap().scenario);
    visit.browser.wait("it is watched", SOON, r#"return document.querySelector(".watch .scene") !== null"#);
    assert!(taken_away(visit, "a") == file, "what came from a file can be kept again");
    // With somebody beside it, it stays what it is; with another parameter it is no longer what was kept.
    choose(visit, "select.add", "random");
    visit.finish();
    let rows = r#"return [...document.querySelectorAll(".results > table tbody small")].map((s) => s.innerText.includes("as kept")).join()"#;
    assert_eq!(visit.browser.text(rows), "true,false");
    choose(visit, "[id='a.1.alpha']", "0.33");
    visit.finish();
    assert_eq!(visit.browser.text(rows), "false,false");
    let anew = addressed(visit).scenario;
    assert_eq!(anew.contestants[0].seats[1].set.get("alpha"), Some(&Setting::Number(0.33)));
    assert_eq!(visit.browser.text(FINGERPRINT), native(&anew), "it learns from the beginning");
    visit.assert_no_trouble();
}

pub fn bad_files_are_refused(visit: &Visit<'_>) {
    let scenario = learning("inventory", "q-learning", 3_000);
    visit.open(&format!("?lang=en#{}", link(scenario.clone())));
    visit.finish();
    let before = (visit.browser.text(FINGERPRINT), visit.browser.text("return location.hash"));
    let good = kept(&scenario);
    let mut foreign = Kept::read(&good).unwrap();
    foreign.scenario.sim = "bakery".into();
    let mut cut = Kept::read(&good).unwrap();
    cut.learned.seats[0].truncate(7);
    let bad = [
        (b"PNG".to_vec(), "is not a team that was kept"),
        (good[..good.len() - 9].to_vec(), "a part of it is missing or changed"),
        (foreign.write().unwrap(), "bakery"),
        (cut.write().unwrap(), "seat 0 of the file"),
    ];
    for by_button in [false, true] {
        for (bytes, sentence) in &bad {
            let said = format!(r#"return document.querySelector(".alerts").innerText.includes("{sentence}")"#);
            assert_eq!(visit.browser.run(&said), false, "what stands there is of the file before");
            hand_over(visit, bytes, by_button);
            visit.browser.wait("a sentence", SOON, &said);
            let after = (visit.browser.text(FINGERPRINT), visit.browser.text("return location.hash"));
            assert_eq!(after, before, "nothing is lost: {sentence}");
        }
    }
    hand_over(visit, &good, true);
    let opened = r#"return document.querySelectorAll(".contestant").length === 1 && document.querySelector(".alerts").innerText === """#;
    visit.browser.wait("a good one is opened", SOON, opened);
    visit.assert_no_trouble();
}

pub fn a_run_stops_alone(visit: &Visit<'_>) {
    let mut scenario = Scenario::of("inventory", "bursty", &["dqn", "q-learning"]);
    scenario.budget = Some(Budget { steps: 1_000_000 });
    let wild = [("learning_rate", 0.1), ("rate_end", 1.0), ("gamma", 0.999), ("hidden", 4.0), ("batch", 8.0)];
    let set = &mut scenario.contestants[0].seats[0].set;
    for (id, x) in wild.into_iter().chain([("every", 1.0), ("copy", 1.0), ("replay", 500.0)]) {
        set.insert(id.into(), Setting::Number(x));
    }
    set.insert("double".into(), Setting::Switch(false));
    for (code, sentence, row) in [
        ("en", "DQN: seed 1 stopped: what the network says has run away; the likely", "stopped: seed 1"),
        ("zh", "DQN：种子 1 已停止：网络的输出已发散", "已停止：种子 1"),
    ] {
        visit.open(&format!("?lang={code}#{}", link(scenario.clone())));
        visit.finish();
        let said = visit.browser.text(r#"return document.querySelector(".alerts[role=alert]").innerText"#);
        assert!(said.contains(sentence), "{said}");
        for place in [".results > table tbody tr", ".contestant"] {
            let marks = format!(
                r#"return [...document.querySelectorAll("{place}")].map((r) => r.querySelector(".stopped")?.textContent ?? "-").join("|")"#
            );
            assert_eq!(visit.browser.text(&marks), format!("{row}|-"), "{place}");
        }
        let steps = r#"return [...document.querySelectorAll("table.details tbody tr")].map((r) => r.cells[r.cells.length - 2].textContent).join("|")"#;
        assert!(visit.browser.text(steps).ends_with("|1,000,000"), "the other goes on to its end");
        assert_eq!(visit.browser.text(FINGERPRINT), super::native(&scenario));
        visit.assert_no_trouble();
    }
}

/// Waits for the visitor's turn, of which the heading says this.
fn turn(visit: &Visit<'_>, heading: &str) {
    let asked = format!(r#"return document.querySelector(".seat [role=status]")?.innerText.startsWith("{heading}")"#);
    visit.browser.wait(heading, LOADS_WITHIN, &asked);
}

/// What the visitor's run has shown of its last day.
fn shown(visit: &Visit<'_>, days: usize) -> String {
    let count = r#"document.querySelector(".scrubber .count")?.innerText"#;
    visit.browser.wait("his day is over", SOON, &format!(r#"return {count} === "day {days} / {days}""#));
    let lines = r#"return [...document.querySelectorAll(".said div")].map((d) => [...d.children].map((c) => c.textContent).join(" ")).join(", ")"#;
    visit.browser.text(lines)
}

pub fn three_seats_are_played_in_turn(visit: &Visit<'_>) {
    let mut scenario = learning("store", "visitor", 2_000);
    let seat = |agent: &str| Taken { agent: agent.into(), ..scenario.contestants[0].seats[0].clone() };
    scenario.contestants[0].seats = vec![seat("visitor"), seat("visitor"), seat("visitor")];
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 4, checked.schedule).unwrap();
    visit.open(&format!("?lang=en#{}", link(scenario)));
    let mut profit = 0.0;
    for day in [[2, 0, 3], [0, 4, 0]] {
        let headings = ["(1 / 3): featured product", "(2 / 3): price", "(3 / 3): order"];
        for (seat, (heading, choice)) in headings.into_iter().zip(day).enumerate() {
            turn(visit, &format!("Your turn {heading}?"));
            visit.browser.run(&format!(r#"document.querySelectorAll(".choices button")[{choice}].click()"#));
            while run.advance(1) != (Progress::NeedsAction { seat }) {}
            run.answer(seat, Action::choice(choice)).unwrap();
        }
        while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
        profit = run.scene().iter().find(|(name, _)| *name == "profit").unwrap().1;
    }
    let said = shown(visit, 2);
    assert!(said.contains(&format!("earned on this day {profit:.2}").replace('-', "−")), "{said}: {profit}");
    let address = visit.browser.text("return location.hash");
    visit.open(&format!("?lang=en{address}"));
    assert_eq!(shown(visit, 2), said, "the link has all his moves in it");
    visit.assert_no_trouble();
}

pub fn quick_moves_count_once(visit: &Visit<'_>) {
    let mut scenario = Scenario::of("inventory", "everyday", &["visitor", "random", "random"]);
    scenario.budget = Some(Budget { steps: 100_000_000 });
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule).unwrap();
    visit.open(&format!("?lang=en#{}", link(scenario)));
    turn(visit, "Your turn");
    // Decides as soon as it can, while frames of the others come all the time.
    visit.browser.run(&format!(
        r#"window.made = 0;
        const decide = () => {{
          const open = [...document.querySelectorAll(".choices button")].filter((b) => b.ariaDisabled !== "true");
          if (open.length > 0) {{ open[window.made % 7].click(); window.made += 1; }}
          if (window.made < {QUICK_MOVES}) setTimeout(decide, 5);
        }};
        decide();"#
    ));
    visit.browser.wait("all moves", ENDS_WITHIN, &format!("return window.made === {QUICK_MOVES}"));
    visit.browser.wait(
        "the last day",
        SOON,
        r#"return document.querySelector(".seat .decision").ariaDisabled !== "true""#,
    );
    let moves = addressed(visit).view.get("moves").cloned().unwrap_or_default();
    let days = moves.split('.').count();
    let said = shown(visit, days);
    for given in moves.split('.') {
        while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
        run.answer(0, Action::choice(given.parse().unwrap())).unwrap();
    }
    while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
    let reward = run.scene().iter().find(|(name, _)| *name == "reward").unwrap().1;
    assert!(said.contains(&format!("cost a day {:.2},", reward.abs())), "{said}: {reward} after {days} days");
    let trouble = r#"return document.querySelectorAll(".page .notice").length"#;
    assert_eq!(visit.browser.run(trouble), 0, "no move is refused");
    visit.assert_no_trouble();
}

pub fn a_number_is_decided(visit: &Visit<'_>) {
    let mut scenario = learning("pricing", "visitor", 2_000);
    scenario.set.insert("box".into(), Setting::Switch(true));
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 4, checked.schedule).unwrap();
    visit.open(&format!("?lang=en#{}", link(scenario)));
    let enter = |control: &str, text: &str| {
        turn(visit, "Your turn: price?");
        visit.browser.run(&format!(
            r#"const control = document.querySelector(".seat {control}");
            control.value = "{text}";
            for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, {{ bubbles: true }}));"#
        ));
        std::thread::sleep(Duration::from_millis(200));
        visit.browser.run(r#"document.querySelector(".decide").click()"#);
    };
    for (wrong, sentence) in [("1000", "price is 1000, but must be a number from"), ("cheap", "price is NaN, but must")]
    {
        enter(".typed", wrong);
        let said = format!(r#"return document.querySelector(".seat > .wrong").innerText.includes("{sentence}")"#);
        visit.browser.wait("a sentence", SOON, &said);
    }
    for (day, (control, price)) in [(".slider", 40.5), (".typed", 33.25)].into_iter().enumerate() {
        enter(control, &price.to_string());
        while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
        run.answer(0, Action { choice: 0, values: vec![price] }).unwrap();
        while run.advance(1) != (Progress::NeedsAction { seat: 0 }) {}
        let reward = run.scene().iter().find(|(name, _)| *name == "reward").unwrap().1;
        let said = shown(visit, day + 1);
        assert!(said.contains(&format!("price {price:.2}, earned on this day {reward:.2}")), "{said}: {reward}");
    }
    assert_eq!(visit.browser.text(r#"return document.querySelector(".seat > .wrong").innerText"#), "");
    let (said, address) = (shown(visit, 2), visit.browser.text("return location.hash"));
    visit.open(&format!("?lang=en{address}"));
    assert_eq!(shown(visit, 2), said, "the link has his numbers in it");
    visit.assert_no_trouble();
}

pub fn shops_have_pictures(visit: &Visit<'_>) {
    let shops = [("pricing", "everyday"), ("pricing", "rival"), ("recommend", "everyday"), ("store", "everyday")];
    for (sim, preset) in shops {
        let mut scenario = learning(sim, "random", 500);
        scenario.preset = preset.into();
        for (code, label) in [("en", "The shop at this moment"), ("zh", "此刻的商店")] {
            visit.browser.resize(800, 900);
            visit.open_in_frame(390, &format!("?lang={code}#{}", link(scenario.clone())));
            visit.finish();
            visit.browser.run(r#"document.querySelector(".tabs button:nth-child(3)").click()"#);
            visit.browser.wait("a picture", SOON, r#"return document.querySelector(".scene.sheet") !== null"#);
            // Nothing leaves the sheet, and what is written can be read.
            let seen = visit.browser.text(
                r#"
                const scene = document.querySelector(".scene");
                scene.getAnimations({ subtree: true }).forEach((animation) => animation.finish());
                const sheet = scene.getBoundingClientRect(), found = new Set();
                const texts = [...scene.querySelectorAll("text")];
                const out = (e) => { const b = e.getBoundingClientRect();
                  return b.left < sheet.left - 1 || b.right > sheet.right + 1 || b.top < sheet.top - 1 || b.bottom > sheet.bottom + 1; };
                const marks = scene.querySelectorAll("path, rect");
                for (const e of [...texts, ...marks]) if (out(e)) found.add("outside: " + e.outerHTML);
                for (const e of texts) if (e.getBoundingClientRect().height < 10 && e.textContent) found.add("small: " + e.outerHTML);
                if (marks.length < 3 || texts.length < 3) found.add("nearly empty");
                if (document.documentElement.scrollWidth > innerWidth) found.add("too wide");
                return [scene.getAttribute("aria-label"), scene.getAttribute("role"), ...found].join();
                "#,
            );
            assert_eq!(seen, format!("{label},img"), "{sim} {preset} {code}");
            visit.assert_no_trouble();
        }
    }
}
