//! `cargo xtask test`: everything that must hold, in the order of what fails fastest.
//!
//! What test authors can rely on:
//! - Each integration test named `browser_*` runs in headless Chromium and in headless Firefox, by
//!   wasm-bindgen's runner; it says itself whether in the page (`run_in_browser`) or in a worker
//!   (`run_in_dedicated_worker`). Natively it compiles to nothing (`#![cfg(target_arch = "wasm32")]`).
//!   It is built with the cargo profile `browser`.
//! - The integration test `site` runs natively with the feature `site-tests`, after the site is
//!   built, with the paths EMPORIUM_DIST, EMPORIUM_PLAIN (the same by `trunk build` without `--release`),
//!   EMPORIUM_AXE (the script of axe-core), CHROMIUM, CHROMEDRIVER, FIREFOX and GECKODRIVER set.

use crate::args::Only;
use crate::browsers::Browser;
use crate::check;
use crate::exec::{self, Result};
use crate::parts::Parts;
use crate::project::Project;
use crate::setup::{self, Kit, Need};
use crate::site;
use crate::webdriver;

const BROWSERS: [Browser; 2] = [Browser::Chromium, Browser::Firefox];

/// The command itself.
pub fn run(project: &Project, only: Option<Only>) -> Result<()> {
    let mut parts = Parts::new();
    let outcome = all(project, only, &mut parts);
    parts.print();
    outcome
}

fn all(project: &Project, only: Option<Only>, parts: &mut Parts) -> Result<()> {
    let chosen = |part| only.is_none_or(|one| one == part);
    let (browser, site) = (chosen(Only::Browser), chosen(Only::Site));
    if only == Some(Only::Native) {
        return native(project, parts);
    }
    let either = browser || site;
    let lints = chosen(Only::Check);
    let need = Need { site, runner: browser, chromium: either, firefox: either, axe: site, lints };
    let kit = parts.run("set-up", || setup::prepare(project, need))?;
    if chosen(Only::Check) {
        check::all(project, &kit, parts)?;
    }
    if only.is_none() {
        native(project, parts)?;
    }
    if browser {
        in_browsers(project, &kit, parts)?;
    }
    if site {
        parts.run("build the site", || site::build_with(project, &kit))?;
        parts.run("build it plainly", || site::build_plain(project, &kit))?;
        parts.run("tests of the site", || site_tests(project, &kit))?;
    }
    Ok(())
}

fn native(project: &Project, parts: &mut Parts) -> Result<()> {
    parts.run("native tests", || exec::run(project.cargo().args(["test", "--locked", "--workspace"])))
}

fn in_browsers(project: &Project, kit: &Kit, parts: &mut Parts) -> Result<()> {
    let names = project.tests("browser_");
    if names.is_empty() {
        println!("\nno browser tests yet");
        return Ok(());
    }
    let command = || {
        let mut command = webdriver::cargo_test(project, kit, webdriver::PROFILE);
        command.args(names.iter().flat_map(|name| ["--test", name]));
        command
    };
    // Compiled apart, so that the table tells compiling from running.
    parts.run("compile browser tests", || exec::run(command().arg("--no-run")))?;
    for browser in BROWSERS {
        parts.run(&format!("tests in {}", browser.name()), || {
            let mut command = command();
            webdriver::run_in(project, kit, browser, &mut command)?;
            exec::run(&mut command)
        })?;
    }
    Ok(())
}

fn site_tests(project: &Project, kit: &Kit) -> Result<()> {
    if project.tests("site").is_empty() {
        println!("no tests of the site yet");
        return Ok(());
    }
    let mut command = project.cargo();
    command
        .args(["test", "--locked", "--features", "site-tests", "--test", "site"])
        .env("EMPORIUM_DIST", site::dist(project))
        .env("EMPORIUM_PLAIN", site::plain_dist(project))
        .env("EMPORIUM_AXE", kit.axe()?)
        .env("CHROMIUM", kit.browser(Browser::Chromium)?)
        .env("CHROMEDRIVER", kit.driver(Browser::Chromium)?)
        .env("FIREFOX", kit.browser(Browser::Firefox)?)
        .env("GECKODRIVER", kit.driver(Browser::Firefox)?);
    exec::run(&mut command)
}
