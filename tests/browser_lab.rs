//! The lab's forms and its bar, used as a visitor would, on a page that has no worker beside it and so does the
//! work itself.
#![cfg(target_arch = "wasm32")]

use emporium::base::{Named, Setting};
use emporium::run::link::Link;
use emporium::run::scenario::{Budget, Seeds};
use emporium::run::{Scenario, Session};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &Function, milliseconds: i32);
}

async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| set_timeout(&resolve, milliseconds));
    js_sys::futures::JsFuture::from(promise).await.expect("a timer never fails");
}

/// What a piece of JavaScript returns, as text.
fn js(script: &str) -> String {
    let result = Function::new_no_args(script).call0(&JsValue::NULL).unwrap_or_else(|e| panic!("{script}: {e:?}"));
    result.as_string().unwrap_or_else(|| format!("{result:?}"))
}

/// Waits until a piece of JavaScript returns true.
async fn until(what: &str, script: &str) {
    for _ in 0..600 {
        if Function::new_no_args(script).call0(&JsValue::NULL).is_ok_and(|x| x.as_bool() == Some(true)) {
            return;
        }
        pause(50).await;
    }
    panic!("{what}: not within half a minute; {}", js("return document.body.innerText"));
}

/// The steps of all runs so far, and the words before them.
fn progress() -> (String, String) {
    let text = js("return document.querySelector('.progress p').innerText.replace(/[,\\s]+/g, ' ')");
    let digits = js("return document.querySelector('.progress .count').innerText.split(' ')[0].replaceAll(',', '')");
    (text, digits)
}

fn click(label: &str) {
    js(&format!(
        "const all = [...document.querySelectorAll('button')].filter((b) => b.innerText === '{label}' && !b.hidden);
        if (all.length !== 1) throw new Error(`${{all.length}} buttons are called {label}`);
        all[0].click();"
    ));
}

/// Types into a field and leaves it.
fn enter(id: &str, text: &str) {
    js(&format!(
        "const field = document.getElementById('{id}');
        field.value = '{text}';
        field.dispatchEvent(new Event('input', {{ bubbles: true }}));
        field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ));
}

fn choose(selector: &str, value: &str) {
    js(&format!(
        "const select = document.querySelector('{selector}');
        select.value = '{value}';
        if (select.value !== '{value}') throw new Error('{value} cannot be chosen');
        select.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ));
}

fn wrong(id: &str) -> String {
    js(&format!("return document.querySelector('[data-field=\"{id}\"] .wrong').innerText"))
}

fn team() -> String {
    js("return [...document.querySelectorAll('.contestant summary .face span')].map((s) => s.firstChild.data).join()")
}

/// The scenario that the address says.
fn addressed() -> Scenario {
    Link::decode(&js("return location.hash.slice(1)")).unwrap().scenario
}

#[wasm_bindgen_test]
async fn the_lab_is_used() {
    let mut scenario = Scenario::of("inventory", "everyday", &["q-learning", "eoq"]);
    scenario.seeds = Seeds { first: 4, count: 2 };
    scenario.budget = Some(Budget { steps: 400_000 });
    let link = Link { scenario: scenario.clone(), view: Named::new() }.encode().unwrap();
    // The page has a frame of its own, for the tests' own words stand beside it.
    js("const frame = document.createElement('div'); frame.id = 'app'; document.body.append(frame);");
    js(&format!("location.hash = '{link}'; document.documentElement.lang = 'en'"));
    emporium::web::start();
    until("the lab opens", "return !!document.querySelector('.toolbar')").await;
    stepping().await;
    reading().await;
    watching().await;
    forms().await;
    contestants().await;
    the_address_says_it_all().await;
}

