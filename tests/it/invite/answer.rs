//! Accepting and declining.
