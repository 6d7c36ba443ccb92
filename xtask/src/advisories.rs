//! Known weaknesses of dependencies. Their list lives on the network and needs a tool that not
//! everybody has, so that where either is missing one line says that it was skipped.

use std::process::Command;

use crate::exec::{self, Result};
use crate::project::Project;

/// Asks cargo-deny, else cargo-audit.
pub fn check(project: &Project) -> Result<()> {
    if exec::on_path("cargo-deny").is_some() {
        return deny(project);
    }
    if exec::on_path("cargo-audit").is_some() {
        return audit(project);
    }
    skip("neither cargo-deny nor cargo-audit is installed")
}

fn deny(project: &Project) -> Result<()> {
    if exec::ask(project.cargo().args(["deny", "fetch", "db"])).is_err() {
        return skip("the list of advisories could not be fetched");
    }
    // Fetched just now; a second fetch would only be slower.
    exec::run(project.cargo().args(["deny", "check", "--disable-fetch", "advisories"]))
}

fn audit(project: &Project) -> Result<()> {
    let mut command = Command::new("cargo-audit");
    command.current_dir(&project.root).args(["audit", "--quiet"]);
    match exec::ask(&mut command) {
        Ok(_) => {
            println!("no advisories");
            Ok(())
        }
        // It ends with the same status for a missing list as for a weakness.
        Err(sentence) if sentence.contains("fetch") || sentence.contains("I/O") => {
            skip("the list of advisories could not be fetched")
        }
        Err(_) => exec::run(Command::new("cargo-audit").current_dir(&project.root).args(["audit", "--no-fetch"])),
    }
}

fn skip(reason: &str) -> Result<()> {
    println!("advisories: skipped ({reason})");
    Ok(())
}
