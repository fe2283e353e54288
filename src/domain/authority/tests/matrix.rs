//! Every command × every kind of actor × own, covered and foreign client.

use std::collections::BTreeSet;

use super::*;

/// What each command is about, and how it ends: `+` allowed, `d` denied, `n` not found.
///
/// First staff in their own name, read-only staff, and someone who never activated. Then the partner user, in a
/// covered and in a foreign client (or with their own and another partner); then owner, admin, supervisor, manager
/// and guest, each in their own and in a foreign client; last a guest and a partner user in their own affairs.
/// Where a command is about a person, that is a guest, and someone else but in the last column.
const TABLE: &str = "
verb                      about         staff  partner  owner admin super mgr guest  self
init                      nothing       ++d    dd       dd    dd    dd    dd  dd     dd
demo                      nothing       ++d    ++       ++    ++    ++    ++  ++     ++
whoami                    nothing       ++d    ++       ++    ++    ++    ++  ++     ++
todo                      nothing       ++d    dd       dd    dd    dd    dd  dd     dd
last                      nothing       ++d    dd       dd    dd    dd    dd  dd     dd
undo                      client        +dd    dd       dd    dd    dd    dd  dd     dd
doctor                    nothing       ++d    dd       dd    dd    dd    dd  dd     dd
serve                     nothing       +dd    dd       dd    dd    dd    dd  dd     dd
commands                  nothing       ++d    ++       ++    ++    ++    ++  ++     ++
completions               nothing       ++d    ++       ++    ++    ++    ++  ++     ++
help                      nothing       ++d    ++       ++    ++    ++    ++  ++     ++
staff add                 nothing       +dd    dd       dd    dd    dd    dd  dd     dd
staff list                nothing       ++d    dd       dd    dd    dd    dd  dd     dd
staff edit                nothing       +dd    dd       dd    dd    dd    dd  dd     dd
staff remove              nothing       +dd    dd       dd    dd    dd    dd  dd     dd
partner add               nothing       +dd    dd       dd    dd    dd    dd  dd     dd
partner list              nothing       ++d    dd       dd    dd    dd    dd  dd     dd
partner show              partner       ++d    +n       dd    dd    dd    dd  dd     d+
partner edit              partner       +dd    dd       dd    dd    dd    dd  dd     dd
partner close             partner       +dd    dd       dd    dd    dd    dd  dd     dd
partner dashboard         partner       ++d    +n       dd    dd    dd    dd  dd     d+
partner add-user          partner_user  +dd    +n       dd    dd    dd    dd  dd     dd
partner list-users        partner       ++d    +n       dd    dd    dd    dd  dd     d+
partner edit-user         partner_user  +dd    +n       dd    dd    dd    dd  dd     dd
partner assign-clients    partner_user  +dd    +n       dd    dd    dd    dd  dd     dd
partner unassign-clients  partner_user  +dd    +n       dd    dd    dd    dd  dd     dd
partner offboard-user     partner_user  +dd    +n       dd    dd    dd    dd  dd     dd
client add                nothing       +dd    dd       dd    dd    dd    dd  dd     dd
client import             nothing       +dd    dd       dd    dd    dd    dd  dd     dd
client list               nothing       ++d    ++       ++    ++    ++    ++  ++     ++
client find               nothing       ++d    ++       ++    ++    ++    ++  ++     ++
client show               client        ++d    +n       +n    +n    +n    +n  +n     ++
client edit               client        +dd    dd       dd    dd    dd    dd  dd     dd
client close              client        +dd    dd       dd    dd    dd    dd  dd     dd
client merge              client        +dd    dd       dd    dd    dd    dd  dd     dd
client reopen             client        +dd    dd       dd    dd    dd    dd  dd     dd
client recover            client        +dd    dd       dd    dd    dd    dd  dd     dd
client stop-recovery      member        +dd    dn       dn    dn    dn    dn  dn     ++
client associate          link          +dd    dd       dd    dd    dd    dd  dd     dd
client dissociate         link          +dd    dd       dd    dd    dd    dd  dd     dd
client readiness          link          ++d    +n       +n    +n    dn    dn  dn     d+
client log                client        ++d    dd       +n    +n    dn    dn  dn     dd
user add                  member        +dd    dd       +n    +n    dn    dn  dn     dd
user list                 client        ++d    dn       +n    +n    dn    dn  dn     dd
user show                 member        ++d    dn       +n    +n    dn    dn  dn     ++
user edit                 member        +dd    dd       +n    +n    dn    dn  dn     dd
user remove               member        +dd    dd       +n    +n    dn    dn  dn     dd
user leave                member        ddd    dn       dn    dn    dn    dn  dn     ++
user rename               login         +dd    dd       dd    dd    dd    dd  dd     ++
user deactivate           login         +dd    dd       dd    dd    dd    dd  dd     ++
user activate             login         +dd    dd       dd    dd    dd    dd  dd     ++
user suggest-login        link          ++d    +n       +n    +n    dn    dn  dn     d+
user set-password         login         +dd    dd       dd    dd    dd    dd  dd     ++
user reset-password       login         +dd    dd       dd    dd    dd    dd  dd     ++
user sign-in              login         ddd    dd       dd    dd    dd    dd  dd     dd
user sign-out             login         ddd    dd       dd    dd    dd    dd  dd     dd
user set-language         login         ddd    dd       dd    dd    dd    dd  dd     dd
permission list           nothing       ++d    ++       ++    ++    ++    ++  ++     ++
invite send               member        +dd    dd       +n    +n    dn    dn  dn     dd
invite bulk               member        +dd    dd       +n    +n    dn    dn  dn     dd
invite list               client        ++d    dn       +n    +n    dn    dn  dn     dd
invite show               member        ++d    dn       +n    +n    dn    dn  dn     ++
invite inspect            nothing       ++d    ++       ++    ++    ++    ++  ++     ++
invite edit               member        +dd    dd       +n    +n    dn    dn  dn     dd
invite resend             member        +dd    dd       +n    +n    dn    dn  dn     dd
invite cancel             member        +dd    dd       +n    +n    dn    dn  dn     dd
invite accept             login         ddd    dd       dd    dd    dd    dd  dd     ++
invite decline            login         ddd    dd       dd    dd    dd    dd  dd     ++
link request              partner       +dd    +n       dd    dd    dd    dd  dd     d+
link create               link          ddd    dd       +n    +n    dn    dn  dn     dd
link list                 link          ++d    +n       +n    +n    dn    dn  dn     d+
link show                 link          ++d    +n       +n    +n    dn    dn  dn     d+
link approve              link          ddd    dd       +n    +n    dn    dn  dn     dd
link deny                 link          ddd    dd       +n    +n    dn    dn  dn     dd
link edit                 link          +dd    +n       +n    +n    dn    dn  dn     d+
link extend               link          +dd    +n       +n    +n    dn    dn  dn     d+
link resend               link          +dd    +n       dd    dd    dd    dd  dd     d+
link cancel               link          +dd    +n       dd    dd    dd    dd  dd     d+
link delete               link          +dd    +n       dd    dd    dd    dd  dd     d+
link process              link          +dd    dd       dd    dd    dd    dd  dd     dd
link remove               link          +dd    +n       +n    +n    dn    dn  dn     d+
access list               client        ++d    dn       +n    +n    dn    dn  dn     dd
access why                member        ++d    dn       +n    +n    dn    dn  dn     ++
access check              member        ++d    dn       +n    +n    dn    dn  dn     ++
session open              client        ddd    +n       +n    +n    +n    +n  +n     ++
session close             login         ddd    dd       dd    dd    dd    dd  dd     ++
session list              login         ++d    dd       dd    dd    dd    dd  dd     ++
session verify            nothing       +dd    dd       dd    dd    dd    dd  dd     dd
mail list                 client        ++d    dd       dd    dd    dd    dd  dd     dd
mail show                 nothing       ++d    dd       dd    dd    dd    dd  dd     dd
mail deliver              nothing       +dd    dd       dd    dd    dd    dd  dd     dd
mail retry                nothing       +dd    dd       dd    dd    dd    dd  dd     dd
mail bounce               nothing       +dd    dd       dd    dd    dd    dd  dd     dd
mail status               nothing       ++d    dd       dd    dd    dd    dd  dd     dd
audit list                nothing       ++d    dd       dd    dd    dd    dd  dd     dd
audit verify              nothing       ++d    dd       dd    dd    dd    dd  dd     dd
audit head                nothing       ++d    dd       dd    dd    dd    dd  dd     dd
config list               nothing       ++d    dd       dd    dd    dd    dd  dd     dd
config get                nothing       ++d    dd       dd    dd    dd    dd  dd     dd
config set                nothing       +dd    dd       dd    dd    dd    dd  dd     dd
config unset              nothing       +dd    dd       dd    dd    dd    dd  dd     dd
db status                 nothing       ++d    dd       dd    dd    dd    dd  dd     dd
db backup                 nothing       ++d    dd       dd    dd    dd    dd  dd     dd
db restore                nothing       +dd    dd       dd    dd    dd    dd  dd     dd
db check                  nothing       ++d    dd       dd    dd    dd    dd  dd     dd
setup shell               nothing       ++d    ++       ++    ++    ++    ++  ++     ++
";

