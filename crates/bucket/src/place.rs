//! Where a bucket is, as it stands on the command line: `s3://BUCKET[/PREFIX][?endpoint=…&region=…&style=path|host]`.
//!
//! What this is not: the keys. They never stand on a command line, where every user of the machine can read them.

use url::Url;

/// The region that stores other than Amazon's ignore and that the signature needs.
const ANY_REGION: &str = "us-east-1";

/// A bucket of a store, and the folder in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(crate) bucket: String,
    /// Without slashes at its ends; empty for the bucket itself.
    pub(crate) prefix: String,
    /// Scheme, host and port; none for Amazon's own.
    pub(crate) endpoint: Option<Url>,
    pub(crate) region: String,
    /// The bucket is part of the host's name and not of the path.
    pub(crate) hosted: bool,
}

/// What is wrong with a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// No such address.
    #[error("应为 s3://存储桶[/前缀][?endpoint=https://主机&region=区域&style=path|host]")]
    Shape,
    /// A bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens.
    #[error("存储桶的名称“{0}”不对：应是 3 至 63 个小写字母、数字、点和连字符")]
    Bucket(String),
    /// Names of objects are kept simple, so that every store and every tool takes them.
    #[error("前缀“{0}”不对：只能有字母、数字、点、下划线、连字符和分隔用的 /")]
    Prefix(String),
    /// Keys do not belong here.
    #[error("密钥不写在命令行上，请放进环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY")]
    Keys,
    /// Neither `http` nor `https`, or more than a host and a port.
    #[error("对象存储的地址“{0}”不对：应为 https://主机[:端口]；内网也可以用 http://")]
    Endpoint(String),
    /// Nothing that can be said here.
    #[error("不认识“{0}”：可以写 endpoint、region、style（path 或 host）")]
    Unknown(String),
}

impl Place {
    /// Reads an address. `endpoint` and `region` hold where it does not say them itself.
    ///
    /// # Errors
    /// See [`PlaceFault`].
    pub fn parse(
        text: &str,
        endpoint: Option<&str>,
        region: Option<&str>,
    ) -> Result<Self, PlaceFault> {
        let url = Url::parse(text).map_err(|_| PlaceFault::Shape)?;
        if url.scheme() != "s3" || url.port().is_some() || url.fragment().is_some() {
            return Err(PlaceFault::Shape);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(PlaceFault::Keys);
        }
        let mut place = Self {
            bucket: bucket(url.host_str().unwrap_or_default())?,
            prefix: prefix(url.path())?,
            endpoint: None,
            region: region.unwrap_or(ANY_REGION).to_owned(),
            hosted: false,
        };
        let mut endpoint = endpoint.map(str::to_owned);
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.as_ref()) {
                ("endpoint", value) => endpoint = Some(value.to_owned()),
                ("region", value) if is_word(value) => value.clone_into(&mut place.region),
                ("style", "path") => place.hosted = false,
                ("style", "host") => place.hosted = true,
                (name, _) if name.contains("key") || name.contains("secret") => {
                    return Err(PlaceFault::Keys);
                }
                (name, _) => {
                    return Err(PlaceFault::Unknown(name.chars().take(40).collect()));
                }
            }
        }
        place.endpoint = endpoint.as_deref().map(address).transpose()?;
        Ok(place)
    }

    /// Whether what is sent can be read on the way: the place is on another machine and reached without TLS.
    pub fn is_readable_on_the_way(&self) -> bool {
        self.endpoint.as_ref().is_some_and(|endpoint| {
            let local = matches!(endpoint.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            endpoint.scheme() == "http" && !local
        })
    }

    /// Scheme and host to send to, with the bucket in it where the store wants that.
    pub(crate) fn root(&self) -> Option<String> {
        let endpoint = self.endpoint.as_ref()?;
        let host = endpoint.host_str().unwrap_or_default();
        let port = endpoint.port().map_or_else(String::new, |port| format!(":{port}"));
        let bucket = if self.hosted { format!("{}.", self.bucket) } else { String::new() };
        Some(format!("{}://{bucket}{host}{port}", endpoint.scheme()))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "s3://{}", self.bucket)?;
        if !self.prefix.is_empty() {
            write!(out, "/{}", self.prefix)?;
        }
        Ok(())
    }
}

