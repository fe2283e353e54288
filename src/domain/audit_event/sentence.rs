//! What people read of an event: `invited jim@bigshoes.example as owner by inv_31`.

use super::Action;
use super::change::{Field, FieldChange, NO_END};
use super::details::Details;
use crate::domain::time::read_stored;
use crate::error::{Sentence, sentence};

/// The action of a row that notes a client that looks alike, as users read it. It is stored in no row.
pub const LOOKALIKE: &str = "client.lookalike";

/// The place in a phrase for the fields that changed; without one they follow the phrase.
const CHANGES: &str = "changes";

/// What people call an action. `{key}` is the detail of that name, `{}` the thing itself; what is in brackets is left
/// out when a detail in it is missing. None where an action only comes along with another.
pub(super) const fn phrase(action: Action) -> Option<&'static str> {
    use Action as A;
    Some(match action {
        A::Init => "made the database",
        A::StaffAdd => "registered {os_user} as staff[, {rights}]",
        A::StaffEdit => "changed the staff entry of {os_user}[: {changes}]",
        A::StaffRemove => "removed {os_user} from staff",
        A::PartnerAdd => "added the partner {slug}",
        A::PartnerEdit => "changed the partner[ {slug}][: {changes}]",
        A::PartnerAddUser => "added {email} as a user of the partner[ {partner}]",
        A::PartnerEditUser => "changed {email}, a user of the partner[ {partner}][: {changes}]",
        A::PartnerAssignClients => "assigned the client to {email}, a user of the partner[ {partner}]",
        A::PartnerUnassignClients => "took the client away from {email}, a user of the partner[ {partner}]",
        A::PartnerOffboardUser => "ended all that {email} held as a user of the partner[ {partner}][; {to} goes on]",
        A::PartnerClose => "closed the partner {slug}",
        A::ClientAdd => "added the client[ with the owners {owners}]",
        A::ClientImport => "imported the client[ with the owners {owners}]",
        A::ClientEdit => "changed the client[: {changes}][; {changed}]",
        A::ClientAssociate => "associated the client with {partner}, on the tab {tab}[, before on {tab_before}]",
        A::ClientDissociate => "took the association with {partner} away",
        A::ClientClose => "closed the client",
        A::ClientMerge => {
            "MERGED {from_slug} ({from_id}) into {slug}; people from it: {moved}, in both: {combined}, links: {links}, invited again: {invited}[; kept {kept}][; {changes}]"
        }
        A::ClientReopen => "reopened the client",
        A::ClientRecover => {
            "began the RECOVERY of the client: {email} is invited as owner by {invitation}, verified by “{verified}”, and can accept from {opens_at}[; mailed to {asked}, who can stop it]"
        }
        A::ClientStopRecovery => {
            "STOPPED the recovery of the client[ with the code of {by}], for which {email} was invited"
        }
        A::ConfigSet => "set {}[ to {value}][, before {value_before}]",
        A::ConfigUnset => "unset {}[, before {value_before}]",
        A::UserAdd => "added {email}[ as {role}][ for {partner}]",
        A::UserEdit => {
            "changed the access of {email}[: {changes}][; also in: {still}][; withdrew {withdrawn}][; kept {kept}]"
        }
        A::UserRemove => "removed the access of {email}[; still in: {still}][; withdrew {withdrawn}][; kept {kept}]",
        A::UserLeave => "gave up the access of {email}[; still in: {still}][; withdrew {withdrawn}]",
        A::UserSetPassword => "changed the password of {email}[ by {proven_by}]",
        A::UserResetPassword => "reset the password of {email}[ {how}]",
        A::UserDeactivate => "deactivated the login {email}[; withdrew {withdrawn}][; kept {kept}]",
        A::UserActivate => "activated the login {email}",
        A::UserRename => "renamed the login {old} to {email}[ by {proven_by}]",
        A::UserRequestRename => "asked for the login {old} to be called {email}",
        A::UserReplacePassword => "replaced the password of {email}, which another person may have chosen",
        A::UserEndPassword => "ended the temporary password of {email}",
        A::UserSignIn => "signed in as {email}",
        A::UserSignOut => "signed out as {email}",
        A::UserSetLanguage => "chose the language of {email}",
        A::InviteSend => "invited {email}[ as {role}] by {}[ in place of {email_before}]",
        A::InviteEdit => "changed {} to {email}[: {changes}][; {changed}]",
        A::InviteResend => "invited {email} again by {}",
        A::InviteWithdraw => "took {} to {email} back, whose mail did not leave[: {why}]",
        A::InviteAccept => "accepted {} for {email}[ as {role}][; still in: {still}]",
        A::InviteDecline => "declined {} for {email}",
        A::InviteCancel => "cancelled {} to {email}",
        A::InviteSupersede => "replaced {} to {email}",
        A::InviteExpire => "closed {} to {email}, which had expired",
        A::LinkRequest => "requested {} for {partner}",
        A::LinkCreate => "linked {partner} by {}",
        A::LinkApprove => "approved {} of {partner}[ until {until}][ with the code of {by}]",
        A::LinkDeny => "denied {} of {partner}[ with the code of {by}]",
        A::LinkProcess => "finished {} of {partner}: it is linked",
        A::LinkProcessFailed => "could not finish {} of {partner}[: {error}]",
        A::LinkResend => "asked again for {} of {partner}",
        A::LinkCancel => "cancelled {} of {partner}",
        A::LinkDelete => "deleted {} of {partner}, which was over",
        A::LinkEdit => "changed {} of {partner}[: {changes}]",
        A::LinkExtend => "asked for more of {} of {partner}: {permissions}[, until {until}]",
        A::LinkExtendApprove => "approved more of {} of {partner}[: {changes}][ with the code of {by}]",
        A::LinkExtendDeny => "denied more of {} of {partner}[ with the code of {by}]",
        A::LinkExtendCancel => "withdrew the request for more of {} of {partner}",
        A::LinkAutoExtend => {
            "extended {} of {partner} by {term}, as the client lets it go on by itself[: {changes}][; notified {told}]"
        }
        A::LinkRemove => "ended {} of {partner}[; still in: {still}]",
        A::LinkExpire => "closed {} of {partner}, which had expired",
        A::LinkLapse => "closed {} of {partner}, whose term was over",
        A::MailRetry => "had {} to {email} tried again[, which was {was}]",
        A::MailBounce => "noted that {} to {email} came back[: {words}]",
        A::MailLift => "lifted the mark of {email}, to which mail had come back",
        A::UserRemind => "notified {told} that the access of {email} ends at {until}[; still in after that: {still}]",
        A::LinkRemind => "notified {told} that {} of {partner} ends at {until}[; still in after that: {still}]",
        A::UserTermEnded => {
            "found that the access of {email} ended at {until}[, and notified {told}][; still in: {still}]"
        }
        A::LinkTermEnded => "found that {} of {partner} ended at {until}[, and notified {told}][; still in: {still}]",
        A::SessionOpen => "opened {}[ as {login}][ through {link}][, leaving {left}]",
        A::SessionHandOff => "entered once more by {}",
        A::SessionClose => "closed {}",
        A::SessionEnd => "closed {}, which was over[: {because}]",
        A::SessionVerify => "let {email} in by {}[ as {login}]",
        A::SessionUse => "saw {email} at work by {}",
        A::Undo => {
            "took back `{did}`[ {entity}], audit {audit_id}[: {changed}][; still in: {still}][; withdrew {withdrawn}]"
        }
        A::DbRestore => "restored the database[ from {file}]",
        A::InitKey | A::ClientActivate | A::UserPrepare | A::UserReplace => return None,
    })
}

