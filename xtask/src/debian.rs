//! Debian's packages: which are wanted, and their installation in one go.

use std::process::Command;
use std::time::Instant;

use crate::exec::{self, Result};

/// A package and what it is for.
pub type Package = (&'static str, &'static str);

/// Installs the packages, or says in one sentence who can.
pub fn install(packages: &[Package]) -> Result<()> {
    let names: Vec<&str> = packages.iter().map(|(name, _)| *name).collect();
    if exec::on_path("apt-get").is_none() {
        let list: Vec<String> = packages.iter().map(|(name, why)| format!("{name} ({why})")).collect();
        return Err(format!(
            "Missing, and this system has no apt-get to bring it: {}; install it your system's \
             way, put its programs on PATH, then run this again.",
            list.join(", ")
        ));
    }
    if !is_root() {
        return Err(format!(
            "Missing: {}; run `sudo apt-get update && sudo apt-get install -y \
             --no-install-recommends {}`, then run this again.",
            names.join(", "),
            names.join(" ")
        ));
    }
    let start = Instant::now();
    let advice = |error| format!("Debian's packages could not be installed: {error}");
    exec::run(&mut apt(&["update", "-q"])).map_err(advice)?;
    let options = ["install", "-y", "-q", "--no-install-recommends"];
    exec::run(apt(&options).args(&names)).map_err(advice)?;
    println!("{}: installed in {}", names.join(", "), exec::spoken(start.elapsed()));
    Ok(())
}

fn apt(options: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(options).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    exec::ask(Command::new("id").arg("-u")).is_ok_and(|user| user == "0")
}
