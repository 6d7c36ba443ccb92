//! What the page as Trunk writes it must be: the strict policy, and nothing that the policy would block.

/// Everything from the site itself, and no code but its files and its wasm.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; \
                      form-action 'none'";

pub fn check(page: &str) {
    let meta = format!(r#"<meta http-equiv="Content-Security-Policy" content="{POLICY}">"#);
    assert_eq!(page.matches("http-equiv").count(), 1, "one policy:\n{page}");
    let at = page.find(&meta).unwrap_or_else(|| panic!("not the strict policy:\n{page}"));
    let first = ["<script", "<link"].iter().filter_map(|tag| page.find(tag)).min();
    assert!(first.is_some_and(|first| at < first), "the policy comes before all that it is to hold for");
    for tag in tags(page) {
        let inline_script = tag.name == "script" && !(tag.attributes.contains("src=") && tag.content.trim().is_empty());
        assert!(!inline_script, "an inline script: {}", tag.content);
        assert!(tag.name != "style", "an inline style: {}", tag.content);
        let words = tag.attributes.split_whitespace();
        let is_blocked = |word: &str| word.starts_with("style=") || word.starts_with("on");
        assert!(!words.clone().any(is_blocked), "what the policy blocks: {}", tag.attributes);
        let is_foreign = |word: &str| {
            ["src=", "href=", "data-glue=", "data-wasm=", "data-packed=", "data-unpack="]
                .iter()
                .any(|a| word.starts_with(a))
                && !word.contains("\"./")
        };
        assert!(!words.clone().any(is_foreign), "not relative to the page: {}", tag.attributes);
    }
}

struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    /// The text up to the next tag.
    content: &'a str,
}

fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    page.split('<').skip(1).filter(|part| !part.starts_with(['/', '!'])).map(|part| {
        let (head, content) = part.split_once('>').unwrap_or((part, ""));
        let (name, attributes) = head.split_once(char::is_whitespace).unwrap_or((head, ""));
        Tag { name, attributes, content }
    })
}
