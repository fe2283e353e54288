//! Every event is read back from what is stored of it, and has its words.

use crate::domain::verb::Verb;
use crate::error::{Given, ToValue, hint};
use std::collections::BTreeMap;

use serde_json::Value;

use super::{sentence, *};
use crate::domain::time::Span;

fn email(name: &str) -> Email {
    Email::parse(&format!("{name}@bigshoes.example")).unwrap()
}

fn slugs() -> List<Slug> {
    ["big-shoes", "tea-house"].map(|slug| Slug::stored(slug.to_owned())).into_iter().collect()
}

/// One of each variant, with everything that it can have.
fn events() -> Vec<AuditEvent> {
    use AuditEvent as E;
    let (jim, ann) = (email("jim"), email("ann"));
    let (slug, at) = (Slug::stored("big-shoes".to_owned()), Instant::from_ms(1_795_251_600_000));
    let (client, partner, staff) = (ClientId::new(100_001), PartnerId::new(1), StaffId::new(2));
    let (user, invitation, link) = (UserId::new(5), InvitationId::new(31), LinkId::new(3));
    let (mail, session) = (MailId::new(4), SessionId::new(6));
    let name = || PartnerName::Id(partner);
    let words = || "words".to_owned();
    let ids = || Some(List(vec![invitation, InvitationId::new(32)]));
    let rule = Some(Rule::LastOwner);
    let still = || Some("jim@bigshoes.example by the link of jims-web".to_owned());
    let setting = || EntityId::Config("web.base_url".to_owned());
    vec![
        E::Init { id: EntityId::Database, label: words(), uuid: words() },
        E::InitKey { id: EntityId::Database, key_fingerprint: words() },
        E::DbRestore { id: EntityId::Database, file: words(), codes: 1, mails: 2, sessions: 3, replaced: None },
        E::StaffAdd { id: staff, os_user: words(), rights: words() },
        E::StaffEdit { id: staff, os_user: words() },
        E::StaffRemove { id: staff, os_user: words() },
        E::ConfigSet { id: setting() },
        E::ConfigUnset { id: setting() },
        E::PartnerAdd { id: partner, slug: slug.clone(), name: words() },
        E::PartnerEdit { id: partner, slug: slug.clone() },
        E::PartnerClose {
            id: partner,
            slug: slug.clone(),
            links: Number(1),
            requests: Number(0),
            users: Number(2),
            clients: slugs(),
        },
        E::PartnerAddUser {
            id: user,
            partner: name(),
            email: jim.clone(),
            scope: words(),
            clients: Some(slugs()),
            restricted: Some(YesNo::Yes),
            active: Some(YesNo::No),
            until: Some(at),
            password: words(),
        },
        E::PartnerEditUser { id: user, partner: name(), email: jim.clone() },
        E::PartnerAssignClients { id: user, partner: name(), email: jim.clone(), clients: slugs() },
        E::PartnerUnassignClients { id: user, partner: name(), email: jim.clone(), clients: slugs() },
        E::PartnerOffboardUser {
            id: user,
            partner: name(),
            email: jim.clone(),
            to: Some(ann.clone()),
            clients: Some(slugs()),
            grants: Some(List(vec![GrantId::new(7)])),
            invitations: ids(),
            requests: Some(List(vec![link])),
            sessions: Some(List(vec![session])),
            dedicated: Some(List(vec![user])),
            r#override: rule,
        },
        E::ClientAdd { id: client, slug: slug.clone(), owners: List(vec![jim.clone(), ann.clone()]) },
        E::ClientImport { id: client, slug: slug.clone(), owners: List(vec![jim.clone()]) },
        E::ClientEdit { id: client, slug: Some(slug.clone()), changed: Some(words()) },
        E::ClientActivate { id: client },
        E::ClientAssociate { id: client, partner: name(), tab: Some(Tab::Trial) },
        E::ClientDissociate { id: client, partner: name(), tab: Some(Tab::Trial) },
        E::ClientClose {
            id: client,
            slug: slug.clone(),
            grants: Number(1),
            invitations: Number(2),
            requests: Number(3),
            links: Number(4),
        },
        E::ClientMerge {
            id: client,
            slug: slug.clone(),
            from_id: ClientId::new(100_002),
            from_slug: slug.clone(),
            moved: Number(3),
            combined: Number(1),
            links: Number(2),
            invited: Number(1),
            kept: Some(words()),
        },
        E::ClientReopen { id: client, slug: slug.clone() },
        E::ClientRecover {
            id: client,
            slug: slug.clone(),
            email: jim.clone(),
            invitation,
            verified: words(),
            opens_at: at,
            asked: Some(List(vec![jim.clone(), ann.clone()])),
        },
        E::ClientStopRecovery { id: client, slug: slug.clone(), email: jim.clone(), invitation, by: Some(words()) },
        E::UserAdd {
            id: user,
            email: jim.clone(),
            role: Role::Admin,
            permissions: Role::Admin.default_permissions(),
            until: End(None),
            partner: Some(name()),
            mailbox: Some(YesNo::No),
        },
        E::UserPrepare { id: user },
        E::UserEdit { id: user, email: jim.clone(), r#override: rule, withdrawn: ids(), kept: ids(), still: still() },
        E::UserRemove {
            id: user,
            email: jim.clone(),
            role: Role::Owner,
            r#override: rule,
            withdrawn: ids(),
            kept: ids(),
            still: still(),
        },
        E::UserLeave {
            id: user,
            email: jim.clone(),
            role: Role::Owner,
            r#override: None,
            withdrawn: ids(),
            kept: ids(),
            still: still(),
        },
        E::UserReplace { id: user, by: ann.clone(), still: still() },
        E::UserActivate { id: user, email: Some(jim.clone()) },
        E::UserDeactivate { id: user, email: jim.clone(), r#override: rule, withdrawn: ids(), kept: ids() },
        E::UserRename { id: user, email: jim.clone(), old: ann.clone(), proven_by: Some(words()) },
        E::UserRequestRename { id: user, email: jim.clone(), old: ann.clone(), expires_at: at },
        E::UserSetPassword { id: user, email: jim.clone(), proven_by: words() },
        E::UserResetPassword { id: user, email: jim.clone(), how: words() },
        E::UserReplacePassword { id: user, email: jim.clone() },
        E::UserEndPassword { id: user, email: jim.clone() },
        E::UserSignIn { id: user, email: jim.clone() },
        E::UserSignOut { id: user, email: jim.clone() },
        E::UserSetLanguage { id: user, email: jim.clone() },
        E::UserRemind {
            id: user,
            email: jim.clone(),
            until: at,
            days: Number(30),
            notified: List(vec![words(), words()]),
            still: still(),
        },
        E::UserTermEnded {
            id: user,
            email: jim.clone(),
            until: at,
            still: still(),
            notified: Some(List(vec![words()])),
        },
        E::InviteSend {
            id: invitation,
            email: jim.clone(),
            role: Role::Guest,
            permissions: Role::Guest.default_permissions(),
            until: End(Some(at)),
            expires_at: at,
            in_place_of: Some(InvitationId::new(30)),
        },
        E::InviteEdit { id: invitation, email: jim.clone(), changed: Some(words()) },
        E::InviteResend { id: invitation, email: jim.clone() },
        E::InviteWithdraw {
            id: invitation,
            email: jim.clone(),
            mail: Some(mail),
            audit_id: Some(Number(9)),
            why: Some(words()),
        },
        E::InviteAccept { id: invitation, email: jim.clone(), role: Role::Owner },
        E::InviteDecline { id: invitation, email: jim.clone() },
        E::InviteCancel { id: invitation, email: jim.clone() },
        E::InviteSupersede { id: invitation, email: jim.clone() },
        E::InviteExpire { id: invitation, email: jim.clone() },
        E::LinkRequest {
            id: link,
            partner: name(),
            permissions: Role::Manager.default_permissions(),
            r#for: Length(Some(Span::days(90))),
            expires_at: at,
            r#override: Some(Rule::Cooldown),
            denied: Some(LinkId::new(2)),
        },
        E::LinkCreate { id: link, partner: name(), until: End(None), lets_in: Some(jim.clone()) },
        E::LinkApprove {
            id: link,
            partner: name(),
            by: words(),
            permissions: Role::Manager.default_permissions(),
            until: End(Some(at)),
            lets_in: Some(jim.clone()),
        },
        E::LinkDeny { id: link, partner: name(), by: words() },
        E::LinkProcess { id: link, partner: Some(name()), until: Some(End(None)) },
        E::LinkProcessFailed { id: link, partner: name(), error: words() },
        E::LinkResend { id: link, partner: name(), r#override: None, denied: None },
        E::LinkCancel { id: link, partner: name() },
        E::LinkDelete { id: link, partner: name() },
        E::LinkEdit { id: link, partner: name() },
        E::LinkExtend {
            id: link,
            partner: name(),
            permissions: Role::Manager.default_permissions(),
            until: End(None),
            expires_at: at,
        },
        E::LinkExtendApprove { id: link, partner: name(), by: words() },
        E::LinkExtendDeny { id: link, partner: name(), by: words() },
        E::LinkExtendCancel { id: link, partner: name() },
        E::LinkRemove { id: link, partner: name(), still: still(), suspends: Some(jim.clone()) },
        E::LinkExpire { id: link, partner: Some(name()), expired: None },
        E::LinkLapse { id: link, partner: Some(name()), expired: Some(link) },
        E::LinkAutoExtend { id: link, partner: name(), term: words(), notified: Some(List(vec![words()])) },
        E::LinkRemind {
            id: link,
            partner: PartnerName::Slug(slug.clone()),
            until: at,
            days: Number(7),
            notified: List(vec![words()]),
            still: still(),
        },
        E::LinkTermEnded {
            id: link,
            partner: PartnerName::Slug(slug),
            until: at,
            still: still(),
            notified: Some(List(vec![words()])),
        },
        E::MailRetry { id: mail, email: words(), kind: words(), was: words() },
        E::MailBounce { id: mail, email: jim.clone(), status: words(), words: words() },
        E::MailLift { id: mail.into(), email: jim.clone(), words: words(), proven_by: Some(words()) },
        E::SessionOpen {
            id: session,
            email: jim.clone(),
            login: Some(ann.clone()),
            link: Some(link),
            left: Some(session),
        },
        E::SessionHandOff { id: session, email: jim.clone() },
        E::SessionVerify { id: session, email: jim.clone(), login: Some(ann) },
        E::SessionUse { id: session, email: jim.clone() },
        E::SessionClose { id: session, because: words(), email: Some(jim.clone()) },
        E::SessionEnd { id: session, because: Some(words()), email: Some(jim) },
        E::Undo {
            id: client,
            audit_id: Number(8),
            did: words(),
            entity: Some("usr_5".to_owned()),
            changed: Several(vec!["one".to_owned(), "two".to_owned()]),
            withdrawn: Several(vec!["inv_31".to_owned()]),
            still: still(),
        },
    ]
}

fn stored(event: &AuditEvent) -> (&'static str, String, Details) {
    let details = Details::of(&[event.clone().into()], &Notes::default()).unwrap();
    (event.action().unwrap().name(), event.entity().unwrap().to_string(), details)
}

#[test]
fn each_event_is_read_back() {
    let events = events();
    for event in &events {
        let (action, entity, details) = stored(event);
        let read = Details::read(&details.to_string());
        assert_eq!(read.event(action, Some(&entity)), *event, "{details}");
    }
    let actions: Vec<Action> = events.iter().filter_map(AuditEvent::action).collect();
    assert_eq!(actions, Action::ALL, "one of each");
}

/// Everything is text, because that is what the databases that exist have.
#[test]
fn details_are_texts_and_lists_of_texts() {
    for event in events().iter().filter(|event| !matches!(event, AuditEvent::DbRestore { .. })) {
        let (_, _, details) = stored(event);
        let values: BTreeMap<String, Value> = serde_json::from_str(&details.to_string()).unwrap();
        for (key, value) in values {
            let is_text = value.as_array().map_or(value.is_string(), |items| items.iter().all(Value::is_string));
            assert!(is_text, "{key}: {value}");
        }
    }
}

#[test]
fn restore_keeps_its_numbers() {
    let replaced = ReplacedDatabase { uuid: "u".into(), label: "live".into(), audit_id: 7, hash: "h".into() };
    for (replaced, expected) in [
        (None, r#"{"file":"a.db","codes":1,"mails":0,"sessions":0,"replaced":null}"#),
        (
            Some(replaced),
            r#"{"file":"a.db","codes":1,"mails":0,"sessions":0,"replaced":{"uuid":"u","label":"live","audit_id":7,"hash":"h"}}"#,
        ),
    ] {
        let id = EntityId::Database;
        let event = AuditEvent::DbRestore { id, file: "a.db".into(), codes: 1, mails: 0, sessions: 0, replaced };
        let details = Details::of_database(&event).unwrap();
        assert_eq!(details.to_string(), expected);
        assert_eq!(details.event("db.restore", Some("database")), event);
    }
}

/// No sentence falls back to a list of details, but for what only comes along with another event.
#[test]
fn each_event_has_its_sentence() {
    for event in events() {
        let (action, entity, details) = stored(&event);
        let sentence = sentence::done(action, Some(&entity), &details);
        let sentence = sentence.as_str();
        let is_plain = sentence.starts_with("did `");
        let only_along = sentence::phrase(event.action().unwrap()).is_none();
        assert_eq!(is_plain, only_along, "{action}: {sentence}");
        assert!(!sentence.contains(['{', '[']), "{sentence}");
    }
}

/// A place that nothing fills would leave its part of the sentence out for good.
#[test]
fn phrases_name_what_is_stored() {
    for event in events() {
        let action = event.action().unwrap();
        let (_, _, details) = stored(&event);
        let keys: Vec<String> = details.texts().into_iter().map(|(key, _)| key).collect();
        let places = sentence::phrase(action).unwrap_or_default().split('{').skip(1);
        for place in places.map(|rest| rest.split('}').next().unwrap()).filter(|place| !place.is_empty()) {
            let field = place.strip_suffix("_before").unwrap_or(place);
            let is_change = place == "changes" || !matches!(Field::named(field), Field::Other(_));
            // The owner who is replaced comes along with an acceptance.
            let comes_along = (action, place) == (Action::InviteAccept, "still");
            assert!(keys.iter().any(|key| key == place) || is_change || comes_along, "{action:?}: {place}");
        }
    }
}

#[test]
fn what_comes_along_adds_what_is_new() {
    let named = Event::from(AuditEvent::UserEdit {
        id: UserId::new(5),
        email: email("ann"),
        r#override: None,
        withdrawn: None,
        kept: None,
        still: None,
    })
    .changing_option(Field::Name, None::<&str>, Some("Ann Lee"));
    let ended = AuditEvent::SessionEnd { id: SessionId::new(6), because: None, email: None };
    let first = AuditEvent::InviteResend { id: InvitationId::new(31), email: email("jim") };
    let notes = Notes { clock: Some("behind".to_owned()), key_fingerprint: None };
    let details = Details::of(&[first.clone().into(), named, ended.clone().into(), ended.into()], &notes).unwrap();
    assert_eq!(
        details.to_string(),
        concat!(
            r#"{"email":"jim@bigshoes.example","name":"Ann Lee","name_before":null,"#,
            r#""also":["user.edit","session.end"],"clock":"behind"}"#
        )
    );
    assert_eq!(details.event("invite.resend", Some("inv_31")), first);
    assert_eq!(details.also(), ["user.edit", "session.end"]);
    let changed: Vec<_> = details.changes().iter().map(FieldChange::in_words).collect();
    assert_eq!(changed, ["name to “Ann Lee”".into()]);
    assert_eq!(sentence::also(&details), ["the missing name was added", "their session ended"]);
}

#[test]
fn codes_are_masked_whatever_names_them() {
    let code = "pci_31_7rxto6nqxmxpzuawrkxmjruofm4xkmnj2p";
    let refusal = Refusal { named: Some(format!("invite accept {code}")), ..Refusal::default() };
    let details = Details::of_refusal(&refusal, &Notes::default()).unwrap();
    assert!(!details.to_string().contains(code), "{details}");
}

/// Rows of an older version may lack what this one writes, and have what it does not know.
#[test]
fn other_versions_read_as_far_as_possible() {
    let details = Details::read(r#"{"email":"jim@bigshoes.example","audit_id":"7","colour":"red"}"#);
    let AuditEvent::InviteWithdraw { audit_id: Some(Number(7)), why: None, .. } =
        details.event("invite.withdraw", Some("inv_31"))
    else {
        panic!("{details}");
    };
    for (action, entity, details) in [
        ("tea.brew", Some("tea_4"), r#"{"leaves":"two"}"#),
        ("invite.send", Some("inv_31"), r#"{"email":"no address"}"#),
        ("undo", None, "damaged"),
    ] {
        let details = Details::read(details);
        let read = details.event(action, entity);
        let entity = entity.map(str::to_owned);
        assert_eq!(read, AuditEvent::Other { action: action.to_owned(), entity, details });
        assert_eq!((read.action(), read.entity()), (None, None));
        assert!(Details::of(&[read.into()], &Notes::default()).is_err(), "what another version did is not done again");
    }
}

#[test]
fn opposite_uses_row_and_present_state() {
    let details = Details::read(r#"{"email":"jim@bigshoes.example","partner":"ptn_1","also":["a.b"]}"#);
    let person = Person {
        email: "jimmy@bigshoes.example".to_owned(),
        first_name: "Jim".to_owned(),
        last_name: "Lee".to_owned(),
    };
    let places = Places { slug: Some("big-shoes".to_owned()), ..Places::default() };
    let step = |verb, slots, places: &Places| {
        let step = Opposite::of(verb, slots).filled(&details, Some("inv_31"), places)?;
        Some(hint![step].outline())
    };
    let cancel: &[Place] = &[Place::Entity, Place::Client, Place::Partner];
    assert_eq!(step(Verb::InviteCancel, cancel, &places).as_deref(), Some("<invite cancel inv_31 big-shoes ptn_1>"));
    let activate = step(Verb::UserActivate, &[Place::Email], &places);
    assert_eq!(activate.as_deref(), Some("<user activate jim@bigshoes.example>"));
    let owner = vec![Given::Role("owner".to_value())];
    let today = Places { person: Some(person), terms: Some(owner), ..places };
    let send: &[Place] = &[Place::Email, Place::Terms, Place::FirstName];
    assert_eq!(
        step(Verb::InviteSend, send, &today).as_deref(),
        Some("<invite send jimmy@bigshoes.example owner first-name Jim>")
    );
    assert_eq!(step(Verb::StaffRemove, &[Place::OsUser], &today), None);
}

#[test]
fn users_read_no_foreign_or_hidden_name() {
    let text = r#"{"email":"a@b.example","clients":"x y","grants":"grt_1","name":"Ann","name_before":null}"#;
    assert_eq!(Details::hints(text), details::Hints { clients: true, name: true });
    let shown = Details::read(text).for_user(PersonName::Shown).to_string();
    assert_eq!(shown, r#"{"email":"a@b.example","name":"Ann","name_before":null}"#);
    let hidden = Details::read(text).for_user(PersonName::Hidden).to_string();
    assert_eq!(hidden, r#"{"email":"a@b.example"}"#);
}
