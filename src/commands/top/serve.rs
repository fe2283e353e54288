//! `partnerctl serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use clap::Args;

use crate::app::database_location::DatabaseLocation;
use crate::app::system::{SystemClock, SystemEntropy};
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::domain::time::Zone;
use crate::error::{Error, Result};
use crate::ops::database;
use crate::ops::deliver::{DeliveryEnv, RateLimiter};
use crate::ops::unit_of_work::{KeyStore, Mode};
use crate::ops::{config, language, outbox};
use crate::output::Columns;
use crate::shell;
use crate::web::{self, Desk, MakeDesk, Options, Running, TlsFiles};

/// How often it is looked whether to stop.
const GLANCE: Duration = Duration::from_millis(200);

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Listen on this address and port; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Speak TLS with this certificate chain (PEM), where no proxy does
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The header in which your proxy says who asks, such as X-Forwarded-For; never without a proxy that sets it
    #[arg(long, value_name = "NAME")]
    client_header: Option<String>,
}

impl Command for Serve {
    const NAME: &'static str = "serve";
    const ABOUT: &'static str = "Serve the pages on which people answer their mails, sign in and enter accounts";
    const DETAILS: &'static str = "\
The pages are those that the links in the mails name, below `web.base_url`: answering an invitation or a partner's request, \
choosing a password, signing in. They do what the commands do, by the same rules and with the same audit; the actor of such a \
row is `@web`, on behalf of the person. People who sign in see the accounts that they may enter; `portal.login_url` takes them \
there. Owners and admins see and change the people of their account.

Run it as a service, with TLS by a proxy in front of it or by --tls-cert and --tls-key; docs/pages.md has both. \
`web.base_url` must begin with https://, unless it is on this machine. The log on standard error has a line for each request: \
method, page, status, time; no code and no address. `/healthz` answers `ok`. SIGTERM and Ctrl-C let the requests under way \
end. The settings are read at the start.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl serve",
        "partnerctl serve --listen 127.0.0.1:9000 --client-header X-Forwarded-For",
        "partnerctl serve --listen 0.0.0.0:443 --tls-cert fullchain.pem --tls-key privkey.pem",
    ];
    const VERB: Option<Verb> = Some(Verb::Serve);
    const COLUMNS: Option<Columns> = None;

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if cx.mode() == Mode::DryRun {
            return Err(Error::usage("serve has no dry run").advice("check the set-up with `partnerctl doctor`"));
        }
        let listen = self.listen;
        let options = self.options(cx)?;
        let place = cx.database.clone();
        let running = web::bind(listen)?.serve(&options, &make_desk(cx, place, cx.actor()?.clone()))?;
        cx.ui.release();
        let scheme = if options.tls.is_some() { "https" } else { "http" };
        cx.ui.insist(&format!("listening on {scheme}://{}, for {}", running.address, options.base_url));
        if let Some(port) = web::other_port(&options.base_url, running.address) {
            let here = running.address;
            cx.ui.warn(&format!("web.base_url says port {port}: the links in mails do not lead here"));
            cx.ui.hint(&shell_format!(
                "start it with `--listen {}`, or set `partnerctl config set web.base_url {}`",
                SocketAddr::new(here.ip(), port),
                format!("{scheme}://{here}")
            ));
        }
        if options.portal.is_none() {
            cx.ui.note("portal.login_url is not set, so that no one can enter an account from the pages");
        }
        cx.ui.hint("run `partnerctl mail deliver --watch` as well: it delivers mails that wait or are tried again");
        until_interrupted(cx, running)
    }
}

/// Prints the log until Ctrl-C or SIGTERM, and lets the requests under way end.
pub(super) fn until_interrupted(cx: &Context, running: Running) -> Result<()> {
    let ended = loop {
        match running.log.recv_timeout(GLANCE) {
            Ok(line) => cx.ui.status(&line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break Err(Error::bug("the server ended by itself")),
        }
        if cx.interrupt.is_set() {
            break Ok(());
        }
    };
    running.stop();
    ended
}

impl Serve {
    fn options(self, cx: &mut Context) -> Result<Options> {
        let (base_url, portal, desk_name, language) = cx.read(|tx, _| {
            let portal = config::value(tx, "portal.login_url")?;
            let base_url = config::value(tx, "web.base_url")?;
            Ok((base_url, portal, outbox::own_desk_name(tx)?, language::of_desk(tx)?))
        })?;
        let base_url = base_url.ok_or_else(|| {
            Error::usage("web.base_url is not set: the pages do not know their own address")
                .advice("set it with `partnerctl config set web.base_url https://HOST`")
        })?;
        let client_header = self.client_header.as_deref().map(web::client_header).transpose()?;
        let tls = match (self.tls_cert, self.tls_key) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate: cx.path(&certificate), key: cx.path(&key) }),
            _ => None,
        };
        Ok(Options { tls, client_header, base_url, portal, desk_name, language })
    }
}

/// How each thread of the server gets its desk, over the database at `place`. Changes run in the name of `runs_as`.
pub(super) fn make_desk(cx: &Context, place: DatabaseLocation, runs_as: Actor) -> MakeDesk {
    let (strength, patience) = (cx.strength, cx.mail_patience);
    let zone = cx.zone.of_desk().name();
    let (interrupt, account) = (cx.interrupt.clone(), cx.account.clone());
    Arc::new(move || {
        let (store, info) = database::open_again(&place, &account)?;
        let clock = Rc::new(SystemClock::start());
        let zone = match zone {
            Some(name) => Zone::named(name)?,
            None => Zone::machine(),
        };
        let stop = interrupt.clone();
        let post = DeliveryEnv {
            outbox: place.paths().outbox(),
            sharing: place.sharing(),
            zone: zone.clone(),
            time: RateLimiter::new(clock.clone(), move || stop.check()),
            patience,
            wording: shell::sentence,
        };
        Ok(Desk {
            store,
            info,
            key_store: KeyStore::new(place.paths().key()),
            entropy: Box::new(SystemEntropy),
            clock,
            zone,
            strength,
            post,
            later: None,
            runs_as: runs_as.clone(),
        })
    })
}
