//! The labelling page's server: a few answers over [`Desk`], each behind the [`Guard`].

use super::desk::{Desk, Saved};
use super::guard::Guard;
use super::sheet::Mark;
use crate::error::{Error, Result};
use crate::label::Label;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing but the page's own files and answers; no frames, no forms.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// A save is at most this long: a mark for every second character of a text of megabytes.
const MAX_BODY: usize = 16 << 20;

/// A server that listens, and its address.
pub struct Server {
    listener: TcpListener,
    guard: Guard,
    desk: Desk,
}

#[derive(Deserialize)]
struct Save {
    version: String,
    marks: Vec<Mark>,
}

struct Shared {
    guard: Guard,
    desk: Desk,
}

impl Server {
    /// Listens on 127.0.0.1; port 0 takes a free one.
    ///
    /// # Errors
    /// A port that is taken.
    pub fn bind(desk: Desk, port: u16) -> Result<Self> {
        let taken =
            |error| Error::io(format!("cannot listen on 127.0.0.1:{port}"), error).remedy("give another --port, or 0 for a free one");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?;
        listener.set_nonblocking(true).map_err(taken)?;
        let port = listener.local_addr().map_err(taken)?.port();
        Ok(Self { listener, guard: Guard::new(port)?, desk })
    }

    /// The page's address, token included.
    pub fn address(&self) -> String {
        self.guard.address()
    }
}

/// Answers until the process is interrupted.
///
/// # Errors
/// A system that gives no network or no signals.
pub fn serve(server: Server) -> Result<()> {
    let failed = |error| Error::io("the page cannot be served", error);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(server.listener).map_err(failed)?;
        let shared = Arc::new(Shared { guard: server.guard, desk: server.desk });
        let app = Router::new().fallback(answer).with_state(shared);
        let stop = async {
            // Without signals the process is ended from outside, which loses nothing: every save is on disk.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, app).with_graceful_shutdown(stop).await.map_err(failed)
    })
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(String::from);
    let path = match shared.guard.admit(parts.uri.path(), header) {
        Ok(path) => path.to_string(),
        Err(why) => return plain(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", why.into()),
    };
    if parts.method == Method::PUT {
        return match to_bytes(body, MAX_BODY).await {
            Ok(bytes) => save(&shared.desk, &path, &bytes),
            Err(_) => problem(StatusCode::PAYLOAD_TOO_LARGE, "more marks than a document can have"),
        };
    }
    if parts.method != Method::GET {
        return problem(StatusCode::METHOD_NOT_ALLOWED, "GET and PUT only");
    }
    get(&shared.desk, &path)
}

fn get(desk: &Desk, path: &str) -> Response {
    let file = |kind: &str, text: &str| plain(StatusCode::OK, kind, text.into());
    match path.split_once('/').unwrap_or((path, "")) {
        ("", _) => file("text/html; charset=utf-8", PAGE),
        ("page.css", _) => file("text/css; charset=utf-8", STYLE),
        ("page.js", _) => file("text/javascript; charset=utf-8", SCRIPT),
        ("list", _) => {
            let labels: Vec<_> = Label::ALL.iter().map(|label| json!({"name": label.name(), "meaning": label.meaning()})).collect();
            json(StatusCode::OK, &json!({"documents": desk.list(), "labels": labels}))
        }
        ("document", index) => found(index.parse().map_or(Ok(None), |index| desk.sheet(index))),
        ("version", index) => {
            found(index.parse().map_or(Ok(None), |index| desk.version(index)).map(|own| own.map(|version| json!({"version": version}))))
        }
        _ => problem(StatusCode::NOT_FOUND, "no such thing"),
    }
}

fn found(answer: Result<Option<impl Serialize>>) -> Response {
    match answer {
        Ok(Some(value)) => json(StatusCode::OK, &value),
        Ok(None) => problem(StatusCode::NOT_FOUND, "no such document"),
        Err(error) => problem(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

fn save(desk: &Desk, path: &str, body: &[u8]) -> Response {
    let Some(index) = path.strip_prefix("document/").and_then(|index| index.parse().ok()) else {
        return problem(StatusCode::NOT_FOUND, "no such document");
    };
    let Ok(save) = serde_json::from_slice::<Save>(body) else {
        return problem(StatusCode::BAD_REQUEST, "not a save: version and marks are needed");
    };
    match desk.save(index, &save.version, &save.marks) {
        Ok(Saved::Written(version)) => json(StatusCode::OK, &json!({"version": version})),
        Ok(Saved::Changed) => problem(StatusCode::CONFLICT, "the file was changed by somebody else"),
        Err(error) => problem(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    }
}

fn problem(status: StatusCode, why: &str) -> Response {
    json(status, &json!({"error": why}))
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    plain(status, "application/json", serde_json::to_string(value).unwrap_or_else(|_| "{}".into()))
}

fn plain(status: StatusCode, kind: &str, body: String) -> Response {
    let built = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-store")
        .header("cross-origin-resource-policy", "same-origin")
        .header("cross-origin-opener-policy", "same-origin")
        .body(Body::from(body));
    built.unwrap_or_default()
}
