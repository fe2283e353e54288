//! Every command, and the steps of the pages that are no command: the table of who has each at all, which
//! [`super::authority::decide`] reads.

use super::permission::Permission;
use crate::error::NextStep;

/// Whether a command changes anything that is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    Read,
    Change,
}

/// Whether staff has the command in their own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnName {
    /// No one has to be known for it.
    Free,
    Staff,
    /// Staff types it, but the answer is another's: it needs the code from the mail, or `--as`.
    OrCode,
    /// It is another's to begin or end: always with `--as`.
    OnlyAs,
    /// The person does it themselves, on the pages.
    OnPages,
}

/// What lets a user have a command when staff acts on their behalf. Any one of those in a row suffices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// Being a user: it concerns no one in particular, or shows only what the user may see anyway.
    Anyone,
    PersonConcerned,
    /// Being able to enter the client, in whatever role.
    Entry,
    /// Role owner or admin of the client, giving no more than one has.
    ClientAdmin,
    /// Administering users: role owner or admin and `users`, touching no role above one's own, giving no more than
    /// one has.
    Users,
    /// Entering the client as a partner user by a way that gives this permission.
    PartnerPermission(Permission),
    /// Being a user of the partner concerned, with the client in one's scope.
    Partner,
    /// Being another user of the same partner, whose reach takes in that of the person concerned.
    SamePartner,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain) struct Row {
    pub name: &'static str,
    pub nature: Nature,
    pub own_name: OwnName,
    pub needs: &'static [Need],
}

macro_rules! verbs {
    ($($verb:ident $name:literal $nature:ident $own_name:ident [$($need:expr),*];)+) => {
        /// A command: `noun verb`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $($verb,)+
        }

        impl Verb {
            pub const ALL: &'static [Self] = &[$(Self::$verb,)+];

            pub(in crate::domain) const fn row(self) -> Row {
                use Need::*;
                match self {
                    $(Self::$verb => Row {
                        name: $name,
                        nature: Nature::$nature,
                        own_name: OwnName::$own_name,
                        needs: &[$($need),*],
                    },)+
                }
            }
        }
    };
}

const BY_USERS: Need = Need::PartnerPermission(Permission::Users);