fn about(verb: Verb) -> &'static str {
    use Verb as V;
    match verb {
        V::PartnerShow
        | V::PartnerEdit
        | V::PartnerClose
        | V::PartnerDashboard
        | V::PartnerListUsers
        | V::LinkRequest => "partner",
        V::PartnerAddUser
        | V::PartnerEditUser
        | V::PartnerAssignClients
        | V::PartnerUnassignClients
        | V::PartnerOffboardUser => "partner_user",
        V::ClientShow
        | V::ClientEdit
        | V::ClientClose
        | V::ClientMerge
        | V::ClientReopen
        | V::ClientRecover
        | V::ClientLog
        | V::UserList
        | V::InviteList
        | V::AccessList
        | V::SessionOpen
        | V::MailList
        | V::Undo => "client",
        V::ClientAssociate
        | V::ClientDissociate
        | V::ClientReadiness
        | V::UserSuggestLogin
        | V::LinkCreate
        | V::LinkList
        | V::LinkShow
        | V::LinkApprove
        | V::LinkDeny
        | V::LinkEdit
        | V::LinkExtend
        | V::LinkResend
        | V::LinkCancel
        | V::LinkDelete
        | V::LinkProcess
        | V::LinkRemove => "link",
        V::UserAdd
        | V::UserShow
        | V::UserEdit
        | V::UserRemove
        | V::UserLeave
        | V::ClientStopRecovery
        | V::InviteSend
        | V::InviteBulk
        | V::InviteShow
        | V::InviteEdit
        | V::InviteResend
        | V::InviteCancel
        | V::AccessWhy
        | V::AccessCheck => "member",
        V::UserRename
        | V::UserDeactivate
        | V::UserActivate
        | V::UserSetPassword
        | V::UserResetPassword
        | V::InviteAccept
        | V::InviteDecline
        | V::UserSignIn
        | V::UserSignOut
        | V::UserSetLanguage
        | V::SessionClose
        | V::SessionList => "login",
        _ => "nothing",
    }
}

