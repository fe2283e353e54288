//! The kinds of mails.

/// A kind of mail. Its name is the column `kind` of the outbox and names the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailKind {
    /// To someone who is asked to activate a login, or to accept a grant.
    Invitation,
    /// To an owner: a partner asks for a link.
    LinkRequest,
    /// To the partner: the client approved.
    LinkApproved,
    /// To the partner: the client denied.
    LinkDenied,
    /// To an owner: the request that was mailed before is withdrawn.
    LinkCancelled,
    /// To a new partner user.
    Welcome,
    /// To the owners: staff accepted an invitation in someone's place.
    AcceptedByStaff,
    /// To a person: a new password may be chosen with the code of this mail.
    PasswordReset,
    /// To a person: their password was changed.
    PasswordChanged,
    /// To a person, at both addresses: their login has another name.
    LoginRenamed,
    /// To an owner: an access ends soon.
    AccessExpiring,
    /// To anyone who lost an access, or to the other side: it has ended.
    AccessEnded,
    /// To the address that a person wants for their login: they confirm it with the code of this mail.
    AddressChange,
    /// To one of the people of a client: support invited a new owner, which they can stop.
    Recovery,
    /// To the desk: a recovery began, or was stopped.
    RecoveryNotice,
    /// To anyone concerned by what happened in a client; a digest has several such things.
    Notice,
    /// To anyone who tries whether mail arrives. It is never queued.
    Test,
}

impl MailKind {
    /// Every kind that is queued.
    pub const QUEUED: [Self; 16] = [
        Self::Invitation,
        Self::LinkRequest,
        Self::LinkApproved,
        Self::LinkDenied,
        Self::LinkCancelled,
        Self::Welcome,
        Self::AcceptedByStaff,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::LoginRenamed,
        Self::AccessExpiring,
        Self::AccessEnded,
        Self::AddressChange,
        Self::Recovery,
        Self::RecoveryNotice,
        Self::Notice,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::LinkRequest => "link_request",
            Self::LinkApproved => "link_approved",
            Self::LinkDenied => "link_denied",
            Self::LinkCancelled => "link_cancelled",
            Self::Welcome => "welcome",
            Self::AcceptedByStaff => "accepted_by_staff",
            Self::PasswordReset => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::LoginRenamed => "login_renamed",
            Self::AccessExpiring => "access_expiring",
            Self::AccessEnded => "access_ended",
            Self::AddressChange => "address_change",
            Self::Recovery => "recovery",
            Self::RecoveryNotice => "recovery_notice",
            Self::Notice => "notice",
            Self::Test => "test",
        }
    }

    /// The kind of a stored mail.
    #[must_use]
    pub fn queued(name: &str) -> Option<Self> {
        Self::QUEUED.into_iter().find(|kind| kind.name() == name)
    }
}

impl std::fmt::Display for MailKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
