//! Who is notified by mail of what happens in a client, and how soon (docs/reference.md#notifications).

use super::choice;
use crate::error::{Error, Hint, Result};

/// What all keys of these settings begin with, for the desk and as a field of a client.
pub const PREFIX: &str = "notify.";
/// The key behind [`PREFIX`] for every kind that is not set itself.
const ALL_KINDS: &str = "all";

/// What a notification is about. Its name is the end of a setting: `notify.person_left`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    InvitationAnswered,
    LinkAnswered,
    LinkChanged,
    AccessChanged,
    PersonLeft,
    OwnerAdded,
    ClientClosed,
    PartnerReach,
}

impl NoticeKind {
    pub const ALL: [Self; 8] = [
        Self::InvitationAnswered,
        Self::LinkAnswered,
        Self::LinkChanged,
        Self::AccessChanged,
        Self::PersonLeft,
        Self::OwnerAdded,
        Self::ClientClosed,
        Self::PartnerReach,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvitationAnswered => "invitation_answered",
            Self::LinkAnswered => "link_answered",
            Self::LinkChanged => "link_changed",
            Self::AccessChanged => "access_changed",
            Self::PersonLeft => "person_left",
            Self::OwnerAdded => "owner_added",
            Self::ClientClosed => "client_closed",
            Self::PartnerReach => "partner_reach",
        }
    }

    /// What `on` for all kinds means for this one. Users of a partner come and go in numbers that are no news by
    /// themselves.
    const fn at_most_by_all(self, timing: Timing) -> Timing {
        match (self, timing) {
            (Self::PartnerReach, Timing::Now) => Timing::Digest,
            _ => timing,
        }
    }
}

choice::words!(NoticeKind, "a kind of notification");

/// What happened, as templates and stored mails name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeEvent {
    InvitationAccepted,
    InvitationDeclined,
    LinkApproved,
    LinkDenied,
    /// The permissions or the end of a link in force were changed.
    LinkChanged,
    /// The end of a link moved by itself. Both sides are always notified of it.
    LinkExtended,
    AccessChanged,
    PersonLeft,
    /// Someone became one of several owners.
    OwnerAdded,
    ClientClosed,
    /// A double was merged into the client.
    ClientMerged,
    PartnerReach,
}

impl NoticeEvent {
    pub const ALL: [Self; 12] = [
        Self::InvitationAccepted,
        Self::InvitationDeclined,
        Self::LinkApproved,
        Self::LinkDenied,
        Self::LinkChanged,
        Self::LinkExtended,
        Self::AccessChanged,
        Self::PersonLeft,
        Self::OwnerAdded,
        Self::ClientClosed,
        Self::ClientMerged,
        Self::PartnerReach,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvitationAccepted => "invitation_accepted",
            Self::InvitationDeclined => "invitation_declined",
            Self::LinkApproved => "link_approved",
            Self::LinkDenied => "link_denied",
            Self::LinkChanged => "link_changed",
            Self::LinkExtended => "link_extended",
            Self::AccessChanged => "access_changed",
            Self::PersonLeft => "person_left",
            Self::OwnerAdded => "owner_added",
            Self::ClientClosed => "client_closed",
            Self::ClientMerged => "client_merged",
            Self::PartnerReach => "partner_reach",
        }
    }

    /// The kind whose setting decides.
    #[must_use]
    pub const fn kind(self) -> NoticeKind {
        match self {
            Self::InvitationAccepted | Self::InvitationDeclined => NoticeKind::InvitationAnswered,
            Self::LinkApproved | Self::LinkDenied => NoticeKind::LinkAnswered,
            Self::LinkChanged | Self::LinkExtended => NoticeKind::LinkChanged,
            Self::AccessChanged => NoticeKind::AccessChanged,
            Self::PersonLeft => NoticeKind::PersonLeft,
            Self::OwnerAdded => NoticeKind::OwnerAdded,
            Self::ClientClosed | Self::ClientMerged => NoticeKind::ClientClosed,
            Self::PartnerReach => NoticeKind::PartnerReach,
        }
    }
}

choice::words!(NoticeEvent, "an event of a notification");

/// How soon those concerned are notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timing {
    /// With the change.
    Now,
    /// With everything else of the day, when it is over.
    Digest,
    Off,
}

impl Timing {
    pub const ALL: [Self; 3] = [Self::Now, Self::Digest, Self::Off];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Now => "on",
            Self::Digest => "digest",
            Self::Off => "off",
        }
    }
}

choice::words!(Timing, "a value of notify");

/// What the desk, or one client, chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeSettings {
    all: Option<Timing>,
    kinds: Vec<(NoticeKind, Timing)>,
}

impl NoticeSettings {
    /// Reads what is stored. What is not a setting of this kind counts for nothing: clients had fields before these
    /// settings existed.
    pub fn read(stored: &[(String, String)]) -> Self {
        let mut settings = Self::default();
        for (key, value) in stored {
            let (Some(kind), Some(timing)) = (key.strip_prefix(PREFIX), Timing::named(value)) else { continue };
            if kind == ALL_KINDS {
                settings.all = Some(timing);
            } else if let Some(kind) = NoticeKind::named(kind) {
                settings.kinds.push((kind, timing));
            }
        }
        settings
    }

