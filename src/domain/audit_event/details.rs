//! The details of an audit row as they are stored: a JSON object of texts, made from the events of a change and read
//! back as one. Nothing outside of this module knows their keys.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::change::{BEFORE, Field, FieldChange};
use super::{AuditEvent, Event};
use crate::domain::code::mask;
use crate::domain::id::PartnerId;
use crate::domain::slug::Slug;
use crate::error::{Error, Given, Result};

/// The details of one audit row. A key that came more than once has the list of its values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details(Map<String, Value>);

/// What an audit row says in addition to what happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Notes {
    /// That the clock is behind the row before.
    pub clock: Option<String>,
    /// The key that was recorded with it.
    pub key_fingerprint: Option<String>,
}

/// What is recorded of a command that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Refusal {
    /// The command line.
    pub named: Option<String>,
    pub message: Option<String>,
    /// The client whose slug was typed and that was not meant.
    pub near_miss: Option<String>,
    pub near_miss_slug: Option<String>,
}

/// What is recorded of rows of a table that were as they should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnchangedRows {
    pub table: String,
    pub rows: String,
}

/// The parts of an operation that come from elsewhere than the details, and take precedence over them.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The slug of the client.
    pub slug: Option<String>,
    /// What gives back the access or link that ended.
    pub terms: Option<Vec<Given>>,
    /// The person as they are called today.
    pub person: Option<Person>,
    /// The slug of the partner.
    pub partner: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

/// What can name other clients where a change is about several of them.
const ABOUT_OTHERS: &[&str] =
    &["clients", "clients_before", "grants", "invitations", "requests", "sessions", "dedicated"];

/// What an event says of the name of a person.
const NAMES: &[&str] = &["name", "name_before"];

/// What stored details may have in them: found without reading them, and rather too often than too rarely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// Other clients.
    pub clients: bool,
    /// The name of a person.
    pub name: bool,
}

/// Whether the name of the person of an event can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonName {
    Shown,
    Hidden,
}

impl Details {
    /// What the events of a change say: the first, and of the others what it says nothing about, so that nothing of theirs
    /// is taken for its own; then the actions of the others.
    ///
    /// # Errors
    /// `bug` for an event that is only read.
    pub fn of(events: &[Event], notes: &Notes) -> Result<Self> {
        let mut details = Self::default();
        if let Some((first, others)) = events.split_first() {
            details.add(first.pairs()?);
            let own: Vec<String> = details.0.keys().cloned().collect();
            for other in others {
                details.add(other.pairs()?.into_iter().filter(|(key, _)| !own.contains(key)));
            }
            let also = others.iter().filter_map(Event::action);
            details.add(also.map(|action| ("also".to_owned(), action.name().into())));
        }
        details.add(texts(notes)?);
        Ok(details)
    }

    /// # Errors
    /// As [`Details::of`].
    pub fn of_refusal(refusal: &Refusal, notes: &Notes) -> Result<Self> {
        let mut details = Self::default();
        details.add(texts(refusal)?);
        details.add(texts(notes)?);
        Ok(details)
    }

    /// # Errors
    /// As [`Details::of`].
    pub fn of_unchanged(rows: &UnchangedRows) -> Result<Self> {
        let mut details = Self::default();
        details.add(texts(rows)?);
        Ok(details)
    }

    /// The details of an event about the database itself, which no change makes: with its numbers, and nothing left out.
    ///
    /// # Errors
    /// As [`Details::of`].
    pub fn of_database(event: &AuditEvent) -> Result<Self> {
        fields(event).map(Self)
    }

