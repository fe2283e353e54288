//! Every table with a history, described once: its columns, whose its rows are, the statement that inserts a row, and
//! those that put one change back. The macro `facts!` writes those statements for each table.
//!
//! A test holds this list against the schema: a table with `since_audit` that is not here fails it.

use super::{ColumnValue, Version};
use crate::store::{Query, Sql};

/// Whose the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOwner {
    Client,
    /// A person's, who may be in several clients: those whom the audit row names.
    Person,
}

/// What becomes of a row when the change that inserted it is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUndo {
    /// It is taken away, and stays in the history.
    Goes,
    /// Rows of this table are never taken away.
    Stays,
}

/// A table of facts with its history, and the statements over both. `$1` is always the number of a change; where the
/// rows are a client's, the last parameter is the client.
#[derive(Debug)]
pub struct VersionedTable {
    pub table: &'static str,
    pub owner: RowOwner,
    /// What makes a row the same row.
    pub keys: &'static [&'static str],
    /// What else it says, in the order of the statements. After these come `since_audit` and `version`.
    pub columns: &'static [&'static str],
    /// What people see when a whole row comes or goes; a difference is shown of any column but bookkeeping.
    pub headline: &'static [&'static str],
    /// The rows that the change wrote, as they are.
    pub now: &'static Query<Vec<ColumnValue>>,
    /// The rows as they were before the change.
    pub then: &'static Query<Vec<ColumnValue>>,
    /// Of each row that the change wrote: the later changes that wrote it again, one a row, and the last of them.
    pub later: &'static Query<(i64, i64)>,
    /// Puts the rows back that the change replaced.
    pub restore: &'static Sql,
    /// What becomes of a row that the change inserted.
    pub fate: OnUndo,
    /// Takes away the rows that the change inserted.
    pub take: &'static Sql,
    /// Brings back the rows that the change, itself an undo, took away.
    pub bring: &'static Sql,
}

/// What decides whose a row is, as a condition over `t`.
macro_rules! whose {
    (Client, $at:literal) => {
        concat!("t.client_id = ", $at)
    };
    (Itself, $at:literal) => {
        concat!("t.id = ", $at)
    };
    (Login, $at:literal) => {
        "t.id IN (SELECT u.login_id FROM audit_user AS u WHERE u.audit_id = $1)"
    };
    (Seat, $at:literal) => {
        "t.login_id IN (SELECT u.login_id FROM audit_user AS u WHERE u.audit_id = $1)"
    };
}

/// The rows `t` that the change `$1` wrote, also where later ones wrote them again: whether what it left is still there, the
/// caller finds out first.
macro_rules! written {
    ($table:literal [$($key:ident)+]) => {
        concat!("(t.since_audit = $1 OR EXISTS (SELECT 1 FROM ", $table, "_history AS g WHERE g.since_audit = $1",
            $(" AND g.", stringify!($key), " = t.", stringify!($key),)+ "))")
    };
}

macro_rules! owner {
    (Client) => {
        RowOwner::Client
    };
    (Itself) => {
        RowOwner::Client
    };
    (Login) => {
        RowOwner::Person
    };
    (Seat) => {
        RowOwner::Person
    };
}

macro_rules! fate {
    (goes) => {
        OnUndo::Goes
    };
    (stays) => {
        OnUndo::Stays
    };
}

/// A new row: of a key that is new, or in place of one with the same key.
macro_rules! inserted {
    (once $table:literal [$($key:ident)+] [$($column:ident)+]) => {
        new_row!(NewRow in $table { $($key,)+ $($column,)+ since_audit, version });
    };
    (again $table:literal [$($key:ident)+] [$($column:ident)+]) => {
        new_row!(NewRow in $table key { $($key),+ } { $($column,)+ since_audit } counted);
    };
    (after_end $table:literal [$($key:ident)+] [$($column:ident)+]) => {
        new_row! {
            NewRow in $table key { $($key),+ } { $($column,)+ since_audit } counted " WHERE partner_user.state = 'ended'"
        }
    };
}

