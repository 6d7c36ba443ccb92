//! House rules as tests: who may import whom, what may not be used below the page, heads and lengths of files.
//! What is said here is said in words in ARCHITECTURE.md.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};

/// Each layer, and whom it may import. Layers that are still to come may stand here already.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &["base"]),
    ("nn", &["nn", "base"]),
    ("sim", &["sim", "analytics", "base"]),
    ("analytics", &["analytics", "base", "nn"]),
    ("agent", &["agent", "base", "nn", "analytics", "sim"]),
    ("run", &["run", "base", "sim", "agent", "analytics"]),
    ("chart", &["chart", "base", "run"]),
    ("web", &["web", "base", "nn", "sim", "analytics", "agent", "run", "chart"]),
];

/// Below the page there is no browser, no clock, no printing, no thread, no global state and no draw without
/// a seed; and nothing whose order differs from run to run.
const NOT_BELOW_WEB: &[&str] = &[
    "yew",
    "gloo",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "std::time",
    "std::thread",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
    "dbg!",
    "static mut",
    "thread_local!",
    "OnceLock",
    "LazyLock",
    "OnceCell",
    "Mutex",
    "AtomicBool",
    "AtomicU64",
    "AtomicUsize",
    "thread_rng",
    "from_os_rng",
    "getrandom",
    "HashMap",
    "HashSet",
    "mul_add",
];

const MOST_LINES: usize = 400;
/// A file that is longer says so in its head, and why.
const EXCUSE: &str = "longer than";

struct File {
    /// From the root of the project, with slashes.
    place: String,
    text: String,
}

impl File {
    /// Its modules: `src/sim/inventory/mod.rs` is `sim`, `inventory`.
    fn modules(&self) -> Vec<String> {
        let inner = self.place.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        inner.split('/').map(str::to_string).collect()
    }

