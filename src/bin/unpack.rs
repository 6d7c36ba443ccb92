//! Unpacks a part of the page's module, in a worker of the visitor's browser (`static/unpack.js`). A program of its own,
//! for it must be small and cannot be packed itself.
#![cfg_attr(target_arch = "wasm32", no_std, no_main)]

#[cfg(target_arch = "wasm32")]
#[path = "../packing/mod.rs"]
mod packing;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
mod exports {
    use super::packing::{MOST_BYTES, MOST_PACKED, Tables, unpack};

    static mut ROOM: [u8; MOST_PACKED] = [0; MOST_PACKED];
    static mut DONE: [u8; MOST_BYTES] = [0; MOST_BYTES];
    static mut CHANCES: [u16; Tables::CHANCES] = [0; Tables::CHANCES];
    static mut PLACES: [u32; Tables::PLACES] = [0; Tables::PLACES];

    /// Where the packed bytes are put.
    #[unsafe(no_mangle)]
    pub extern "C" fn room() -> *mut u8 {
        &raw mut ROOM as *mut u8
    }

    /// Unpacks what was put there, and says where it lies.
    #[unsafe(no_mangle)]
    pub extern "C" fn unpacked(packed: usize, bytes: usize, in_code: u32) -> *const u8 {
        // A worker has one thread, and this function is its only caller of these.
        let (room, done, tables) = unsafe {
            let tables = Tables { chances: &mut *(&raw mut CHANCES), places: &mut *(&raw mut PLACES) };
            (&*(&raw const ROOM), &mut *(&raw mut DONE), tables)
        };
        if packed <= MOST_PACKED && bytes <= MOST_BYTES {
            unpack(&room[..packed], in_code, &mut done[..bytes], tables);
        }
        done.as_ptr()
    }

    #[panic_handler]
    fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
        core::arch::wasm32::unreachable()
    }
}
