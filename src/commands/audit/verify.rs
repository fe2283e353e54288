//! `partnerctl audit verify`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Error, Result};
use crate::ops::audit;
use crate::ops::audit::{Fault, Verdict};
use crate::output::{Cell, Columns, Shape};

/// Arguments of `audit verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// A hash that `audit head` or `audit list` printed earlier; it must still be in the chain
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

impl Command for Verify {
    const NAME: &'static str = "verify";
    const ABOUT: &'static str = "Recompute the chain of the audit from its first row";
    const DETAILS: &'static str = "\
Exit 0 and the newest row when every row is as it was written; exit 1 and the number of the first broken row otherwise \
(`audit_id` in machine formats). Rows cut off at the end leave the rest whole: give a hash that was printed earlier \
with --head, and it must still be there.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl audit verify",
        "partnerctl audit verify --head 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ];
    const VERB: Option<Verb> = Some(Verb::AuditVerify);
    const COLUMNS: Option<Columns> = Some(super::PLACE);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::PLACE)?;
        let wanted = self.head.as_deref().map(parse_hash).transpose()?;
        let verdict = cx.read(|tx, _| {
            let verdict = audit::verify(tx)?;
            let found = wanted.map(|hash| audit::find_hash(tx, &hash)).transpose()?;
            Ok((verdict, found))
        })?;
        let head = match verdict {
            (Verdict::Broken { number, fault }, _) => return Err(broken(number, fault)),
            (Verdict::Whole(head), Some(None)) => {
                return Err(Error::failed(format!(
                    "the chain is whole up to row {}, but the given hash is not in it: rows were cut off or written again",
                    head.number
                ))
                .advice("make sure that it is a hash of this database, then compare with a backup")
                .fact("audit_id", head.number));
            }
            (Verdict::Whole(head), _) => head,
        };
        if let Some(Some(number)) = verdict.1 {
            cx.ui.status(&format!("The given hash is that of row {number}; nothing up to it was changed."));
        }
        cx.ui.status(&format!("All {} rows are as they were written.", head.number));
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[Cell::Int(head.number), Cell::At(head.at), super::hex(&head.hash).into()])?;
        sink.finish()
    }
}

fn broken(number: i64, fault: Fault) -> Error {
    let what = match fault {
        Fault::Changed => "is not as it was written",
        Fault::Missing => "is missing",
    };
    Error::failed(format!("audit row {number} {what}; the rows before it are whole"))
        .advice("compare with a backup: `partnerctl audit verify --db BACKUP`")
        .advice("someone wrote to the file past this program: see who can, with `ls -l` on the file and its folder")
        .fact("audit_id", number)
}

fn parse_hash(text: &str) -> Result<[u8; 32]> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        Error::usage(format!("{text:?} is no hash of an audit row"))
            .advice("a hash has 64 hexadecimal digits, as `partnerctl audit head` prints it")
    })
}
