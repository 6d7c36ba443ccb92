//! The folder of tools that all clones of this user share, keyed by tool and version.
//!
//! A tool is installed into a scratch folder and moved to its place as the last step, so that an
//! installation that was cut short never counts as present.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::exec::Result;

/// Held while tools are installed; two clones then do not install the same tool at once.
pub struct Cache {
    folder: PathBuf,
    _lock: File,
}

impl Cache {
    /// Opens the cache for writing, waiting for another clone that is at it.
    pub fn open(folder: &Path) -> Result<Cache> {
        let explain = |error: std::io::Error| {
            format!(
                "The tools' folder {} cannot be written ({error}): set EMPORIUM_CACHE to another.",
                folder.display()
            )
        };
        fs::create_dir_all(folder).map_err(explain)?;
        let lock = File::create(folder.join("lock")).map_err(explain)?;
        if lock.try_lock().is_err() {
            println!("  another clone is installing tools; waiting for it");
            lock.lock().map_err(explain)?;
        }
        let cache = Cache { folder: folder.to_path_buf(), _lock: lock };
        cache.sweep();
        Ok(cache)
    }

    /// The scratch folder: what is in it is nobody's until it is moved out.
    pub fn scratch(&self) -> PathBuf {
        self.folder.join("building")
    }

    /// Moves a finished installation to its place.
    pub fn place(&self, from: &Path, name: &str) -> Result<()> {
        let to = self.folder.join(name);
        // What is there already is incomplete, or nobody would have installed it again.
        let _ = fs::remove_dir_all(&to);
        fs::rename(from, &to).map_err(|error| format!("{} could not be put in place: {error}.", to.display()))
    }

    fn sweep(&self) {
        let _ = fs::remove_dir_all(self.scratch());
    }
}

impl Drop for Cache {
    /// What was built along the way is of no use once the tools are in place.
    fn drop(&mut self) {
        self.sweep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_placed_is_there() {
        let folder = std::env::temp_dir().join(format!("emporium-cache-{}", std::process::id()));
        let cache = Cache::open(&folder).expect("writable");
        let half = cache.scratch().join("half");
        let whole = cache.scratch().join("whole");
        fs::create_dir_all(&half).expect("made");
        fs::create_dir_all(&whole).expect("made");
        cache.place(&whole, "tool-1.0").expect("moved");
        drop(cache);
        assert!(folder.join("tool-1.0").is_dir());
        assert!(!folder.join("building").exists());
        fs::remove_dir_all(&folder).expect("removed");
    }
}
