//! Which addresses Nabat calls: a configured address must not become a way into the network it stands in.
//!
//! An address is refused unless it is https, without user and password in it, and public. `private` also
//! allows http, loopback and the ranges of private networks; link-local addresses, where clouds keep
//! their metadata, are refused even then. Names are looked up for each call, what is refused is left out,
//! and the connection goes to exactly the address that was looked at.

use crate::http::client_with;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use nabat_kit::port::CallError;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Url};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// Why an address is not called.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// Not an address at all.
    #[error("it is no web address")]
    NoAddress,
    /// Whoever is in between could read it.
    #[error("it is not https")]
    NotHttps,
    /// A secret in an address ends up in logs.
    #[error("it holds a user or a password")]
    Credentials,
    /// It stands, or resolves to what stands, where Nabat does not call.
    #[error("{0} is not a public address")]
    NotPublic(String),
}

/// The address, if it can be called as far as its text says.
///
/// # Errors
/// Why it is not.
pub fn check(url: &str, private: bool) -> Result<Url, Refused> {
    let url: Url = url.parse().map_err(|_| Refused::NoAddress)?;
    if !matches!(url.scheme(), "https" | "http") || url.cannot_be_a_base() {
        return Err(Refused::NoAddress);
    }
    if url.scheme() == "http" && !private {
        return Err(Refused::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::Credentials);
    }
    let host = url.host_str().ok_or(Refused::NoAddress)?;
    let local = host == "localhost" || host.ends_with(".localhost");
    match literal(&url) {
        Some(ip) if !is_allowed(ip, private) => Err(Refused::NotPublic(ip.to_string())),
        _ if local && !private => Err(Refused::NotPublic(host.to_owned())),
        _ => Ok(url),
    }
}

/// The number an address is written with, where it has no name.
pub fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// A client that goes nowhere else, by whatever name; [`check`] the address first. No proxy is used: it would look
/// names up itself, past the guard.
///
/// # Errors
/// The machine's TLS or resolver cannot be set up.
pub fn client(private: bool) -> Result<Client, CallError> {
    client_with(|builder| builder.no_proxy().dns_resolver(Arc::new(Guard::new(private))))
}

/// Whether a connection may go to this address.
pub fn is_allowed(ip: IpAddr, private: bool) -> bool {
    match ip {
        IpAddr::V4(ip) => v4(ip, private),
        IpAddr::V6(ip) => v6(ip, private),
    }
}

fn v4(ip: Ipv4Addr, private: bool) -> bool {
    let [a, b, c, _] = ip.octets();
    let never = ip.is_unspecified()
        || a == 0
        || ip.is_link_local()
        || ip.is_multicast()
        || a >= 240
        || ip.is_documentation()
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    let own = ip.is_loopback() || ip.is_private() || (a == 100 && (64..128).contains(&b));
    !never && (private || !own)
}

fn v6(ip: Ipv6Addr, private: bool) -> bool {
    let [first, second, ..] = ip.segments();
    let never = ip.is_unspecified()
        || ip.is_multicast()
        || (first & 0xffc0) == 0xfe80
        // Where a cloud keeps its metadata in this family.
        || (first == 0xfd00 && second == 0x0ec2)
        || (first == 0x2001 && (second == 0 || second == 0x0db8))
        // NAT64 by a prefix of one's own (RFC 8215): what is within stands where its owner chose.
        || ip.segments()[..3] == [0x64, 0xff9b, 1];
    // The last are what site-local addresses were.
    let own = ip.is_loopback() || (first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfec0;
    !never && (private || !own) && embedded(ip).is_none_or(|inner| v4(inner, private))
}

/// The older address within a newer one: mapped, translated, compatible, NAT64, 6to4, ISATAP.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = ip.segments();
    let pair = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low] => Some(pair(high, low)),
        [0, 0, 0, 0, 0, 0, high, low] if !ip.is_loopback() && !ip.is_unspecified() => Some(pair(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(pair(high, low)),
        [0x2002, high, low, ..] => Some(pair(high, low)),
        [.., 0 | 0x200, 0x5efe, high, low] => Some(pair(high, low)),
        _ => None,
    }
}

/// Looks names up and leaves out what is refused: the connection goes to no other address, whatever the name leads to
/// later.
pub struct Guard {
    private: bool,
    look_up: LookUp,
}

/// Where a name leads: as the machine says, in tests as the test does.
type LookUp = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<SocketAddr>>> + Send + Sync>;

