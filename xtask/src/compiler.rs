//! Which compiler makes WebAssembly here.
//!
//! The usual one is the host's own rustc with rustup's wasm32 standard library beside it, and that library's source,
//! from which the site's own is built. Where one of them is missing and rustup cannot fetch it, Debian's `rustc-web`
//! does: it comes with its matching library source (`rust-web-src`), from which cargo builds the standard library itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::exec::{self, Result};
use crate::project::Project;

/// The target that every browser build names.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages for the second way, and what each is for.
pub const DEBIAN_PACKAGES: [(&str, &str); 3] = [
    ("rustc-web", "a compiler that comes with its library's source"),
    ("rust-web-src", "that source, from which the wasm32 standard library is built"),
    ("rust-web-clippy", "the lints of that compiler"),
];

/// Longer than any fetch that still gets somewhere.
const RUSTUP_LIMIT: Duration = Duration::from_secs(300);

/// A way to compile for the browser.
pub enum Compiler {
    /// The host's rustc, whose wasm32 standard library and the source of it are installed.
    Host,
    /// Debian's rustc, building the standard library from source.
    Debian { rustc: PathBuf, clippy: PathBuf, linker: PathBuf },
}

impl Compiler {
    /// Looks for a compiler without starting more than `rustc --print sysroot` and `--version`.
    pub fn find(project: &Project) -> Result<Option<Compiler>> {
        let sysroot = host_sysroot(project)?;
        let rustlib = sysroot.join("lib/rustlib");
        let has_source = exec::is_file(&rustlib.join("src/rust/library/Cargo.lock"));
        if has_source && rustlib.join(TARGET).join("lib").is_dir() {
            return Ok(Some(Compiler::Host));
        }
        let (rustc, clippy) = (Path::new("/usr/bin/rustc"), Path::new("/usr/bin/cargo-clippy"));
        let source = Path::new("/usr/lib/rustlib/src/rust/library/Cargo.lock");
        if !(exec::is_file(rustc) && exec::is_file(clippy) && exec::is_file(source)) {
            return Ok(None);
        }
        recent_enough(rustc, &project.rust_version())?;
        let linker = linker(&sysroot).ok_or_else(|| {
            "No linker for WebAssembly was found: put `rust-lld` (part of rustup's toolchains) or \
             `wasm-ld` (Debian's package lld) on PATH, then run this again."
                .to_string()
        })?;
        Ok(Some(Compiler::Debian { rustc: rustc.into(), clippy: clippy.into(), linker }))
    }

    /// Makes a command that compiles for the browser use this compiler.
    pub fn apply(&self, project: &Project, command: &mut Command) {
        let Compiler::Debian { rustc, linker, .. } = self else {
            command.env("CARGO_TARGET_DIR", &project.target);
            return;
        };
        command
            .env("CARGO_TARGET_DIR", self.target(project))
            .env("RUSTC", rustc)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        build_library(command);
    }

    /// Leaves out of the site what only a programmer reads, a tenth of its weight: the sentence of a panic and the
    /// place in the source; and has the library sort and write numbers by its shorter ways. The module stops all the
    /// same, and the page hears of a worker's end.
    pub fn lighten(&self, command: &mut Command) {
        build_library(command);
        // Cargo adds these to the flags of .cargo/config.toml.
        command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size").env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
        );
    }

    /// Two compilers in one target folder would rebuild each other's macros at every switch, so
    /// the second one has its own.
    pub fn target(&self, project: &Project) -> PathBuf {
        match self {
            Compiler::Host => project.target.clone(),
            Compiler::Debian { .. } => project.target.join("wasm"),
        }
    }

    /// Clippy of this compiler, ready for its options.
    pub fn clippy(&self, project: &Project) -> Command {
        let mut command = project.cargo();
        if let Compiler::Debian { clippy, .. } = self {
            command = Command::new(clippy);
            command.current_dir(&project.root).env("CARGO", crate::project::cargo_program());
        }
        command.arg("clippy");
        self.apply(project, &mut command);
        command
    }

    /// What the set-up prints about it.
    pub fn describe(&self) -> &'static str {
        match self {
            Compiler::Host => "this machine's rustc with its wasm32 library and the source of it",
            Compiler::Debian { .. } => "Debian's rustc, which builds the wasm32 library from source",
        }
    }
}

/// Has cargo build the standard library from its source, a setting that stable compilers hide.
fn build_library(command: &mut Command) {
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
}

/// The folder that the host's compiler lives in.
pub fn host_sysroot(project: &Project) -> Result<PathBuf> {
    let mut command = Command::new("rustc");
    command.current_dir(&project.root).args(["--print", "sysroot"]);
    exec::ask(&mut command).map(PathBuf::from)
}

/// Lets rustup fetch the wasm32 standard library and its source; false where it cannot.
pub fn ask_rustup(project: &Project) -> bool {
    [["target", "add", TARGET], ["component", "add", "rust-src"]].iter().all(|words| rustup_does(project, words))
}

fn rustup_does(project: &Project, words: &[&str]) -> bool {
    let Some(rustup) = exec::on_path("rustup") else {
        println!("  there is no rustup on this machine");
        return false;
    };
    let mut command = Command::new(rustup);
    command.current_dir(&project.root).args(words);
    println!("$ rustup {}", words.join(" "));
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < RUSTUP_LIMIT => {
                std::thread::sleep(Duration::from_millis(100));
            }
            // A network that swallows requests must not hold the set-up for ever.
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

fn linker(sysroot: &Path) -> Option<PathBuf> {
    let hosts = sysroot.join("lib/rustlib").read_dir().ok()?.flatten();
    let own = hosts.map(|host| host.path().join("bin/rust-lld")).find(|file| exec::is_file(file));
    own.or_else(|| exec::on_path("rust-lld")).or_else(|| exec::on_path("wasm-ld"))
}

fn recent_enough(rustc: &Path, wanted: &str) -> Result<()> {
    let said = exec::ask(Command::new(rustc).arg("--version"))?;
    let found = said.split_whitespace().nth(1).unwrap_or("0");
    if numbers(found) >= numbers(wanted) {
        return Ok(());
    }
    Err(format!(
        "{} is of version {found} and {wanted} is needed: install rustup and run \
         `rustup target add {TARGET}`, or a newer rustc-web.",
        rustc.display()
    ))
}

/// The first two numbers of a version.
fn numbers(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(numbers("1.100.0") > numbers("1.95"));
        assert!(numbers("1.78.0-nightly") < numbers("1.95"));
    }
}
