//! How often one address may ask: ten times a minute where a code is needed, so that codes cannot be tried out; more often where
//! nothing can be guessed.
//!
//! What this is not: protection against a flood; that is the business of the server in front.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Mutex;

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

/// Questions in one window where nothing else is said.
const MOST: u32 = 10;
/// Length of the window, µs.
const WINDOW: i64 = 60_000_000;
/// Addresses remembered.
const ADDRESSES: usize = 10_000;

/// Counts questions by address.
#[derive(Debug)]
pub(super) struct Limiter {
    /// Questions in one window.
    most: u32,
    /// Start of the window, µs, and questions in it.
    held: Mutex<HashMap<IpAddr, (i64, u32)>>,
}

impl Default for Limiter {
    fn default() -> Self {
        Self::of(MOST)
    }
}

impl Limiter {
    /// Admits so many questions a minute.
    pub(super) fn of(most: u32) -> Self {
        Self { most, held: Mutex::default() }
    }

    /// Questions a minute.
    pub(super) fn most(&self) -> u32 {
        self.most
    }

    /// Counts one question; `Err` with the seconds to wait where there were too many.
    pub(super) fn admit(&self, from: IpAddr, now: i64) -> Result<(), u64> {
        let Ok(mut held) = self.held.lock() else { return Ok(()) };
        let over = |start: i64| !(0..WINDOW).contains(&now.saturating_sub(start));
        if held.len() >= ADDRESSES && !held.contains_key(&from) {
            held.retain(|_, (start, _)| !over(*start));
            if held.len() >= ADDRESSES {
                // More addresses in a minute than anybody has: slow all newcomers down rather than forget whom we counted.
                return Err(60);
            }
        }
        let (start, count) = held.entry(from).or_insert((now, 0));
        if over(*start) {
            (*start, *count) = (now, 0);
        }
        if *count >= self.most {
            let left = start.saturating_add(WINDOW).saturating_sub(now).max(1);
            return Err(u64::try_from(left).unwrap_or(0).div_ceil(1_000_000));
        }
        *count = count.saturating_add(1);
        Ok(())
    }
}

/// The address that asks. Behind a proxy on the same machine it is the last one the proxy named; a name given by anybody else
/// is not believed. IPv6 counts by its /64, which is one household.
pub(super) fn asking(extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |info| info.0.ip());
    let named = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    let address = if peer.is_loopback() { named.unwrap_or(peer) } else { peer };
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    #[test]
    fn the_eleventh_question_in_a_minute_waits_and_others_do_not() {
        let limiter = Limiter::default();
        for _ in 0..10 {
            assert_eq!(limiter.admit(ONE, 0), Ok(()));
        }
        assert_eq!(limiter.admit(ONE, 30_000_000), Err(30));
        assert_eq!(limiter.admit(IpAddr::V6(Ipv6Addr::LOCALHOST), 0), Ok(()));
        assert_eq!(limiter.admit(ONE, 60_000_000), Ok(()));
    }

    #[test]
    fn the_addresses_remembered_are_bounded() {
        let limiter = Limiter::default();
        for number in 0..20_000_u32 {
            let _ = limiter.admit(IpAddr::V4(number.into()), 0);
        }
        assert_eq!(limiter.held.lock().unwrap().len(), ADDRESSES);
        assert_eq!(limiter.admit(ONE, 60_000_000), Ok(()));
    }

    #[test]
    fn a_forwarded_name_is_believed_from_this_machine_only() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 5.6.7.8".parse().unwrap());
        let from = |text: &str| {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo(text.parse::<SocketAddr>().unwrap()));
            asking(&extensions, &headers).to_string()
        };
        assert_eq!(from("127.0.0.1:9"), "5.6.7.8");
        assert_eq!(from("9.9.9.9:9"), "9.9.9.9");
        assert_eq!(from("[2001:db8:1:2:3::4]:9"), "2001:db8:1:2::");
    }
}
