//! Why a mail server cannot be used, in words that name the setting to change.

use std::net::SocketAddr;

use super::Server;
use super::reply::Trouble;
use crate::domain::time::Instant;
use crate::domain::tls::Tls;
use crate::error::Error;

/// It was not reached, or did not greet us.
pub(super) fn unreachable(server: &Server, host: &str, address: SocketAddr, trouble: &Trouble) -> Error {
    let port = server.port();
    match trouble {
        Trouble::Said(_, words) => Error::failed(format!("the mail server {host}:{port} turns us away: {words}"))
            .hint("ask whoever runs it, or name another with `partnerctl config set mail.smtp.host HOST`"),
        Trouble::Silent => {
            let seconds = server.patience.command.as_secs();
            let error = Error::failed(format!(
                "the mail server {host}:{port} ({}) is silent: nothing came within {seconds} s",
                address.ip()
            ))
            .hint(
                "is it the right server? set it with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`",
            );
            match server.tls {
                Tls::Implicit => error,
                Tls::StartTls | Tls::None => error.hint(
                    "a server that expects TLS from the first byte is silent too: `partnerctl config set mail.smtp.tls tls`",
                ),
            }
        }
        Trouble::Lost(why) | Trouble::Unsent(why) => match certificate(trouble, host) {
            Some(flaw) => untrusted(host, &flaw),
            None if server.tls == Tls::Implicit && why.contains("InvalidContentType") => Error::failed(format!(
                "the mail server {host}:{port} does not speak TLS from the first byte, as mail.smtp.tls says"
            ))
            .hint("try `partnerctl config set mail.smtp.tls starttls`, or another `mail.smtp.port`"),
            None => Error::failed(format!("the mail server {host}:{port} ({}) cannot be reached: {why}", address.ip()))
                .hint("set the right one with `partnerctl config set mail.smtp.host HOST`, and `mail.smtp.port`"),
        },
    }
}

/// It does not offer the TLS that is demanded.
pub(super) fn no_starttls(server: &Server, host: &str) -> Error {
    let port = server.port();
    Error::failed(format!("the mail server {host}:{port} does not offer STARTTLS; nothing was said in the clear"))
        .hint("try TLS from the first byte with `partnerctl config set mail.smtp.tls tls`, or another `mail.smtp.port`")
        .hint("for a server on this machine only: `partnerctl config set mail.smtp.tls none`")
}

/// Somebody said something before TLS that was to be taken for the server's words.
pub(super) fn spoke_early(host: &str) -> Error {
    Error::failed(format!(
        "the mail server {host}, or somebody between it and us, spoke before TLS was there; it is not trusted"
    ))
    .hint("try TLS from the first byte with `partnerctl config set mail.smtp.tls tls`")
}

/// It offers no way to log in that we know.
pub(super) fn no_login(server: &Server, host: &str) -> Error {
    let user = server.user.as_deref().unwrap_or_default();
    Error::failed(format!("the mail server {host} offers no way to log in as {user}: neither PLAIN nor LOGIN"))
        .hint("if it wants no login: `partnerctl config unset mail.smtp.user`, and `mail.smtp.password_file`")
        .hint("or try another `partnerctl config set mail.smtp.port PORT`")
}

/// It refused the login.
pub(super) fn login_refused(server: &Server, host: &str, trouble: &Trouble) -> Error {
    let user = server.user.as_deref().unwrap_or_default();
    let why = match trouble {
        Trouble::Said(_, words) => words.clone(),
        Trouble::Lost(why) | Trouble::Unsent(why) => why.clone(),
        Trouble::Silent => format!("no answer within {} s", server.patience.command.as_secs()),
    };
    let file = server.password.as_ref().map(|password| password.path.display().to_string()).unwrap_or_default();
    Error::failed(format!("the mail server {host} refuses the login of {user}: {why}"))
        .hint(format!("write the right password into {file} (mail.smtp.password_file)"))
        .hint("or log in as somebody else with `partnerctl config set mail.smtp.user NAME`")
}

