//! Why a mail server cannot be used, in words that name the setting to change.

use std::net::SocketAddr;

use rustls::pki_types::UnixTime;
use rustls::{CertificateError, InvalidMessage};

use super::Server;
use super::answer::words;
use super::reply::Trouble;
use crate::domain::time::Instant;
use crate::domain::tls::Tls;
use crate::error::{Error, Hint, Sentence, Wanted, hint, sentence};
use crate::mail::setting::{set, unset};

/// It was not reached, or did not greet us.
pub(super) fn unreachable(server: &Server, host: &str, address: SocketAddr, trouble: &Trouble) -> Error {
    let port = server.port();
    match trouble {
        Trouble::Said(_, words) => Error::failed(format!("the mail server {host}:{port} turns us away: {words}"))
            .hint(hint!["ask its administrator, or name another with ", set("mail.smtp.host", &Wanted("HOST"))]),
        Trouble::Silent => {
            let seconds = server.patience.command.as_secs();
            let error = Error::failed(format!(
                "the mail server {host}:{port} ({}) is silent: nothing came within {seconds} s",
                address.ip()
            ))
            .hint(hint![
                "is it the right server? set it with ",
                set("mail.smtp.host", &Wanted("HOST")),
                ", and `mail.smtp.port`"
            ]);
            match server.tls {
                Tls::Implicit => error,
                Tls::StartTls | Tls::None => error.hint(hint![
                    "a server that expects TLS from the first byte is silent too: ",
                    set("mail.smtp.tls", "tls")
                ]),
            }
        }
        Trouble::Untrusted(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType))
            if server.tls == Tls::Implicit =>
        {
            Error::failed(format!(
                "the mail server {host}:{port} does not speak TLS from the first byte, as mail.smtp.tls says"
            ))
            .hint(hint!["try ", set("mail.smtp.tls", "starttls"), ", or another `mail.smtp.port`"])
        }
        Trouble::Lost(_) | Trouble::Unsent(_) | Trouble::Untrusted(_) => match certificate(trouble, host) {
            Some(flaw) => untrusted(host, &flaw),
            None => {
                let why = trouble.why(server.patience.command);
                Error::failed(format!("the mail server {host}:{port} ({}) cannot be reached: {why}", address.ip()))
                    .hint(hint![
                        "set the right one with ",
                        set("mail.smtp.host", &Wanted("HOST")),
                        ", and `mail.smtp.port`"
                    ])
            }
        },
    }
}

/// It does not offer the TLS that is demanded.
pub(super) fn no_starttls(server: &Server, host: &str) -> Error {
    let port = server.port();
    Error::failed(format!("the mail server {host}:{port} does not offer STARTTLS; nothing was said in the clear"))
        .hint(hint!["try TLS from the first byte with ", set("mail.smtp.tls", "tls"), ", or another `mail.smtp.port`"])
        .hint(hint!["for a server on this machine only: ", set("mail.smtp.tls", "none")])
}

/// Someone said something before TLS that was to be taken for the server's words.
pub(super) fn spoke_early(host: &str) -> Error {
    Error::failed(format!(
        "the mail server {host}, or something between it and us, spoke before TLS was there; it is not trusted"
    ))
    .hint(hint!["try TLS from the first byte with ", set("mail.smtp.tls", "tls")])
}

/// It offers no way to log in that we know.
pub(super) fn no_login(server: &Server, host: &str) -> Error {
    let user = server.user.as_deref().unwrap_or_default();
    Error::failed(format!("the mail server {host} offers no way to log in as {user}: neither PLAIN nor LOGIN"))
        .hint(hint!["if it wants no login: ", unset("mail.smtp.user"), ", and `mail.smtp.password_file`"])
        .hint(hint!["or try another ", set("mail.smtp.port", &Wanted("PORT"))])
}

pub(super) fn login_refused(server: &Server, host: &str, trouble: &Trouble) -> Error {
    let user = server.user.as_deref().unwrap_or_default();
    let why = trouble.why(server.patience.command);
    let file = server.password.as_ref().map(|password| password.path.display().to_string()).unwrap_or_default();
    Error::failed(format!("the mail server {host} refuses the login of {user}: {why}"))
        .hint(Hint::plain(format!("write the right password into {file} (mail.smtp.password_file)")))
        .hint(hint!["or log in as someone else with ", set("mail.smtp.user", &Wanted("NAME"))])
}

