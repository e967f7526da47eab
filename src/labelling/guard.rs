//! Who may talk to the labelling page: this machine's browser, on the page itself, with the token of this start.
//!
//! The token keeps other users of the machine and other pages out; Host stops names that were bent to 127.0.0.1 (DNS
//! rebinding); Origin and Sec-Fetch-Site stop other sites' requests.

use crate::error::{Error, Result};

/// What every request must show.
#[derive(Clone, Debug)]
pub struct Guard {
    token: String,
    port: u16,
}

impl Guard {
    /// A guard with a new random token of 128 bits.
    ///
    /// # Errors
    /// A system without random numbers.
    pub fn new(port: u16) -> Result<Self> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| Error::io("the system has no random numbers", std::io::Error::other(error)))?;
        Ok(Self { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port })
    }

    /// The page's address.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// What follows the token in a request's path, if all is as it must be; else why not.
    ///
    /// # Errors
    /// The reason, for the answer.
    pub fn admit<'p>(&self, path: &'p str, header: impl Fn(&str) -> Option<String>) -> std::result::Result<&'p str, &'static str> {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        if !header("host").is_some_and(|host| hosts.contains(&host)) {
            return Err("wrong host");
        }
        if header("origin").is_some_and(|origin| !hosts.iter().any(|host| origin == format!("http://{host}"))) {
            return Err("wrong origin");
        }
        if header("sec-fetch-site").is_some_and(|site| !matches!(site.as_str(), "same-origin" | "none")) {
            return Err("wrong site");
        }
        let (token, rest) = path.strip_prefix('/').and_then(|path| path.split_once('/')).ok_or("wrong token")?;
        if same(token.as_bytes(), self.token.as_bytes()) { Ok(rest) } else { Err("wrong token") }
    }
}

/// Compares in a time that does not tell where two texts differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_itself_is_admitted() {
        let guard = Guard { token: "secret".into(), port: 80 };
        let ask = |path: &'static str, headers: &[(&str, &str)]| {
            let headers: Vec<(String, String)> = headers.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
            guard.admit(path, |name| headers.iter().find(|own| own.0 == name).map(|own| own.1.clone()))
        };
        let host = ("host", "127.0.0.1:80");
        assert_eq!(ask("/secret/list", &[host]), Ok("list"));
        assert_eq!(ask("/secret/", &[host, ("origin", "http://localhost:80")]), Ok(""));
        assert_eq!(ask("/secret/", &[]), Err("wrong host"));
        assert_eq!(ask("/secret/", &[("host", "evil.example:80")]), Err("wrong host"));
        assert_eq!(ask("/secret/", &[host, ("origin", "http://evil.example")]), Err("wrong origin"));
        assert_eq!(ask("/secret/", &[host, ("origin", "null")]), Err("wrong origin"));
        assert_eq!(ask("/secret/", &[host, ("sec-fetch-site", "cross-site")]), Err("wrong site"));
        assert_eq!(ask("/Secret/", &[host]), Err("wrong token"));
        assert_eq!(ask("/secret", &[host]), Err("wrong token"));
    }

    #[test]
    fn tokens_are_new_at_every_start() {
        let [first, second] = [Guard::new(1), Guard::new(1)].map(|guard| guard.expect("random numbers").address());
        assert_ne!(first, second);
        assert_eq!(first.len(), "http://127.0.0.1:1//".len() + 32);
    }
}
