//! Which clients a command showed its operator: the banner on standard error, the records on standard output.

use std::collections::BTreeSet;

use crate::support::Run;

use super::model::{Client, Model};

#[derive(Debug, Default)]
pub struct Receipt {
    /// Shown on the banner, or the client of a record.
    pub named: BTreeSet<Client>,
    /// Also whatever else that is shown looks like a client's id: tables and sentences for people.
    pub printed: BTreeSet<Client>,
    /// How many rows a table on a terminal leaves out, as it says.
    pub counted: usize,
}

pub fn of(run: &Run, model: &Model) -> Receipt {
    let mut receipt = Receipt::default();
    for line in run.err.lines().filter(|line| line.starts_with("▸ ")) {
        receipt.named.extend(line.split("  ").nth(1).and_then(number));
    }
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(&run.out) {
        let records = json.as_array().cloned().unwrap_or_else(|| vec![json]);
        let ids = records.iter().filter_map(|record| record.get("client_id")?.as_str());
        receipt.named.extend(ids.filter_map(number));
    } else if run.out.lines().next().is_some_and(|header| header.split(',').any(|name| name == "client_id")) {
        let ids = run.csv().into_iter().filter_map(|row| row.get("client_id").cloned());
        receipt.named.extend(ids.filter_map(|id| number(&id)));
    }
    let shown = run.err.lines().filter(|line| !["hint:", "error:", "{"].iter().any(|no| line.starts_with(no)));
    let shown = shown.fold(run.out.clone(), |shown, line| shown + "\n" + line);
    let words = shown.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
    // What concerns a login names the clients that it reaches by their slugs, and one that is left by the session.
    let named = |word: &str| number(word).or_else(|| model.exactly(word)).or_else(|| model.session(word));
    let counts = run.err.lines().filter(|line| line.contains(" without problems "));
    let counts = counts.filter_map(|line| line.strip_prefix("note: ")?.split(' ').next()?.parse::<usize>().ok());
    receipt.counted = counts.sum();
    receipt.printed = words.filter_map(named).chain(receipt.named.iter().copied()).collect();
    receipt
}

/// The number in `C100001-9`.
fn number(id: &str) -> Option<Client> {
    let (number, digit) = id.strip_prefix('C')?.split_once('-')?;
    if digit.len() == 1 { number.parse().ok() } else { None }
}
