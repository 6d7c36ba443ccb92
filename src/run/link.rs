//! Links: a scenario, and what the screen shows of it, in a short checked text for the address line.
//!
//! `1.` names the format; then comes base64url of the encoded scenario and four bytes of a checksum, so that a
//! link that was cut or mistyped is told from one that was made.

use crate::base::hash::Fingerprint;
use crate::base::{Named, Trouble, base64url};
use crate::run::scenario::{self, Scenario};
use crate::trouble;
use serde::{Deserialize, Serialize};

/// A longer link was not made by the page.
pub const LONGEST: usize = 20_000;
const CHECK: usize = 4;

/// What travels: the run, and beside it the view, which never changes a bit of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub scenario: Scenario,
    pub view: Named<String>,
}

fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let mut hash = Fingerprint::default();
    bytes.iter().for_each(|b| hash.add(*b as u64));
    (hash.value() as u32).to_le_bytes()
}

impl Link {
    /// The part after the `#`.
    pub fn encode(&self) -> Result<String, Trouble> {
        let failed = |e: postcard::Error| trouble!("the link cannot be written: {e}", "无法生成链接：{e}");
        let mut bytes = postcard::to_allocvec(self).map_err(failed)?;
        let check = checksum(&bytes);
        bytes.extend(check);
        let version = scenario::VERSION;
        Ok(format!("{version}.{}", base64url::encode(&bytes)))
    }

    /// Reads a whole address, or the part after its `#`. The scenario is not yet checked.
    pub fn decode(text: &str) -> Result<Link, Trouble> {
        let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment).trim();
        if fragment.len() > LONGEST {
            let length = fragment.len();
            return Err(trouble!(
                "the link has {length} characters, but at most {LONGEST} are allowed",
                "链接有 {length} 个字符，最多允许 {LONGEST} 个"
            ));
        }
        let start: String = fragment.chars().take(12).collect();
        let Some((version, body)) = fragment.split_once('.') else {
            return Err(trouble!(
                "the link begins with “{start}”, but must begin with “1.”",
                "链接以“{start}”开头，应以“1.”开头"
            ));
        };
        match version.parse::<u32>() {
            Ok(v) if v == scenario::VERSION => {}
            Ok(v) if v > scenario::VERSION => {
                let known = scenario::VERSION;
                return Err(trouble!(
                    "the link is of version {v}, but this page reads version {known}: a newer page may read it",
                    "链接的版本是 {v}，本页只读版本 {known}；更新的页面也许能读"
                ));
            }
            _ => {
                return Err(trouble!(
                    "the link begins with “{start}”, but must begin with “1.”",
                    "链接以“{start}”开头，应以“1.”开头"
                ));
            }
        }
        let damaged = || {
            trouble!(
                "the link is damaged: a character is missing or wrong; copy it again",
                "链接已损坏：缺少字符或有错字，请重新复制"
            )
        };
        let bytes = base64url::decode(body).ok_or_else(damaged)?;
        let Some(end) = bytes.len().checked_sub(CHECK) else { return Err(damaged()) };
        if checksum(&bytes[..end]) != bytes[end..] {
            return Err(damaged());
        }
        let (link, rest) = postcard::take_from_bytes(&bytes[..end]).map_err(|_| damaged())?;
        if rest.is_empty() { Ok(link) } else { Err(damaged()) }
    }
}
