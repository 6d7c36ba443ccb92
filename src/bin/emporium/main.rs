//! The command line: the same runs without a browser. Scenario in, results out.

// The command line says how long things took: no clock reaches a run.
#![allow(clippy::disallowed_methods)]

#[cfg(not(target_arch = "wasm32"))]
mod args;
#[cfg(not(target_arch = "wasm32"))]
mod check;
#[cfg(not(target_arch = "wasm32"))]
mod list;
#[cfg(not(target_arch = "wasm32"))]
mod output;
#[cfg(not(target_arch = "wasm32"))]
mod play;
#[cfg(not(target_arch = "wasm32"))]
mod run;
#[cfg(not(target_arch = "wasm32"))]
mod search;
#[cfg(not(target_arch = "wasm32"))]
mod solve;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
const HELP: &str = "\
emporium runs the shops of the page without a browser.

  emporium list [--json]
      simulators, presets and agents; with --json their parameters too, and who fits where
  emporium run SCENARIO.json | --link 'URL or fragment' | --sim ID [--preset ID] --agent ID…
      [--set sim.NAME=VALUE] [--set KEY.NAME=VALUE] [--seeds N] [--first-seed N] [--steps N]
      [--every N] [--episodes N] [--json FILE|-] [--csv FILE|-] [--save FILE] [--write-link]
      learns and measures; contestants named by --agent have the keys a, b, c, …; where a shop has
      several seats, one agent takes all of them, or a team is named, as user-cf+elasticity+eoq
      --save keeps what the only contestant has learned with the only seed
      --write-link prints the link that opens the scenario in the page, and runs nothing
  emporium solve --sim ID [--preset ID] [--set NAME=VALUE…] [--json FILE|-]
      the exact optimum, or why there is none
  emporium play FILE [--episodes N] [--json FILE|-]
      measures a team that was kept
  emporium search --sim ID [--preset ID] --agent ID [--try NAME=VALUE,VALUE…]… [--set NAME=VALUE]…
      [--seeds N] [--steps N] [--episodes N]
      what every combination of these parameters learns, in worlds in which nobody is measured
  emporium check FILE.json…
      reference cases, a line each, ending in: N passed, N failed, N unknown
";

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use std::process::ExitCode;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rest = words.get(1..).unwrap_or(&[]);
    let help = words.iter().any(|word| matches!(word.as_str(), "--help" | "-h"));
    let done = match words.first().map(String::as_str) {
        _ if help => output::print(HELP).map(|()| true),
        Some("--version") => output::print(&format!("emporium {}\n", emporium::run::ENGINE)).map(|()| true),
        Some("list") => list::main(rest),
        Some("play") => play::main(rest),
        Some("run") => run::main(rest),
        Some("search") => search::main(rest),
        Some("solve") => solve::main(rest),
        Some("check") => check::main(rest),
        Some("help") | None => output::print(HELP).map(|()| true),
        Some(other) => Err(emporium::base::Trouble::new(
            format!("the command is “{other}”, but must be one of: list, run, play, search, solve, check, help"),
            "",
        )),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(trouble) => {
            eprintln!("emporium: {trouble}");
            ExitCode::from(2)
        }
    }
}
