//! Runs a wasm test target in a real browser, by wasm-bindgen's test runner.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::browsers::Browser;
use crate::compiler::TARGET;
use crate::exec::Result;
use crate::project::{self, Project};
use crate::setup::Kit;

/// Cargo's profile for browser tests: optimised like a release but linked in a fraction of its time.
/// The root Cargo.toml has it.
pub const PROFILE: &str = "browser";

/// Long enough for learning on a slow machine; a test that hangs still ends.
const LIMIT_SECONDS: &str = "900";

/// `cargo test` for the browser, with the options of cargo still to come. `profile` is cargo's.
pub fn cargo_test(project: &Project, kit: &Kit, profile: &str) -> Command {
    let mut command = kit.wasm_cargo(project);
    command.args(["test", "--locked", "--target", TARGET, "--profile", profile]);
    command
}

/// Makes the tests of the command run in this browser.
pub fn run_in(project: &Project, kit: &Kit, browser: Browser, command: &mut Command) -> Result<()> {
    for other in [Browser::Chromium, Browser::Firefox] {
        command.env_remove(other.driver_variable());
    }
    command
        .env(browser.driver_variable(), kit.driver(browser)?)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings(project, kit, browser)?)
        .env("WASM_BINDGEN_TEST_TIMEOUT", LIMIT_SECONDS)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
    Ok(())
}

/// The repository's webdriver.json, cut down to one browser and told where its program is: a driver
/// does not look everywhere that a browser may be.
fn settings(project: &Project, kit: &Kit, browser: Browser) -> Result<PathBuf> {
    let text = project::read(&project.root.join("webdriver.json"))?;
    let mut all: Value = serde_json::from_str(&text).map_err(|error| format!("webdriver.json is no JSON: {error}."))?;
    let key = match browser {
        Browser::Chromium => "goog:chromeOptions",
        Browser::Firefox => "moz:firefoxOptions",
    };
    let mut own = all[key].take();
    own["binary"] = Value::from(kit.browser(browser)?.to_string_lossy().into_owned());
    let folder = project.target.join("xtask");
    let file = folder.join(format!("{}.json", browser.name().to_lowercase()));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&file, serde_json::json!({ key: own }).to_string()))
        .map_err(|error| format!("{} could not be written: {error}.", file.display()))?;
    Ok(file)
}
