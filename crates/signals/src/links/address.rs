//! Web addresses as text. They are compared and shown broken apart; nothing here or elsewhere ever asks one for anything.

use super::{Identifier, IdentifierKind};

/// Longest address that is taken.
const LONGEST: usize = 2_000;

/// The key of an address: scheme and host in small letters, without user, standard port and fragment, whether it was written
/// whole (`https://…`) or broken apart (`hxxps://…[.]…`). `None` when it is no web address.
#[must_use]
pub fn address(text: &str) -> Option<Identifier> {
    let parts = Parts::of(text)?;
    let host = parts.host.to_lowercase();
    let host = host.strip_suffix(parts.standard_port()).unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let path = if parts.path.is_empty() { "/" } else { parts.path.as_str() };
    Some(Identifier::new(IdentifierKind::Url, format!("{}://{host}{path}", parts.scheme)))
}

/// The address as it may be shown to those who may see it: no program makes a link of it, no finger opens it by mistake.
/// `None` when it is no web address.
#[must_use]
pub fn broken_apart(text: &str) -> Option<String> {
    let parts = Parts::of(text)?;
    let scheme = parts.scheme.replacen("tt", "xx", 1);
    let host = parts.host.replace('.', "[.]").replace(':', "[:]");
    // Dots and schemes in the rest could be taken for another address.
    let path = parts.path.replace("://", "[://]").replace('.', "[.]");
    Some(format!("{scheme}://{host}{path}"))
}

struct Parts {
    scheme: &'static str,
    host: String,
    /// From the first slash or question mark, without the fragment.
    path: String,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let whole = mended(text.trim());
        if whole.len() > LONGEST || whole.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let (scheme, rest) = scheme(&whole)?;
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let host = authority.rsplit('@').next().unwrap_or_default();
        let name = host.split(':').next().unwrap_or_default().trim_end_matches('.');
        let plausible = name.contains('.') && name.split('.').all(is_label);
        plausible.then(|| Self { scheme, host: host.to_owned(), path: path.to_owned() })
    }

    fn standard_port(&self) -> &'static str {
        if self.scheme == "https" { ":443" } else { ":80" }
    }
}

/// What people did to keep an address from being opened, undone.
fn mended(text: &str) -> String {
    let text = text.replace("[://]", "://").replace("[:]//", "://");
    let text = text.replace("[.]", ".").replace("(.)", ".").replace("{.}", ".").replace("[dot]", ".");
    text.replace("(dot)", ".").replace("[:]", ":").replace("[/]", "/")
}

fn scheme(text: &str) -> Option<(&'static str, &str)> {
    const SCHEMES: [(&str, &str); 4] =
        [("https://", "https"), ("hxxps://", "https"), ("http://", "http"), ("hxxp://", "http")];
    for (written, scheme) in SCHEMES {
        let head = text.get(..written.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(written)) {
            return Some((scheme, text.get(written.len()..)?));
        }
    }
    let bare = text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    bare.then_some(("http", text))
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}
