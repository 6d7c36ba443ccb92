//! A small static server under a sub-path, which remembers what it was asked for and can be told to answer
//! otherwise.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Sites are seldom at the root of their host.
pub const PREFIX: &str = "/some/where/";

/// A request and how it was answered.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub status: u16,
}

/// An answer to a request for a file, by the number of requests for it before.
pub type Answer = Box<dyn Fn(usize) -> Option<Vec<u8>> + Send>;

#[derive(Default)]
struct State {
    asked: Vec<Asked>,
    /// A file that is answered otherwise: not at all, or with other bytes.
    instead: Option<(&'static str, usize, Answer)>,
}

/// The server; it serves until the tests end.
pub struct Server {
    pub origin: String,
    state: Arc<Mutex<State>>,
}

/// Opens the site in a frame of a given width: browsers' windows do not become as narrow as phones. Its icon is
/// empty, lest the browser ask the server's root for one.
const FRAME: &str =
    r#"<!DOCTYPE html><title>frame</title><link rel="icon" href="data:,"><iframe id="frame" height="844"></iframe>"#;

/// Written into the page in transit: remembers what goes wrong before the page's own first script runs, and tells how
/// much memory the page's module has. Only a script of the page finds that very module, which starts once: asked again
/// it hands over what it has.
const WATCH: &str = r#"
window.trouble = [];
const remember = (kind, what) => window.trouble.push(`${kind}: ${what}`);
addEventListener("error", (e) => remember("error", e.message ?? e.target?.src ?? e.target?.href), true);
addEventListener("unhandledrejection", (e) => remember("rejection", e.reason));
addEventListener("securitypolicyviolation", (e) => remember("policy", `${e.violatedDirective} ${e.blockedURI}`));
const { error } = console;
console.error = (...words) => { remember("console", words.join(" ")); error.apply(console, words); };
window.wasmBytes = async () => {
  const { glue } = document.getElementById("boot").dataset;
  const { memory } = await (await import(new URL(glue, document.baseURI).href)).default();
  return memory.buffer.byteLength;
};
"#;

impl Server {
    /// Serves a folder on a free port of this machine.
    pub fn start(folder: PathBuf) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, state) = (folder.clone(), shared.clone());
                // A browser that hangs up in the middle of an answer is no failure.
                std::thread::spawn(move || drop(serve(stream, &folder, &state)));
            }
        });
        Server { origin, state }
    }

    pub fn page(&self) -> String {
        format!("{}{PREFIX}", self.origin)
    }

    /// An address whose frame `#frame` the tests fill.
    pub fn frame(&self) -> String {
        format!("{}{PREFIX}frame.html", self.origin)
    }

    /// Everything that was asked for since the last call.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// From now on the file is answered so; the site's own bytes again with [`Server::as_usual`].
    pub fn instead(&self, file: &'static str, answer: Answer) {
        self.state.lock().unwrap().instead = Some((file, 0, answer));
    }

    pub fn as_usual(&self) {
        self.state.lock().unwrap().instead = None;
    }
}

fn serve(stream: TcpStream, folder: &Path, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The rest of the head says nothing that matters here.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split(' ').nth(1).unwrap_or("/").to_string();
    let name = path.split(['?', '#']).next().and_then(|p| p.strip_prefix(PREFIX)).map(str::to_string);
    let body = name.as_ref().and_then(|name| body(name, folder, state));
    let status = if body.is_some() { 200 } else { 404 };
    state.lock().unwrap().asked.push(Asked { path, status });
    answer(stream, status, name.as_deref().unwrap_or_default(), &body.unwrap_or_default())
}

fn body(name: &str, folder: &Path, state: &Mutex<State>) -> Option<Vec<u8>> {
    let name = if name.is_empty() { "index.html" } else { name };
    if let Some((file, times, answer)) = &mut state.lock().unwrap().instead
        && *file == name
    {
        *times += 1;
        return answer(*times - 1);
    }
    match name {
        "frame.html" => Some(FRAME.into()),
        "watch.js" => Some(WATCH.into()),
        _ if name.split('/').any(|part| part == "..") => None,
        "index.html" => {
            let page = std::fs::read_to_string(folder.join(name)).ok()?;
            let watched = page.replacen("<title>", r#"<script src="./watch.js"></script><title>"#, 1);
            Some(watched.into_bytes())
        }
        _ => std::fs::read(folder.join(name)).ok(),
    }
}

fn answer(mut stream: TcpStream, status: u16, name: &str, body: &[u8]) -> std::io::Result<()> {
    let kind = match name.rsplit('.').next() {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "text/html",
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} .\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}
