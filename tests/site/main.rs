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

use checks::Visit;
use driver::{Browser, Kind};
use server::Server;

#[test]
fn the_site_holds_in_chromium() {
    all_in(Kind::Chromium);
}

#[test]
fn the_site_holds_in_firefox() {
    all_in(Kind::Firefox);
}

fn all_in(kind: Kind) {
    let server = Server::start(driver::path("EMPORIUM_DIST"));
    let browser = Browser::start(kind);
    let visit = Visit { server: &server, browser: &browser };
    for (name, check) in checks::ALL {
        let started = std::time::Instant::now();
        check(&visit);
        println!("{:>8.2} s  {kind:?}: {name}", started.elapsed().as_secs_f64());
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
    let server = Server::start(driver::path("EMPORIUM_PLAIN"));
    let browser = Browser::start(Kind::Chromium);
    checks::links(&Visit { server: &server, browser: &browser });
}
