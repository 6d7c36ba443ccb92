//! Runs other programs: streams what they say, and turns a failure into one sentence.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Every failure is a sentence for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

/// Runs a program with its output going straight to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", line(command));
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status}).", line(command))) }
}

/// Runs a program, shows its standard output line by line, and returns it as well.
pub fn run_and_keep(command: &mut Command) -> Result<String> {
    println!("$ {}", line(command));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    let mut kept = String::new();
    if let Some(out) = child.stdout.take() {
        for text in BufReader::new(out).lines().map_while(std::result::Result::ok) {
            println!("{text}");
            kept.push_str(&text);
            kept.push('\n');
        }
    }
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(kept) } else { Err(format!("`{}` failed ({status}).", line(command))) }
}

/// Runs a program silently and returns what it wrote to standard output.
pub fn ask(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_string());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|text| !text.trim().is_empty()).unwrap_or("no message");
    Err(format!("`{}` failed ({}): {}", line(command), output.status, last.trim()))
}

/// Finds a program on PATH; no process is started.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| executable(&folder, name)).find(|file| is_file(file))
}

/// The path of a program in a folder, with the ending that this system wants.
pub fn executable(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// True for a file that is there, links followed.
pub fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|data| data.is_file())
}

/// A duration as a person says it.
pub fn spoken(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 99.95 {
        format!("{seconds:.1} s")
    } else {
        let whole = time.as_secs();
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be started: {error}.", line(command))
}

/// The command as a person would type it, with the folder of the program left out.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_spoken() {
        assert_eq!(spoken(Duration::from_millis(1_234)), "1.2 s");
        assert_eq!(spoken(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_missing_program_is_a_sentence() {
        let sentence = ask(&mut Command::new("no-such-program-here")).expect_err("not there");
        assert!(sentence.starts_with("`no-such-program-here` could not be started"), "{sentence}");
    }
}
