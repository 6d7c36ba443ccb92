//! Finds out what a command needs and does not have, says so, and installs it.
//!
//! Looking is cheap (files, and two short questions to compilers), so that a second run starts its
//! real work at once. Installing goes from the quickest to the slowest, so that what is bound to
//! fail fails early.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::browsers::{self, Browser};
use crate::cache::Cache;
use crate::compiler::{self, Compiler};
use crate::debian::{self, Package};
use crate::exec::{self, Result};
use crate::project::Project;
use crate::tools::{self, Tool};

/// What a command needs beyond cargo.
#[derive(Clone, Copy, Default)]
pub struct Need {
    /// Trunk, wasm-bindgen and wasm-opt.
    pub site: bool,
    /// wasm-bindgen's test runner.
    pub runner: bool,
    pub chromium: bool,
    pub firefox: bool,
    /// axe-core, which looks over the built site.
    pub axe: bool,
    /// rustfmt and clippy.
    pub lints: bool,
}

/// What was found: enough to equip every later command.
pub struct Kit {
    pub compiler: Compiler,
    /// Folders of tools, to stand first on PATH.
    folders: Vec<PathBuf>,
    /// The file that axe-core is, where it was needed.
    axe: Option<PathBuf>,
}

/// Makes everything that is needed present, or says what is missing and how to get it.
pub fn prepare(project: &Project, need: Need) -> Result<Kit> {
    let start = Instant::now();
    if need.lints {
        components(project)?;
    }
    let (compiler, mut packages) = compiler_or_packages(project)?;
    packages.extend(missing_packages(need));
    let tools = wanted_tools(project, need)?;
    let missing: Vec<&Tool> = tools.iter().filter(|tool| tool.folder(&project.cache).is_none()).collect();
    announce(project, &packages, &missing);
    if !packages.is_empty() {
        debian::install(&packages)?;
    }
    if !missing.is_empty() {
        let cache = Cache::open(&project.cache)?;
        // Looked at again, as another clone may have installed some while this one waited.
        for tool in missing.iter().filter(|tool| tool.folder(&project.cache).is_none()) {
            tool.install(&cache)?;
        }
    }
    let compiler = match compiler {
        Some(found) => found,
        None => Compiler::find(project)?
            .ok_or("Debian's rustc-web is installed, but its compiler or source is not there.")?,
    };
    let folders = tools.iter().filter(|tool| tool.has_programs()).filter_map(|tool| tool.folder(&project.cache));
    let folders = folders.collect();
    let axe = tools.iter().find_map(|tool| tool.file(&project.cache));
    println!("set-up: {}; {}", compiler.describe(), exec::spoken(start.elapsed()));
    Ok(Kit { compiler, folders, axe })
}

impl Kit {
    /// Cargo, compiling for the browser.
    pub fn wasm_cargo(&self, project: &Project) -> Command {
        let mut command = project.cargo();
        self.equip(project, &mut command);
        command
    }

    /// Gives a command the compiler and the tools.
    pub fn equip(&self, project: &Project, command: &mut Command) {
        self.compiler.apply(project, command);
        command.env("PATH", self.path());
    }

    /// The driver of a browser.
    pub fn driver(&self, browser: Browser) -> Result<PathBuf> {
        let name = if browser == Browser::Firefox { "geckodriver" } else { "chromedriver" };
        let own = self.folders.iter().map(|folder| exec::executable(folder, name));
        own.into_iter()
            .find(|file| exec::is_file(file))
            .or_else(|| browser.system_driver())
            .ok_or_else(|| format!("{name} is missing: put it on PATH, then run this again."))
    }

    /// The program of a browser.
    pub fn browser(&self, browser: Browser) -> Result<PathBuf> {
        browser.program().ok_or_else(|| format!("{} is missing: put it on PATH, then run this again.", browser.name()))
    }

    /// The script of axe-core.
    pub fn axe(&self) -> Result<&Path> {
        self.axe.as_deref().ok_or_else(|| "axe-core was not asked for at the set-up.".to_string())
    }

    fn path(&self) -> OsString {
        let before = std::env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(std::env::split_paths(&before));
        std::env::join_paths(all).unwrap_or(before)
    }
}

/// The compiler, or the packages that will bring one.
fn compiler_or_packages(project: &Project) -> Result<(Option<Compiler>, Vec<Package>)> {
    if let Some(found) = Compiler::find(project)? {
        return Ok((Some(found), Vec::new()));
    }
    println!(
        "The compiler here has no standard library for {} yet, or not its source; rustup is asked for them.",
        compiler::TARGET
    );
    if compiler::ask_rustup(project)
        && let Some(found) = Compiler::find(project)?
    {
        return Ok((Some(found), Vec::new()));
    }
    println!("rustup cannot bring it, so Debian's compiler is taken, which comes with its source.");
    if exec::on_path("apt-get").is_none() {
        return Err(format!(
            "The standard library for {0} or its source is missing: run `rustup target add {0}` and `rustup component \
             add rust-src` where rustup can fetch them, then run this again.",
            compiler::TARGET
        ));
    }
    Ok((None, compiler::DEBIAN_PACKAGES.to_vec()))
}

fn missing_packages(need: Need) -> Vec<Package> {
    let mut packages = Vec::new();
    if need.chromium {
        packages.extend(Browser::Chromium.missing());
    }
    if need.firefox {
        packages.extend(Browser::Firefox.missing());
    }
    if need.chromium || need.firefox {
        packages.extend(browsers::missing_font());
    }
    packages
}

/// The quickest to install come first.
fn wanted_tools(project: &Project, need: Need) -> Result<Vec<Tool>> {
    let mut wanted = Vec::new();
    if need.site {
        wanted.push(tools::binaryen(project)?);
    }
    if need.axe {
        wanted.push(tools::axe());
    }
    if need.site || need.runner {
        wanted.push(tools::wasm_bindgen(project)?);
    }
    if need.firefox {
        wanted.push(tools::geckodriver());
    }
    if need.site {
        wanted.push(tools::trunk());
    }
    Ok(wanted)
}

fn announce(project: &Project, packages: &[Package], tools: &[&Tool]) {
    if packages.is_empty() && tools.is_empty() {
        return;
    }
    println!("Some things are missing and are installed first:");
    for (name, why) in packages {
        println!("  {name:<26} {why} (Debian's package)");
    }
    for tool in tools {
        println!("  {:<26} {}", tool.label(), tool.why);
    }
    if !tools.is_empty() {
        println!("The tools go into {}, for every clone.", project.cache.display());
    }
}

/// rustfmt and clippy are parts of a toolchain that some installations leave out.
fn components(project: &Project) -> Result<()> {
    let programs = compiler::host_sysroot(project)?.join("bin");
    let there = |name| {
        exec::is_file(&exec::executable(&programs, name))
            || (exec::on_path("rustup").is_none() && exec::on_path(name).is_some())
    };
    if there("cargo-fmt") && there("cargo-clippy") {
        return Ok(());
    }
    println!("rustfmt or clippy is missing, which check the format and the code.");
    let mut command = Command::new("rustup");
    command.current_dir(&project.root).args(["component", "add", "rustfmt", "clippy"]);
    exec::run(&mut command).map_err(|_| {
        "rustfmt or clippy is missing: run `rustup component add rustfmt clippy`, or install your \
         system's packages of them, then run this again."
            .to_string()
    })
}
