//! Signs in an alert: one a line, its type before a colon. A web address is kept and carried broken apart, so that nothing opens it
//! by itself, and goes to hotlines and police alone.

use model::{Lang, ProblemCode, codes};
use seal::exchange::message::Indicator;
use seal::exchange::{Code, List, MemberId, Text};

use crate::error::{Error, Result};

/// Classes of members that see addresses (exchange specification, section 6).
const SEE_ADDRESSES: [&str; 3] = ["HOT", "LEA", "NCB"];
const ADDRESS: &str = "address";

/// Whether a member sees addresses.
pub(crate) fn sees_addresses(member: &MemberId) -> bool {
    SEE_ADDRESSES.contains(&member.class())
}

/// Whether words hold what a program could open.
pub(crate) fn holds_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("://") || lower.contains("www.")
}

/// An address that nothing opens.
fn broken(address: &str) -> String {
    let plain = address.replace("[.]", ".").replace("hxxp", "http");
    plain.replace("http", "hxxp").replace('.', "[.]")
}

/// Reads what somebody typed.
pub(crate) fn read(text: &str) -> Result<Vec<(Code, String)>> {
    let wrong = || Error::field("indicators", ProblemCode::UnknownCode);
    let mut read = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or_else(wrong)?;
        let code = code_of(name.trim()).ok_or_else(wrong)?;
        let value = value.trim();
        let code = if holds_address(value) { ADDRESS } else { code };
        let value = if code == ADDRESS { broken(value) } else { value.to_owned() };
        read.push((Code::try_from(code).map_err(|_| wrong())?, value));
    }
    Ok(read)
}

/// The code of a type, by its code or by its name in either language.
fn code_of(name: &str) -> Option<&'static str> {
    let named = |code: &&codes::Code| {
        [code.code, code.label(Lang::Id), code.label(Lang::En)]
            .iter()
            .any(|one| one.eq_ignore_ascii_case(name))
    };
    codes::list("indicator-type")?.offered().find(named).map(|code| code.code)
}

/// Whether one of them is an address.
pub(crate) fn any_address(list: &[(Code, String)]) -> bool {
    list.iter().any(|(code, _)| **code == *ADDRESS)
}

/// As they travel; without addresses for whoever does not see them.
pub(crate) fn to_send(list: &[(Code, String)], addresses: bool) -> Result<List<Indicator, 100>> {
    let shown = list.iter().filter(|(code, _)| addresses || **code != *ADDRESS);
    let made = shown.map(|(code, value)| {
        let value = Text::try_from(value.as_str()).map_err(|_| Error::Refused("exchange-text-refused"))?;
        Ok(Indicator { r#type: code.clone(), value })
    });
    List::try_from(made.collect::<Result<Vec<_>>>()?).map_err(|_| Error::Refused("too-much-at-once"))
}

/// As they are kept by a member, in lines. What claims to be no address and is one counts as one.
pub(crate) fn to_keep(list: &[Indicator], addresses: bool) -> String {
    let lines = list.iter().filter_map(|one| {
        let address = *one.r#type == *ADDRESS || holds_address(&one.value);
        match (address, addresses) {
            (true, true) => Some(format!("{ADDRESS}: {}", broken(&one.value))),
            (true, false) => None,
            (false, _) => Some(format!("{}: {}", &*one.r#type, &*one.value)),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_broken_apart_and_kept_from_others() {
        let typed = "Alamat web: https://contoh.invalid/a\nfrasa tidak ada";
        assert!(read(typed).is_err());
        let list =
            read("web address: https://contoh.invalid/a\nAkun: contoh_rekaan\nother: www.contoh.invalid")
                .unwrap();
        assert_eq!(
            list.iter().map(|(code, _)| &**code).collect::<Vec<_>>(),
            ["address", "account", "address"]
        );
        let value = &list.first().unwrap().1;
        assert_eq!(value, "hxxps://contoh[.]invalid/a");
        assert_eq!(broken(value), *value, "once is enough");
        let all = to_send(&list, true).unwrap();
        assert_eq!((all.len(), to_send(&list, false).unwrap().len()), (3, 1));
        assert_eq!(to_keep(&all, false), "account: contoh_rekaan");
        // A sender that mislabels an address does not get it past the receiver.
        let Ok(value) = Text::try_from("http://contoh.invalid") else { return };
        let sly = Indicator { r#type: Code::try_from("phrase").unwrap(), value };
        assert_eq!(to_keep(std::slice::from_ref(&sly), false), "");
        assert_eq!(to_keep(&[sly], true), "address: hxxp://contoh[.]invalid");
    }
}
