//! Reads the command line. A word that is not known is answered with what is allowed.

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
cargo xtask serve [--open] [--port N]   build the playground and serve it at a local address
cargo xtask build                       build the static site into dist/ and print what it weighs
cargo xtask test [--only PART]          every check and test; PART is check, native, browser or site
cargo xtask bench                       the speed of this machine and of its Chromium, side by side
cargo xtask check                       format, lints, licences, sources, advisories

Each command first installs what it misses, into one cache for all clones of this user
(EMPORIUM_CACHE, else XDG_CACHE_HOME/emporium, else ~/.cache/emporium).";

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Serve { open: bool, port: Option<u16> },
    Build,
    Test { only: Option<Only> },
    Bench,
    Check,
}

/// The part that `cargo xtask test --only` runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    Check,
    Native,
    Browser,
    Site,
}

const COMMANDS: &str = "serve, build, test, bench, check and help";

/// Turns words into a command, or into the sentence that says what is allowed.
pub fn parse(words: &[String]) -> Result<Command, String> {
    let Some((name, rest)) = words.split_first() else {
        return Err(format!("cargo xtask needs a command; there are {COMMANDS}."));
    };
    match name.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "serve" => serve(rest),
        "test" => test(rest),
        "build" => plain(name, rest, Command::Build),
        "bench" => plain(name, rest, Command::Bench),
        "check" => plain(name, rest, Command::Check),
        other => Err(format!("cargo xtask knows no command \"{other}\"; there are {COMMANDS}.")),
    }
}

fn plain(name: &str, rest: &[String], command: Command) -> Result<Command, String> {
    match rest.first() {
        None => Ok(command),
        Some(word) => Err(format!("cargo xtask {name} takes no options, so not \"{word}\" either.")),
    }
}

fn serve(rest: &[String]) -> Result<Command, String> {
    let (mut open, mut port) = (false, None);
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--open" => open = true,
            "--port" => port = Some(port_number(words.next())?),
            other => {
                return Err(format!("cargo xtask serve knows no option \"{other}\"; there are --open and --port N."));
            }
        }
    }
    Ok(Command::Serve { open, port })
}

fn port_number(word: Option<&String>) -> Result<u16, String> {
    let word = word.map_or("nothing", String::as_str);
    word.parse()
        .ok()
        .filter(|port| *port > 0)
        .ok_or_else(|| format!("--port is followed by \"{word}\"; a whole number from 1 to 65535 is allowed."))
}

fn test(rest: &[String]) -> Result<Command, String> {
    let only = match rest {
        [] => None,
        [flag] if flag == "--only" => return Err(parts("nothing")),
        [flag, part] if flag == "--only" => Some(only(part)?),
        [word, ..] if word != "--only" => {
            return Err(format!("cargo xtask test knows no option \"{word}\"; there is --only PART."));
        }
        [_, _, word, ..] => {
            return Err(format!("cargo xtask test --only takes one part, so not \"{word}\" as well."));
        }
        [_, ..] => return Err(parts("nothing")),
    };
    Ok(Command::Test { only })
}

fn only(part: &str) -> Result<Only, String> {
    match part {
        "check" => Ok(Only::Check),
        "native" => Ok(Only::Native),
        "browser" => Ok(Only::Browser),
        "site" => Ok(Only::Site),
        other => Err(parts(other)),
    }
}

fn parts(given: &str) -> String {
    format!("--only is followed by \"{given}\"; allowed are check, native, browser and site.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        let words: Vec<String> = line.split_whitespace().map(String::from).collect();
        parse(&words)
    }

    #[test]
    fn good_lines_are_read() {
        assert_eq!(read("build"), Ok(Command::Build));
        assert_eq!(read("serve --open"), Ok(Command::Serve { open: true, port: None }));
        assert_eq!(read("serve --port 9000"), Ok(Command::Serve { open: false, port: Some(9000) }));
        assert_eq!(read("test"), Ok(Command::Test { only: None }));
        assert_eq!(read("test --only site"), Ok(Command::Test { only: Some(Only::Site) }));
    }

    #[test]
    fn bad_lines_name_the_word_and_what_is_allowed() {
        for (line, word) in [
            ("", "serve"),
            ("frobnicate", "frobnicate"),
            ("build --fast", "--fast"),
            ("serve --port zero", "zero"),
            ("serve --port", "nothing"),
            ("test --only all", "all"),
            ("test --only", "check, native, browser and site"),
            ("test --only site native", "native"),
            ("test site", "site"),
        ] {
            let sentence = read(line).expect_err(line);
            assert!(sentence.contains(word), "{line}: {sentence}");
            assert!(sentence.ends_with('.'), "{line}: {sentence}");
        }
    }
}
