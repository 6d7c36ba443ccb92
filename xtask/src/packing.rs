//! Packs the built site's module (src/packing says how), builds what unpacks it in the browser, and tells the page.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::compiler::TARGET;
use crate::exec::{self, Result};
use crate::project::Project;
use crate::setup::Kit;
use crate::squeeze::find;

#[path = "../../src/packing/mod.rs"]
mod packer;
use packer::{MOST_BYTES, MOST_PACKED, Part, Tables};

/// As many workers unpack side by side: more do not help on a laptop, and each part begins with knowing nothing.
const PARTS: usize = 4;

/// Puts the packed module in place of the plain one.
pub fn pack(project: &Project, kit: &Kit, dist: &Path) -> Result<()> {
    let explain = |error: std::io::Error| format!("The site's module could not be packed: {error}.");
    let plain = find(dist, "app-", ".wasm")?;
    let module = fs::read(&plain).map_err(explain)?;
    // Named by what is in them, so that no browser's cache mixes the files of two versions.
    let named = |name: &str, ending: &str, bytes: Vec<u8>| {
        let file = dist.join(format!("{name}-{}.{ending}", hash_of(&bytes)));
        fs::write(&file, bytes).map_err(explain).map(|()| file)
    };
    let packed = named("app", "packed", packed_file(&module)?)?;
    let unpack = named("unpack", "wasm", fs::read(unpacker(project, kit)?).map_err(explain)?)?;
    fs::remove_file(&plain).map_err(explain)?;
    let name = |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(explain)?;
    let own = ["boot.js", "worker.js", "unpack.js"].map(|own| fs::read(dist.join(own)));
    let version = hash_of(&own.into_iter().collect::<std::io::Result<Vec<_>>>().map_err(explain)?.concat());
    fs::write(&page, told(&text, &name(&plain), &name(&packed), &name(&unpack), &version)?).map_err(explain)
}

