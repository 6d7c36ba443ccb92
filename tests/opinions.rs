//! Every classical method says what it thinks: of each day of an episode, and what it says is what it does.
#![cfg(not(target_arch = "wasm32"))]

#[path = "suites/play.rs"]
mod play;

use emporium::agent::{self, AgentEntry, Family, Opinion};
use emporium::base::{Actions, World};
use emporium::run::Shop;
use emporium::run::film::film;
use emporium::run::training::Player;
use emporium::sim;

/// Long enough for experiments to end and a curve to be drawn.
const STEPS: u64 = 700;

/// What an agent says of each day once it has played for a while, with what it did; chance sits in the other seats.
fn said(shop: &Shop, entry: &AgentEntry, seat: usize) -> Vec<(Opinion, usize)> {
    let id = |at: usize| if at == seat { entry.id } else { "random" };
    let players: Vec<Player> =
        (0..shop.spec().seats.len()).map(|at| play::player(id(at), shop, at, &[], STEPS)).collect();
    let mut run = play::finished(shop, players, 1, play::schedule(STEPS, STEPS, 1));
    let stills = film(shop, run.players_mut(), None, seat, World::evaluation(), 1, 30);
    stills.into_iter().map(|still| (still.opinion, still.action.choice)).collect()
}

fn number(opinion: &Opinion, words: &str) -> f64 {
    let found = opinion.notes.iter().find(|(text, _)| text.en.contains(words));
    found.unwrap_or_else(|| panic!("nothing says {words}: {:?}", opinion.notes)).1
}

fn shop(sim: &str, preset: &str) -> Shop {
    let entry = sim::find(sim).unwrap();
    Shop::new(entry, &entry.params_of(&entry.preset(preset).unwrap()).unwrap()).unwrap()
}

#[test]
fn every_classical_method_says_what_it_thinks_and_does_it() {
    let mut heard = 0;
    for (sim, preset) in [
        ("inventory", "everyday"),
        ("pricing", "everyday"),
        ("pricing", "any-price"),
        ("pricing", "rival"),
        ("recommend", "everyday"),
        ("recommend", "single-items"),
        ("store", "everyday"),
        ("store", "tiny"),
    ] {
        let shop = shop(sim, preset);
        let env = shop.open();
        for entry in agent::registry().iter().filter(|entry| entry.family == Family::Classical) {
            for seat in (0..env.spec().seats.len()).filter(|seat| entry.usually_fits(&*env, *seat).is_ok()) {
                let chooses = matches!(env.spec().seats[seat].actions, Actions::Choices(_));
                for (day, (opinion, done)) in said(&shop, entry, seat).into_iter().enumerate() {
                    let at = format!("{} in {sim} {preset}, day {day}: {opinion:?}", entry.id);
                    assert!(!opinion.notes.is_empty() && opinion.notes.iter().all(|(_, x)| x.is_finite()), "{at}");
                    assert!(opinion.values.iter().all(|x| x.is_finite()), "{at}");
                    assert_eq!(opinion.choice, chooses.then_some(done), "{at}");
                    heard += 1;
                }
            }
        }
    }
    assert!(heard > 500, "{heard}");
}

#[test]
fn the_numbers_that_are_told_are_those_of_the_textbooks() {
    let find = |id: &str| agent::find(id).unwrap();
    let last = |shop: &Shop, id: &str, seat: usize| said(shop, find(id), seat).pop().unwrap().0;
    let (stock, price, visits) =
        (shop("inventory", "everyday"), shop("pricing", "everyday"), shop("recommend", "everyday"));
    // √(2·16·5/1) = 12.6 a lot; in nine of ten days no more than 14 are wanted in two.
    let eoq = last(&stock, "eoq", 0);
    assert_eq!((number(&eoq, "quantity of an order"), number(&eoq, "orders at or below")), (13.0, 14.0));
    let markup = last(&price, "cost-plus", 0);
    assert_eq!((number(&markup, "unit cost"), number(&markup, "margin")), (20.0, 50.0));
    // The true curve is 5·(p/40)^(−2.5), and supply never ends; e^(−α·p) through what it sells is about as steep at 40.
    let curve = last(&shop("pricing", "steady"), "elasticity", 0);
    let told = number(&curve, "estimated elasticity");
    assert!(number(&curve, "interval from") < told && told < number(&curve, "interval to"), "{curve:?}");
    assert!((-3.2..-2.3).contains(&told), "{told}");
    assert!(number(&curve, "share of demand that a €") > 0.0 && number(&curve, "price it would set") > 20.0);
    // A sum says of how many days it is: here at the best step of the ladder, of which the units cost 20 each.
    let best = last(&shop("pricing", "steady"), "best-fixed", 0);
    let day = |p: f64| (p - 20.0) * 5.0 * libm::pow(p / 40.0, -2.5);
    let most = (0..17).map(|step| day(20.0 + 2.5 * f64::from(step))).fold(0.0, f64::max);
    assert!((number(&best, "a day at this price") / most - 1.0).abs() < 1e-9, "{best:?} and {most}");
    let season = number(&last(&price, "best-fixed", 0), "a season at this price");
    // With endless stock thirty days at 40, the best price of a day, would earn 30·1.2·20.
    assert!(season > 400.0 && season < 720.0, "{season}");
    let [first, .., end] = &said(&price, find("thompson-price"), 0)[..] else { panic!("no days") };
    let left = [first, end].map(|(opinion, _)| number(opinion, "the rest of the season at this price"));
    assert!(left[1] < 0.5 * left[0], "{left:?}");
    number(&last(&shop("pricing", "steady"), "thompson-price", 0), "a day at this price");
    for (id, most) in [("user-cf", 40.0), ("item-cf", 40.0)] {
        let cf = last(&visits, id, 0);
        assert!((1.0..=most).contains(&number(&cf, "neighbours behind it")), "{id}: {cf:?}");
        assert!((1.0..=5.0).contains(&number(&cf, "predicted rating")) && cf.values.len() == 8);
    }
}