/// `verb` done by `actor` to a thing of `relation` and `partner`, concerning a guest, who is the actor or not.
fn outcome(verb: Verb, actor: &Actor, relation: Relation, partner: PartnerId, whose: Concerns) -> char {
    let target = match about(verb) {
        "nothing" => Target::NOTHING,
        "login" => Target::login(whose),
        "client" => Target::client(relation),
        "member" => Target::member(relation, whose, Role::Guest),
        "partner" => Target::partner(partner),
        "partner_user" => Target::partner_user(partner, whose, &ALL_CLIENTS),
        "link" => Target::link(relation, partner),
        other => panic!("{other}"),
    };
    match decide(actor, verb, &target).map_err(|error| error.code()) {
        Ok(()) => '+',
        Err(Code::Denied) => 'd',
        Err(Code::NotFound) => 'n',
        Err(other) => panic!("{verb}: {other}"),
    }
}

fn outcomes(verb: Verb) -> String {
    let foreign = Relation::default();
    let of = |actor: &Actor, relation, partner| outcome(verb, actor, relation, partner, Concerns::Others);
    let mut verdicts = String::new();
    for actor in [Actor::Staff(staff(StaffRights::Full)), Actor::Staff(staff(StaffRights::ReadOnly))] {
        verdicts.push(of(&actor, foreign, OURS));
    }
    verdicts.push(of(&as_user(UserKind::Invited), foreign, OURS));
    verdicts.push(' ');
    verdicts.push(of(&partner_user(), covered(), OURS));
    verdicts.push(of(&partner_user(), foreign, THEIRS));
    for role in Role::ALL {
        verdicts.push(' ');
        verdicts.push(of(&as_user(UserKind::Client), with_role(role), OURS));
        verdicts.push(of(&as_user(UserKind::Client), foreign, OURS));
    }
    verdicts.push(' ');
    verdicts.push(outcome(verb, &as_user(UserKind::Client), with_role(Role::Guest), OURS, Concerns::Own));
    verdicts.push(outcome(verb, &partner_user(), covered(), OURS, Concerns::Own));
    verdicts
}