fn hash_of(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Builds the small module that unpacks, for speed and not for size like the rest.
fn unpacker(project: &Project, kit: &Kit) -> Result<PathBuf> {
    let mut command = project.cargo();
    kit.equip(project, &mut command);
    kit.compiler.lighten(&mut command);
    command.args(["rustc", "--quiet", "--locked", "--profile", "site", "--target", TARGET, "--bin", "unpack", "--"]);
    command.args(["-Copt-level=3", "-Cstrip=symbols", "-Clink-arg=--no-entry"]);
    command.args(["-Clink-arg=--export=room", "-Clink-arg=--export=begun", "-Clink-arg=--export=went_on"]);
    exec::run(&mut command)?;
    Ok(kit.compiler.target(project).join(TARGET).join("site/unpack.wasm"))
}

/// The parts, after how many they are and what each is: its length packed, its length, and how much code was to come.
fn packed_file(module: &[u8]) -> Result<Vec<u8>> {
    let parts = parts(module);
    if parts.iter().flat_map(unpacked).ne(module.iter().copied()) {
        return Err("What was packed does not come out as it went in.".to_string());
    }
    let mut file = (parts.len() as u32).to_le_bytes().to_vec();
    for (i, part) in parts.iter().enumerate() {
        if part.packed.len() > MOST_PACKED || part.bytes as usize > MOST_BYTES {
            return Err(format!(
                "Part {i} of the module has {} bytes: src/bin/unpack.rs has no room for them.",
                part.bytes
            ));
        }
        for number in [part.packed.len() as u32, part.bytes, part.in_code] {
            file.extend_from_slice(&number.to_le_bytes());
        }
    }
    parts.iter().for_each(|part| file.extend_from_slice(&part.packed));
    Ok(file)
}

fn parts(module: &[u8]) -> Vec<Part> {
    let cuts = packer::parts(module, PARTS);
    let ends = cuts.iter().skip(1).map(|(at, _)| *at).chain([module.len()]);
    cuts.iter()
        .zip(ends)
        .map(|(&(from, in_code), to)| with_tables(|t| packer::pack(&module[from..to], in_code, t)))
        .collect()
}

/// What a part is again when it is unpacked.
fn unpacked(part: &Part) -> Vec<u8> {
    let mut bytes = vec![0; part.bytes as usize];
    with_tables(|tables| {
        let mut unpacking = packer::Unpacking::new(&part.packed, part.in_code, &mut bytes, tables);
        while unpacking.go_on() {}
    });
    bytes
}

fn with_tables<T>(work: impl FnOnce(Tables<'_>) -> T) -> T {
    let mut chances: Box<[u16; Tables::CHANCES]> = vec![0; Tables::CHANCES].try_into().expect("as many as asked for");
    let mut places: Box<[u32; Tables::PLACES]> = vec![0; Tables::PLACES].try_into().expect("as many as asked for");
    work(Tables { chances: &mut chances, places: &mut places })
}

/// The page, which names the packed module and what unpacks it instead of the plain one.
fn told(page: &str, plain: &str, packed: &str, unpack: &str, version: &str) -> Result<String> {
    let named = format!("data-wasm=\"./{plain}\"");
    let fetched = format!("href=\"./{plain}\" as=\"fetch\" type=\"application/wasm\"");
    if !page.contains(&named) || !page.contains(&fetched) {
        return Err("index.html does not name the module as Trunk.toml says.".to_string());
    }
    let both = [packed, unpack].map(|file| format!("href=\"./{file}\" as=\"fetch\" crossorigin=\"anonymous\""));
    let fetches = format!(
        "{}><link rel=\"preload\" {}><link rel=\"modulepreload\" href=\"./unpack.js?{version}\"",
        both[0], both[1]
    );
    Ok(page
        .replace(&named, &format!("data-packed=\"./{packed}\" data-unpack=\"./{unpack}\" data-version=\"{version}\""))
        .replace("./boot.js\"", &format!("./boot.js?{version}\""))
        .replace(&format!("{fetched} crossorigin=\"anonymous\""), &fetches))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_out(bytes: &[u8]) -> usize {
        let parts = parts(bytes);
        let out: Vec<u8> = parts.iter().flat_map(unpacked).collect();
        assert!(out == bytes, "what was packed does not come out again");
        parts.iter().map(|part| part.packed.len()).sum()
    }

    /// A module of so many functions that add up numbers.
    fn module(functions: u32) -> Vec<u8> {
        use wasm_encoder::{CodeSection, Function, FunctionSection, Instruction, Module, TypeSection, ValType};
        let (mut types, mut names, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([ValType::I32], [ValType::I32]);
        for i in 0..functions {
            names.function(0);
            let mut function = Function::new([(2, ValType::I64)]);
            for j in 0..i % 40 {
                function.instruction(&Instruction::LocalGet(0));
                function.instruction(&Instruction::I32Const((i * j) as i32));
                function.instruction(&Instruction::I32Add);
                function.instruction(&Instruction::LocalSet(0));
            }
            function.instruction(&Instruction::LocalGet(0));
            function.instruction(&Instruction::End);
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&names).section(&code);
        module.finish()
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let mut x = 1u32;
        let noise: Vec<u8> = (0..5_000)
            .map(|_| {
                x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (x >> 24) as u8
            })
            .collect();
        assert!(comes_out(&noise) < 5_600);
        assert!(comes_out(&[7; 20_000]) < 200);
        comes_out(&[]);
        comes_out(b"\0asm");
        comes_out("词词词 words words words".as_bytes());
        // Not a module, but it begins like one.
        comes_out(&[&b"\0asm\x01\0\0\0\x0a\xff\xff\xff\xff\x0f"[..], &noise].concat());
    }

    #[test]
    fn a_module_is_cut_at_functions_and_packed_well() {
        let module = module(400);
        assert_eq!(parts(&module).len(), PARTS);
        let gzipped = miniz_oxide::deflate::compress_to_vec(&module, 9).len();
        let packed = comes_out(&module);
        assert!(packed < gzipped * 3 / 4, "{packed} bytes, and {gzipped} by gzip");
    }

    #[test]
    fn the_page_is_told() {
        let page = r#"<script src="./boot.js" data-wasm="./a.wasm"></script><link rel="preload" href="./a.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">"#;
        let told = told(page, "a.wasm", "a.packed", "u.wasm", "1").unwrap();
        assert!(told.contains(r#"data-packed="./a.packed" data-unpack="./u.wasm""#), "{told}");
        assert!(told.contains(r#"src="./boot.js?1""#) && told.contains("./unpack.js?1"), "{told}");
        assert_eq!(told.matches("rel=\"preload\"").count(), 2);
        assert!(!told.contains("a.wasm") && super::told("", "a", "b", "c", "d").is_err());
    }
}
