//! Makes the built site lighter where the build's own tools leave something: the names by which the module asks for
//! the browser's functions, which nobody reads and which stand in both files, the order of its functions, and comments
//! and indentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::exec::Result;
use crate::module::{IMPORTED, rewritten};

/// Shortens the files of a built site, in place.
pub fn squeeze(dist: &Path) -> Result<()> {
    let (wasm, glue, style) = (find(dist, "app-", ".wasm")?, find(dist, "app-", ".js")?, find(dist, "style-", ".css")?);
    let explain = |error: std::io::Error| format!("The built site could not be squeezed: {error}.");
    let module = fs::read(&wasm).map_err(explain)?;
    let script = fs::read_to_string(&glue).map_err(explain)?;
    let sheet = fs::read_to_string(&style).map_err(explain)?;
    let (module, names) =
        rewritten(&module).map_err(|error| format!("{} could not be rewritten: {error}.", wasm.display()))?;
    let script = terse(&without_comments(&with_names(&script, &names)?));
    fs::write(&wasm, module).map_err(explain)?;
    fs::write(&glue, script).map_err(explain)?;
    fs::write(&style, dense(&sheet)).map_err(explain)?;
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(explain)?;
    fs::write(&page, text.lines().map(str::trim).filter(|l| !l.starts_with("<!-- ")).collect::<Vec<_>>().join("\n"))
        .map_err(explain)?;
    for own in ["boot.js", "worker.js", "unpack.js"].map(|name| dist.join(name)) {
        let script = fs::read_to_string(&own).map_err(explain)?;
        fs::write(&own, without_comments(&script)).map_err(explain)?;
    }
    Ok(())
}

/// The file whose name begins and ends so.
pub fn find(dist: &Path, beginning: &str, ending: &str) -> Result<PathBuf> {
    let files = fs::read_dir(dist).map_err(|error| format!("{} could not be read: {error}.", dist.display()))?;
    let name = |path: &PathBuf| {
        path.file_name().is_some_and(|n| {
            let n = n.to_string_lossy();
            n.starts_with(beginning) && n.ends_with(ending)
        })
    };
    files
        .flatten()
        .map(|file| file.path())
        .find(name)
        .ok_or_else(|| format!("There is no {beginning}…{ending} in {}.", dist.display()))
}

/// The glue with the same short names. What is imported must stand there; not all exports are for the glue.
fn with_names(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut found = BTreeSet::new();
    let out = replaced(script, |word| {
        let short = names.get(word)?;
        if short.starts_with(IMPORTED) {
            found.insert(short);
        }
        Some(short)
    });
    let wanted = names.values().filter(|short| short.starts_with(IMPORTED)).count();
    if found.len() == wanted {
        return Ok(out);
    }
    let found = found.len();
    Err(format!("The glue has {found} of the module's {wanted} imports: wasm-bindgen has changed its layout."))
}

/// A script with some of its words replaced.
fn replaced<'a>(script: &str, mut by: impl FnMut(&str) -> Option<&'a String>) -> String {
    let mut out = String::with_capacity(script.len());
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut rest = script;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |n| start + n);
        out.push_str(&rest[..start]);
        let word = &rest[start..end];
        out.push_str(by(word).map_or(word, String::as_str));
        rest = &rest[end..];
    }
    out + rest
}

/// What the glue's own helpers and arguments are called is nobody's business: they get two letters each.
fn terse(script: &str) -> String {
    let helper = |line: &str| Some(line.strip_prefix("function ")?.split_once('(')?.0.to_string());
    let helpers = script.lines().filter_map(helper).filter(|name| name.len() > 4 && !KNOWN_OUTSIDE.contains(&&**name));
    let arguments = (0..10).map(|i| format!("arg{i}"));
    let short = |(i, name): (usize, String)| (name, format!("{}{}", char::from(b'A' + (i / 10) as u8), i % 10));
    let names: BTreeMap<String, String> = arguments.chain(helpers).take(260).enumerate().map(short).collect();
    let script = replaced(script, |word| names.get(word));
    let lines: Vec<&str> = script.lines().collect();
    let mut out = String::with_capacity(script.len());
    for (i, line) in lines.iter().enumerate() {
        // What is returned at once needs no name.
        let returned = |line: &str| line == "return ret;";
        match line.strip_prefix("const ret = ") {
            Some(value) if lines.get(i + 1).is_some_and(|next| returned(next)) => {
                out.push_str(&format!("return {value}\n"))
            }
            _ if returned(line) && i > 0 && lines[i - 1].starts_with("const ret = ") => {}
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Whoever loads the glue asks for these.
const KNOWN_OUTSIDE: [&str; 2] = ["initSync", "__wbg_init"];

/// Without indentation and without the comments that stand on lines of their own.
fn without_comments(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines().map(str::trim) {
        let begins = !inside && line.starts_with("/*");
        inside |= begins;
        if inside {
            inside = !line.ends_with("*/");
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A style sheet without comments and without the spaces that mean nothing.
fn dense(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    for (i, part) in sheet.split("/*").enumerate() {
        let kept = if i == 0 { part } else { part.split_once("*/").map_or("", |(_, after)| after) };
        out.push_str(kept);
    }
    let mut out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["{", "}", ";", ","] {
        out = out.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    // A colon before a space ends a property's name; before a selector's colon the space has a meaning.
    out.replace(": ", ":")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::tests::module;

    #[test]
    fn names_are_shortened_in_both_files() {
        let (_, names) = rewritten(&module()).expect("a module");
        let script = "import { global, memory } from 'x';\n  /**\n   *\n   */\n  // a word\n  __wbg_add_0123456789abcdef: global, a_global; wasm.main();\n";
        let script = without_comments(&with_names(script, &names).expect("five names"));
        assert_eq!(script, "import { _1, _2 } from 'x';\n_0: _1, a_global; wasm.$3();\n");
        assert!(with_names("nothing of it", &names).is_err());
    }

    #[test]
    fn helpers_and_arguments_have_short_names() {
        let script = "function getText(arg0, arg1) {\nconst ret = look(arg0, arg1);\nreturn ret;\n}\nconst ret = getText(1);\nreturn isNone(ret);\nfunction initSync(arg0) {}\n";
        let short = "function B0(A0, A1) {\nreturn look(A0, A1);\n}\nconst ret = B0(1);\nreturn isNone(ret);\nfunction initSync(A0) {}\n";
        assert_eq!(terse(script), short);
    }

    #[test]
    fn style_sheets_keep_their_meaning() {
        let sheet = "/* a */\n.lab :is(a, b) > p {\n  margin: calc(1px + 2px) 0;\n}\n@media (min-width: 64rem) {\n  a { b: c }\n}\n";
        assert_eq!(dense(sheet), ".lab :is(a,b) > p{margin:calc(1px + 2px) 0;}@media (min-width:64rem){a{b:c}}");
    }
}
