//! The chain of the audit, and its head.

pub use crate::store::audit::{Fault, Head, Verdict, find_hash, head, verify};
