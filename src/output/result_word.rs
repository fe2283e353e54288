//! The words of the column `result`: what became of a thing.

macro_rules! words {
    (changes { $($change:ident $done:literal;)+ } others { $($other:ident $word:literal;)+ }) => {
        /// A word of the column `result`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ResultWord {
            $($change,)+
            $($other,)+
        }

        impl ResultWord {
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$change => $done,)+
                    $(Self::$other => $word,)+
                }
            }

            /// The word in a dry run, which changed nothing: `would_be_created` for `created`.
            #[must_use]
            pub const fn in_dry_run(self) -> &'static str {
                match self {
                    $(Self::$change => concat!("would_be_", $done),)+
                    $(Self::$other => $word,)+
                }
            }
        }
    };
}

words! {
    changes {
        Accepted "accepted";
        Activated "activated";
        Assigned "assigned";
        Bounced "bounced";
        Cancelled "cancelled";
        Closed "closed";
        Combined "combined";
        Created "created";
        Deactivated "deactivated";
        Declined "declined";
        Deleted "deleted";
        Ended "ended";
        Entered "entered";
        Expired "expired";
        Grouped "grouped";
        Lapsed "lapsed";
        Left "left";
        Lifted "lifted";
        Moved "moved";
        PasswordExpired "password_expired";
        Queued "queued";
        Removed "removed";
        Renamed "renamed";
        Replaced "replaced";
        Reopened "reopened";
        Resent "resent";
        Restored "restored";
        Sending "sending";
        Sent "sent";
        Stopped "stopped";
        TakenOver "taken_over";
        Unassigned "unassigned";
        Undone "undone";
        Updated "updated";
        Written "written";
    }
    others {
        Conflict "conflict";
        Failed "failed";
        Held "held";
        Kept "kept";
        Skipped "skipped";
        Unchanged "unchanged";
        Unknown "unknown";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dry_run_claims_no_change() {
        assert_eq!(ResultWord::Created.in_dry_run(), "would_be_created");
        assert_eq!(ResultWord::Unchanged.in_dry_run(), "unchanged");
    }
}