/// A [`Action::UserEdit`] that changed the person's name and nothing of the access.
const NAME_EDITED: &str = "changed the name of {email}[: {changes}][; also in: {still}]";

/// What is said of an action that came along with another; empty where it goes without saying.
fn also_phrase(action: &str) -> String {
    use Action as A;
    let phrase = Action::named(action).and_then(|action| {
        Some(match action {
            A::UserPrepare | A::SessionClose => "",
            A::UserEdit => "the missing name was added",
            A::UserActivate => "the login is active now",
            A::UserReplace => "the former owner's access ended",
            A::UserReplacePassword => "it replaced the password, which another person may have chosen",
            A::UserEndPassword => "their temporary password ended, because a code was used",
            A::ClientActivate => "the client is active now",
            A::InviteSend => "the invitation was sent",
            A::InviteCancel => "an invitation was withdrawn",
            A::InviteSupersede => "the former invitation is replaced",
            A::InviteExpire => "the former invitation had expired",
            A::SessionEnd => "their session ended",
            A::LinkProcess => "it is linked now",
            A::LinkExpire => "the former one had expired",
            A::LinkLapse => "the former one had lapsed",
            _ => return None,
        })
    });
    phrase.map_or_else(|| format!("also `{}`", spoken(action)), str::to_owned)
}

