//! Makes the built site lighter where the build's own tools leave something: the names by which the module asks for
//! the browser's functions, which nobody reads and which stand in both files, and comments and indentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::exec::Result;

/// Shortens the files of a built site, in place.
pub fn squeeze(dist: &Path) -> Result<()> {
    let (wasm, glue, style) = (find(dist, "app-", ".wasm")?, find(dist, "app-", ".js")?, find(dist, "style-", ".css")?);
    let explain = |error: std::io::Error| format!("The built site could not be squeezed: {error}.");
    let module = fs::read(&wasm).map_err(explain)?;
    let script = fs::read_to_string(&glue).map_err(explain)?;
    let sheet = fs::read_to_string(&style).map_err(explain)?;
    let (module, names) =
        rename(&module).ok_or_else(|| format!("{} is not laid out as wasm-bindgen's modules are.", wasm.display()))?;
    let script = without_comments(&with_names(&script, &names)?);
    fs::write(&wasm, module).map_err(explain)?;
    fs::write(&glue, script).map_err(explain)?;
    fs::write(&style, dense(&sheet)).map_err(explain)?;
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(explain)?;
    fs::write(&page, text.lines().map(str::trim).filter(|l| !l.starts_with("<!-- ")).collect::<Vec<_>>().join("\n"))
        .map_err(explain)?;
    for own in ["boot.js", "worker.js"].map(|name| dist.join(name)) {
        let script = fs::read_to_string(&own).map_err(explain)?;
        fs::write(&own, without_comments(&script)).map_err(explain)?;
    }
    Ok(())
}

/// The file whose name begins and ends so.
fn find(dist: &Path, beginning: &str, ending: &str) -> Result<PathBuf> {
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

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// What the short names of imports begin with.
const IMPORTED: char = '_';

/// What the glue looks for under its own name whatever it is called.
const KEPT: &str = "memory";

/// The module with short names for what it imports and exports, and which name became which.
fn rename(module: &[u8]) -> Option<(Vec<u8>, BTreeMap<String, String>)> {
    let (mut out, mut names) = (module.get(..8)?.to_vec(), BTreeMap::new());
    let mut rest = &module[8..];
    while let Some((&id, after)) = rest.split_first() {
        let (length, after) = number(after)?;
        let (body, after) = after.split_at_checked(length)?;
        let renamed = match id {
            IMPORTS => Some(imports(body, &mut names)?),
            EXPORTS => Some(exports(body, &mut names)?),
            _ => None,
        };
        let body = renamed.as_deref().unwrap_or(body);
        out.push(id);
        push_number(&mut out, body.len());
        out.extend(body);
        rest = after;
    }
    Some((out, names))
}

/// The import section: a count, and for each import its module, its name and its kind.
fn imports(section: &[u8], names: &mut BTreeMap<String, String>) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut out = Vec::with_capacity(section.len());
    push_number(&mut out, count);
    for _ in 0..count {
        let (module, after) = name(rest)?;
        let (field, after) = name(after)?;
        let kind = after.len() - after_kind(after)?.len();
        let next = format!("{IMPORTED}{:x}", names.len());
        let short = names.entry(field.to_string()).or_insert(next);
        for text in [module, short] {
            push_number(&mut out, text.len());
            out.extend(text.as_bytes());
        }
        out.extend(&after[..kind]);
        rest = &after[kind..];
    }
    rest.is_empty().then_some(out)
}

/// The export section: a count, and for each export its name, its kind and its number.
fn exports(section: &[u8], names: &mut BTreeMap<String, String>) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut out = Vec::with_capacity(section.len());
    push_number(&mut out, count);
    for _ in 0..count {
        let (field, after) = name(rest)?;
        let next = format!("${:x}", names.len());
        let short = if field == KEPT { KEPT } else { names.entry(field.to_string()).or_insert(next) };
        push_number(&mut out, short.len());
        out.extend(short.as_bytes());
        let (_, behind) = number(after.get(1..)?)?;
        out.extend(&after[..after.len() - behind.len()]);
        rest = behind;
    }
    rest.is_empty().then_some(out)
}