/// What is wrong with its certificate, if that was the trouble.
pub(super) fn certificate(trouble: &Trouble, host: &str) -> Option<Flaw> {
    let (Trouble::Lost(why) | Trouble::Unsent(why)) = trouble else { return None };
    let (_, why) = why.split_once("invalid peer certificate: ")?;
    let date = |marker: &str| {
        let seconds: i64 = why.split_once(marker)?.1.split(' ').next()?.parse().ok()?;
        Some(Instant::from_ms(seconds.saturating_mul(1000)).to_string())
    };
    Some(if why.contains("expired") || why.contains("Expired") {
        Flaw::Time(match date("not valid after ") {
            Some(end) => format!("its certificate expired at {end}"),
            None => "its certificate has expired".to_owned(),
        })
    } else if why.contains("not valid yet") || why.contains("NotValidYet") {
        Flaw::Time(match date("not valid before ") {
            Some(begin) => format!("its certificate is only valid from {begin} on"),
            None => "its certificate is not valid yet".to_owned(),
        })
    } else if why.contains("not valid for name") || why.contains("NotValidForName") {
        let others = why.split_once("is only valid for ").map(|(_, names)| format!(", but for {}", plain(names)));
        Flaw::Name(format!("its certificate is not for {host}{}", others.unwrap_or_default()))
    } else if why.contains("CaUsedAsEndEntity") {
        Flaw::Authority("its certificate is one of an authority, which no server may show".to_owned())
    } else if ["UnknownIssuer", "Signature"].iter().any(|flaw| why.contains(flaw)) {
        // A signature does not fit when a trusted authority has the same name by chance.
        Flaw::Issuer("its certificate is self-signed, or of an authority that is not trusted here".to_owned())
    } else {
        Flaw::Other(format!("its certificate is not accepted: {why}"))
    })
}

/// Names as rustls tells them, `DnsName("localhost")`, without the words for programmers.
fn plain(names: &str) -> String {
    names.replace("DnsName(\"", "").replace("IpAddress(", "").replace("\")", "").replace(')', "")
}

/// What is wrong with a certificate.
pub(super) enum Flaw {
    Time(String),
    Name(String),
    Issuer(String),
    Authority(String),
    Other(String),
}

fn untrusted(host: &str, flaw: &Flaw) -> Error {
    let (Flaw::Time(what) | Flaw::Name(what) | Flaw::Issuer(what) | Flaw::Authority(what) | Flaw::Other(what)) = flaw;
    let error =
        Error::failed(format!("the mail server {host} is not to be trusted: {what}; no login and no mail was sent"));
    match flaw {
        Flaw::Time(_) => error.hint("whoever runs the server must renew it; if the clock here is wrong, set it"),
        Flaw::Name(_) => {
            error.hint("name the server as its certificate does, with `partnerctl config set mail.smtp.host HOST`")
        }
        Flaw::Issuer(_) => {
            error.hint("if it is your own, trust its authority with `partnerctl config set mail.smtp.ca_file FILE`")
        }
        Flaw::Authority(_) => error.hint(
            "give the server one that is signed by it and has `basicConstraints=CA:FALSE`: `openssl req -x509` alone makes authorities",
        ),
        Flaw::Other(_) => {
            error.hint("name another server with `partnerctl config set mail.smtp.host HOST`, or mend this one")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(why: &str) -> String {
        let trouble = Trouble::Lost(format!("Connection error: invalid peer certificate: {why}"));
        let error = untrusted("mail.desk.example", &certificate(&trouble, "mail.desk.example").unwrap());
        format!("{} {}", error.message(), error.hints().join(" "))
    }

    #[test]
    fn the_names_of_a_certificate_are_told_without_the_words_of_programmers() {
        let told = told(
            "certificate not valid for name \"mail.desk.example\"; certificate is only valid for \
             DnsName(\"a.example\"), DnsName(\"*.b.example\") or IpAddress(192.0.2.1)",
        );
        assert!(told.contains("but for a.example, *.b.example or 192.0.2.1; no login"), "{told}");
    }

    #[test]
    fn the_certificate_of_an_authority_is_not_told_to_be_trusted() {
        let told = told("Other(OtherError(CaUsedAsEndEntity))");
        assert!(told.contains("one of an authority") && told.contains("CA:FALSE"), "{told}");
        assert!(!told.contains("ca_file"), "{told}");
    }
}
