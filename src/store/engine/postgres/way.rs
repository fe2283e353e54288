//! The way to a server: in the clear on this machine, else inside TLS.

use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, Error, NoTls};

use crate::domain::server_address::{ServerAddress, Wire};
use crate::error::Result;

use super::tls::Tls;

/// How one gets in, as often as wanted.
pub(super) struct Way {
    config: Config,
    tls: Option<Tls>,
}

impl Way {
    /// # Errors
    /// `failed` when the certificates of those who may vouch for the server cannot be used.
    pub(super) fn new(mut config: Config, address: &ServerAddress) -> Result<Self> {
        let tls = match address.wire() {
            Wire::Local => None,
            Wire::Protected => Some(Tls::new(address.authorities.as_deref())?),
        };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Self { config, tls })
    }

    /// Connects. What reads and writes the socket runs while something is waited for; its failures are those of the
    /// statements.
    pub(super) async fn connect(&self) -> Result<Client, Error> {
        match &self.tls {
            None => {
                let (client, socket) = self.config.connect(NoTls).await?;
                tokio::spawn(async { socket.await.ok() });
                Ok(client)
            }
            Some(tls) => {
                let (client, socket) = self.config.connect(tls.clone()).await?;
                tokio::spawn(async { socket.await.ok() });
                Ok(client)
            }
        }
    }
}
