//! What the operator says of the columns: `--map HEADER=COLUMN`, `--map-value HEADER=THEIRS:OURS`, `--rest field|drop`.

use crate::error::{Error, Result};

/// What becomes of columns that the command does not know and that `--map` does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rest {
    #[default]
    Refuse,
    /// Each is kept as an extra field of its own name.
    Field,
    Drop,
}

/// `--map HEADER=COLUMN…`, `--map-value HEADER=VALUE:VALUE…` and `--rest`.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    pairs: Vec<(String, String)>,
    values: Vec<[String; 3]>,
    rest: Rest,
}

/// One value of a column that means another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// The column, counted from 0.
    pub(super) column: usize,
    pub(super) from: String,
    pub(super) to: String,
}

impl Mapping {
    /// Reads the values of `--map`. The column is behind the last `=`.
    ///
    /// # Errors
    /// `usage` when a value has no `=`, one side is empty, or a header is mapped twice.
    pub fn parse(values: &[impl AsRef<str>], rest: Rest) -> Result<Self> {
        let mut pairs: Vec<(String, String)> = Vec::with_capacity(values.len());
        for value in values {
            let value = value.as_ref();
            let pair = value.rsplit_once('=').map(|(header, column)| (header.trim(), column.trim()));
            let Some((header, column)) = pair.filter(|(header, column)| !header.is_empty() && !column.is_empty())
            else {
                return Err(Error::usage(format!("--map {} does not say which header is which column", quoted(value)))
                    .advice("write `--map HEADER=COLUMN`, for instance `--map \"Company name=name\"`"));
            };
            if pairs.iter().any(|(earlier, _)| earlier == header) {
                return Err(Error::usage(format!("--map names the header {} twice", quoted(header))));
            }
            pairs.push((header.to_owned(), column.to_owned()));
        }
        Ok(Self { pairs, values: Vec::new(), rest })
    }

    /// Reads the values of `--map-value HEADER=THEIRS:OURS`.
    ///
    /// # Errors
    /// `usage` when a value does not have that form, or says two things of one.
    pub fn with_values(mut self, values: &[impl AsRef<str>]) -> Result<Self> {
        for value in values {
            let value = value.as_ref();
            let parts = value.split_once('=').and_then(|(header, pair)| Some((header.trim(), pair.rsplit_once(':')?)));
            let Some((header, (from, to))) = parts.filter(|(header, _)| !header.is_empty()) else {
                return Err(Error::usage(format!("--map-value {} does not say what means what", quoted(value)))
                    .advice("write `--map-value HEADER=THEIRS:OURS`, for instance `--map-value PLAN=Gold:pro`"));
            };
            let pair = [header, from.trim(), to.trim()].map(str::to_owned);
            if self.values.iter().any(|known| known[..2] == pair[..2]) {
                return Err(Error::usage(format!(
                    "--map-value names {} of {} twice",
                    quoted(&pair[1]),
                    quoted(header)
                )));
            }
            self.values.push(pair);
        }
        Ok(self)
    }

    /// What `--rest` says.
    pub(super) const fn rest(&self) -> Rest {
        self.rest
    }

    /// The headers that are mapped, and to what.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The column that a header is mapped to.
    pub(super) fn column(&self, header: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, _)| name == header).map(|(_, column)| column.as_str())
    }
}

/// What `--map-value` says of the columns of `header`. A column is named as in the file or, by `--map`, as here.
///
/// # Errors
/// `usage` for a column that the file does not have.
pub(super) fn values(name: &str, header: &[String], mapping: &Mapping) -> Result<Vec<Value>> {
    let place = |column: &str| {
        let exact = header.iter().position(|title| title == column);
        let mapped = || header.iter().position(|title| mapping.column(title) == Some(column));
        exact.or_else(mapped).or_else(|| header.iter().position(|title| fold(title) == fold(column)))
    };
    let values = mapping.values.iter().filter(|_| !header.is_empty()).map(|[column, from, to]| {
        let Some(column) = place(column) else {
            let titles: Vec<String> =
                header.iter().filter(|title| !title.is_empty()).map(|title| quoted(title)).collect();
            let error =
                Error::usage(format!("--map-value names the column {}, which {name} does not have", quoted(column)))
                    .advice(format!("its headers are {}", titles.join(", ")));
            let mapped: Vec<String> = mapping
                .pairs
                .iter()
                .map(|(header, column)| format!("{} is mapped to {}", quoted(header), quoted(column)))
                .collect();
            let error = if mapped.is_empty() { error } else { error.advice(mapped.join(", ")) };
            return Err(error.fact("file", name));
        };
        Ok(Value { column, from: from.clone(), to: to.clone() })
    });
    values.collect()
}

/// Text from outside as shown in a message: in quotes, controls escaped, cut when long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// A name without what people write differently.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase().replace([' ', '-', '.', '_'], "")
}