    /// Reads stored details; none where they are damaged.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).map_or_else(|_| Self::default(), Self)
    }

    pub fn hints(text: &str) -> Hints {
        Hints { clients: text.contains("\"clients"), name: text.contains("\"name") }
    }

    /// Codes are masked whatever wrote them.
    fn add(&mut self, pairs: impl IntoIterator<Item = (String, Value)>) {
        for (key, value) in pairs {
            let value = match value {
                Value::String(text) => Value::from(&*mask(&text)),
                value => value,
            };
            match self.0.get_mut(&key) {
                None => {
                    self.0.insert(key, value);
                }
                Some(first) if *first == value => {}
                Some(Value::Array(list)) if list.contains(&value) => {}
                Some(Value::Array(list)) => list.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
    }

    /// What happened: the event that names the row. Those that came along with it are in [`Details::also`], and what they
    /// changed in [`Details::changes`].
    pub fn event(&self, action: &str, entity: Option<&str>) -> AuditEvent {
        let mut row = Map::new();
        row.insert("action".to_owned(), action.into());
        row.insert("entity_id".to_owned(), entity.into());
        row.extend(self.0.iter().map(|(key, value)| (key.clone(), value.clone())));
        serde_json::from_value(Value::Object(row)).unwrap_or_else(|_| AuditEvent::Other {
            action: action.to_owned(),
            entity: entity.map(str::to_owned),
            details: self.clone(),
        })
    }

    /// What was refused, of the row of a refusal.
    pub fn refusal(&self) -> Refusal {
        serde_json::from_value(Value::Object(self.0.clone())).unwrap_or_default()
    }

    /// The actions that came along with the event.
    pub fn also(&self) -> Vec<&str> {
        match self.0.get("also") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The fields that changed.
    pub fn changes(&self) -> Vec<FieldChange> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let pairs = self.0.iter().filter_map(|(key, before)| {
            let field = key.strip_suffix(BEFORE)?;
            let after = self.0.get(field)?;
            Some(FieldChange { field: Field::named(field), before: text(before), after: text(after) })
        });
        pairs.collect()
    }

    /// The partner, where it is named by its id.
    pub fn partner(&self) -> Option<PartnerId> {
        self.0.get("partner").and_then(Value::as_str).and_then(|id| PartnerId::parse(id).ok())
    }

    /// Names the partner.
    pub fn name_partner(&mut self, slug: &Slug) {
        self.0.insert("partner".to_owned(), slug.as_str().into());
    }

    /// Who answered is left out if it is the one on whose behalf the command was given.
    pub fn without_answerer(&mut self, acting_as: Option<&str>) {
        if acting_as.is_some() && self.0.get("by").and_then(Value::as_str) == acting_as {
            self.0.shift_remove("by");
        }
    }

    /// What a user may read in the log of one client.
    #[must_use]
    pub fn for_user(mut self, name: PersonName) -> Self {
        self.0.retain(|key, _| {
            let is_hidden_name = name == PersonName::Hidden && NAMES.contains(&key.as_str());
            !is_hidden_name && !ABOUT_OTHERS.contains(&key.as_str())
        });
        self
    }

    /// Every value that is not null, as text, in order.
    pub(super) fn texts(&self) -> Vec<(String, String)> {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Array(items) => {
                let items: Vec<String> =
                    items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect();
                items.join(", ")
            }
            other => other.to_string(),
        };
        self.0.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.clone(), text(value))).collect()
    }

    /// A part of the operation that does the opposite.
    pub(super) fn place(&self, key: &str, places: &Places) -> Option<String> {
        let given = match key {
            "slug" => places.slug.clone(),
            "partner" => places.partner.clone(),
            "email" => places.person.as_ref().map(|person| person.email.clone()),
            "first_name" => places.person.as_ref().map(|person| person.first_name.clone()),
            "last_name" => places.person.as_ref().map(|person| person.last_name.clone()),
            _ => None,
        };
        given.or_else(|| self.0.get(key).and_then(Value::as_str).map(str::to_owned))
    }

    /// Whether the event names the address of a person.
    pub fn names_person(&self) -> bool {
        self.0.contains_key("email")
    }
}

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).map_or(Cow::Borrowed("{}"), Cow::Owned))
    }
}

impl Event {
    /// What it says, each changed field followed by what it was.
    fn pairs(&self) -> Result<Vec<(String, Value)>> {
        let mut pairs = texts(&self.what)?;
        pairs.retain(|(key, _)| key != "action" && key != "entity_id");
        for change in &self.changes {
            pairs.push((change.field.name().into_owned(), change.after.clone().into()));
            pairs.push((change.key_before(), change.before.clone().into()));
        }
        Ok(pairs)
    }
}

/// The fields of an event without its columns.
fn fields(event: &AuditEvent) -> Result<Map<String, Value>> {
    let mut map = object(event)?;
    map.shift_remove("action");
    map.shift_remove("entity_id");
    Ok(map)
}

/// What is there, each value of a list by itself.
fn texts(value: &impl Serialize) -> Result<Vec<(String, Value)>> {
    let mut pairs = Vec::new();
    for (key, value) in object(value)? {
        match value {
            Value::Null => {}
            Value::Array(values) => pairs.extend(values.into_iter().map(|value| (key.clone(), value))),
            value => pairs.push((key, value)),
        }
    }
    Ok(pairs)
}

fn object(value: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Error::bug("an event is no object")),
        Err(error) => Err(Error::bug(format!("an event is not written: {error}"))),
    }
}
