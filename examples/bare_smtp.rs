//! The other side of `scripts/bench mail`: sends the same mail again and again over one connection with bare lettre.
//!
//! `bare_smtp PORT COUNT FILE plain|at-once`, to 127.0.0.1 in the clear. There is no book-keeping, no database and no
//! rendering. `plain` is lettre's own `send`: it writes the final dot by itself, which then waits for the server to
//! acknowledge the text. `at-once` writes both together, and so is the harder mark.

use std::time::Duration;

use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, port, count, file, how] = arguments.as_slice() else {
        return Err("bare_smtp PORT COUNT FILE plain|at-once".into());
    };
    let text = std::fs::read_to_string(file)?;
    // Dots are doubled and the final one is added beforehand: that costs the loop nothing.
    let dotted = text.replace("\r\n.", "\r\n..") + ".\r\n";
    let server = ("127.0.0.1", port.parse()?);
    let hello = ClientId::Domain("localhost".to_owned());
    let from: Address = "noreply@bench.example".parse()?;
    let mut connection = SmtpConnection::connect(server, Some(Duration::from_secs(60)), &hello, None, None)?;
    for number in 0..count.parse::<u32>()? {
        let to: Address = format!("p{number}@bench.example").parse()?;
        if how == "plain" {
            connection.send(&Envelope::new(Some(from.clone()), vec![to])?, text.as_bytes())?;
        } else {
            connection.command(Mail::new(Some(from.clone()), Vec::new()))?;
            connection.command(Rcpt::new(to, Vec::new()))?;
            connection.command(Data)?;
            connection.command(&dotted)?;
        }
    }
    connection.quit()?;
    Ok(())
}
