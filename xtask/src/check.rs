//! `cargo xtask check`: format, lints natively and for the browser, licences and sources, and
//! advisories where the network allows.

use crate::advisories;
use crate::compiler::TARGET;
use crate::exec::{self, Result};
use crate::licences;
use crate::parts::Parts;
use crate::project::Project;
use crate::setup::{self, Kit, Need};
use crate::webdriver;

/// What the checks need.
pub const NEED: Need = Need { site: false, runner: false, chromium: false, firefox: false, axe: false, lints: true };

/// The command itself.
pub fn run(project: &Project) -> Result<()> {
    let mut parts = Parts::new();
    let outcome = parts.run("set-up", || setup::prepare(project, NEED)).and_then(|kit| all(project, &kit, &mut parts));
    parts.print();
    outcome
}

/// Every check, as parts of a longer command.
pub fn all(project: &Project, kit: &Kit, parts: &mut Parts) -> Result<()> {
    parts.run("format", || exec::run(project.cargo().args(["fmt", "--all", "--check"])))?;
    parts.run("licences and sources", || licences::check(project))?;
    parts.run("advisories", || advisories::check(project))?;
    parts.run("lints, native", || native_lints(project))?;
    parts.run("lints, browser", || browser_lints(project, kit))
}

fn native_lints(project: &Project) -> Result<()> {
    let mut command = project.cargo();
    command.args(["clippy", "--locked", "--workspace", "--all-targets", "--all-features"]);
    exec::run(command.args(["--", "-D", "warnings"]))
}

/// The library, the page and the browser's tests; the rest of the package is never built for it. The
/// profile is that of the tests, which then find the macros built.
fn browser_lints(project: &Project, kit: &Kit) -> Result<()> {
    let mut command = kit.compiler.clippy(project);
    command.args([
        "--locked",
        "--target",
        TARGET,
        "--profile",
        webdriver::PROFILE,
        "--lib",
        "--bin",
        "app",
        "--bin",
        "unpack",
    ]);
    for name in project.tests("browser_").iter().chain(&project.tests("bench_browser")) {
        command.args(["--test", name]);
    }
    if project.has_feature("bench") {
        command.args(["--features", "bench"]);
    }
    exec::run(command.args(["--", "-D", "warnings"]))
}