/// `invite.send` as it is typed.
pub fn spoken(action: &str) -> String {
    action.replacen('.', " ", 1)
}

/// What was done.
pub fn done(action: &str, entity: Option<&str>, details: &Details) -> Sentence {
    let changes = details.changes();
    let known = Action::named(action);
    let is_name = known == Some(Action::UserEdit)
        && !changes.is_empty()
        && changes.iter().all(|change| change.field == Field::Name);
    let phrase = match known {
        Some(_) if is_name => Some(NAME_EDITED),
        Some(action) => phrase(action),
        None => (action == LOOKALIKE).then_some("added or renamed a client that looks like this one"),
    };
    let has_place = |change: &FieldChange| phrase.is_some_and(|phrase| phrase.contains(&former(change)));
    let words: Vec<Sentence> = changes.iter().filter(|change| !has_place(change)).map(FieldChange::in_words).collect();
    let mut facts: Vec<(String, Sentence)> = details
        .texts()
        .into_iter()
        .filter(|(_, value)| value != NO_END)
        .map(|(key, value)| (key, read_stored(&value)))
        .collect();
    let is_left_out = !words.is_empty() && phrase.is_none_or(|phrase| !phrase.contains("{changes}"));
    let words = (!words.is_empty()).then(|| Sentence::joined(&words, "; "));
    facts.extend(words.clone().map(|words| (CHANGES.to_owned(), words)));
    let mut text = match phrase.and_then(|phrase| filled(phrase, entity, &facts)) {
        Some(text) => text,
        None => plain(action, entity, &facts, &changes),
    };
    if let Some(words) = words.filter(|_| is_left_out) {
        text.add(&sentence!["; ", words]);
    }
    text
}

/// What came along with it, each with what is said of it.
pub fn also(details: &Details) -> Vec<String> {
    let phrases = details.also().into_iter().map(also_phrase);
    phrases.filter(|phrase| !phrase.is_empty()).collect()
}

/// The place of a field as it was, in a phrase.
fn former(change: &FieldChange) -> String {
    format!("{{{}}}", change.key_before())
}

/// An action that has no phrase, with everything that is known of it but its changes.
fn plain(action: &str, entity: Option<&str>, facts: &[(String, Sentence)], changes: &[FieldChange]) -> Sentence {
    let is_change = |key: &str| changes.iter().any(|change| key == change.field.name() || key == change.key_before());
    let entity = entity.map(|entity| sentence![" ", entity]).unwrap_or_default();
    let facts: Vec<Sentence> = facts
        .iter()
        .filter(|(key, _)| key != "also" && key != CHANGES && !is_change(key))
        .map(|(key, value)| sentence![key.replace('_', " "), " ", value])
        .collect();
    let mut text = sentence!["did `", spoken(action), "`", entity];
    if !facts.is_empty() {
        text.add(&sentence![" (", Sentence::joined(&facts, ", "), ")"]);
    }
    text
}

/// The phrase with its places filled; nothing when one outside of brackets has no detail.
fn filled(phrase: &str, entity: Option<&str>, facts: &[(String, Sentence)]) -> Option<Sentence> {
    let mut text = Sentence::default();
    let mut rest = phrase;
    while let Some(at) = rest.find(['{', '[']) {
        text.add(&rest[..at]);
        if rest.as_bytes()[at] == b'[' {
            let (optional, after) = rest[at + 1..].split_once(']')?;
            text.add(&filled(optional, entity, facts).unwrap_or_default());
            rest = after;
        } else {
            let (key, after) = rest[at + 1..].split_once('}')?;
            match key {
                "" => text.add(entity?),
                key => text.add(&facts.iter().find(|(known, _)| known == key)?.1),
            }
            rest = after;
        }
    }
    text.add(rest);
    Some(text)
}