    fn layer(&self) -> Option<&'static (&'static str, &'static [&'static str])> {
        let first = self.place.strip_prefix("src/")?.split('/').next()?;
        LAYERS.iter().find(|(name, _)| *name == first)
    }

    /// Its text without comments.
    fn code(&self) -> String {
        let code = |line: &str| line.split("//").next().unwrap_or("").to_string() + "\n";
        self.text.lines().map(code).collect()
    }

    fn head(&self) -> String {
        self.text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join("\n")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, wanted: &dyn Fn(&str) -> bool, found: &mut Vec<File>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        let hidden = name.starts_with('.') && name != ".cargo" && name != ".ci";
        if path.is_dir() && !hidden && name != "target" && name != "dist" {
            walk(&path, wanted, found);
        } else if path.is_file() && wanted(&name) {
            let place = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(File { place, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

fn files(wanted: impl Fn(&str) -> bool) -> Vec<File> {
    let mut found = Vec::new();
    walk(root(), &wanted, &mut found);
    assert!(found.len() > 5);
    found
}

fn sources() -> Vec<File> {
    files(|name| name.ends_with(".rs"))
}

/// Reads a path, or a tree of paths in braces, from its beginning; what was read is added to `found`.
fn tree(text: &str, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if text[at..].starts_with('{') {
            let mut inner = at + 1;
            loop {
                inner += tree(&text[inner..], &path, found);
                // Over `as another_name` to the next branch or the end.
                let Some(end) = text[inner..].find([',', '}']) else { return text.len() };
                inner += end + 1;
                if text[..inner].ends_with('}') {
                    return inner;
                }
            }
        }
        let name: String = text[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        at += name.len();
        path.push(name);
        match text[at..].strip_prefix("::") {
            Some(_) => at += 2,
            None => {
                found.push(path);
                return at;
            }
        }
    }
}

/// Every path of the program's own that a file names, from the root of the library.
fn named(file: &File) -> Vec<Vec<String>> {
    let code = file.code();
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::", "emporium::"] {
        for (at, _) in code.match_indices(start) {
            let part_of_more = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$');
            if part_of_more {
                continue;
            }
            let mut base = match start {
                "crate::" | "emporium::" => Vec::new(),
                _ => file.modules(),
            };
            let mut rest = &code[at..];
            while let Some(more) = rest.strip_prefix("super::") {
                base.pop();
                rest = more;
            }
            let rest = ["crate::", "self::", "emporium::"].iter().find_map(|s| rest.strip_prefix(s)).unwrap_or(rest);
            tree(rest, &base, &mut found);
        }
    }
    found
}

#[test]
fn paths_are_read_as_rust_reads_them() {
    let text =
        "use crate::{a::{b, c::D as E}, f};\n// crate::comment\nuse super::super::g::{h,\n  i};let x = crate::j::k();";
    let file = File { place: "src/sim/shop/parts.rs".into(), text: text.into() };
    let paths: Vec<String> = named(&file).iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["a::b", "a::c::D", "f", "j::k", "sim::g::h", "sim::g::i"]);
}

#[test]
fn layers_import_only_what_lies_below() {
    let mut seen = 0;
    for file in sources() {
        let Some((layer, allowed)) = file.layer() else { continue };
        for path in named(&file) {
            if let Some((other, _)) = LAYERS.iter().find(|(name, _)| *name == path[0]) {
                assert!(allowed.contains(other), "{}: {layer} may not import {}", file.place, path.join("::"));
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "only {seen} paths were understood");
}

#[test]
fn every_file_lies_in_a_layer() {
    for file in sources().iter().filter(|f| f.place.starts_with("src/")) {
        let known = file.layer().is_some()
            || file.place == "src/lib.rs"
            || ["src/bin/", "src/packing/"].iter().any(|part| file.place.starts_with(part));
        assert!(known, "{} lies in no layer that ARCHITECTURE.md knows", file.place);
    }
}

#[test]
fn only_the_binaries_import_the_page() {
    for file in sources().iter().filter(|f| !f.place.starts_with("src/bin/") && !f.place.starts_with("src/web/")) {
        let page = named(file).into_iter().find(|path| path[0] == "web");
        assert!(page.is_none() || file.place.starts_with("tests/"), "{} imports {page:?}", file.place);
    }
}

/// The modules of a layer that have a line in its registry: `ENTRY: SimEntry = …` and the like.
fn entries(files: &[File], layer: &str, kind: &str) -> Vec<String> {
    let mark = format!("static ENTRY: {kind}");
    let own = files.iter().filter(|f| f.place.starts_with(&format!("src/{layer}/")) && f.code().contains(&mark));
    own.map(|f| f.modules()[1].clone()).collect()
}

#[test]
fn simulators_and_agents_leave_each_other_alone() {
    let files = sources();
    let (sims, agents) = (entries(&files, "sim", "SimEntry"), entries(&files, "agent", "AgentEntry"));
    assert_eq!(sims.len(), emporium::sim::registry().len(), "each simulator has a file and a line: {sims:?}");
    assert_eq!(agents.len(), emporium::agent::registry().len(), "each agent has a file and a line: {agents:?}");
    for file in &files {
        let own = file.modules();
        let registry = file.place == "src/sim/mod.rs" || file.place == "src/agent/mod.rs";
        let Some((layer, _)) = file.layer().filter(|_| !registry) else { continue };
        for path in named(file).iter().filter(|path| path.len() > 1) {
            let stranger = own.get(1) != Some(&path[1]);
            // What two of them share has a file of its own, without an entry.
            let peers = (*layer == "sim" && path[0] == "sim" && stranger && sims.contains(&path[1]))
                || (*layer == "agent" && path[0] == "agent" && stranger && agents.contains(&path[1]));
            let simulator = *layer == "agent" && path[0] == "sim" && path[1].starts_with(char::is_lowercase);
            assert!(!peers && !simulator, "{} may not import {}", file.place, path.join("::"));
        }
    }
}

#[test]
fn below_the_page_there_is_no_world() {
    let below = sources().into_iter().filter(|f| f.layer().is_some_and(|(layer, _)| *layer != "web"));
    for file in below {
        let code = file.code();
        // Threads share what is worked out in one world; it hangs on that world alone.
        let shelf = |word: &str| word == "Mutex" && file.place == "src/agent/shelf.rs";
        for word in NOT_BELOW_WEB.iter().filter(|word| !shelf(word)) {
            let found = code.match_indices(word).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                let after = code[at + word.len()..].chars().next();
                let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                !inside(before) && (word.ends_with('!') || !inside(after))
            });
            assert!(!found, "{} uses {word}", file.place);
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for file in sources() {
        assert!(file.head().len() > 20, "{} begins without a head of //! lines", file.place);
    }
}

#[test]
fn files_are_short_or_say_why_not() {
    for file in sources() {
        let lines = file.text.lines().count();
        let excused = file.head().contains(EXCUSE);
        assert!(lines <= MOST_LINES || excused, "{} has {lines} lines, and its head does not say why", file.place);
    }
}

#[test]
fn nothing_names_a_machine() {
    let ends = [".rs", ".md", ".toml", ".json", ".js", ".css", ".html", ".svg", ".txt", "run", ".yml"];
    let places = ["root", "home", "work", "Users"].map(|folder| format!("/{folder}/"));
    for file in files(|name| ends.iter().any(|end| name.ends_with(end))) {
        let found = places.iter().find(|place| {
            // An address on the web may have such a part.
            file.text
                .match_indices(place.as_str())
                .any(|(at, _)| !file.text[..at].ends_with(|c: char| c.is_alphanumeric()))
        });
        assert!(found.is_none(), "{} names the place {found:?} of one machine", file.place);
    }
}
