//! Links: short, whole or refused, and the same scenario on the other side.

use super::{any_scenario, config, presentable};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use emporium::base::hash::Fingerprint;
use emporium::base::{Named, Setting};
use emporium::run::Scenario;
use emporium::run::link::Link;
use proptest::prelude::*;

const DAMAGED: &str = "the link is damaged: a character is missing or wrong; copy it again";

fn link() -> Link {
    let scenario = Scenario::of("inventory", "everyday", &["q-learning", "s-S"]);
    Link { scenario, view: Named::new() }
}

/// The sentence with which a link is refused.
fn refusal(text: &str) -> String {
    let trouble = Link::decode(text).unwrap_err();
    presentable(&trouble);
    trouble.en
}

#[test]
fn a_link_is_short() {
    let two = link().encode().unwrap();
    assert!(two.len() <= 140, "{} characters: {two}", two.len());
    let mut tuned = link();
    tuned.scenario.set.insert("lead_time".into(), Setting::Number(2.0));
    tuned.scenario.contestants[0].seats[0].set.insert("alpha".into(), Setting::Number(0.37));
    tuned.view.insert("chart".into(), "cost".into());
    let more = tuned.encode().unwrap();
    assert!(more.len() <= two.len() + 60, "{} characters: {more}", more.len());
    assert!(more.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{more}");
}

#[test]
fn a_whole_address_will_do() {
    let text = link().encode().unwrap();
    for around in [format!("https://example.org/shop/#{text}"), format!("#{text}"), format!("  {text}\n")] {
        assert_eq!(Link::decode(&around).unwrap(), link());
    }
}

#[test]
fn a_link_that_was_cut_or_mistyped_is_told() {
    let text = link().encode().unwrap();
    for end in 2..text.len() {
        assert_eq!(refusal(&text[..end]), DAMAGED);
    }
    for at in 2..text.len() {
        for other in ["A", "9", "_", "=", "é"] {
            if &text[at..=at] != other {
                assert_eq!(refusal(&format!("{}{other}{}", &text[..at], &text[at + 1..])), DAMAGED);
            }
        }
    }
    for doubled in [format!("{text}A"), format!("{text}{}", &text[2..]), format!("1.{text}")] {
        assert_eq!(refusal(&doubled), DAMAGED);
    }
}

#[test]
fn other_versions_and_other_texts_are_named() {
    let body = link().encode().unwrap()[2..].to_string();
    let newer = "the link is of version 7, but this page reads version 1: a newer page may read it";
    assert_eq!(refusal(&format!("7.{body}")), newer);
    for (text, start) in
        [("", ""), ("hello", "hello"), (&format!("0.{body}"), "0."), ("99999999999.AA", "99999999999.")]
    {
        let sentence = refusal(text);
        assert!(sentence.starts_with(&format!("the link begins with “{start}")), "{sentence}");
        assert!(sentence.ends_with("but must begin with “1.”"), "{sentence}");
    }
    let endless = format!("1.{}", "A".repeat(5_000_000));
    assert_eq!(refusal(&endless), "the link has 5000002 characters, but at most 20000 are allowed");
}

/// Text of a link around these bytes, with the checksum that a link has.
fn sealed(bytes: &[u8]) -> String {
    let mut hash = Fingerprint::default();
    bytes.iter().for_each(|b| hash.add(*b as u64));
    let all = [bytes, &(hash.value() as u32).to_le_bytes()].concat();
    format!("1.{}", URL_SAFE_NO_PAD.encode(all))
}

#[test]
fn the_seal_is_the_link_s_own() {
    let text = link().encode().unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(&text[2..]).unwrap();
    assert_eq!(sealed(&bytes[..bytes.len() - 4]), text);
    // What does not end where it should is no link either.
    assert_eq!(refusal(&sealed(&[&bytes[..bytes.len() - 4], &[0]].concat())), DAMAGED);
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_scenario_comes_back_as_it_was(scenario in any_scenario()) {
        let link = Link { scenario, view: Named::from_iter([("lang".to_string(), "zh".to_string())]) };
        let text = link.encode().unwrap();
        match Link::decode(&text) {
            Ok(back) => prop_assert_eq!(back, link),
            // Only its length can be wrong with what we wrote ourselves.
            Err(trouble) => prop_assert!(trouble.en.contains("characters"), "{}", trouble),
        }
    }

    #[test]
    fn any_text_is_answered(text in ".{0,60}") {
        presentable(&Link::decode(&text).unwrap_err());
    }

    #[test]
    fn any_sealed_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        match Link::decode(&sealed(&bytes)) {
            Ok(link) => if let Err(trouble) = link.scenario.check() { presentable(&trouble) },
            Err(trouble) => presentable(&trouble),
        }
    }

    #[test]
    fn sealed_links_with_a_wrong_byte_are_answered(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = link().encode().unwrap();
        let mut bytes = URL_SAFE_NO_PAD.decode(&text[2..]).unwrap();
        bytes.truncate(bytes.len() - 4);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        match Link::decode(&sealed(&bytes)) {
            Ok(link) => if let Err(trouble) = link.scenario.check() { presentable(&trouble) },
            Err(trouble) => prop_assert_eq!(trouble.en, DAMAGED),
        }
    }
}
