//! One-click access, made ready: associations, dedicated users, what is missing and who must do it (MISSION S0).

mod associate;