async fn stepping() {
    console_log!("stepping");
    click("Pause");
    // From the beginning, and no further.
    click("Again");
    until("it rests", "return document.querySelector('.progress p').innerText.startsWith('Paused')").await;
    pause(300).await;
    assert_eq!(progress().1, "0", "{:?}", progress());
    let steps = |n: &str| format!("return document.querySelector('.count').innerText.startsWith('{n} of')");
    click("One decision");
    until("four runs make a step", &steps("4")).await;
    click("One decision");
    until("and another", &steps("8")).await;
    click("One episode");
    until("an episode has a hundred days", &steps("400")).await;
    pause(300).await;
    assert_eq!(progress().1, "400");
    choose(".speed", "1");
    click("Run");
    pause(1_500).await;
    let slow: u64 = progress().1.parse().unwrap();
    assert!((404..600).contains(&slow), "ten steps a second: {slow}");
    choose(".speed", "5");
    until("it finishes", "return document.querySelector('.page').dataset.state === 'finished'").await;
    let mut native = Session::new(&addressed().check().unwrap()).unwrap();
    native.finish();
    let print = js("return document.querySelector('.page').dataset.fingerprint");
    assert_eq!(print, format!("{:016x}", native.fingerprint()), "however it was stepped");
}

/// The chart as pixels, and its numbers as a table.
async fn reading() {
    console_log!("reading");
    let drawn = js("const canvas = document.querySelector('.picture canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let blue = 0;
        for (let i = 0; i < data.length; i += 4) {
          blue += data[i + 3] > 200 && data[i] < 40 && data[i + 2] > 150;
        }
        return String(blue)");
    assert!(drawn.parse::<u32>().unwrap() > 200, "Q-learning's curve has its colour: {drawn}");
    js("document.querySelector('.picture [aria-expanded]').click()");
    until("a table", "return document.querySelector('.picture .scroll table') !== null").await;
    let heads = js("return [...document.querySelectorAll('.picture .scroll thead th')].map((h) => h.innerText).join()");
    for head in ["steps of learning", "Q-learning", "EOQ with reorder point", "Optimum (1)", "(0)"] {
        assert!(heads.contains(head), "{head}: {heads}");
    }
    let rows = js("return String(document.querySelectorAll('.picture .scroll tbody tr').length)");
    assert!(rows.parse::<usize>().unwrap() > 5, "{rows}");
    js("document.querySelector('.picture [aria-expanded]').click()");
    until("no table", "return document.querySelector('.picture .scroll table') === null").await;
}

async fn watching() {
    console_log!("watching");
    until("a film", "return document.querySelector('.scene') !== null").await;
    let day = |text: &str| format!("return document.querySelector('.scrubber .count').innerText === '{text}'");
    let passing = "return /^day ([2-9]|[1-9][0-9])/.test(document.querySelector('.scrubber .count')?.innerText)";
    until("the days pass", passing).await;
    // Whoever goes to a day by himself stops them.
    let pull = |to: &str| {
        js(&format!(
            "const slider = document.querySelector('.scrubber .slider');
            slider.value = '{to}';
            slider.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        ))
    };
    pull("0");
    until("its first day", &day("day 1 / 100")).await;
    click("›");
    until("the next day", &day("day 2 / 100")).await;
    pull("99");
    until("the last day", &day("day 100 / 100")).await;
    click("›");
    click("‹");
    until("and back", &day("day 99 / 100")).await;
    pause(1_200).await;
    assert_eq!(js(&day("day 99 / 100")), "JsValue(true)", "no day passes by itself");
    let said = js("return document.querySelector('.said').innerText");
    for words in ["seen before deciding", "order", "cost a day", "Optimum", "what the decision cost"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(js("return document.querySelectorAll('.bars rect').length.toString()") == "25", "a bar for each order");
    // Another contestant, who has no values of his own.
    choose(".watched select", "1");
    until("his film", "return document.querySelector('.scene') !== null && !document.querySelector('.bars')").await;
    choose(".watched select", "0");
    click("Film now");
    until("another episode", &day("day 1 / 100")).await;
}

async fn forms() {
    console_log!("forms");
    click("New seeds");
    until("the seeds after these", "return document.getElementById('seeds.first').value === '6'").await;
    assert_eq!(addressed().seeds, Seeds { first: 6, count: 2 });
    enter("sim.shortage", "abc");
    until("a sentence", "return document.querySelector('.wrong:not(:empty)') !== null").await;
    assert!(wrong("sim.shortage").contains("shortage cost is “abc”, but must be a number from 0 to 200; it stays 9."));
    assert_eq!(js("return document.getElementById('sim.shortage').value"), "abc", "nothing that was typed is lost");
    assert_eq!(addressed().set.get("shortage"), None);
    enter("sim.shortage", "19.5");
    until("it is taken", "return document.querySelector('.wrong:not(:empty)') === null").await;
    assert_eq!(addressed().set.get("shortage"), Some(&Setting::Number(19.5)));
    until("the page says so", "return document.querySelector('.changed')?.innerText.includes('shortage cost 19.5')")
        .await;
    js("document.querySelector('[data-field=\"sim.shortage\"] .reset').click()");
    until("it is the preset's again", "return document.getElementById('sim.shortage').value === '9'").await;
    for (id, text, said) in [
        ("seeds.count", "0", "seeds each is 0, but must be a whole number from 1 to 1000"),
        ("seeds.first", "1.5", "first seed is “1.5”, but must be a whole number"),
        ("budget.steps", "", "steps of learning is “”, but must be a whole number"),
    ] {
        enter(id, text);
        pause(100).await;
        assert!(wrong(id).starts_with(said) && wrong(id).contains("; it stays "), "{}", wrong(id));
    }
    choose("#preset", "lost-sales-L2-p4");
    until("another preset", "return document.querySelector('h1').innerText.includes('penalty 4')").await;
    // The economic lot needs a cost of an order, which there is none of here.
    assert_eq!(team(), "Q-learning");
    assert!(
        js("return document.querySelector('.shop .notice').innerText")
            .contains("EOQ with reorder point does not fit: an order costs nothing")
    );
    choose("#preset", "everyday");
    until("and back", "return document.querySelector('h1').innerText.includes('Every day')").await;
    assert_eq!(team(), "Q-learning,EOQ with reorder point", "who did not fit comes back");
    let eoq = "document.querySelector('[data-contestant=b]')";
    js(&format!("[...{eoq}.querySelectorAll('button')].find((b) => b.textContent === 'Remove').click()"));
    until("one is left", "return document.querySelectorAll('.contestant').length === 1").await;
}

async fn contestants() {
    console_log!("contestants");
    choose("select.add", "sarsa");
    until("one more", "return document.querySelectorAll('.contestant').length === 2").await;
    assert_eq!(team(), "Q-learning,SARSA");
    enter("a.label", "Quick");
    enter("a.0.alpha", "0.25");
    until("renamed", "return document.querySelector('.contestant .face span').firstChild.data === 'Quick'").await;
    let quick = "document.querySelector('[data-contestant=a]')";
    js(&format!("[...{quick}.querySelectorAll('button')].find((b) => b.textContent === 'Copy').click()"));
    until("copied", "return document.querySelectorAll('.contestant').length === 3").await;
    assert_eq!(team(), "Quick,Quick 2,SARSA");
    assert_eq!(addressed().contestants[1].seats, addressed().contestants[0].seats);
    js(&format!("[...{quick}.querySelectorAll('button')].find((b) => b.textContent === 'Remove').click()"));
    until("removed", "return document.querySelectorAll('.contestant').length === 2").await;
    let refused =
        js("return [...document.querySelectorAll('select.add option:disabled')].map((o) => o.textContent).join()");
    assert!(refused.contains("value iteration"), "who does not fit says why: {refused}");
}

/// What is on the screen opens again from its address.
async fn the_address_says_it_all() {
    let said = addressed();
    assert_eq!(said.contestants[0].label.as_deref(), Some("Quick"));
    assert_eq!(said.contestants[0].seats[0].set.get("alpha"), Some(&Setting::Number(0.25)));
    said.check().unwrap();
}