/// What is wrong with its certificate, if that was the trouble.
pub(super) fn certificate(trouble: &Trouble, host: &str) -> Option<Flaw> {
    let Trouble::Untrusted(rustls::Error::InvalidCertificate(error)) = trouble else { return None };
    let date =
        |time: &UnixTime| Instant::from_ms(i64::try_from(time.as_secs()).unwrap_or_default().saturating_mul(1000));
    Some(match error {
        CertificateError::ExpiredContext { not_after, .. } => {
            Flaw::Time(sentence!["its certificate expired at ", date(not_after).as_end()])
        }
        CertificateError::Expired => Flaw::Time("its certificate has expired".into()),
        CertificateError::NotValidYetContext { not_before, .. } => {
            Flaw::Time(sentence!["its certificate is only valid from ", date(not_before).as_start(), " on"])
        }
        CertificateError::NotValidYet => Flaw::Time("its certificate is not valid yet".into()),
        CertificateError::NotValidForNameContext { presented, .. } if !presented.is_empty() => {
            Flaw::Name(format!("its certificate is not for {host}, but for {}", plain(presented)).into())
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Flaw::Name(format!("its certificate is not for {host}").into())
        }
        // A signature does not fit when a trusted authority has the same name by chance.
        CertificateError::UnknownIssuer
        | CertificateError::BadSignature
        | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            Flaw::Issuer("its certificate is self-signed, or of an authority that is not trusted here".into())
        }
        CertificateError::Other(other) if matches!(other.0.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity)) => {
            Flaw::Authority("its certificate is one of an authority, which no server may show".into())
        }
        other => Flaw::Other(format!("its certificate is not accepted: {}", words(&other.to_string())).into()),
    })
}

/// Names as rustls shows them, `DnsName("localhost")`, without the words for programmers.
fn plain(names: &[String]) -> String {
    names.join(", ").replace("DnsName(\"", "").replace("IpAddress(", "").replace("\")", "").replace(')', "")
}

/// What is wrong with a certificate.
pub(super) enum Flaw {
    Time(Sentence),
    Name(Sentence),
    Issuer(Sentence),
    Authority(Sentence),
    Other(Sentence),
}

fn untrusted(host: &str, flaw: &Flaw) -> Error {
    let (Flaw::Time(what) | Flaw::Name(what) | Flaw::Issuer(what) | Flaw::Authority(what) | Flaw::Other(what)) = flaw;
    let error = Error::failed(sentence![
        "the mail server ",
        host,
        " is not to be trusted: ",
        what,
        "; no login and no mail was sent"
    ]);
    match flaw {
        Flaw::Time(_) => error.hint(Hint::plain("the administrator of the server must renew it; if the clock here is wrong, set it")),
        Flaw::Name(_) => {
            error.hint(hint!["name the server as its certificate does, with ", set("mail.smtp.host", &Wanted("HOST"))])
        }
        Flaw::Issuer(_) => {
            error.hint(hint!["if it is your own, trust its authority with ", set("mail.smtp.ca_file", &Wanted("FILE"))])
        }
        Flaw::Authority(_) => error.hint(Hint::plain("give the server one that is signed by it and has `basicConstraints=CA:FALSE`: `openssl req -x509` alone makes authorities")),
        Flaw::Other(_) => {
            error.hint(hint!["name another server with ", set("mail.smtp.host", &Wanted("HOST")), ", or fix this one"])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(error: CertificateError) -> String {
        let trouble = Trouble::Untrusted(rustls::Error::InvalidCertificate(error));
        let error = untrusted("mail.desk.example", &certificate(&trouble, "mail.desk.example").unwrap());
        format!("{} {}", error.message(), error.hints().iter().map(Hint::outline).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn certificate_names_are_shown_plainly() {
        let message = message(CertificateError::NotValidForNameContext {
            expected: "mail.desk.example".try_into().unwrap(),
            presented: ["DnsName(\"a.example\")", "DnsName(\"*.b.example\")", "IpAddress(192.0.2.1)"]
                .map(str::to_owned)
                .to_vec(),
        });
        assert!(message.contains("but for a.example, *.b.example, 192.0.2.1; no login"), "{message}");
    }

    #[test]
    fn authority_certificate_is_not_trusted() {
        let flaw = std::sync::Arc::new(webpki::Error::CaUsedAsEndEntity);
        let message = message(CertificateError::Other(rustls::OtherError(flaw)));
        assert!(message.contains("one of an authority") && message.contains("CA:FALSE"), "{message}");
        assert!(!message.contains("ca_file"), "{message}");
    }
}