fn bucket(name: &str) -> Result<String, PlaceFault> {
    let right = (3..=63).contains(&name.len())
        && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
        && !name.contains("..");
    if right { Ok(name.to_owned()) } else { Err(PlaceFault::Bucket(name.to_owned())) }
}

fn prefix(path: &str) -> Result<String, PlaceFault> {
    let prefix = path.trim_matches('/');
    let right = prefix.is_empty() || prefix.split('/').all(is_word);
    if right { Ok(prefix.to_owned()) } else { Err(PlaceFault::Prefix(prefix.to_owned())) }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !matches!(text, "." | "..")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

fn address(text: &str) -> Result<Url, PlaceFault> {
    let wrong = || PlaceFault::Endpoint(text.chars().take(80).collect());
    let url = Url::parse(text).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(PlaceFault::Keys);
    }
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    if plain { Ok(url) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Result<Place, PlaceFault> {
        Place::parse(text, None, None)
    }

    #[test]
    fn given_a_bucket_with_or_without_a_folder_then_both_are_told_apart() {
        let place = parsed("s3://evidence").unwrap();
        assert_eq!((place.bucket.as_str(), place.prefix.as_str()), ("evidence", ""));
        assert_eq!((place.region.as_str(), place.root()), ("us-east-1", None));
        let place = parsed("s3://evidence/city/petition/?region=cn-north-1").unwrap();
        assert_eq!((place.prefix.as_str(), place.region.as_str()), ("city/petition", "cn-north-1"));
        assert_eq!(place.to_string(), "s3://evidence/city/petition");
    }

    #[test]
    fn given_an_endpoint_in_the_address_or_beside_it_then_the_address_wins() {
        let beside = Some("http://127.0.0.1:9000");
        let place = Place::parse("s3://evidence", beside, Some("r1")).unwrap();
        assert_eq!(place.root().unwrap(), "http://127.0.0.1:9000");
        assert_eq!((place.region.as_str(), place.is_readable_on_the_way()), ("r1", false));
        let text = "s3://evidence?endpoint=https://oss.example.cn&style=host&region=r2";
        let place = Place::parse(text, beside, Some("r1")).unwrap();
        assert_eq!(place.root().unwrap(), "https://evidence.oss.example.cn");
        assert_eq!(place.region, "r2");
        let text = "s3://evidence?endpoint=http://10.0.0.8:9000";
        assert!(parsed(text).unwrap().is_readable_on_the_way());
    }

    #[test]
    fn given_keys_or_other_things_that_do_not_belong_there_then_they_are_refused_and_not_repeated()
    {
        for text in [
            "s3://id:secret@evidence",
            "s3://evidence?secret_access_key=hunter2",
            "s3://evidence?endpoint=https://id:hunter2@host",
        ] {
            let fault = parsed(text).unwrap_err();
            assert_eq!(fault, PlaceFault::Keys, "{text}");
            assert!(!fault.to_string().contains("hunter2"));
        }
        assert!(matches!(parsed("s3://evidence?colour=red"), Err(PlaceFault::Unknown(_))));
        assert!(matches!(parsed("s3://Evidence_1"), Err(PlaceFault::Bucket(_))));
        assert!(matches!(parsed("s3://evidence/a/%2e%2e/b c"), Err(PlaceFault::Prefix(_))));
        assert!(matches!(parsed("s3://evidence?endpoint=ftp://h"), Err(PlaceFault::Endpoint(_))));
        for text in ["s3:", "evidence", "http://evidence", "s3://evidence:80"] {
            assert!(parsed(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_answered(text in ".{0,60}") {
            for text in [text.clone(), format!("s3://{text}"), format!("s3://evidence?{text}")] {
                if let Ok(place) = parsed(&text) {
                    prop_assert!(!place.bucket.contains('/') && !place.prefix.contains(".."));
                }
            }
        }
    }
}
