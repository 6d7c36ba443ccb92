//! Holds every package that any target of the workspace uses against a list of accepted licences,
//! and against the two places that code may come from: this workspace, and crates.io.

use serde_json::Value;

use crate::exec::Result;
use crate::project::{self, Project};
use crate::spdx;

/// Permissive licences that go together with MIT OR Apache-2.0. MPL-2.0 is not among them, as the
/// page ships as one file.
const ACCEPTED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Fails with the names of the packages that offend.
pub fn check(project: &Project) -> Result<()> {
    let metadata = project::metadata(&project.root, &["--locked"])?;
    let packages = metadata["packages"].as_array().ok_or("cargo's metadata name no packages.")?;
    let offences: Vec<String> = packages.iter().flat_map(offences).collect();
    if offences.is_empty() {
        println!("{} packages: licences and sources are as they should be", packages.len());
        return Ok(());
    }
    Err(offences.join("\n  "))
}

fn offences(package: &Value) -> Vec<String> {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    let name = format!("{} {}", text("name"), text("version"));
    let mut found = Vec::new();
    if !spdx::satisfied(text("license"), &ACCEPTED) {
        let given = if text("license").is_empty() { "none" } else { text("license") };
        found.push(format!("{name} has the licence \"{given}\"; allowed are {}.", ACCEPTED.join(", ")));
    }
    if !source_allowed(package["source"].as_str()) {
        found.push(format!("{name} comes from \"{}\"; allowed are crates.io and this workspace.", text("source")));
    }
    found
}

/// A package of the workspace has no source; the others have that of crates.io's index.
fn source_allowed(source: Option<&str>) -> bool {
    source.is_none_or(|source| source.starts_with("registry+") && source.ends_with("/crates.io-index"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn offenders_are_named() {
        let good = json!({ "name": "a", "version": "1.0.0", "license": "MIT", "source": null });
        assert!(offences(&good).is_empty());
        let bad = json!({
            "name": "b", "version": "2.0.0", "license": null, "source": "git+ssh://somewhere/b"
        });
        let sentences = offences(&bad);
        assert_eq!(sentences.len(), 2);
        assert!(sentences.iter().all(|sentence| sentence.starts_with("b 2.0.0 ")));
    }

    #[test]
    fn only_crates_io_is_a_source() {
        assert!(source_allowed(None));
        assert!(source_allowed(Some("registry+https://host/somewhere/crates.io-index")));
        assert!(!source_allowed(Some("registry+https://host/other-index")));
        assert!(!source_allowed(Some("git+https://host/crates.io-index")));
    }
}
