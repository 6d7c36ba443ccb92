//! Links that nobody made, drawn from a seed: each is refused with the engine's own sentence, or it runs, and the page
//! lives on.

use super::soak::slowness_of;
use super::{FINGERPRINT, LOADS_WITHIN, Visit, link, native, small};
use emporium::base::hash::Fingerprint;
use emporium::base::{Named, Rng, Setting, Trouble, base64url};
use emporium::run::Scenario;
use emporium::run::link::Link;
use emporium::run::scenario::{Budget, Measuring, Seeds, Stop};
use serde::Deserialize;
use std::time::{Duration, Instant};

/// Links of each of the kinds below.
const OF_EACH_KIND: usize = 2;
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// What the page makes of a link.
#[derive(Debug, Deserialize)]
struct Seen {
    /// The address as the browser took it.
    hash: String,
    state: String,
    notices: Vec<String>,
    trouble: Vec<String>,
}

/// A link with what was done to it, and whether it must open all the same.
struct Drawn {
    what: String,
    fragment: String,
    opens: bool,
}

pub fn damaged_links(visit: &Visit<'_>) {
    let good = small(&["eoq"], 1);
    let good_link = link(good.clone());
    for (lang, seed) in [("en", 1), ("zh", 2)] {
        visit.open(&format!("?lang={lang}#{good_link}"));
        visit.browser.wait("the page loads", LOADS_WITHIN, r#"return document.querySelector(".page") !== null"#);
        let (mut refused, mut ran) = (0, 0);
        for case in all_kinds(&mut Rng::new(seed, "damaged links")) {
            match holds(visit, lang, &case) {
                true => ran += 1,
                false => refused += 1,
            }
        }
        assert!(refused >= 30 && ran >= 10, "{lang}: {refused} were refused and {ran} ran");
        visit.assert_no_trouble();
        visit.browser.run(&format!(r##"location.hash = "#{good_link}""##));
        visit.finish();
        assert_eq!(visit.browser.text(FINGERPRINT), native(&good));
        visit.assert_no_trouble();
    }
}

/// Opens a link in the page that is there and holds the page to what the engine says of it; true where it runs.
fn holds(visit: &Visit<'_>, lang: &str, case: &Drawn) -> bool {
    let about = format!("{:?}, {lang}, {}: {:.80}", visit.browser.kind, case.what, case.fragment);
    let started = Instant::now();
    let fragment = serde_json::to_string(&case.fragment).unwrap();
    let said = visit.browser.run_later(&format!("const fragment = {fragment};{OPEN}"));
    let said = said.as_str().unwrap_or_default();
    let mut seen: Seen = serde_json::from_str(said).unwrap_or_else(|_| panic!("{about}: the page says {said:?}"));
    // It may be too long to be told with what is wrong.
    let hash = std::mem::take(&mut seen.hash);
    let took = started.elapsed();
    if took >= ANSWERS_WITHIN {
        let slowness = f64::max(slowness_of(visit.browser), 1.0);
        assert!(
            took < ANSWERS_WITHIN.mul_f64(slowness),
            "{about}: took {took:?}, {slowness:.1} times as slow as quiet"
        );
    }
    assert!(seen.trouble.is_empty(), "{about}: {seen:?}");
    assert!(seen.notices.iter().all(|n| !n.trim().is_empty() && !n.contains("panicked")), "{about}: {seen:?}");
    match engine_on(&hash) {
        Some(trouble) => {
            let (sentence, own) = if lang == "zh" {
                (trouble.zh, "改为打开日常小店")
            } else {
                (trouble.en, "everyday shop instead")
            };
            let [notice] = &seen.notices[..] else { panic!("{about}: {seen:?}") };
            let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let said = in_one_line(notice);
            assert!(said.contains(&in_one_line(&sentence)), "{about}: {notice}, but the engine: {sentence}");
            assert!(seen.state == "trouble" && said.contains(own), "{about}: {seen:?}");
            assert!(!case.opens, "{about}: refused: {sentence}");
            false
        }
        None => {
            assert!(["starting", "running", "finished"].contains(&&*seen.state), "{about}: {seen:?}");
            true
        }
    }
}

/// Why the engine refuses an address, if it does.
fn engine_on(hash: &str) -> Option<Trouble> {
    Link::decode(hash).and_then(|link| link.scenario.check().map(drop)).err()
}

/// The page's own listener is older, so that it has drawn when the answer is given.
const OPEN: &str = r##"
addEventListener("hashchange", () => setTimeout(() => {
  const page = document.querySelector(".page");
  const notices = [...document.querySelectorAll(".page .notice")].map((notice) => notice.innerText);
  const { hash } = location, { trouble } = window, { state } = page.dataset;
  done(JSON.stringify({ hash, state, notices, trouble }));
}, 30), { once: true });
location.hash = "#" + fragment;
"##;

type Damage = fn(&mut Rng, &mut Scenario);

/// What may be wrong in a scenario, or look so.
const DAMAGES: &[(&str, Damage)] = &[
    ("an unknown simulator", |draw, s| s.sim = word(draw)),
    ("an unknown preset", |draw, s| s.preset = word(draw)),
    ("an unknown agent", |draw, s| s.contestants[0].seats[0].agent = word(draw)),
    ("an unknown parameter of the shop", |draw, s| s.set.insert(word(draw), setting(draw))),
    ("an unknown parameter of an agent", |draw, s| s.contestants[0].seats[0].set.insert(word(draw), setting(draw))),
    ("a parameter of the shop", |draw, s| {
        s.set.insert(pick(draw, &["lead_time", "mean", "demand"]).to_string(), setting(draw))
    }),
    ("a parameter of an agent", |draw, s| {
        s.contestants[0].seats[0].set.insert(pick(draw, &["alpha", "epsilon", "gamma"]).to_string(), setting(draw));
    }),
    ("the number of seeds", |draw, s| s.seeds.count = pick(draw, &[0, 1_001, u32::MAX])),
    ("the first seed", |draw, s| s.seeds.first = pick(draw, &[1 << 53, u64::MAX])),
    ("no contestants", |_, s| s.contestants.clear()),
    ("too many contestants", |draw, s| {
        s.contestants = vec![s.contestants[0].clone(); 25 + draw.below(100) as usize];
    }),
    ("the same key twice", |_, s| s.contestants[1].key = s.contestants[0].key.clone()),
    ("an odd key", |draw, s| s.contestants[0].key = pick(draw, &["", "\u{7}", "a\nb"]).to_string()),
    ("the seats", |draw, s| {
        let seat = s.contestants[0].seats[0].clone();
        s.contestants[0].seats = vec![seat; pick(draw, &[0, 2, 40])];
    }),
    ("a long label", |draw, s| s.contestants[0].label = Some("很长 long ".repeat(8 + draw.below(500) as usize))),
    ("a label that looks like markup", |draw, s| {
        let labels = ["<img src=x onerror=alert(1)>", "</p><script>1</script>", "\u{202e}&quot;{{x}}"];
        s.contestants[0].label = Some(pick(draw, &labels).to_string());
    }),
    ("the budget", |draw, s| s.budget = Some(Budget { steps: pick(draw, &[0, 10_000_000_001, u64::MAX]) })),
    ("a large budget", |draw, s| s.budget = Some(Budget { steps: pick(draw, &[1, 9_999_999_999, 10_000_000_000]) })),
    ("the evaluation", |draw, s| {
        let (every, episodes) = pick(draw, &[(0, 20), (1_000, 0), (1_000, u32::MAX), (1, 20), (u64::MAX, 1)]);
        s.evaluation = Some(Measuring { every, episodes });
    }),
    ("the end", |draw, s| {
        let (reward, patience) = (pick(draw, &[f64::NAN, f64::INFINITY, -1e300]), pick(draw, &[0, 1, u32::MAX]));
        s.stop = Some(Stop { reward: Some(reward), patience: Some(patience) });
    }),
    ("another version", |draw, s| s.version = pick(draw, &[0, 2, u32::MAX])),
];

type Mishap = fn(&mut Rng, &str) -> String;

/// What may befall the text of a link.
const MISHAPS: &[(&str, Mishap)] = &[
    ("garbage", |draw, _| garbage(draw)),
    ("garbage that begins like a link", |draw, _| format!("1.{}", garbage(draw))),
    ("a link cut short", |draw, good| good[..draw.below(good.len() as u32) as usize].to_string()),
    ("a link with a wrong character", |draw, good| {
        let at = 2 + draw.below(good.len() as u32 - 2) as usize;
        format!("{}{}{}", &good[..at], if &good[at..=at] == "x" { "y" } else { "x" }, &good[at + 1..])
    }),
    ("a link that goes on", |draw, good| format!("{good}{}", garbage(draw))),
    ("the bytes of a link, signed again", |draw, good| resigned(draw, good)),
    ("other bytes of a link, signed again", |draw, good| resigned(draw, good)),
    ("one link behind another", |_, good| format!("{good}#{good}")),
];

fn all_kinds(draw: &mut Rng) -> Vec<Drawn> {
    let mut all = Vec::new();
    for round in 0..OF_EACH_KIND {
        let base = small(&["q-learning", "eoq"], 100 + round as u64);
        for (what, damage) in DAMAGES {
            let mut scenario = base.clone();
            damage(draw, &mut scenario);
            all.push(Drawn { what: what.to_string(), fragment: link(scenario), opens: false });
        }
        for (what, mishap) in MISHAPS {
            all.push(Drawn { what: what.to_string(), fragment: mishap(draw, &link(base.clone())), opens: false });
        }
        for _ in 0..2 {
            let view = (0..1 + draw.below(20)).map(|_| (word(draw), word(draw))).collect::<Named<String>>();
            let scenario = Scenario { seeds: Seeds { first: draw.bits() >> 12, count: 1 }, ..base.clone() };
            let fragment = Link { scenario, view }.encode().unwrap();
            all.push(Drawn { what: "an unknown view".to_string(), fragment, opens: true });
        }
    }
    // The same address twice would be no change of the address.
    all.dedup_by(|a, b| a.fragment == b.fragment);
    all
}

/// Changes some bytes of a link and signs it as a link is signed, so that it is read and not only summed up.
fn resigned(draw: &mut Rng, good: &str) -> String {
    let mut bytes = base64url::decode(&good[2..]).unwrap();
    bytes.truncate(bytes.len() - 4);
    for _ in 0..1 + draw.below(4) {
        let at = draw.below(bytes.len() as u32) as usize;
        bytes[at] = draw.bits() as u8;
    }
    let mut hash = Fingerprint::default();
    bytes.iter().for_each(|byte| hash.add(u64::from(*byte)));
    bytes.extend((hash.value() as u32).to_le_bytes());
    format!("1.{}", base64url::encode(&bytes))
}

fn pick<T: Copy>(draw: &mut Rng, from: &[T]) -> T {
    from[draw.below(from.len() as u32) as usize]
}

fn word(draw: &mut Rng) -> String {
    let words = ["", "bakery", "NaN", "null", "__proto__", "../..", "库存", "a b", "<b>", "\u{0}", "🏪", "-0"];
    let word = pick(draw, &words).to_string();
    if draw.below(8) == 0 { word.repeat(300) } else { word }
}

fn setting(draw: &mut Rng) -> Setting {
    let odd = [0.0, -1.0, 0.5, 1e300, -1e300, f64::NAN, f64::INFINITY, 5e-324, 1e9];
    match draw.below(3) {
        0 => Setting::Number(pick(draw, &odd)),
        1 => Setting::Switch(draw.below(2) == 0),
        _ => Setting::Word(word(draw)),
    }
}

fn garbage(draw: &mut Rng) -> String {
    let letters: Vec<char> = "aZ09.-_~%#&?=/+ \"'<>{}\\|^`é库🏪\u{202e}\t".chars().collect();
    let letter = |draw: &mut Rng| letters[draw.below(letters.len() as u32) as usize];
    (0..1 + draw.below(60)).map(|_| letter(draw)).collect()
}
