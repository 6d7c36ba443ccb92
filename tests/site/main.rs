//! The built site in real browsers, under a sub-path, by WebDriver: `cargo xtask test --only site`.
//!
//! Each browser is started once and goes through all checks in turn.
#![cfg(feature = "site-tests")]
// Waiting for a browser needs a clock.
#![allow(clippy::disallowed_methods)]

mod checks;
mod driver;
mod policy;
mod server;

use checks::{Check, Visit};
use driver::{Browser, Colors, Kind};
use server::Server;
use std::sync::{PoisonError, RwLock};
use std::time::Instant;

/// Both browsers share one machine, but for what measures it. That a check failed is no reason for others to.
static MACHINE: RwLock<()> = RwLock::new(());

#[test]
fn the_site_holds_in_chromium() {
    all_in(Kind::Chromium);
}

#[test]
fn the_site_holds_in_firefox() {
    all_in(Kind::Firefox);
}

/// Who works at one check may set EMPORIUM_CHECK to a part of its name.
fn all_in(kind: Kind) {
    let server = Server::start(driver::path("EMPORIUM_DIST"));
    let browser = Browser::start(kind, Colors::Light);
    let visit = Visit { server: &server, browser: &browser };
    let only = std::env::var("EMPORIUM_CHECK").unwrap_or_default();
    let is_chosen = |(name, _): &&(&str, Check)| name.contains(&only);
    let run = |(name, check): &(&str, Check)| {
        let started = Instant::now();
        check(&visit);
        println!("{:>8.2} s  {kind:?}: {name}", started.elapsed().as_secs_f64());
    };
    let (together, alone) = (checks::ALL.iter().filter(is_chosen), checks::ALONE.iter().filter(is_chosen));
    assert!(together.clone().chain(alone.clone()).count() > 0, "no check is named {only}");
    for check in together {
        let _guard = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
        run(check);
    }
    for check in alone {
        let _guard = MACHINE.write().unwrap_or_else(PoisonError::into_inner);
        run(check);
    }
}

#[test]
fn the_page_as_built_has_the_strict_policy_and_nothing_inline() {
    for dist in ["EMPORIUM_DIST", "EMPORIUM_PLAIN"] {
        let page = std::fs::read_to_string(driver::path(dist).join("index.html")).unwrap();
        policy::check(&page);
    }
}

#[test]
fn a_plain_build_runs_under_the_policy_too() {
    let _guard = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let server = Server::start(driver::path("EMPORIUM_PLAIN"));
    let browser = Browser::start(Kind::Chromium, Colors::Light);
    checks::links(&Visit { server: &server, browser: &browser });
}
