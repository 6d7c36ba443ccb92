//! The two browsers, their drivers and a Chinese font: where they are, and which Debian package
//! brings what is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian::Package;
use crate::exec;

/// A browser that the tests run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Browser::Chromium => "Chromium",
            Browser::Firefox => "Firefox",
        }
    }

    /// The variable that the test runner reads the driver's path from.
    pub fn driver_variable(self) -> &'static str {
        match self {
            Browser::Chromium => "CHROMEDRIVER",
            Browser::Firefox => "GECKODRIVER",
        }
    }

    /// Where the browser's own program is.
    pub fn program(self) -> Option<PathBuf> {
        let mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        match self {
            Browser::Chromium => {
                program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", mac])
            }
            Browser::Firefox => {
                program("FIREFOX", &["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"])
            }
        }
    }

    /// Where a driver of this system is; Firefox's usually comes from the tools' folder instead.
    pub fn system_driver(self) -> Option<PathBuf> {
        match self {
            Browser::Chromium => program("CHROMEDRIVER", &["chromedriver"]),
            Browser::Firefox => program("GECKODRIVER", &["geckodriver"]),
        }
    }

    /// Debian's packages for what is missing of it.
    pub fn missing(self) -> Vec<Package> {
        let mut packages = Vec::new();
        match self {
            Browser::Chromium => {
                if self.program().is_none() {
                    packages.push(("chromium", "the first browser that the tests run in"));
                }
                if self.system_driver().is_none() {
                    packages.push(("chromium-driver", "drives Chromium"));
                }
            }
            Browser::Firefox => {
                if self.program().is_none() {
                    packages.push(("firefox-esr", "the second browser that the tests run in"));
                }
            }
        }
        packages
    }
}

/// The font's package, where no font for Chinese is installed.
pub fn missing_font() -> Option<Package> {
    // Other systems ship Chinese fonts.
    if !cfg!(target_os = "linux") {
        return None;
    }
    let usual = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    if exec::is_file(Path::new(usual)) {
        return None;
    }
    let known = exec::ask(Command::new("fc-list").args([":lang=zh", "file"]));
    match known {
        Ok(list) if !list.is_empty() => None,
        _ => Some(("fonts-noto-cjk", "Chinese letters for the pages under test")),
    }
}

/// A program that the environment names, else the first of these that is there.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable).map(PathBuf::from)
        && exec::is_file(&named)
    {
        return Some(named);
    }
    names.iter().find_map(|name| {
        let file = Path::new(name);
        if file.is_absolute() { file.is_file().then(|| file.into()) } else { exec::on_path(name) }
    })
}
