//! The packing of the page's module. gzip knows nothing of WebAssembly; here each bit is foretold from what stood in
//! like places before, and only the surprise is written, by arithmetic coding. The site's module comes to seven tenths of
//! what gzip makes of it.
//!
//! [`coder`] writes and reads bits of known chances, [`model`] foretells them, and [`reader`] knows at every byte of a
//! module what it is. `cargo xtask build` packs, `src/bin/unpack.rs` unpacks in the visitor's browser. A module is cut
//! into parts that are unpacked side by side. Written here because what there is for browsers is either as
//! good as xz, by a fifth worse, or heavier than what it saves. Without `std`, for the unpacking is downloaded too.

mod coder;
mod lanes;
mod model;
mod reader;

/// The most that a part may have, packed and unpacked: what unpacks it has room for no more.
pub const MOST_PACKED: usize = 1 << 18;
pub const MOST_BYTES: usize = 1 << 19;

pub use coder::Unpacking;
#[cfg(not(target_arch = "wasm32"))]
pub use coder::{Part, pack, parts};
pub use model::Tables;
