//! The tools that are built or fetched into the cache: Trunk, wasm-bindgen, wasm-opt and geckodriver,
//! which are programs, and axe-core, which is a file.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::cache::Cache;
use crate::exec::{self, Result};
use crate::project::Project;

/// Newer ones want a newer compiler than the one the project promises to build with.
const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";
/// Another version may find other faults, so that it is changed on purpose only.
const AXE: &str = "4.14.1";

/// One tool in one version.
pub struct Tool {
    /// The package's name, at crates.io or npm.
    name: &'static str,
    version: String,
    /// What the set-up says it is for.
    pub why: &'static str,
    holds: Holds,
    source: Source,
}

/// What must be there for a tool to count as present.
enum Holds {
    /// Programs, which may be on PATH already; the first tells its version.
    Programs(&'static [&'static str]),
    /// A file of the package, which only the cache can have.
    File(&'static str),
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
        holds: Holds::Programs(&["trunk"]),
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
        holds: Holds::Programs(&["wasm-bindgen", "wasm-bindgen-test-runner"]),
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
        holds: Holds::Programs(&["wasm-opt"]),
        source: Source::Npm,
    })
}

/// Drives Firefox.
pub fn geckodriver() -> Tool {
    Tool {
        name: "geckodriver",
        version: GECKODRIVER.into(),
        why: "drives Firefox in tests; 1 to 2 minutes",
        holds: Holds::Programs(&["geckodriver"]),
        source: Source::Cargo(&["--locked"]),
    }
}

/// Looks a page over for what keeps people out. It runs in the tests only and is no part of the site.
pub fn axe() -> Tool {
    Tool {
        name: "axe-core",
        version: AXE.into(),
        why: "looks over the built site for what keeps people out; some seconds",
        holds: Holds::File("axe.min.js"),
        source: Source::Npm,
    }
}

impl Tool {
    /// The folder that holds the tool: in the cache, else on PATH if it is programs of the right version.
    pub fn folder(&self, cache: &Path) -> Option<PathBuf> {
        let kept = self.inside(&cache.join(self.key()));
        if self.complete(&kept) {
            return Some(kept);
        }
        let Holds::Programs(programs) = self.holds else { return None };
        let program = exec::on_path(programs[0])?;
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
        if !self.complete(&self.inside(&scratch)) {
            return Err(format!("{} was installed, but is not whole.", self.label()));
        }
        cache.place(&scratch, &self.key())?;
        println!("{}: installed in {}", self.label(), exec::spoken(start.elapsed()));
        Ok(())
    }

    fn key(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// Where in an installation the tool is.
    fn inside(&self, folder: &Path) -> PathBuf {
        match (&self.source, &self.holds) {
            (Source::Cargo(_), _) => folder.join("bin"),
            (Source::Npm, Holds::Programs(_)) => folder.join("node_modules/.bin"),
            (Source::Npm, Holds::File(_)) => folder.join("node_modules").join(self.name),
        }
    }

    fn complete(&self, folder: &Path) -> bool {
        match self.holds {
            Holds::Programs(programs) => programs.iter().all(|name| exec::is_file(&exec::executable(folder, name))),
            Holds::File(name) => exec::is_file(&folder.join(name)),
        }
    }

    /// Where the tool's file is, if it is one and is there.
    pub fn file(&self, cache: &Path) -> Option<PathBuf> {
        let Holds::File(name) = self.holds else { return None };
        Some(self.folder(cache)?.join(name))
    }

    /// Whether PATH is to lead to it.
    pub fn has_programs(&self) -> bool {
        matches!(self.holds, Holds::Programs(_))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_is_a_file_counts_only_when_the_file_is_there() {
        let cache = std::env::temp_dir().join(format!("emporium-tools-{}", std::process::id()));
        let folder = cache.join(axe().key()).join("node_modules/axe-core");
        std::fs::create_dir_all(&folder).expect("made");
        assert_eq!(axe().folder(&cache), None, "an empty folder is no tool");
        std::fs::write(folder.join("axe.min.js"), "").expect("written");
        assert_eq!(axe().file(&cache), Some(folder.join("axe.min.js")));
        assert!(!axe().has_programs() && geckodriver().has_programs());
        assert_eq!(geckodriver().file(&cache), None);
        std::fs::remove_dir_all(&cache).expect("removed");
    }
}
