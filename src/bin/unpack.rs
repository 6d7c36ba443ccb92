//! Unpacks a part of the page's module, in a worker of the visitor's browser (`static/unpack.js`). A program of its own,
//! for it must be small and cannot be packed itself.
#![cfg_attr(target_arch = "wasm32", no_std, no_main)]

#[cfg(target_arch = "wasm32")]
#[path = "../packing/mod.rs"]
mod packing;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

// Of a mutable static the compiler wants a raw address where clippy would have a reference.
#[cfg(target_arch = "wasm32")]
#[allow(clippy::deref_addrof)]
mod exports {
    use core::mem::MaybeUninit;

    use super::packing::{MOST_BYTES, MOST_PACKED, Tables, Unpacking};

    static mut ROOM: [u8; MOST_PACKED] = [0; MOST_PACKED];
    static mut DONE: [u8; MOST_BYTES] = [0; MOST_BYTES];
    static mut CHANCES: InLines = InLines([0; Tables::CHANCES]);
    static mut PLACES: [u32; Tables::PLACES] = [0; Tables::PLACES];
    static mut UNPACKING: MaybeUninit<Unpacking<'static>> = MaybeUninit::uninit();

    /// No slot lies across two of the processor's lines.
    #[repr(align(64))]
    struct InLines([u16; Tables::CHANCES]);

    /// Where the packed bytes are put.
    #[unsafe(no_mangle)]
    pub extern "C" fn room() -> *mut u8 {
        &raw mut ROOM as *mut u8
    }

    /// Begins with what was put there, and says where what it comes to will lie; nowhere if there is no room for it.
    #[unsafe(no_mangle)]
    pub extern "C" fn begun(packed: usize, bytes: usize, in_code: u32) -> *const u8 {
        if packed > MOST_PACKED || bytes > MOST_BYTES {
            return core::ptr::null();
        }
        // A worker has one thread, which calls this once, before all of `went_on`; nothing else uses these.
        unsafe {
            let tables = Tables { chances: &mut (*(&raw mut CHANCES)).0, places: &mut *(&raw mut PLACES) };
            let (room, done) = (&*(&raw const ROOM), &mut *(&raw mut DONE));
            let unpacking = Unpacking::new(&room[..packed], in_code, &mut done[..bytes], tables);
            (*(&raw mut UNPACKING)).write(unpacking);
        }
        &raw const DONE as *const u8
    }

    /// Unpacks a piece more, after `begun`; whether there is more to come.
    #[unsafe(no_mangle)]
    pub extern "C" fn went_on() -> bool {
        unsafe { (*(&raw mut UNPACKING)).assume_init_mut().go_on() }
    }

    #[panic_handler]
    fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
        core::arch::wasm32::unreachable()
    }
}
