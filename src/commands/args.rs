//! Arguments that several commands share.

use clap::Args;

use crate::app::context::Context;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Code, Error, Result};
use crate::ops::resolve::ClientSeen;

/// The client of a command, given once. Nothing else ever selects one (SPEC 3.1).
#[derive(Debug, Args)]
pub struct ClientArg {
    /// The client: id or slug. Reads also take account number, domain or owner e-mail
    #[arg(long = "client", short = 'c', value_name = "REF")]
    pub client: Option<String>,
}

impl ClientArg {
    /// The client of a change: exact, open, shown.
    ///
    /// # Errors
    /// `client_required`, `usage`, `not_found`, `client_state`, `client_mismatch`.
    pub fn for_change(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(self.given()?, Forms::Exact)?;
        cx.client_for_change(&reference, "--client")
    }

    /// The client of a read: any exact form.
    ///
    /// # Errors
    /// `client_required`, `usage`, `not_found`, `ambiguous`.
    pub fn for_read(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(self.given()?, Forms::Any)?;
        cx.client_for_read(&reference, "--client")
    }

    fn given(&self) -> Result<&str> {
        match self.client.as_deref() {
            Some(text) if text.trim().is_empty() => {
                Err(Error::usage("--client is empty")
                    .hint("name the client by id or slug; a shell variable may be unset"))
            }
            Some(text) => Ok(text),
            None => Err(Error::new(Code::ClientRequired, "this command needs to be told the client")
                .hint("name it with `--client ID-OR-SLUG`; find it with `partnerctl client find WORD`")),
        }
    }
}

/// A client that is the object of the command: `client show C`.
#[derive(Debug, Args)]
pub struct ClientObject {
    /// The client: id or slug. Reads also take account number, domain or owner e-mail
    #[arg(value_name = "CLIENT")]
    pub client: String,
}

impl ClientObject {
    /// The client of a change: exact, open, shown.
    ///
    /// # Errors
    /// `usage`, `not_found`, `client_state`, `client_mismatch`.
    pub fn for_change(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(&self.client, Forms::Exact)?;
        cx.client_for_change(&reference, "named")
    }

    /// The client of a read: any exact form.
    ///
    /// # Errors
    /// `usage`, `not_found`, `ambiguous`.
    pub fn for_read(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(&self.client, Forms::Any)?;
        cx.client_for_read(&reference, "named")
    }
}
