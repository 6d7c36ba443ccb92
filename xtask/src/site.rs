//! Builds the static site, weighs it, and serves it while one works on it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::exec::{self, Result};
use crate::packing;
use crate::project::{self, Project};
use crate::setup::{self, Kit, Need};
use crate::squeeze;
use crate::table;

/// The most that a first visit may load, gzipped, in bytes. The smallest page with Yew and plotters
/// is 97,000; a phone on a slow line should still see the first chart within some seconds.
const BUDGET: u64 = 270_000;

const NEED: Need = Need { site: true, runner: false, chromium: false, firefox: false, axe: false, lints: false };

/// One file of the site.
struct Weight {
    name: String,
    bytes: u64,
    gzipped: u64,
    /// Loaded by every visit, before anything is clicked.
    first: bool,
}

/// `cargo xtask build`.
pub fn build(project: &Project) -> Result<()> {
    let kit = setup::prepare(project, NEED)?;
    build_with(project, &kit)
}

/// Builds with tools that are known to be there.
pub fn build_with(project: &Project, kit: &Kit) -> Result<()> {
    let mut command = trunk(project, kit);
    kit.compiler.lighten(&mut command);
    exec::run(command.args(["build", "--release", "--locked"]))?;
    squeeze::squeeze(&dist(project))?;
    packing::pack(project, kit, &dist(project))?;
    weigh(&dist(project))
}

/// Builds the site as a plain `trunk build` does, for the tests of its policy.
pub fn build_plain(project: &Project, kit: &Kit) -> Result<()> {
    exec::run(trunk(project, kit).args(["build", "--locked", "--dist"]).arg(plain_dist(project)))
}

/// `cargo xtask serve`.
pub fn serve(project: &Project, open: bool, port: Option<u16>) -> Result<()> {
    let kit = setup::prepare(project, NEED)?;
    let port = match port {
        Some(port) => port,
        None => free_port()?,
    };
    let mut command = trunk(project, &kit);
    kit.compiler.lighten(&mut command);
    command.args(["serve", "--release", "--locked", "--address", "127.0.0.1", "--port"]);
    command.arg(port.to_string());
    if open {
        command.arg("--open");
    }
    println!("Once it is built, the playground is at http://127.0.0.1:{port}/ (Ctrl-C ends it).");
    exec::run(&mut command)
}

/// Where the built site is.
pub fn dist(project: &Project) -> PathBuf {
    project.root.join("dist")
}

/// Where the plainly built site is.
pub fn plain_dist(project: &Project) -> PathBuf {
    project.root.join("target/xtask/plain")
}

fn trunk(project: &Project, kit: &Kit) -> Command {
    let mut command = Command::new("trunk");
    command.current_dir(&project.root);
    kit.equip(project, &mut command);
    // Trunk takes NO_COLOR=1 for a mistake, and would ask the network whether there is a newer one.
    command.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Its own stack traces say nothing about the site; the compiler has said what is wrong.
    command.env("RUST_LIB_BACKTRACE", "0");
    command
}

/// 8080, or the next port that nobody listens on.
fn free_port() -> Result<u16> {
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (8080..8180)
        .find(free)
        .ok_or_else(|| "All ports from 8080 to 8179 are taken: choose one with --port N.".to_string())
}

/// Prints what each file weighs, and fails where the first visit loads more than is allowed.
fn weigh(dist: &Path) -> Result<()> {
    let page = project::read(&dist.join("index.html"))?;
    let mut weights = Vec::new();
    collect(dist, dist, &page, &mut weights)?;
    weights.sort_by(|a, b| (!a.first, &a.name).cmp(&(!b.first, &b.name)));
    let number = |value: u64| table::grouped(value);
    let rows: Vec<Vec<String>> = weights
        .iter()
        .map(|file| {
            let mark = if file.first { "first" } else { "later" };
            vec![file.name.clone(), number(file.bytes), number(file.gzipped), mark.into()]
        })
        .collect();
    println!("\n{}", table::lay_out(&["file", "bytes", "gzipped", "loaded"], &rows));
    let sum: u64 = weights.iter().filter(|file| file.first).map(|file| file.gzipped).sum();
    println!("\n{} bytes gzipped at first; the budget is {}", number(sum), number(BUDGET));
    if sum > BUDGET {
        return Err(format!("The site is too heavy: {} bytes gzipped at first, of {}.", number(sum), number(BUDGET)));
    }
    Ok(())
}

fn collect(dist: &Path, folder: &Path, page: &str, weights: &mut Vec<Weight>) -> Result<()> {
    let explain = |error: std::io::Error| format!("{} could not be read: {error}.", folder.display());
    for entry in fs::read_dir(folder).map_err(explain)? {
        let path = entry.map_err(explain)?.path();
        if path.is_dir() {
            collect(dist, &path, page, weights)?;
            continue;
        }
        let bytes = fs::read(&path).map_err(explain)?;
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let first = loads_first(&name, page);
        weights.push(Weight { bytes: bytes.len() as u64, gzipped: gzipped(&bytes), first, name });
    }
    Ok(())
}

/// The page, what it names, and the workers, which the page starts at once.
fn loads_first(name: &str, page: &str) -> bool {
    ["index.html", "worker.js", "unpack.js"].contains(&name)
        || ['"', '?'].iter().any(|end| page.contains(&format!("./{name}{end}")))
}

/// What a web server sends: deflate with gzip's 18 bytes of head and tail.
fn gzipped(bytes: &[u8]) -> u64 {
    miniz_oxide::deflate::compress_to_vec(bytes, 9).len() as u64 + 18
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_names_is_loaded_first() {
        let page = r#"<link rel="icon" href="./favicon-1.svg"><script src="./boot.js"></script>"#;
        assert!(loads_first("index.html", page));
        assert!(loads_first("worker.js", page));
        assert!(loads_first("boot.js", page));
        assert!(loads_first("boot.js", r#"<script src="./boot.js?1"></script>"#));
        assert!(!loads_first("data/beer.csv", page));
        assert!(!loads_first("oot.js", page));
    }

    #[test]
    fn text_gets_smaller() {
        assert!(gzipped(&[b'a'; 10_000]) < 100);
    }
}
