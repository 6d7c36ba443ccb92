//! The module anew: with short names for what it imports and exports, and with its functions in an order in which each
//! is like those before it. Compression looks back over 32,768 bytes only, and finds more there: 1.5 % of the page.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, ExportSection, FunctionSection, ImportSection, Module};
use wasmparser::{
    CodeSectionReader, Export, FunctionBody, FunctionSectionReader, Import, ImportSectionReader, Imports, Parser,
    Payload, TypeRef,
};

/// What the short names of imports begin with.
pub const IMPORTED: char = '_';

/// What the glue looks for under its own name whatever it is called.
const KEPT: &str = "memory";

/// The module rewritten, and which name became which.
pub fn rewritten(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>), Error> {
    let mut rewriter = Rewriter { names: BTreeMap::new(), imported: 0, order: Vec::new(), place: Vec::new() };
    rewriter.arrange(module)?;
    let mut out = Module::new();
    rewriter.parse_core_module(&mut out, Parser::new(0), module)?;
    Ok((out.finish(), rewriter.names))
}

struct Rewriter {
    names: BTreeMap<String, String>,
    /// How many functions are imported: they come first, and stay where they are.
    imported: usize,
    /// The functions of the module by their old numbers, in their new order.
    order: Vec<usize>,
    /// Where each of them stands now.
    place: Vec<usize>,
}

type Done<T = ()> = std::result::Result<T, Error>;

impl Rewriter {
    fn arrange(&mut self, module: &[u8]) -> Done {
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        self.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        self.order = alike(&bodies);
        self.place = vec![0; bodies.len()];
        self.order.iter().enumerate().for_each(|(now, &was)| self.place[was] = now);
        Ok(())
    }

    fn short(&mut self, name: &str, first: char) -> String {
        let next = format!("{first}{:x}", self.names.len());
        self.names.entry(name.to_string()).or_insert(next).clone()
    }
}

impl Reencode for Rewriter {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Done<u32> {
        let own = (function as usize).checked_sub(self.imported);
        Ok(own.map_or(function, |own| (self.imported + self.place[own]) as u32))
    }

    fn parse_import_section(&mut self, imports: &mut ImportSection, section: ImportSectionReader<'_>) -> Done {
        for import in section.into_imports() {
            let import = import?;
            let name = self.short(import.name, IMPORTED);
            utils::parse_imports(self, imports, Imports::Single(0, Import { name: &name, ..import }))?;
        }
        Ok(())
    }

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Done {
        let name = if export.name == KEPT { KEPT.to_string() } else { self.short(export.name, '$') };
        utils::parse_export(self, exports, Export { name: &name, ..export })
    }

    fn parse_function_section(&mut self, functions: &mut FunctionSection, section: FunctionSectionReader<'_>) -> Done {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for &was in &self.order {
            functions.function(types[was]);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Done {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for was in self.order.clone() {
            self.parse_function_body(code, bodies[was].clone())?;
        }
        Ok(())
    }
}

/// So many bytes in a row are worth pointing back to.
const RUN: usize = 6;
/// What is like the last so many bytes comes next.
const RECENT: usize = 1_500;
/// Runs in more functions than this are everywhere near anyway.
const COMMON: usize = 100;
/// So that a tiny function does not come next for two runs of bytes.
const TINY: usize = 20;

/// An order in which each body shares as many runs of bytes with those just before it as can be had, for its length.
/// The longest comes first.
fn alike(bodies: &[&[u8]]) -> Vec<usize> {
    let runs: Vec<Vec<&[u8]>> = bodies.iter().map(|body| distinct(body.windows(RUN).collect())).collect();
    let mut having: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (body, runs) in runs.iter().enumerate() {
        runs.iter().for_each(|run| having.entry(run).or_default().push(body));
    }
    let longest = |open: &[bool]| (0..bodies.len()).filter(|&i| open[i]).max_by_key(|&i| bodies[i].len());
    let (mut order, mut open) = (Vec::with_capacity(bodies.len()), vec![true; bodies.len()]);
    let mut next = longest(&open);
    while let Some(body) = next {
        open[body] = false;
        order.push(body);
        let mut length = 0;
        let recent = order.iter().rev().take_while(|&&i| {
            length += bodies[i].len();
            length - bodies[i].len() <= RECENT
        });
        let recent = distinct(recent.flat_map(|&i| runs[i].iter().copied()).collect());
        let mut shared = vec![0_usize; bodies.len()];
        for run in recent {
            let others = &having[run];
            if others.len() < COMMON {
                others.iter().filter(|&&i| open[i]).for_each(|&i| shared[i] += 1);
            }
        }
        // Compared as fractions, so that no rounding decides.
        let likeness = |i: usize| (shared[i], bodies[i].len() + TINY);
        let more = |a: (usize, usize), b: (usize, usize)| (a.0 * b.1).cmp(&(b.0 * a.1));
        let likest = (0..bodies.len()).filter(|&i| shared[i] > 0).max_by(|&a, &b| more(likeness(a), likeness(b)));
        next = likest.or_else(|| longest(&open));
    }
    order
}

fn distinct(mut runs: Vec<&[u8]>) -> Vec<&[u8]> {
    runs.sort_unstable();
    runs.dedup();
    runs
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, Function, TableSection, TypeSection,
    };