macro_rules! facts {
    ($module:ident, $constant:ident, $version:ident, $table:literal, $whose:ident, $insert:ident, $goes:ident, keys [$($key:ident)+], columns [$($column:ident)+], headline [$($head:ident)*]) => {
        pub(in crate::store) mod $module {
            use super::{ColumnValue, OnUndo, RowOwner, VersionedTable};
            use crate::error::Result;
            use crate::store::{Tx, Value, joined, new_row};

            inserted!($insert $table [$($key)+] [$($column)+]);

            /// Inserts a row, made by `new!`, together with others.
            pub(in crate::store) fn insert(tx: &Tx<'_>, row: &[Value<'_>]) -> Result<()> {
                tx.put(&INSERT, row)
            }

            crate::store::statements! {
                [INSERT] NewRow::INSERT;
                [NOW: Vec<ColumnValue>] concat!("SELECT ", joined!("t.", "": $($key)+ $($column)+), " FROM ", $table,
                    " AS t WHERE ", whose!($whose, "$2"), " AND ", written!($table [$($key)+]), " ORDER BY t.since_audit", $(", t.", stringify!($key),)+);
                [THEN: Vec<ColumnValue>] concat!("SELECT ", joined!("h.", "": $($key)+ $($column)+), " FROM ", $table,
                    "_history AS h WHERE h.until_audit = $1 ORDER BY h.until_audit", $(", h.", stringify!($key),)+);
                [LATER: (written: i64, last: i64)] concat!("SELECT h.until_audit AS written, t.since_audit AS last FROM ", $table, " AS t JOIN ",
                    $table, "_history AS h ON 1 = 1", $(" AND h.", stringify!($key), " = t.", stringify!($key),)+
                    " WHERE ", whose!($whose, "$2"), " AND h.since_audit >= $1 AND ", written!($table [$($key)+]),
                    " ORDER BY h.until_audit", $(", h.", stringify!($key),)+);
                [RESTORE] concat!("UPDATE ", $table, " AS t SET (", $(stringify!($column), ", ",)+ "since_audit, version) = (SELECT ",
                    $("h.", stringify!($column), ", ",)+ "CAST($2 AS BIGINT), t.version + 1 FROM ", $table, "_history AS h WHERE h.until_audit = $1",
                    $(" AND h.", stringify!($key), " = t.", stringify!($key),)+
                    ") WHERE ", whose!($whose, "$3"), " AND ", written!($table [$($key)+]), " AND EXISTS (SELECT 1 FROM ", $table, "_history AS h WHERE h.until_audit = $1",
                    $(" AND h.", stringify!($key), " = t.", stringify!($key),)+ ")");
                [TAKE] concat!("DELETE FROM ", $table, " AS t WHERE ", whose!($whose, "$2"), " AND ", written!($table [$($key)+]), " AND NOT EXISTS (SELECT 1 FROM ", $table,
                    "_history AS h WHERE h.until_audit = $1", $(" AND h.", stringify!($key), " = t.", stringify!($key),)+ ")");
                [BRING] concat!("INSERT INTO ", $table, " (", $(stringify!($key), ", ",)+ $(stringify!($column), ", ",)+ "since_audit, version) SELECT ",
                    $("h.", stringify!($key), ", ",)+ $("h.", stringify!($column), ", ",)+ "CAST($2 AS BIGINT), h.version + 1 FROM ", $table,
                    "_history AS h WHERE h.until_audit = $1 AND NOT EXISTS (SELECT 1 FROM ", $table, " AS t WHERE 1 = 1",
                    $(" AND t.", stringify!($key), " = h.", stringify!($key),)+ ")");
            }

            pub(super) static FACTS: VersionedTable = VersionedTable {
                table: $table,
                owner: owner!($whose),
                keys: &[$(stringify!($key)),+],
                columns: &[$(stringify!($column)),+],
                headline: &[$(stringify!($head)),*],
                now: &NOW,
                then: &THEN,
                later: &LATER,
                restore: &RESTORE,
                fate: fate!($goes),
                take: &TAKE,
                bring: &BRING,
            };
        }
        #[doc = concat!("The table `", $table, "`.")]
        pub static $constant: &VersionedTable = &$module::FACTS;

        #[doc = concat!("A version of a row of `", $table, "`.")]
        #[derive(Debug, Clone, Copy)]
        pub struct $version<'v>(&'v Version);

        impl<'v> $version<'v> {
            $(
                pub fn $key(self) -> &'v ColumnValue {
                    self.0.get(stringify!($key))
                }
            )+

            $(
                pub fn $column(self) -> &'v ColumnValue {
                    self.0.get(stringify!($column))
                }
            )+
        }
    };
}

facts!(login, LOGIN, LoginVersion, "login", Login, once, stays, keys [id],
    columns [email_key email email_domain first_name last_name state must_change_password mailbox activated_at created_at
        language],
    headline [email state]);
facts!(partner_user, PARTNER_USER, PartnerUserVersion, "partner_user", Seat, after_end, stays, keys [login_id],
    columns [partner_id scope restricted until state created_at],
    headline [state scope]);