// What is in no line, no one has. In brackets: what a user needs (`--as`), any one of them.
verbs! {
    Init                    "init"                      Change  Free    [];
    Demo                    "demo"                      Read    Free    [Anyone];
    Whoami                  "whoami"                    Read    Staff   [Anyone];
    Todo                    "todo"                      Read    Staff   [];
    Last                    "last"                      Read    Staff   [];
    Undo                    "undo"                      Change  Staff   [];
    Doctor                  "doctor"                    Read    Staff   [];
    Serve                   "serve"                     Change  Staff   [];
    Commands                "commands"                  Read    Free    [Anyone];
    Completions             "completions"               Read    Free    [Anyone];
    Help                    "help"                      Read    Free    [Anyone];

    StaffAdd                "staff add"                 Change  Staff   [];
    StaffList               "staff list"                Read    Staff   [];
    StaffEdit               "staff edit"                Change  Staff   [];
    StaffRemove             "staff remove"              Change  Staff   [];

    PartnerAdd              "partner add"               Change  Staff   [];
    PartnerList             "partner list"              Read    Staff   [];
    PartnerShow             "partner show"              Read    Staff   [Partner];
    PartnerEdit             "partner edit"              Change  Staff   [];
    PartnerClose            "partner close"             Change  Staff   [];
    PartnerDashboard        "partner dashboard"         Read    Staff   [Partner];
    PartnerAddUser          "partner add-user"          Change  Staff   [SamePartner];
    PartnerListUsers        "partner list-users"        Read    Staff   [Partner];
    PartnerEditUser         "partner edit-user"         Change  Staff   [SamePartner];
    PartnerAssignClients    "partner assign-clients"    Change  Staff   [SamePartner];
    PartnerUnassignClients  "partner unassign-clients"  Change  Staff   [SamePartner];
    PartnerOffboardUser     "partner offboard-user"     Change  Staff   [SamePartner];

    ClientAdd               "client add"                Change  Staff   [];
    ClientImport            "client import"             Change  Staff   [];
    ClientList              "client list"               Read    Staff   [Anyone];
    ClientFind              "client find"               Read    Staff   [Anyone];
    ClientShow              "client show"               Read    Staff   [Entry];
    ClientEdit              "client edit"               Change  Staff   [];
    ClientClose             "client close"              Change  Staff   [];
    ClientMerge             "client merge"              Change  Staff   [];
    ClientReopen            "client reopen"             Change  Staff   [];
    ClientRecover           "client recover"            Change  Staff   [];
    ClientStopRecovery      "client stop-recovery"      Change  Staff   [PersonConcerned];
    ClientAssociate         "client associate"          Change  Staff   [];
    ClientDissociate        "client dissociate"         Change  Staff   [];
    ClientReadiness         "client readiness"          Read    Staff   [ClientAdmin, Partner];
    ClientLog               "client log"                Read    Staff   [ClientAdmin];

    UserAdd                 "user add"                  Change  Staff   [Users];
    UserList                "user list"                 Read    Staff   [ClientAdmin, BY_USERS];
    UserShow                "user show"                 Read    Staff   [PersonConcerned, ClientAdmin, BY_USERS];
    UserEdit                "user edit"                 Change  Staff   [Users];
    UserRemove              "user remove"               Change  Staff   [Users];
    UserLeave               "user leave"                Change  OnlyAs  [PersonConcerned];
    UserRename              "user rename"               Change  Staff   [PersonConcerned];
    UserDeactivate          "user deactivate"           Change  Staff   [PersonConcerned];
    UserActivate            "user activate"             Change  Staff   [PersonConcerned];
    UserSuggestLogin        "user suggest-login"        Read    Staff   [ClientAdmin, Partner];
    UserSetPassword         "user set-password"         Change  Staff   [PersonConcerned];
    UserResetPassword       "user reset-password"       Change  Staff   [PersonConcerned, SamePartner];

    UserSignIn              "user sign-in"              Change  OnPages [PersonConcerned];
    UserSignOut             "user sign-out"             Change  OnPages [PersonConcerned];
    UserSetLanguage         "user set-language"         Change  OnPages [PersonConcerned];

    PermissionList          "permission list"           Read    Staff   [Anyone];

    InviteSend              "invite send"               Change  Staff   [Users];
    InviteBulk              "invite bulk"               Change  Staff   [Users];
    InviteList              "invite list"               Read    Staff   [PersonConcerned, ClientAdmin, BY_USERS];
    InviteShow              "invite show"               Read    Staff   [PersonConcerned, ClientAdmin, BY_USERS];
    InviteInspect           "invite inspect"            Read    Staff   [Anyone];
    InviteEdit              "invite edit"               Change  Staff   [Users];
    InviteResend            "invite resend"             Change  Staff   [Users];
    InviteCancel            "invite cancel"             Change  Staff   [Users];
    InviteAccept            "invite accept"             Change  OrCode  [PersonConcerned];
    InviteDecline           "invite decline"            Change  OrCode  [PersonConcerned];

    LinkRequest             "link request"              Change  Staff   [Partner];
    LinkCreate              "link create"               Change  OnlyAs  [ClientAdmin];
    LinkList                "link list"                 Read    Staff   [ClientAdmin, Partner];
    LinkShow                "link show"                 Read    Staff   [ClientAdmin, Partner];
    LinkApprove             "link approve"              Change  OrCode  [ClientAdmin];
    LinkDeny                "link deny"                 Change  OrCode  [ClientAdmin];
    LinkEdit                "link edit"                 Change  Staff   [ClientAdmin, Partner];
    LinkExtend              "link extend"               Change  Staff   [ClientAdmin, Partner];
    LinkResend              "link resend"               Change  Staff   [Partner];
    LinkCancel              "link cancel"               Change  Staff   [Partner];
    LinkDelete              "link delete"               Change  Staff   [Partner];
    LinkProcess             "link process"              Change  Staff   [];
    LinkRemove              "link remove"               Change  Staff   [ClientAdmin, Partner];

    AccessList              "access list"               Read    Staff   [PersonConcerned, ClientAdmin, BY_USERS, Partner];
    AccessWhy               "access why"                Read    Staff   [PersonConcerned, ClientAdmin, BY_USERS];
    AccessCheck             "access check"              Read    Staff   [PersonConcerned, ClientAdmin, BY_USERS];

    SessionOpen             "session open"              Change  OnlyAs  [Entry];
    SessionClose            "session close"             Change  OnlyAs  [PersonConcerned];
    SessionList             "session list"              Read    Staff   [PersonConcerned];
    SessionVerify           "session verify"            Change  Staff   [];

    MailList                "mail list"                 Read    Staff   [];
    MailShow                "mail show"                 Read    Staff   [];
    MailDeliver             "mail deliver"              Change  Staff   [];
    MailRetry               "mail retry"                Change  Staff   [];
    MailBounce              "mail bounce"               Change  Staff   [];
    MailStatus              "mail status"               Read    Staff   [];

    AuditList               "audit list"                Read    Staff   [];
    AuditVerify             "audit verify"              Read    Staff   [];
    AuditHead               "audit head"                Read    Staff   [];

    ConfigList              "config list"               Read    Staff   [];
    ConfigGet               "config get"                Read    Staff   [];
    ConfigSet               "config set"                Change  Staff   [];
    ConfigUnset             "config unset"              Change  Staff   [];

    DbStatus                "db status"                 Read    Staff   [];
    DbBackup                "db backup"                 Read    Staff   [];
    DbRestore               "db restore"                Change  Staff   [];
    DbCheck                 "db check"                  Read    Staff   [];

    SetupShell              "setup shell"               Read    Free    [Anyone];
}

