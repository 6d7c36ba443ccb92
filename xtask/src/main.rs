//! The project's own commands, `cargo xtask serve | build | test | bench | check`. Each one first
//! sets up what is missing, says what and why, and then does its work; when nothing is missing the
//! looking takes a fraction of a second.

// Tools say how long things took: nothing here changes a bit of a run.
#![allow(clippy::disallowed_methods)]

mod advisories;
mod args;
mod bench;
mod browsers;
mod cache;
mod check;
mod compiler;
mod debian;
mod exec;
mod licences;
mod module;
mod packing;
mod parts;
mod project;
mod setup;
mod site;
mod spdx;
mod squeeze;
mod table;
mod test;
mod tools;
mod webdriver;

use std::process::ExitCode;

use args::Command;
use exec::Result;
use project::Project;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match args::parse(&words) {
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
        Ok(command) => match run(command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("\nerror: {sentence}");
                ExitCode::FAILURE
            }
        },
    }
}

fn run(command: Command) -> Result<()> {
    if let Command::Help = command {
        println!("{}", args::HELP);
        return Ok(());
    }
    let project = Project::find()?;
    match command {
        Command::Help => Ok(()),
        Command::Serve { open, port } => site::serve(&project, open, port),
        Command::Build => site::build(&project),
        Command::Test { only } => test::run(&project, only),
        Command::Bench => bench::run(&project),
        Command::Check => check::run(&project),
    }
}
