//! Whether the pages answer to which the links in mails lead.

use std::time::Duration;

use crate::app::probe;
use crate::domain::authority::Verb;
use crate::error::{Result, Wanted};
use crate::ops::config;
use crate::store::Store;

use super::Finding;

const AWAY: &str = "pages-away";

/// The kinds of fault that the pages have.
pub(super) const CODES: [&str; 1] = [AWAY];

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the address in `web.base_url`, if there is one.
pub(super) fn look(store: &mut Store) -> Result<Option<Finding>> {
    let Some(base) = store.read(|tx| config::value(tx, "web.base_url"))? else { return Ok(None) };
    if is_reserved(&base) {
        return Ok(None);
    }
    let asked = format!("{}/healthz", base.trim_end_matches('/'));
    let (why, command) = match probe::status(&asked, PATIENCE) {
        Ok(200) => return Ok(None),
        // The proxy is there, and the server behind it is not.
        Ok(status @ 500..) => (format!("{asked} answers with the status {status}"), Verb::Serve.step()),
        Ok(status) => (
            format!("{asked} answers with the status {status}, so that something else than the pages is there"),
            Verb::ConfigSet.step().about("web.base_url").about(&Wanted("URL")),
        ),
        Err(why) => (format!("{asked} does not answer: {why}"), Verb::Serve.step()),
    };
    Ok(Some(Finding::of_house(AWAY, format!("the links in mails lead nowhere: {why}"), command)))
}

/// Whether the address is in a domain that is reserved for examples and tests (RFC 2606): nothing ever answers there.
fn is_reserved(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let within = |domain: &&str| host == *domain || host.ends_with(&format!(".{domain}"));
    ["example", "invalid", "test", "example.com", "example.net", "example.org"].iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_domains_of_examples_are_not_asked() {
        for url in ["https://access.example.com/x", "https://portal.desk.example", "https://example.org:8443"] {
            assert!(is_reserved(url), "{url}");
        }
        for url in ["https://access.example.de", "https://myexample.com", "http://127.0.0.1:8080", "http://[::1]:80"] {
            assert!(!is_reserved(url), "{url}");
        }
    }
}
