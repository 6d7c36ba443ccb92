//! The module's memory: blocks whose sizes are powers of two, in a list for each size when they are given back.
//!
//! It stands in for the standard library's allocator, which weighs 2,000 bytes more of what a visitor loads and splits
//! and joins blocks for programs of many threads and years. Here vectors grow by doubling, and a page's elements and
//! frames come again in the same sizes. A block is never split or joined, so that each size keeps what it took at its
//! peak, and a block is at most twice as large as what is in it.

// An allocator deals in raw memory; each step says why it is sound.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::{copy_nonoverlapping, null_mut};

/// The smallest block: all are so far apart, which is as much as any type of ours wants.
const LEAST: usize = 16;
const SIZES: usize = usize::BITS as usize;
const PAGE: usize = 1 << 16;
/// The memory grows by so many pages at least, so that it seldom does.
const PAGES_AT_ONCE: usize = 8;

/// A block that nobody uses knows the next of its size.
struct Free {
    next: *mut Free,
}

pub struct Blocks {
    free: [Cell<*mut Free>; SIZES],
    /// What was never given out yet.
    next: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: the module's memory is not shared, so that one thread alone ever sees it; each worker has its own.
unsafe impl Sync for Blocks {}

impl Blocks {
    pub const fn new() -> Blocks {
        Blocks { free: [const { Cell::new(null_mut()) }; SIZES], next: Cell::new(0), end: Cell::new(0) }
    }

    /// New ground of so many bytes, or null where the browser has no more.
    #[inline(never)]
    fn broach(&self, bytes: usize) -> *mut u8 {
        if self.end.get() - self.next.get() < bytes {
            let pages = usize::max(bytes.div_ceil(PAGE), PAGES_AT_ONCE);
            let before = core::arch::wasm32::memory_grow(0, pages);
            if before == usize::MAX {
                return null_mut();
            }
            // What is left of the last ground lies before the new one, unless somebody else has grown the memory.
            if before * PAGE != self.end.get() {
                self.next.set(before * PAGE);
            }
            self.end.set((before + pages) * PAGE);
        }
        let block = self.next.get();
        self.next.set(block + bytes);
        block as *mut u8
    }
}

impl Default for Blocks {
    fn default() -> Blocks {
        Blocks::new()
    }
}

/// The list that blocks of this size are in: they have two to the power of it.
fn list(bytes: usize) -> usize {
    usize::max(bytes, LEAST).next_power_of_two().trailing_zeros() as usize
}

// SAFETY: a block is given out once until it is given back, is at least as long as was asked for, and lies at a
// multiple of 16 from the beginning of a page; more than that is declined.
unsafe impl GlobalAlloc for Blocks {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > LEAST || layout.size() > isize::MAX as usize / 2 {
            return null_mut();
        }
        let list = list(layout.size());
        let first = self.free[list].get();
        if first.is_null() {
            return self.broach(1 << list);
        }
        // SAFETY: it is in the list, so that nobody uses it, and what it knows was written by `dealloc`.
        self.free[list].set(unsafe { (*first).next });
        first.cast()
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let free = &self.free[list(layout.size())];
        let block: *mut Free = block.cast();
        // SAFETY: whoever gives a block back uses it no longer, and it is long enough for a pointer.
        unsafe { (*block).next = free.get() };
        free.set(block);
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        if list(bytes) == list(layout.size()) {
            return block;
        }
        // SAFETY: the caller promises that the new size is one that a layout may have.
        let wanted = unsafe { Layout::from_size_align_unchecked(bytes, layout.align()) };
        // SAFETY: as above; both blocks are as long as the shorter size, and they are two.
        unsafe {
            let other = self.alloc(wanted);
            if !other.is_null() {
                copy_nonoverlapping(block, other, usize::min(layout.size(), bytes));
                self.dealloc(block, layout);
            }
            other
        }
    }
}
