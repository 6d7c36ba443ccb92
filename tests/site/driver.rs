//! A small client of the WebDriver protocol: one browser, one window.

use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
}

/// What the system is said to prefer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    Light,
    Dark,
}

const STARTS_WITHIN: Duration = Duration::from_secs(60);
const ANSWERS_WITHIN: Duration = Duration::from_secs(120);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// A browser with its driver; both end with this value.
pub struct Browser {
    pub kind: Kind,
    driver: Child,
    session: String,
    agent: ureq::Agent,
}

/// The path that a variable holds; without it these tests are no tests.
pub fn path(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable).map(PathBuf::from);
    match path.filter(|p| p.exists()) {
        Some(path) => path,
        None => panic!("{variable} must hold a path that exists; `cargo xtask test --only site` sets it"),
    }
}

impl Browser {
    /// Starts the driver and its browser.
    pub fn start(kind: Kind, colors: Colors) -> Browser {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
        let program = path(if kind == Kind::Chromium { "CHROMEDRIVER" } else { "GECKODRIVER" });
        let mut command = Command::new(program);
        command.arg(format!("--port={}", free.port())).stdout(Stdio::null()).stderr(Stdio::null());
        if kind == Kind::Firefox {
            // Its second port, for talking to the browser, is fixed unless it may choose.
            command.arg("--websocket-port=0");
        }
        let driver = command.spawn().expect("the driver starts");
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(ANSWERS_WITHIN));
        let agent = config.build().new_agent();
        let mut browser = Browser { kind, driver, session: format!("http://{free}"), agent };
        browser.wait_for_driver();
        let opened = browser.call("POST", "/session", &capabilities(kind, colors));
        let id = opened["sessionId"].as_str().expect("a session").to_string();
        browser.session = format!("{}/session/{id}", browser.session);
        browser
    }

    fn wait_for_driver(&self) {
        let start = Instant::now();
        while self.agent.get(format!("{}/status", self.session)).call().is_err() {
            assert!(start.elapsed() < STARTS_WITHIN, "the driver of {:?} does not answer", self.kind);
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let address = format!("{}{path}", self.session);
        let sent = match method {
            "POST" => self.agent.post(address).content_type("application/json").send(body.to_string()),
            "DELETE" => self.agent.delete(address).call(),
            _ => self.agent.get(address).call(),
        };
        let text = sent.and_then(|mut answer| answer.body_mut().read_to_string());
        let text = text.unwrap_or_else(|error| panic!("{:?} does not answer {method} {path}: {error}", self.kind));
        let mut answer: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"));
        let value = answer["value"].take();
        assert!(value.get("error").is_none(), "{:?}, {method} {path}: {value}", self.kind);
        value
    }

    pub fn go(&self, address: &str) {
        self.call("POST", "/url", &json!({ "url": address }));
    }

    /// Runs a script's text in the page (or in the frame that was entered) and hands over what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Runs a script that calls `done` with its answer some time later.
    pub fn run_later(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        self.call("POST", "/execute/async", &json!({ "script": script, "args": [] }))
    }

    pub fn text(&self, script: &str) -> String {
        match self.run(script) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Waits until the script returns true.
    pub fn wait(&self, what: &str, within: Duration, script: &str) {
        let start = Instant::now();
        while self.run(script) != Value::Bool(true) {
            if start.elapsed() > within {
                let page = self.text("return document.body?.innerText.slice(0, 400)");
                panic!("{:?}: {what} not within {within:?}; the page says: {page}", self.kind);
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }

    /// Has Chromium do what only its developer tools can.
    pub fn devtools(&self, command: &str) -> Value {
        self.call("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": {} }))
    }

    pub fn resize(&self, width: u32, height: u32) {
        self.call("POST", "/window/rect", &json!({ "width": width, "height": height }));
    }

    /// Scripts run in this frame of the page until the next [`Browser::go`].
    pub fn enter_frame(&self, id: &str) {
        let element = self.call("POST", "/element", &json!({ "using": "css selector", "value": format!("#{id}") }));
        self.call("POST", "/frame", &json!({ "id": element }));
    }

    /// Errors of the console since the last call, as the browser itself logs them; only Chromium's driver tells.
    pub fn console_errors(&self) -> Vec<String> {
        if self.kind == Kind::Firefox {
            return Vec::new();
        }
        let log = self.call("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().into_iter().flatten().filter(|e| e["level"] == "SEVERE");
        entries.map(|e| e["message"].to_string()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes its browser when the session ends. It may be the reason why a test fails here.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The flags and preferences of the repository's `webdriver.json`, where the browser is, and the colours.
fn capabilities(kind: Kind, colors: Colors) -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/webdriver.json");
    let text = std::fs::read_to_string(file).expect("webdriver.json is beside Cargo.toml");
    let mut all: Value = serde_json::from_str(&text).expect("webdriver.json is JSON");
    let options = match kind {
        Kind::Chromium => "goog:chromeOptions",
        Kind::Firefox => "moz:firefoxOptions",
    };
    let mut own = all[options].take();
    let binary = path(if kind == Kind::Chromium { "CHROMIUM" } else { "FIREFOX" });
    own["binary"] = json!(binary.to_string_lossy());
    if kind == Kind::Firefox {
        own["args"] = json!(["-headless"]);
    }
    // In both browsers nought is dark and one is light.
    let number = if colors == Colors::Dark { 0 } else { 1 };
    match (kind, own["args"].as_array_mut()) {
        (Kind::Chromium, Some(args)) => args.push(json!(format!("--blink-settings=preferredColorScheme={number}"))),
        _ => own["prefs"]["layout.css.prefers-color-scheme.content-override"] = json!(number),
    }
    let mut wanted = json!({ options: own });
    if kind == Kind::Chromium {
        wanted["goog:loggingPrefs"] = json!({ "browser": "ALL" });
    }
    json!({ "capabilities": { "alwaysMatch": wanted } })
}