impl Verb {
    /// The operation as something to do next.
    #[must_use]
    pub const fn step(self) -> NextStep {
        NextStep::of(self.row().name)
    }

    /// `noun verb`, as typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// `noun.verb`, as the audit has it.
    #[must_use]
    pub fn action(self) -> String {
        self.name().replace(' ', ".")
    }

    /// Whether it changes anything that is recorded.
    #[must_use]
    pub const fn nature(self) -> Nature {
        self.row().nature
    }

    /// Whether staff has it in their own name.
    #[must_use]
    pub const fn own_name(self) -> OwnName {
        self.row().own_name
    }

    /// What lets a user have it, any one of these. Empty: no user ever has it.
    #[must_use]
    pub const fn needs(self) -> &'static [Need] {
        self.row().needs
    }
}

impl OwnName {
    /// The word in `commands`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "anyone",
            Self::Staff => "own_name",
            Self::OrCode => "with_code",
            Self::OnlyAs => "only_as",
            Self::OnPages => "on_pages",
        }
    }
}

impl std::fmt::Display for Verb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl Need {
    pub const ALL: [Self; 8] = [
        Self::Anyone,
        Self::PersonConcerned,
        Self::Entry,
        Self::ClientAdmin,
        Self::Users,
        Self::PartnerPermission(Permission::Users),
        Self::Partner,
        Self::SamePartner,
    ];

    /// The word in `commands`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::PersonConcerned => "oneself",
            Self::Entry => "entry",
            Self::ClientAdmin => "office",
            Self::Users => "users",
            Self::PartnerPermission(_) => "covered",
            Self::Partner => "partner",
            Self::SamePartner => "colleague",
        }
    }

    /// Who fulfils it, for "only … may".
    #[must_use]
    pub const fn who(self) -> &'static str {
        match self {
            Self::Anyone => "an active user",
            Self::PersonConcerned => "the person concerned",
            Self::Entry => "someone who may enter the client",
            Self::ClientAdmin => "an owner or admin of the client",
            Self::Users => "an owner or admin of the client with the permission `users`",
            Self::PartnerPermission(_) => "a partner user with the permission `users` there",
            Self::Partner => "a user of that partner who covers the client",
            Self::SamePartner => "another user of that partner who reaches as far",
        }
    }
}
