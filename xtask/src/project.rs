//! What there is to know about this checkout: its folders, its targets, and the versions that its
//! own files fix. Nothing here is written down a second time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::exec::{self, Result};

/// The checkout that a command works on.
pub struct Project {
    pub root: PathBuf,
    /// Where native builds go.
    pub target: PathBuf,
    /// Where tools are kept for all clones of this user.
    pub cache: PathBuf,
    package: Value,
}

impl Project {
    /// Finds the checkout that this program was built from, and asks cargo about it.
    pub fn find() -> Result<Project> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own.parent().ok_or("xtask has no folder above it.")?.to_path_buf();
        let metadata = metadata(&root, &["--no-deps", "--offline"])?;
        let target = metadata["target_directory"].as_str().unwrap_or("target").into();
        let package = metadata["packages"]
            .as_array()
            .and_then(|all| all.iter().find(|package| package["name"] == "emporium"))
            .ok_or("the workspace has no package named emporium.")?
            .clone();
        Ok(Project { root, target, cache: cache_folder()?, package })
    }

    /// Cargo, working in the checkout.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        command
    }

    /// The names of the test targets that begin with `prefix`.
    pub fn tests(&self, prefix: &str) -> Vec<String> {
        self.targets("test").into_iter().filter(|name| name.starts_with(prefix)).collect()
    }

    /// The names of all targets of a kind: `test`, `bench`, `bin`.
    pub fn targets(&self, kind: &str) -> Vec<String> {
        let all = self.package["targets"].as_array().into_iter().flatten();
        all.filter(|target| target["kind"][0] == kind)
            .filter_map(|target| target["name"].as_str().map(String::from))
            .collect()
    }

    /// True where the package declares the feature.
    pub fn has_feature(&self, name: &str) -> bool {
        self.package["features"].get(name).is_some()
    }

    /// The compiler version that the package asks for at least, such as `1.95`.
    pub fn rust_version(&self) -> String {
        self.package["rust_version"].as_str().unwrap_or("1.0").to_string()
    }

    /// The command line tool must be of the very version of the library in Cargo.lock.
    pub fn wasm_bindgen_version(&self) -> Result<String> {
        let lock = read(&self.root.join("Cargo.lock"))?;
        locked_version(&lock, "wasm-bindgen").ok_or_else(|| "Cargo.lock holds no version of wasm-bindgen.".to_string())
    }

    /// The number in Trunk.toml's `wasm_opt = "version_132"`.
    pub fn binaryen_version(&self) -> Result<String> {
        let text = read(&self.root.join("Trunk.toml"))?;
        binaryen_number(&text).ok_or_else(|| "Trunk.toml holds no line like wasm_opt = \"version_132\".".to_string())
    }
}

/// Cargo's description of the workspace.
pub fn metadata(root: &Path, options: &[&str]) -> Result<Value> {
    let mut command = Command::new(cargo_program());
    command.current_dir(root).args(["metadata", "--format-version", "1"]).args(options);
    let text = exec::ask(&mut command)?;
    serde_json::from_str(&text).map_err(|error| format!("cargo's metadata are no JSON: {error}."))
}

/// The cargo that started this program, else the one on PATH.
pub fn cargo_program() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// Reads a text file, or says which one could not be read.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{} could not be read: {error}.", path.display()))
}

fn cache_folder() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(own) = set("EMPORIUM_CACHE") {
        return std::path::absolute(own).map_err(|error| format!("EMPORIUM_CACHE is no usable folder: {error}."));
    }
    if let Some(general) = set("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(general).join("emporium"));
    }
    match std::env::home_dir() {
        Some(home) => Ok(home.join(".cache").join("emporium")),
        None => Err("there is no home folder for the tools; set EMPORIUM_CACHE to one.".into()),
    }
}

fn locked_version(lock: &str, name: &str) -> Option<String> {
    let head = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != head);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"').map(String::from)
}

fn binaryen_number(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.trim_start().starts_with("wasm_opt"))?;
    let (_, number) = line.split_once("version_")?;
    Some(number.chars().take_while(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_from_the_files() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
        let trunk = "[tools]\n# a comment\nwasm_opt = \"version_132\"\n";
        assert_eq!(binaryen_number(trunk).as_deref(), Some("132"));
    }
}