#[test]
fn every_command_and_actor_meets_the_table() {
    let mut rows = TABLE.lines().skip(2);
    for verb in Verb::ALL {
        let row = rows.next().unwrap_or_else(|| panic!("`{verb}` is missing from the table"));
        let (name, rest) = row.split_at(26);
        let mut cells = rest.split_whitespace();
        assert_eq!(name.trim_end(), verb.name(), "the table follows the order of the commands");
        assert_eq!(cells.next(), Some(about(*verb)), "{verb}");
        assert_eq!(outcomes(*verb), cells.collect::<Vec<_>>().join(" "), "{verb}");
    }
    assert_eq!(rows.next(), None);
}

/// The nouns and verbs of docs/reference.md#commands.
const CONTRACT: &str = "
init demo whoami todo last undo doctor serve commands completions help
staff: add list edit remove
partner: add list show edit close dashboard add-user list-users edit-user assign-clients unassign-clients offboard-user
client: add import list find show edit close merge reopen recover stop-recovery associate dissociate readiness log
user: add list show edit remove leave rename deactivate activate suggest-login set-password reset-password sign-in sign-out set-language
permission: list
invite: send bulk list show inspect edit resend cancel accept decline
link: request create list show approve deny edit extend resend cancel delete process remove
access: list why check
session: open close list verify
mail: list show deliver retry bounce status
audit: list verify head
config: list get set unset
db: status backup restore check
setup: shell
";

#[test]
fn commands_are_those_of_the_contract() {
    let mut names = BTreeSet::new();
    for line in CONTRACT.lines().filter(|line| !line.is_empty()) {
        let (noun, verbs) = line.split_once(':').map_or(("", line), |(noun, verbs)| (noun, verbs));
        names.extend(verbs.split_whitespace().map(|verb| format!("{noun} {verb}").trim().to_owned()));
    }
    assert_eq!(names, Verb::ALL.iter().map(|verb| verb.name().to_owned()).collect());
    assert_eq!(names.len(), Verb::ALL.len());
}
