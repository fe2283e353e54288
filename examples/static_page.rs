//! The page of an invitation as a static file that axum serves, for the comparison in `scripts/bench`: what the server of the
//! pages adds to it is what is measured.

use std::path::PathBuf;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [listen, page] = arguments.as_slice() else { return Err("static_page HOST:PORT FILE".into()) };
    let page = axum::body::Bytes::from(std::fs::read(PathBuf::from(page))?);
    let answer = move || {
        let page = page.clone();
        async move { ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], page) }
    };
    let listener = tokio::net::TcpListener::bind(listen).await?;
    Ok(axum::serve(listener, Router::new().route("/invitation", get(answer))).await?)
}
