//! The command line tools that are built or fetched into the cache: Trunk, wasm-bindgen, wasm-opt
//! and geckodriver.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::cache::Cache;
use crate::exec::{self, Result};
use crate::project::Project;

/// Newer ones want a newer compiler than the one the project promises to build with.
const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";

/// One tool in one version.
pub struct Tool {
    /// The package's name, at crates.io or npm.
    name: &'static str,
    version: String,
    /// What the set-up says it is for.
    pub why: &'static str,
    /// The programs that must be there for it to count as present; the first tells its version.
    programs: &'static [&'static str],
    source: Source,
}

/// Where a tool comes from.
enum Source {
    /// Compiled by cargo, with these options.
    Cargo(&'static [&'static str]),
    /// Fetched by npm.
    Npm,
}

/// Builds the site out of index.html and the wasm module.
pub fn trunk() -> Tool {
    Tool {
        name: "trunk",
        version: TRUNK.into(),
        why: "builds and serves the site; 3 to 5 minutes",
        programs: &["trunk"],
        // Its defaults fetch tools over TLS; here they are found on PATH.
        source: Source::Cargo(&["--locked", "--no-default-features"]),
    }
}

/// Writes the JavaScript around the module and runs tests in browsers.
pub fn wasm_bindgen(project: &Project) -> Result<Tool> {
    Ok(Tool {
        name: "wasm-bindgen-cli",
        version: project.wasm_bindgen_version()?,
        why: "joins the module to JavaScript and runs tests in browsers; 1 to 2 minutes",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        // Not --locked: its lock file names a version that was withdrawn. TLS is only for remote
        // browsers.
        source: Source::Cargo(&["--no-default-features", "--bin", "wasm-bindgen", "--bin", "wasm-bindgen-test-runner"]),
    })
}

/// Makes the module smaller and faster.
pub fn binaryen(project: &Project) -> Result<Tool> {
    Ok(Tool {
        name: "binaryen",
        version: project.binaryen_version()?,
        why: "wasm-opt makes the module smaller; some seconds",
        programs: &["wasm-opt"],
        source: Source::Npm,
    })
}

/// Drives Firefox.
pub fn geckodriver() -> Tool {
    Tool {
        name: "geckodriver",
        version: GECKODRIVER.into(),
        why: "drives Firefox in tests; 1 to 2 minutes",
        programs: &["geckodriver"],
        source: Source::Cargo(&["--locked"]),
    }
}

impl Tool {
    /// The folder that holds the programs: in the cache, else on PATH if the version is right.
    pub fn folder(&self, cache: &Path) -> Option<PathBuf> {
        let kept = self.bin(&cache.join(self.key()));
        if self.complete(&kept) {
            return Some(kept);
        }
        let program = exec::on_path(self.programs[0])?;
        let folder = program.parent()?.to_path_buf();
        let said = exec::ask(Command::new(&program).arg("--version")).ok()?;
        let right = said.split_whitespace().any(|word| word == self.version);
        (right && self.complete(&folder)).then_some(folder)
    }

    /// Name and version, as the set-up prints them.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Installs the tool into the cache.
    pub fn install(&self, cache: &Cache) -> Result<()> {
        println!("\n{}: {}", self.label(), self.why);
        let start = Instant::now();
        let scratch = cache.scratch().join(self.key());
        std::fs::create_dir_all(&scratch)
            .map_err(|error| format!("{} could not be made: {error}.", scratch.display()))?;
        let mut command = match self.source {
            Source::Cargo(options) => self.cargo_install(&scratch, cache, options),
            Source::Npm => self.npm_install(&scratch)?,
        };
        let advice = |error| format!("{} could not be installed: {error} Is the network there?", self.label());
        exec::run(&mut command).map_err(advice)?;
        if !self.complete(&self.bin(&scratch)) {
            return Err(format!("{} was installed without its programs.", self.label()));
        }
        cache.place(&scratch, &self.key())?;
        println!("{}: installed in {}", self.label(), exec::spoken(start.elapsed()));
        Ok(())
    }

    fn key(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    fn bin(&self, folder: &Path) -> PathBuf {
        match self.source {
            Source::Cargo(_) => folder.join("bin"),
            Source::Npm => folder.join("node_modules/.bin"),
        }
    }

    fn complete(&self, folder: &Path) -> bool {
        self.programs.iter().all(|name| exec::is_file(&exec::executable(folder, name)))
    }

    /// The tools run for a second and compile for minutes, so they are not optimised: that halves
    /// the set-up and costs half a second at each use.
    fn cargo_install(&self, root: &Path, cache: &Cache, options: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            // Outside of the checkout, whose cargo settings are not meant for tools.
            .current_dir(root)
            .args(["install", self.name, "--version", &format!("={}", self.version)])
            .args(options)
            .arg("--root")
            .arg(root)
            .env("CARGO_TARGET_DIR", cache.scratch().join("target"))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        command
    }

    fn npm_install(&self, folder: &Path) -> Result<Command> {
        let (Some(npm), Some(_)) = (exec::on_path("npm"), exec::on_path("node")) else {
            return Err(format!(
                "Node.js with npm is missing, which brings {}: install Node.js 18 or newer \
                 (on Debian `sudo apt-get install -y nodejs npm`), then run this again.",
                self.label()
            ));
        };
        let mut command = Command::new(npm);
        command
            .current_dir(folder)
            .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix", "."])
            .arg(format!("{}@{}", self.name, self.version));
        Ok(command)
    }
}