    fn of(&self, kind: NoticeKind) -> Option<Timing> {
        let own = self.kinds.iter().find(|(own, _)| *own == kind).map(|(_, timing)| *timing);
        own.or_else(|| self.all.map(|all| kind.at_most_by_all(all)))
    }
}

/// How soon those concerned by an event in a client are notified: the client decides before the desk, and a kind before
/// all kinds. What no one chose is off.
#[must_use]
pub fn timing(kind: NoticeKind, client: &NoticeSettings, desk: &NoticeSettings) -> Timing {
    client.of(kind).or_else(|| desk.of(kind)).unwrap_or(Timing::Off)
}

/// Whether the key is that of one kind.
pub fn is_of_kind(key: &str) -> bool {
    key.strip_prefix(PREFIX).and_then(NoticeKind::named).is_some()
}

/// What `notify.all` comes to for the kind of this key.
pub fn of_all(key: &str, all: &str) -> Option<Timing> {
    let kind = key.strip_prefix(PREFIX).and_then(NoticeKind::named)?;
    Timing::named(all).map(|all| kind.at_most_by_all(all))
}

/// The setting for every kind that is not set itself.
pub fn all_key() -> String {
    format!("{PREFIX}{ALL_KINDS}")
}

/// Every key of these settings.
pub fn keys() -> impl Iterator<Item = String> {
    NoticeKind::ALL.iter().map(|kind| kind.name()).chain([ALL_KINDS]).map(|kind| format!("{PREFIX}{kind}"))
}

/// Whether a key names one of these settings.
#[must_use]
pub fn is_key(key: &str) -> bool {
    key.strip_prefix(PREFIX).is_some_and(|kind| kind == ALL_KINDS || NoticeKind::named(kind).is_some())
}

/// Checks the key and the value of such a setting.
///
/// # Errors
/// `usage`, with what is allowed.
pub fn check(key: &str, value: &str) -> Result<()> {
    let kind = key.strip_prefix(PREFIX).unwrap_or_default();
    if kind != ALL_KINDS {
        NoticeKind::parse(kind).map_err(|error| {
            Error::usage(error.message())
                .hints_of(error.hints().iter().cloned())
                .hint(Hint::plain(format!("`{PREFIX}{ALL_KINDS}` is for every kind that is not set itself")))
        })?;
    }
    Timing::parse(value).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(stored: &[(&str, &str)]) -> NoticeSettings {
        let stored: Vec<_> = stored.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        NoticeSettings::read(&stored)
    }

    #[test]
    fn what_no_one_chose_is_off() {
        for kind in NoticeKind::ALL {
            assert_eq!(timing(kind, &settings(&[]), &settings(&[])), Timing::Off);
        }
        let junk = settings(&[("notify.person_left", "perhaps"), ("notify.weather", "on"), ("region", "on")]);
        assert_eq!(junk, NoticeSettings::default());
    }

    /// Each place in which a setting may be, before those behind it.
    #[test]
    fn client_precedes_desk_and_kind_precedes_all() {
        let kind = NoticeKind::PersonLeft;
        let (own, all) = ("notify.person_left", "notify.all");
        let places = [(true, own), (true, all), (false, own), (false, all)];
        for first in 0..places.len() {
            let pick = |of_client: bool| {
                let stored = places.iter().enumerate().skip(first).filter(|(_, (client, _))| *client == of_client);
                let value = |at| if at == first { "digest" } else { "on" };
                settings(&stored.map(|(at, (_, key))| (*key, value(at))).collect::<Vec<_>>())
            };
            assert_eq!(timing(kind, &pick(true), &pick(false)), Timing::Digest, "{first}");
        }
    }

    #[test]
    fn all_on_leaves_partner_reach_to_digest() {
        let all = settings(&[("notify.all", "on")]);
        for kind in NoticeKind::ALL {
            let expected = if kind == NoticeKind::PartnerReach { Timing::Digest } else { Timing::Now };
            assert_eq!(timing(kind, &settings(&[]), &all), expected, "{kind}");
        }
        let own = settings(&[("notify.all", "on"), ("notify.partner_reach", "on")]);
        assert_eq!(timing(NoticeKind::PartnerReach, &own, &all), Timing::Now);
        let off = settings(&[("notify.all", "off")]);
        assert_eq!(timing(NoticeKind::PartnerReach, &off, &all), Timing::Off);
    }

    #[test]
    fn key_and_value_are_checked() {
        for kind in NoticeKind::ALL {
            check(&format!("notify.{kind}"), "digest").unwrap();
            assert!(is_key(&format!("notify.{kind}")));
        }
        check("notify.all", "on").unwrap();
        let error = check("notify.person-left", "on").unwrap_err();
        assert_eq!(error.hints()[0], "did you mean `person_left`?");
        assert_eq!(check("notify.all", "yes").unwrap_err().hints(), ["allowed are: on, digest, off"]);
        assert!(!is_key("notify.") && !is_key("notify.weather") && !is_key("person_left"));
    }
}
