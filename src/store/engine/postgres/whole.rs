//! Whether the triggers are as this program made them: the write guard, the history and the append-only audit are triggers,
//! and anyone who took one away could write unseen.

use crate::domain::authority::Verb;
use crate::error::{Error, Hint, Result, hint};

use super::SCHEMA;
use super::connection::Connection;
use super::failure::failure;

/// Every trigger and function of ours, a line for each with all that it does.
const LINES: &str =
    "SELECT 'trigger ' || t.tgname || ' ' || concat_ws(' ', c.relname, t.tgtype, t.tgenabled, p.proname,
        encode(t.tgargs, 'escape'), t.tgattr, t.tgqual IS NULL, t.tgoldtable, t.tgnewtable) AS line
      FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
     WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'function ' || proname || ' ' || concat_ws(' ', prosrc, prosecdef, provolatile, proconfig)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace";

/// The digest of those lines in a database that this program made.
const DIGEST: &str = include_str!("schema.sha256");

impl Connection {
    /// Makes sure of it before anything is changed; once, because a connection is short.
    ///
    /// # Errors
    /// `failed`, with the name of the trigger.
    pub(in crate::store) fn triggers_must_be_whole(&self) -> Result<()> {
        if self.whole.get() {
            return Ok(());
        }
        if !self.has_our_triggers()? {
            return Err(self.broken()?);
        }
        self.whole.set(true);
        Ok(())
    }

    /// Whether triggers and functions are those of this program, and no others.
    pub(super) fn has_our_triggers(&self) -> Result<bool> {
        Ok(self.digest()? == DIGEST.trim_end())
    }

    pub(super) fn digest(&self) -> Result<String> {
        let text = format!(
            "SELECT encode(sha256(convert_to(string_agg(l.line, E'\\n' ORDER BY l.line), 'UTF8')), 'hex') FROM ({LINES}) AS l"
        );
        let before = self.before(false);
        let client = self.client();
        let answer = client.query_typed(&text, &[]);
        let rows = self.send(&before, answer, "reading the triggers")?;
        let digest = rows.first().map(|row| row.try_get::<_, Option<String>>(0)).transpose();
        digest
            .map(|digest| digest.flatten().unwrap_or_default())
            .map_err(|error| failure(&error, "reading the triggers"))
    }

    /// What is missing or changed, for the person who has to look at it.
    fn broken(&self) -> Result<Error> {
        let named = "SELECT t.tgname::text FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relnamespace = 'public'::regnamespace";
        let rows = self.send("", self.client().query_typed(named, &[]), "reading the triggers")?;
        let found: Vec<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
        let missing = trigger_names().find(|name| !found.iter().any(|found| found == name));
        let what = missing.map_or_else(
            || "a trigger or a function of one was changed".to_owned(),
            |name| format!("the trigger {name} is missing or does not run"),
        );
        let error =
            Error::failed(format!("{what} in {}, so that writes are not guarded; nothing was changed", self.address()))
                .hint(hint!["see what else was changed with ", Verb::DbCheck.step()])
                .hint(Hint::plain("have who administers the database bring the schema back as it was"));
        Ok(match missing {
            Some(name) => error.fact("trigger", name),
            None => error,
        })
    }
}

fn trigger_names() -> impl Iterator<Item = &'static str> {
    SCHEMA.split("\nCREATE TRIGGER ").skip(1).filter_map(|text| text.split(' ').next())
}
