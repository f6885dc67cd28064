//! Passwords: which are good enough, and the slow work of hashing, kept off every transaction.

use std::sync::{Arc, OnceLock};

use seal::{PasswordCost, Zeroizing};

use crate::clock::Chance;
use crate::error::{Error, Result};

/// Fewest characters of a password (NIST SP 800-63B-4 asks for 15 where it is the only factor, 8 beside another; we take 12).
pub(crate) const SHORTEST: usize = 12;
/// Most characters: hashing a book would keep the machine busy.
const LONGEST: usize = 256;
/// Fewest different characters.
const VARIETY: usize = 5;

/// Words that people in Indonesia and elsewhere make passwords of. Digits and signs around them do not help.
const WORN: &[&str] = &[
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "letmein",
    "welcome",
    "iloveyou",
    "administrator",
    "admin",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdfghjkl",
    "asdfghjkl",
    "qazwsxedc",
    "abcdefghijkl",
    "changeme",
    "football",
    "princess",
    "sunshine",
    "monkey",
    "dragon",
    "superman",
    "indonesia",
    "indonesiaraya",
    "indonesiamerdeka",
    "merdeka",
    "bismillah",
    "bismillahirrahmanirrahim",
    "alhamdulillah",
    "alhamdulilah",
    "assalamualaikum",
    "astaghfirullah",
    "insyaallah",
    "masyaallah",
    "subhanallah",
    "allahuakbar",
    "lailahaillallah",
    "yesuskristus",
    "tuhanyesus",
    "rahasia",
    "rahasiaku",
    "rahasianegara",
    "katasandi",
    "katakunci",
    "sandi",
    "sandiku",
    "sayang",
    "sayangku",
    "akucintakamu",
    "akusayangkamu",
    "cintaku",
    "cinta",
    "anakku",
    "keluarga",
    "keluargaku",
    "bahagia",
    "semangat",
    "garuda",
    "garudaindonesia",
    "pancasila",
    "nusantara",
    "jakarta",
    "surabaya",
    "bandung",
    "semarang",
    "makassar",
    "yogyakarta",
    "persija",
    "persib",
    "persebaya",
    "arema",
    "doraemon",
    "naruto",
    "selamatpagi",
    "terimakasih",
    "pelitakasih",
    "perlindungananak",
    "anakindonesia",
    "lindungianak",
    "jejaring",
    "jejaringanak",
];

/// Whether a password is good enough for the account behind an address.
pub(crate) fn good_enough(password: &str, email: &str) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::Refused("password-too-short"));
    }
    if length > LONGEST {
        return Err(Error::Refused("password-too-long"));
    }
    let lower = password.to_lowercase();
    let local = email.split('@').next().unwrap_or(email);
    if lower == email || (local.len() >= 4 && bare(&lower) == bare(local)) {
        return Err(Error::Refused("password-is-address"));
    }
    if is_worn(&lower) { Err(Error::Refused("password-too-common")) } else { Ok(()) }
}

fn is_worn(lower: &str) -> bool {
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let steady =
        lower.chars().zip(lower.chars().skip(1)).all(|(a, b)| (b as u32).wrapping_sub(a as u32) <= 1);
    let core = bare(lower);
    let twice = core.len().is_multiple_of(2) && core.get(..core.len() / 2) == core.get(core.len() / 2..);
    let half = if twice { core.get(..core.len() / 2).unwrap_or(core) } else { core };
    // Digits alone are dates and telephone numbers.
    core.is_empty() || letters.len() < VARIETY || steady || WORN.contains(&core) || WORN.contains(&half)
}

/// The word inside: without digits and signs before and after it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// Hashes and checks passwords at the cost that the house has chosen.
pub(crate) struct Passwords {
    cost: PasswordCost,
    /// What is checked against when there is no account, so that the answer takes as long.
    nobody: OnceLock<String>,
}

impl Passwords {
    pub(crate) const fn new(cost: PasswordCost) -> Self {
        Self { cost, nobody: OnceLock::new() }
    }

    /// Hashes a password on a thread for slow work.
    pub(crate) async fn hash(
        self: &Arc<Self>,
        chance: &Arc<dyn Chance>,
        password: &Zeroizing<String>,
    ) -> Result<String> {
        let (own, chance, password) = (self.clone(), chance.clone(), password.clone());
        slowly(move || own.hash_now(&chance, &password)).await
    }

    /// Whether a password is the stored one; without a stored one the same work is done and the answer is no. Also answers a
    /// new hash when the stored one was made at another cost.
    pub(crate) async fn check(
        self: &Arc<Self>,
        chance: &Arc<dyn Chance>,
        password: &Zeroizing<String>,
        stored: Option<String>,
    ) -> Result<(bool, Option<String>)> {
        let (own, chance, password) = (self.clone(), chance.clone(), password.clone());
        slowly(move || {
            let nobody = own.nobody(&chance)?;
            let known = stored.is_some();
            let against = stored.unwrap_or(nobody);
            let right = seal::verify_password(&password, &against).unwrap_or(false) && known;
            let stale = right && seal::needs_rehash(&against, own.cost);
            let anew = if stale { Some(own.hash_now(&chance, &password)?) } else { None };
            Ok((right, anew))
        })
        .await
    }

    fn nobody(&self, chance: &Arc<dyn Chance>) -> Result<String> {
        if let Some(hash) = self.nobody.get() {
            return Ok(hash.clone());
        }
        let hash = self.hash_now(chance, "nobody has this password")?;
        Ok(self.nobody.get_or_init(|| hash).clone())
    }

    fn hash_now(&self, chance: &Arc<dyn Chance>, password: &str) -> Result<String> {
        seal::hash_password(password, self.cost, &mut *chance.stream())
            .map_err(|error| Error::Setup(error.to_string()))
    }
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::Storage("a password check did not end".into()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<&'static str> {
        match good_enough(password, "petugas.contoh@contoh.invalid") {
            Ok(()) => None,
            Err(Error::Refused(code)) => Some(code),
            Err(_) => Some("?"),
        }
    }

    #[test]
    fn worn_out_passwords_are_refused_and_others_are_not() {
        assert_eq!(code("pendek-9x"), Some("password-too-short"));
        assert_eq!(code(&"panjang sekali ".repeat(20)), Some("password-too-long"));
        assert_eq!(code("Petugas.Contoh@contoh.invalid"), Some("password-is-address"));
        assert_eq!(code("petugas.contoh2026"), Some("password-is-address"));
        for worn in [
            "indonesia123",
            "Bismillah2026!",
            "RahasiaNegara1",
            "sayangsayang",
            "123456789012",
            "abcdefghijklm",
            "passwordpassword",
            "081200000000",
            "aaaaaaaaaaaab",
            "Katasandi12345",
        ] {
            assert_eq!(code(worn), Some("password-too-common"), "{worn}");
        }
        for good in ["kapal biru di dermaga", "Tujuh-Rumah-Bambu", "h7Kq2-pw9Zx1"] {
            assert_eq!(code(good), None, "{good}");
        }
    }
}
