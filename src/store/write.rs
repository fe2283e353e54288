//! Writing rows: a new row has a field for each column, and its INSERT comes from the same declaration.

/// Declares a new row of a table: one field for each column, in the order of `INSERT`. With `key { … }`, a row that has
/// the same key gets the columns of the new one instead; with `counted`, and the next version.
macro_rules! new_row {
    ($row:ident in $table:literal { $($column:ident),+ $(,)? }) => {
        $crate::store::new_row!(@row $row [$($column)+] concat!(
            "INSERT INTO ", $table, " (", $crate::store::joined!("", "": $($column)+), ") VALUES (", $crate::store::numbers!($($column)+), ")"
        ));
    };
    ($row:ident in $table:literal key { $($key:ident),+ } { $($column:ident),+ $(,)? } counted $($rest:literal)?) => {
        $crate::store::new_row!(@row $row [$($key)+ $($column)+ version] concat!(
            "INSERT INTO ", $table, " (", $crate::store::joined!("", "": $($key)+ $($column)+ version), ") VALUES (",
            $crate::store::numbers!($($key)+ $($column)+ version), ") ON CONFLICT (", $crate::store::joined!("", "": $($key)+),
            ") DO UPDATE SET ", $crate::store::replaced!($($column)+), ", version = ", $table, ".version + 1" $(, $rest)?
        ));
    };
    ($row:ident in $table:literal key { $($key:ident),+ } { $($column:ident),+ $(,)? }) => {
        $crate::store::new_row!(@row $row [$($key)+ $($column)+] concat!(
            "INSERT INTO ", $table, " (", $crate::store::joined!("", "": $($key)+ $($column)+), ") VALUES (",
            $crate::store::numbers!($($key)+ $($column)+), ") ON CONFLICT (", $crate::store::joined!("", "": $($key)+),
            ") DO UPDATE SET ", $crate::store::replaced!($($column)+)
        ));
    };
    (@row $row:ident [$($column:ident)+] $insert:expr) => {
        pub(in crate::store) struct $row<'a> {
            $(pub(in crate::store) $column: $crate::store::Value<'a>),+
        }

        impl<'a> $row<'a> {
            pub(in crate::store) const INSERT: &'static str = $insert;

            pub(in crate::store) fn params(&self) -> [$crate::store::Value<'a>; { [$(stringify!($column)),+].len() }] {
                [$(self.$column),+]
            }
        }
    };
}
pub(crate) use new_row;

/// A new row, with a value for each column by its name.
macro_rules! new {
    ($row:ident { $($column:ident $(: $value:expr)?),+ $(,)? }) => {
        $row { $($column: $crate::store::Value::from($crate::store::new!(@ $column $($value)?))),+ }.params()
    };
    (@ $column:ident) => {
        $column
    };
    (@ $column:ident $value:expr) => {
        $value
    };
}
pub(crate) use new;

/// Names, each with something before and after it, separated by commas.
macro_rules! joined {
    ($before:literal, $after:literal: $first:ident $($other:ident)*) => {
        concat!($before, stringify!($first), $after $(, ", ", $before, stringify!($other), $after)*)
    };
}
pub(crate) use joined;

/// Sets each column to what was to be inserted.
macro_rules! replaced {
    ($first:ident $($other:ident)*) => {
        concat!(stringify!($first), " = excluded.", stringify!($first) $(, ", ", stringify!($other), " = excluded.", stringify!($other))*)
    };
}
pub(crate) use replaced;

/// A parameter for each name: `$1, $2`.
macro_rules! numbers {
    ($($column:ident)+) => {
        $crate::store::numbers!(@ [] [$($column)+] "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "$10" "$11" "$12" "$13" "$14" "$15"
            "$16" "$17" "$18" "$19" "$20" "$21" "$22" "$23" "$24" "$25" "$26" "$27" "$28" "$29" "$30" "$31" "$32" "$33" "$34" "$35" "$36")
    };
    (@ [$($done:literal)*] [$first:ident $($other:ident)*] $number:literal $($rest:literal)*) => {
        $crate::store::numbers!(@ [$($done)* $number] [$($other)*] $($rest)*)
    };
    (@ [$first:literal $($done:literal)*] [] $($rest:literal)*) => {
        concat!($first $(, ", ", $done)*)
    };
}
pub(crate) use numbers;