    /// A module that imports a function, a memory and a global, and has three functions that call each other.
    pub fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([wasm_encoder::ValType::I32], []);
        let mut imports = ImportSection::new();
        let memory = wasm_encoder::MemoryType {
            minimum: 17,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        let global = wasm_encoder::GlobalType { val_type: wasm_encoder::ValType::I32, mutable: false, shared: false };
        imports.import("./app_bg.js", "__wbg_add_0123456789abcdef", EntityType::Function(0));
        imports.import("./app_bg.js", "global", EntityType::Global(global));
        imports.import("./app_bg.js", "memory", EntityType::Memory(memory));
        let mut functions = FunctionSection::new();
        [0, 1, 0].into_iter().for_each(|ty| _ = functions.function(ty));
        let mut tables = TableSection::new();
        tables.table(wasm_encoder::TableType {
            element_type: wasm_encoder::RefType::FUNCREF,
            minimum: 3,
            maximum: None,
            table64: false,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0).export("main", ExportKind::Func, 1).export(
            "other",
            ExportKind::Func,
            3,
        );
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(vec![1, 2, 3].into()));
        let mut code = CodeSection::new();
        for (calls, numbers) in [(3, 8), (0, 90), (1, 8)] {
            let mut body = Function::new([]);
            (0..numbers).for_each(|n| _ = body.instructions().i32_const(n + 70_000 + 1_000 * (numbers / 90)).drop());
            if calls == 1 {
                body.instructions().i32_const(1).drop();
            }
            body.instructions().call(calls).end();
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&exports);
        module.section(&elements).section(&code);
        module.finish()
    }

    /// The lengths of the bodies that exports and the table's slots point to, in their order.
    fn pointed_to(module: &[u8]) -> Vec<usize> {
        let lengths: Vec<usize> = calls(module).into_iter().map(|(length, _)| length).collect();
        let mut all = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload.expect("a module") {
                Payload::ExportSection(section) => {
                    let functions = section.into_iter().map(|export| export.expect("an export"));
                    let functions = functions.filter(|export| export.kind == wasmparser::ExternalKind::Func);
                    all.extend(functions.map(|export| export.index));
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        if let wasmparser::ElementItems::Functions(items) = element.expect("an element").items {
                            all.extend(items.into_iter().map(|item| item.expect("a function")));
                        }
                    }
                }
                _ => {}
            }
        }
        all.into_iter().map(|function| lengths[function as usize - 1]).collect()
    }

    /// Each function of a module by the length of its body, with whom it calls.
    fn calls(module: &[u8]) -> Vec<(usize, Vec<u32>)> {
        let mut all = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::CodeSectionEntry(body) = payload.expect("a module") {
                let called = body.get_operators_reader().expect("a body").into_iter().filter_map(|op| match op {
                    Ok(wasmparser::Operator::Call { function_index }) => Some(function_index),
                    _ => None,
                });
                all.push((body.as_bytes().len(), called.collect()));
            }
        }
        all
    }

    #[test]
    fn functions_move_and_are_still_called_by_whom_they_were() {
        let (rewritten, names) = rewritten(&module()).expect("a module");
        assert_eq!(names["__wbg_add_0123456789abcdef"], "_0");
        assert_eq!(names.len(), 5);
        let (before, after) = (calls(&module()), calls(&rewritten));
        // The longest comes first; the two that are like each other follow.
        let lengths: Vec<usize> = after.iter().map(|(length, _)| *length).collect();
        assert_eq!(lengths[0], before[1].0);
        assert_eq!(after.iter().find(|(length, _)| *length == before[1].0).expect("moved").1, [0]);
        // Who called whom, told apart by their lengths.
        let called = |all: &[(usize, Vec<u32>)]| {
            let mut pairs: Vec<(usize, usize)> = all
                .iter()
                .flat_map(|(length, called)| {
                    called.iter().map(|&c| (*length, c.checked_sub(1).map_or(0, |c| all[c as usize].0)))
                })
                .collect();
            pairs.sort_unstable();
            pairs
        };
        assert_eq!(called(&before), called(&after));
        assert_eq!(pointed_to(&module()), pointed_to(&rewritten));
        assert_eq!(pointed_to(&rewritten).len(), 5);
        let (again, short) = super::rewritten(&rewritten).expect("still a module");
        assert_eq!((again.len(), short.len()), (rewritten.len(), 5));
    }

    #[test]
    fn like_comes_to_like() {
        let (a, b): (Vec<u8>, Vec<u8>) = ((0..200).collect(), (100..220).rev().collect());
        let bodies: [&[u8]; 5] = [&a, &b, &a[20..80], &b[10..60], &a[100..150]];
        // The longest, its pieces by how much of each is in it, then the longest of what is left, and its piece.
        assert_eq!(alike(&bodies), [0, 2, 4, 1, 3]);
    }

    #[test]
    fn what_is_not_a_module_is_refused() {
        assert!(rewritten(b"hello").is_err());
        let mut cut = module();
        cut.truncate(60);
        assert!(rewritten(&cut).is_err());
    }
}