/// What follows the description of an import: a function, a table, a memory or a global.
fn after_kind(bytes: &[u8]) -> Option<&[u8]> {
    let (&kind, rest) = bytes.split_first()?;
    let limits = |rest: &'_ [u8]| -> Option<usize> {
        let (&has_most, after) = rest.split_first()?;
        let (_, after) = number(after)?;
        let after = if has_most & 1 == 1 { number(after)?.1 } else { after };
        Some(rest.len() - after.len())
    };
    match kind {
        0 => number(rest).map(|(_, rest)| rest),
        1 => rest.get(1 + limits(rest.get(1..)?)?..),
        2 => rest.get(limits(rest)?..),
        3 => rest.get(2..),
        _ => None,
    }
}

fn name(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = number(bytes)?;
    let (name, rest) = rest.split_at_checked(length)?;
    Some((std::str::from_utf8(name).ok()?, rest))
}

/// A number in WebAssembly's LEB128.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (i, byte) in bytes.iter().enumerate().take(5) {
        value |= ((byte & 0x7f) as usize) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[i + 1..]));
        }
    }
    None
}

fn push_number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The glue with the same short names. What is imported must stand there; not all exports are for the glue.
fn with_names(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let (mut out, mut found) = (String::with_capacity(script.len()), BTreeSet::new());
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut rest = script;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |n| start + n);
        out.push_str(&rest[..start]);
        match names.get(&rest[start..end]) {
            Some(short) => {
                if short.starts_with(IMPORTED) {
                    found.insert(short);
                }
                out.push_str(short);
            }
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    let wanted = names.values().filter(|short| short.starts_with(IMPORTED)).count();
    if found.len() == wanted {
        return Ok(out);
    }
    let found = found.len();
    Err(format!("The glue has {found} of the module's {wanted} imports: wasm-bindgen has changed its layout."))
}

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

    /// A module that imports a function, a table, a memory and a global, with a custom section behind.
    fn module() -> Vec<u8> {
        let mut section = vec![4];
        let mut import = |name: &str, kind: &[u8]| {
            for text in ["./app_bg.js", name] {
                section.push(text.len() as u8);
                section.extend(text.as_bytes());
            }
            section.extend(kind);
        };
        import("__wbg_add_0123456789abcdef", &[0, 3]);
        import("table", &[1, 0x70, 1, 2, 9]);
        import("memory", &[2, 0, 17]);
        import("global", &[3, 0x7f, 0]);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(IMPORTS);
        push_number(&mut module, section.len());
        module.extend(section);
        module.extend([EXPORTS, 17, 2, 6]);
        module.extend(b"memory\x02\x00\x04main\x00\x05");
        module.extend([0, 3, 2, b'h', b'i']);
        module
    }

    #[test]
    fn names_are_shortened_in_both_files() {
        let (squeezed, names) = rename(&module()).expect("a module");
        assert_eq!(names["__wbg_add_0123456789abcdef"], "_0");
        assert!(squeezed.len() < module().len() && squeezed.ends_with(&[0, 3, 2, b'h', b'i']));
        let (again, short) = rename(&squeezed).expect("still a module");
        assert_eq!((again.len(), short.len()), (squeezed.len(), 5));
        let script = "import { table, memory } from 'x';\n  /**\n   * memory\n   */\n  // a word\n  __wbg_add_0123456789abcdef: global, a_table; wasm.main();\n";
        let script = without_comments(&with_names(&script.replace("* memory", "*"), &names).expect("five names"));
        assert_eq!(script, "import { _1, _2 } from 'x';\n_0: _3, a_table; wasm.$4();\n");
    }

    #[test]
    fn style_sheets_keep_their_meaning() {
        let sheet = "/* a */\n.lab :is(a, b) > p {\n  margin: calc(1px + 2px) 0;\n}\n@media (min-width: 64rem) {\n  a { b: c }\n}\n";
        assert_eq!(dense(sheet), ".lab :is(a,b) > p{margin:calc(1px + 2px) 0;}@media (min-width:64rem){a{b:c}}");
    }

    #[test]
    fn what_is_not_a_module_is_refused() {
        assert!(rename(b"hello").is_none());
        let mut cut = module();
        cut.truncate(40);
        assert!(rename(&cut).is_none());
        let (_, names) = rename(&module()).expect("a module");
        assert!(with_names("nothing of it", &names).is_err());
    }
}
