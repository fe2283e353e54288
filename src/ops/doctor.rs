//! What is wrong here, and the command that fixes it: faults in the rows, in the proof, in the files, in the settings.

mod clock;
mod files;
mod mail;
mod rows;

pub use mail::{refused_alike, settings as of_mail_settings};

use std::net::SocketAddr;
use std::time::Duration;

use crate::app::database_paths::DatabasePaths;
use crate::app::probe;
use crate::domain::authority::Verb;
use crate::domain::client_domain::objection;
use crate::domain::domain_name::DomainName;
use crate::domain::id::ClientId;
use crate::domain::time::Instant;
use crate::domain::todo::PATIENCE;
use crate::error::{Flag, Hint, NextStep, Remedy, Result, Wanted};
use crate::ops::config;
use crate::store::audit::Verdict;
use crate::store::doctor::Fault;
use crate::store::{Store, Tx, audit, doctor};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The client, by id and slug, where it is one's.
    pub client: Option<(ClientId, String)>,
    /// The kind of fault; stable.
    pub code: &'static str,
    /// The thing, as people write it.
    pub entity: Option<String>,
    /// What is wrong, for people.
    pub finding: Hint,
    /// What fixes it.
    pub command: Remedy,
}

impl Finding {
    fn of_house(code: &'static str, finding: impl Into<String>, command: impl Into<Remedy>) -> Self {
        Self::of_hint(code, Hint::plain(finding.into()), command)
    }

    fn of_hint(code: &'static str, finding: Hint, command: impl Into<Remedy>) -> Self {
        Self { client: None, code, entity: None, finding, command: command.into() }
    }
}

/// Every kind of fault, by its stable name, in the order in which they are reported.
pub fn codes() -> impl Iterator<Item = &'static str> {
    let rows = Fault::ALL.into_iter().map(rows::code).chain([SHARED, ABOVE, AUDIT]).chain(mail::OF_OUTBOX);
    rows.chain(clock::CODES).chain(files::CODES).chain([SCHEMA]).chain(mail::OF_SETTINGS).chain(CODES)
}

const AUDIT: &str = "audit-broken";
const SCHEMA: &str = "schema-changed";

/// What is wrong with the files of the database, with its tables and triggers, with the settings of mail, and with the
/// pages. Few by their nature.
pub fn of_files(place: &DatabasePaths, store: &mut Store) -> Result<Vec<Finding>> {
    let mut found = files::look(place, store)?;
    for fault in store.schema_faults()? {
        found.push(Finding::of_house(SCHEMA, fault, Verb::DbCheck.step()));
    }
    found.extend(store.read(|tx| mail::settings(tx, place.sharing()))?);
    found.extend(of_pages(store)?);
    Ok(found)
}

/// What is wrong in the rows, in the chain of the audit and in the outbox, in turn; nothing is collected.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn in_rows(tx: &Tx<'_>, now: Instant, mut each: impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    for fault in Fault::ALL {
        doctor::each(tx, fault, (now, now - PATIENCE), |found| each(&rows::finding_of(fault, found)))?;
    }
    shared_domains(tx, &mut each)?;
    offers_above_sender(tx, now, &mut each)?;
    if let Verdict::Broken { number, .. } = audit::verify(tx)? {
        let finding = format!("audit row {number} is not as it was written");
        each(&Finding::of_house(AUDIT, finding, Verb::AuditVerify.step()))?;
    }
    mail::outbox(tx, now, &mut each)?;
    clock::look(tx, now, &mut each)
}

// Domains that are no one's, recorded before they were refused: a mail service, or a public suffix.

const SHARED: &str = "shared-domain";

/// Every client with such a domain.
///
/// # Errors
/// `failed`, and those of `each`.
fn shared_domains(tx: &Tx<'_>, each: &mut impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    doctor::each_domain(tx, |client, slug, domain| {
        let Some(why) = DomainName::parse(domain).ok().and_then(|domain| objection(&domain)) else { return Ok(()) };
        each(&Finding {
            client: Some((client, slug.to_owned())),
            code: SHARED,
            entity: Some(client.to_string()),
            finding: Hint::plain(format!(
                "its domain is {domain}, which {why}, so that it raises the alarm for strangers"
            )),
            command: Verb::ClientEdit.step().about(&slug).switch(Flag::NoDomain).into(),
        })
    })
}