facts!(client, CLIENT, ClientVersion, "client", Itself, once, stays, keys [id],
    columns [check_digit slug name domain domain_fold account_number plan staff_id state activated_at closed_at created_at
        merged_into language],
    headline [name state]);
facts!(access_grant, ACCESS_GRANT, GrantVersion, "access_grant", Client, once, goes, keys [id],
    columns [client_id login_id role permissions state until for_partner granted_by active_at ended_at ended_by created_at],
    headline [role permissions state until]);
facts!(link, LINK, LinkVersion, "link", Client, once, goes, keys [id],
    columns [client_id partner_id origin state requested_at requested_by sent_at send_count expires_at asked_permissions permissions
        term until message answered_at answered_by reason linked_at process_error ended_at ended_by deleted_at extension_at
        extension_by extension_permissions extension_until extension_message extension_denied_at auto_extend],
    headline [state permissions until]);
facts!(invitation, INVITATION, InvitationVersion, "invitation", Client, once, goes, keys [id],
    columns [client_id login_id grant_id email email_key role permissions until kind form state sent_at send_count expires_at
        answered_at answered_by reason invited_by replaces mail_id message language],
    headline [role state]);
facts!(assignment, ASSIGNMENT, AssignmentVersion, "assignment", Client, again, goes, keys [client_id login_id],
    columns [state],
    headline [state]);
facts!(association, ASSOCIATION, AssociationVersion, "association", Client, again, goes, keys [client_id partner_id],
    columns [tab state associated_at associated_by],
    headline [tab state]);
facts!(client_field, CLIENT_FIELD, FieldVersion, "client_field", Client, again, goes, keys [client_id field_key],
    columns [value],
    headline [value]);

/// Every table of facts, so that what others rest on comes first: brought back in this order, taken away in the
/// reverse.
pub static EVERY: &[&VersionedTable] =
    &[LOGIN, PARTNER_USER, CLIENT, ACCESS_GRANT, LINK, INVITATION, ASSIGNMENT, ASSOCIATION, CLIENT_FIELD];

/// A version of a row, by the table that it is in.
#[derive(Debug, Clone, Copy)]
pub enum Record<'v> {
    Login(LoginVersion<'v>),
    PartnerUser(PartnerUserVersion<'v>),
    Client(ClientVersion<'v>),
    Grant(GrantVersion<'v>),
    Link(LinkVersion<'v>),
    Invitation(InvitationVersion<'v>),
    Assignment(AssignmentVersion<'v>),
    Association(AssociationVersion<'v>),
    Field(FieldVersion<'v>),
}

impl Version {
    /// The version with its columns.
    pub fn record(&self) -> Record<'_> {
        match self.table {
            "login" => Record::Login(LoginVersion(self)),
            "partner_user" => Record::PartnerUser(PartnerUserVersion(self)),
            "client" => Record::Client(ClientVersion(self)),
            "access_grant" => Record::Grant(GrantVersion(self)),
            "link" => Record::Link(LinkVersion(self)),
            "invitation" => Record::Invitation(InvitationVersion(self)),
            "assignment" => Record::Assignment(AssignmentVersion(self)),
            "association" => Record::Association(AssociationVersion(self)),
            _ => Record::Field(FieldVersion(self)),
        }
    }
}

impl<'v> Record<'v> {
    /// The client, of a row of `client`.
    pub const fn client(self) -> Option<ClientVersion<'v>> {
        match self {
            Self::Client(client) => Some(client),
            _ => None,
        }
    }

    /// The field of a client, of a row of `client_field`.
    pub const fn field(self) -> Option<FieldVersion<'v>> {
        match self {
            Self::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The state, where the table has one.
    pub fn state(self) -> Option<&'v str> {
        let state = match self {
            Self::Login(row) => row.state(),
            Self::PartnerUser(row) => row.state(),
            Self::Client(row) => row.state(),
            Self::Grant(row) => row.state(),
            Self::Link(row) => row.state(),
            Self::Invitation(row) => row.state(),
            Self::Assignment(row) => row.state(),
            Self::Association(row) => row.state(),
            Self::Field(_) => return None,
        };
        state.text()
    }
}

/// Every statement of these tables.
#[cfg(test)]
pub(crate) static STATEMENTS: &[&[&Sql]] = &[
    login::STATEMENTS,
    partner_user::STATEMENTS,
    client::STATEMENTS,
    access_grant::STATEMENTS,
    link::STATEMENTS,
    invitation::STATEMENTS,
    assignment::STATEMENTS,
    association::STATEMENTS,
    client_field::STATEMENTS,
];
