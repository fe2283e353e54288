//! `link`: partners ask, clients answer, links are set up and end.

mod request;