impl Guard {
    /// By the machine's own resolver. `private`: addresses of one's own network are allowed; link-local ones never are.
    pub fn new(private: bool) -> Self {
        let look_up = |name: String| async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) }.boxed();
        Self { private, look_up: Arc::new(look_up) }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (private, look_up) = (self.private, Arc::clone(&self.look_up));
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = look_up(name.clone()).await?;
            let allowed = left(found, private);
            if allowed.is_empty() {
                return Err(Refused::NotPublic(name).into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// What of the addresses a name leads to may be called.
fn left(found: Vec<SocketAddr>, private: bool) -> Vec<SocketAddr> {
    found.into_iter().filter(|at| is_allowed(at.ip(), private)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    #[test]
    fn public_https_is_called() {
        for url in ["https://bus.example/hooks?x=1", "https://93.184.216.34/", "https://[2606:4700::1]:8443/in"] {
            assert!(check(url, false).is_ok(), "{url}");
        }
    }

    #[test]
    fn ways_into_ones_own_network_are_refused() {
        let refused = [
            "http://bus.example/",
            "ftp://bus.example/",
            "https://user:secret@bus.example/",
            "https://user@bus.example/",
            "bus.example",
            "data:text/plain,x",
            "https://localhost/",
            "https://x.localhost/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0.0.0.0/",
            "https://0.1.2.3/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://100.64.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://192.0.0.192/opc/v2",
            "https://198.18.0.1/",
            "https://203.0.113.1/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
        ];
        for url in refused {
            assert!(check(url, false).is_err(), "{url}");
        }
    }

    #[test]
    fn nor_are_they_open_to_the_longer_addresses() {
        let refused = [
            "https://[::1]/",
            "https://[::]/",
            "https://[fc00::1]/",
            "https://[fe80::1]/",
            "https://[ff02::1]/",
            "https://[2001:0:7f00:1::]/",
            "https://[2001:db8::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[::127.0.0.1]/",
            "https://[64:ff9b::a9fe:a9fe]/",
            "https://[64:ff9b:1::a00:1]/",
            "https://[64:ff9b:1:a9fe:a9:fe00::]/",
            "https://[2002:7f00:1::]/",
            "https://[::ffff:0:10.0.0.1]/",
            "https://[2001:470:1::5efe:10.0.0.1]/",
            "https://[2001:470:1::200:5efe:169.254.169.254]/",
            "https://[fe80::5efe:93.184.216.34]/",
            "https://[fc00::5efe:93.184.216.34]/",
            "https://[fec0::1]/",
            "https://[feff::1]/",
        ];
        for url in refused {
            assert!(check(url, false).is_err(), "{url}");
        }
    }

    #[test]
    fn private_allows_ones_own_network_and_no_metadata() {
        for url in
            ["http://127.0.0.1:9/", "http://localhost/", "http://10.1.2.3/", "https://[fc00::1]/", "https://[fec0::1]/"]
        {
            assert!(check(url, true).is_ok(), "{url}");
        }
        let metadata = ["169.254.169.254", "192.0.0.192", "[fe80::1]", "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]"];
        for host in metadata.iter().chain(&["0.0.0.0", "0.1.2.3", "[64:ff9b:1::1]"]) {
            assert!(check(&format!("http://{host}/"), true).is_err(), "{host}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_into_ones_own_network_is_refused_when_it_is_looked_up() {
        let name = || -> Name { "localhost".parse().expect("a name") };
        assert!(Guard::new(false).resolve(name()).await.is_err());
        assert!(Guard::new(true).resolve(name()).await.is_ok());
    }

    /// A name that leads to a good address when it is looked at and to metadata when it is called: it is looked up at each
    /// connection, and the connection goes to what was looked at.
    #[tokio::test]
    async fn a_name_that_leads_elsewhere_the_second_time_is_not_followed_there() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let good = listener.local_addr().expect("it has one");
        let bad = ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1"]
            .map(|ip| SocketAddr::new(ip.parse().expect("an address"), 0));
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let look_up = move |_: String| {
            let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
            std::future::ready(Ok(if first { vec![good] } else { bad.to_vec() })).boxed()
        };
        let guard = Arc::new(Guard { private: true, look_up: Arc::new(look_up) });
        let client = client_with(|builder| builder.no_proxy().dns_resolver(Arc::clone(&guard))).expect("a client");
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("the first call comes");
            let _ = stream.read(&mut [0; 1024]).await;
            // The connection ends here: the next call needs another one.
            let said = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.write_all(said).await.expect("it is heard");
            drop(stream);
            listener.accept().await.map(drop)
        });
        let address = format!("http://partner.example:{}/", good.port());
        assert!(client.get(&address).send().await.expect("the first call is answered").status().is_success());
        let again = client.get(&address).send().await;
        assert!(again.as_ref().is_err_and(|error| format!("{error:?}").contains("NotPublic")), "{again:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 2, "it is looked up at each connection");
        assert!(!served.is_finished(), "nothing else was connected to");
        served.abort();
    }

    #[tokio::test]
    async fn a_client_connects_by_no_name_to_what_it_may_not_call() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://localhost:{}/", listener.local_addr().expect("it has one").port());
        let accepted = tokio::spawn(async move { listener.accept().await.map(drop) });
        let asked = client(false).expect("a client").get(&address).send().await;
        assert!(asked.is_err_and(|error| format!("{error:?}").contains("NotPublic")));
        assert!(!accepted.is_finished(), "nothing was connected to");
        let _ = client(true).expect("a client").get(&address).send().await;
        accepted.await.expect("no panic").expect("who may is connected");
    }

    #[test]
    fn a_name_that_leads_here_and_there_is_called_where_it_may_be_and_at_metadata_never() {
        let at = |ip: &str| SocketAddr::new(ip.parse().expect("an address"), 443);
        let found =
            ["93.184.216.34", "10.0.0.1", "169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254"];
        let found: Vec<SocketAddr> = found.map(at).into();
        assert_eq!(left(found.clone(), false), [at("93.184.216.34")]);
        assert_eq!(left(found, true), [at("93.184.216.34"), at("10.0.0.1")]);
    }
}
