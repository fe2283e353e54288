//! The stored forms of what facts are made of.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::How;
use crate::domain::notice::NoticeEvent;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;

/// An instant in milliseconds.
pub(super) mod ms {
    use super::{Deserialize, Deserializer, Instant, Serializer};

    pub fn serialize<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.ms())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        i64::deserialize(deserializer).map(Instant::from_ms)
    }
}

/// An instant in milliseconds, or null.
pub(super) mod opt_ms {
    use super::{Deserialize, Deserializer, Instant, Serialize, Serializer};

    pub fn serialize<S: Serializer>(at: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(Instant::ms).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(Instant::from_ms))
    }
}

/// What happened, by its name.
pub(super) mod event {
    use serde::de::Error as _;

    use super::{Deserialize, Deserializer, NoticeEvent, Serializer};

    pub fn serialize<S: Serializer>(event: &NoticeEvent, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(event.name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NoticeEvent, D::Error> {
        let name = String::deserialize(deserializer)?;
        NoticeEvent::from_text(&name).map_err(|error| D::Error::custom(error.message()))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Terms")]
pub(super) struct StoredTerms {
    role: Role,
    permissions: Permissions,
    #[serde(with = "opt_ms")]
    until: Option<Instant>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredHow {
    how: String,
    #[serde(flatten)]
    by: StoredAuthor,
}

/// Someone, and whether they are of the support desk; or no one.
#[derive(Serialize, Deserialize)]
struct StoredAuthor {
    by: Option<String>,
    support: bool,
}

impl StoredAuthor {
    const NONE: Self = Self { by: None, support: false };
}

impl From<How> for StoredHow {
    fn from(how: How) -> Self {
        let (how, by) = match how {
            How::OldPassword => ("old_password", StoredAuthor::NONE),
            How::Code => ("code", StoredAuthor::NONE),
            How::Reset { by, support } => ("reset", StoredAuthor { by: Some(by), support }),
        };
        Self { how: how.to_owned(), by }
    }
}

impl TryFrom<StoredHow> for How {
    type Error = String;

    fn try_from(StoredHow { how, by }: StoredHow) -> Result<Self, String> {
        match (how.as_str(), by.by) {
            ("old_password", _) => Ok(Self::OldPassword),
            ("code", _) => Ok(Self::Code),
            ("reset", Some(name)) => Ok(Self::Reset { by: name, support: by.support }),
            _ => Err(format!("{how:?} is no way to change a password")),
        }
    }
}

/// Who ended an access.
pub(super) mod ended_by {
    use super::{Deserialize, Deserializer, Serialize, Serializer, StoredAuthor};

    pub fn serialize<S: Serializer>(by: &Option<(String, bool)>, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = by.clone().map_or(StoredAuthor::NONE, |(by, support)| StoredAuthor { by: Some(by), support });
        stored.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<(String, bool)>, D::Error> {
        let StoredAuthor { by, support } = StoredAuthor::deserialize(deserializer)?;
        Ok(by.map(|by| (by, support)))
    }
}