// Invitations that offer more than the person who sent them can give by now.

const ABOVE: &str = "invitation-above-sender";

/// Every such invitation. Those whose sender administers no users at all are a fault of the rows.
///
/// # Errors
/// `failed`, and those of `each`.
fn offers_above_sender(tx: &Tx<'_>, now: Instant, each: &mut impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    doctor::each_offer(tx, now, |offer| {
        let Err(why) = offer.own.check_offer(&offer.offers) else { return Ok(()) };
        if !offer.own.administer_users() {
            return Ok(());
        }
        let (id, (client, slug)) = (offer.invitation, offer.client);
        each(&Finding {
            client: Some((client, slug.to_owned())),
            code: ABOVE,
            entity: Some(id.to_string()),
            finding: Hint::plain(format!(
                "{id} to {} offers more than {}, who sent it, can give: {}",
                offer.address,
                offer.sender,
                why.as_str()
            )),
            command: Verb::InviteCancel.step().about(&id).client(&slug).into(),
        })
    })
}

// Whether the pages answer to which the links in mails lead.

const AWAY: &str = "pages-away";

/// The kinds of fault that the pages have.
const CODES: [&str; 1] = [AWAY];

/// The one that `serve` listens on without `--listen`.
const USUAL_PORT: u16 = 8080;

/// How long an answer may take.
const PAGES_PATIENCE: Duration = Duration::from_secs(5);

/// Asks the address in `web.base_url`, if there is one.
fn of_pages(store: &mut Store) -> Result<Option<Finding>> {
    let Some(base) = store.read(|tx| config::value(tx, "web.base_url"))? else { return Ok(None) };
    if is_reserved(&base) {
        return Ok(None);
    }
    let asked = format!("{}/healthz", base.trim_end_matches('/'));
    let (why, command) = match probe::status(&asked, PAGES_PATIENCE) {
        Ok(200) => return Ok(None),
        // The proxy is there, and the server behind it is not.
        Ok(status @ 500..) => (format!("{asked} answers with the status {status}"), serve_at(&base)),
        Ok(status) => (
            format!("{asked} answers with the status {status}, so that something else than the pages is there"),
            Verb::ConfigSet.step().about("web.base_url").about(&Wanted("URL")),
        ),
        Err(why) => (format!("{asked} does not answer: {why}"), serve_at(&base)),
    };
    Ok(Some(Finding::of_house(AWAY, format!("the links in mails lead nowhere: {why}"), command)))
}

/// The server for these pages: where the address is this machine itself, on its port.
fn serve_at(base: &str) -> NextStep {
    let serve = Verb::Serve.step();
    let Some((_, rest)) = base.split_once("://") else { return serve };
    let host = rest.split('/').next().unwrap_or_default().replace("localhost", "127.0.0.1");
    match host.parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() && address.port() != USUAL_PORT => {
            serve.with(Flag::Listen, &address.to_string())
        }
        _ => serve,
    }
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
    fn pages_of_this_machine_are_served_on_their_port() {
        for (base, line) in [
            ("http://127.0.0.1:9000/portal", "partnerctl serve --listen 127.0.0.1:9000"),
            ("http://localhost:9000", "partnerctl serve --listen 127.0.0.1:9000"),
            ("http://127.0.0.1:8080", "partnerctl serve"),
            ("https://access.example.de:8443", "partnerctl serve"),
        ] {
            assert_eq!(
                serve_at(base),
                if line.contains("--listen") {
                    Verb::Serve.step().with(Flag::Listen, "127.0.0.1:9000")
                } else {
                    Verb::Serve.step()
                },
                "{base}"
            );
        }
    }

    #[test]
    fn only_example_domains_are_skipped() {
        for url in ["https://access.example.com/x", "https://portal.desk.example", "https://example.org:8443"] {
            assert!(is_reserved(url), "{url}");
        }
        for url in ["https://access.example.de", "https://myexample.com", "http://127.0.0.1:8080", "http://[::1]:80"] {
            assert!(!is_reserved(url), "{url}");
        }
    }
}
