//! What a command left behind: standard output, standard error and exit code together.

use std::fmt;

/// A finished command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The line as it was given.
    pub line: String,
    /// The exit code.
    pub code: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// It must have gone well.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self}");
        self
    }

    /// It must have ended with this exit code.
    #[track_caller]
    pub fn fails(self, code: u8) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Standard error must say this.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "{text:?} is not said\n{self}");
        self
    }

    /// Neither standard error nor standard output may say this.
    #[track_caller]
    pub fn says_not(self, text: &str) -> Self {
        assert!(!self.err.contains(text) && !self.out.contains(text), "{text:?} is said\n{self}");
        self
    }

    /// Standard output must have this in it.
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{text:?} is not printed\n{self}");
        self
    }

    /// Standard output without its last line feed: an id, mostly.
    pub fn id(&self) -> String {
        self.out.trim_end().to_owned()
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// The error object on standard error of a machine format.
    #[track_caller]
    pub fn error(&self) -> serde_json::Value {
        let value: serde_json::Value =
            serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}\n{self}"));
        value["error"].clone()
    }

    /// Standard output as CSV: each row a map from header to cell.
    #[track_caller]
    pub fn csv(&self) -> Vec<std::collections::BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{error}\n{self}"))).collect()
    }
}

/// For snapshots: the three together.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ partnerctl {}", self.line)?;
        f.write_str(&self.out)?;
        if !self.err.is_empty() {
            write!(f, "--- stderr\n{}", self.err)?;
        }
        write!(f, "--- exit {}", self.code)
    }
}

/// Splits a line into words as a shell does: blanks part, single and double quotes hold together.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\n') => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(quote, None, "an open quote in {line}");
    words.extend(word);
    words
}
