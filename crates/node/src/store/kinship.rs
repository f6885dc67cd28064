//! What staff declared about relatives, and whether a record may be about one. The comparison happens in memory; what matched
//! is told to nobody.

use linkage::normalise::{Name, Phone, fold};
use model::Id;
use seal::Place;
use serde::{Deserialize, Serialize};

use super::person;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::open_text;

/// Somebody's own declaration; nobody else reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kin {
    /// Full names of relatives.
    pub names: Vec<String>,
    /// Own telephone numbers and those of relatives.
    pub phones: Vec<String>,
    /// Own address.
    pub address: String,
}

/// What a record says about who it is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    pub(crate) names: Vec<String>,
    pub(crate) phones: Vec<String>,
    pub(crate) address: String,
}

fn place(row: &str) -> Place<'_> {
    Place { table: "kinship", row, column: "declared" }
}

/// Keeps a declaration.
pub(crate) async fn keep(tx: &mut Tx, account: Id, organisation: Id, kin: &Kin) -> Result<()> {
    let text = serde_json::to_string(kin).map_err(|_| Error::Storage("declaration".into()))?;
    let key = tx.member_key(organisation).await?.subkey("staff");
    let row = account.to_string();
    let sealed = tx.seal(&key, place(&row), &text);
    let now = tx.now;
    tx.run(
        "insert into kinship (account_id, declared, at) values ($1, $2, $3)
         on conflict (account_id) do update set declared = excluded.declared, at = excluded.at",
        &[account.into(), sealed.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// What somebody declared; nothing when they did not.
pub(crate) async fn of(tx: &mut Tx, account: Id) -> Result<Kin> {
    let found = tx
        .row(
            "select a.organisation_id, k.declared from kinship k join account a on a.id = k.account_id
             where k.account_id = $1",
            &[account.into()],
        )
        .await?;
    let Some(found) = found else { return Ok(Kin::default()) };
    let key = tx.member_key(found.id(0)?).await?.subkey("staff");
    let row = account.to_string();
    let text = open_text(&key, place(&row), &found.bytes(1)?)?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// Whether a record may be about a relative: a declared name or number stands in it, or it bears the looker's own last name at
/// the looker's own address or number. Single names are common, so a name alone that nobody declared says nothing.
pub(crate) fn alike(own_name: &str, kin: &Kin, about: &About) -> bool {
    let whole = |name: &str| Name::parse(name).text();
    let names: Vec<String> =
        about.names.iter().map(|name| whole(name)).filter(|name| !name.is_empty()).collect();
    let phones: Vec<u64> = numbers(&about.phones);
    let declared =
        kin.names.iter().map(|name| whole(name)).any(|name| name.contains(' ') && names.contains(&name));
    let number = numbers(&kin.phones).iter().any(|number| phones.contains(number));
    let last = |name: &str| whole(name).rsplit(' ').next().map(str::to_owned).filter(|last| last.len() > 2);
    let surname =
        last(own_name).is_some_and(|own| about.names.iter().any(|name| last(name).as_ref() == Some(&own)));
    let home = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let same_home = home(&kin.address).len() > 8 && home(&kin.address) == home(&about.address);
    declared || number || (surname && same_home)
}

/// What the records of a child and of the people around the child say about who they are; it stays in memory.
pub(crate) async fn about(tx: &mut Tx, child: Id, root: Id) -> Result<About> {
    let rows = tx
        .rows(
            "select p.id from k_person p where p.id = $1 or p.id in
               (select a.person_id from participation a where a.matter_id = $2 and a.to_at is null
                  and a.role in ('guardian', 'caregiver', 'family_member', 'sibling', 'child'))
             order by p.id",
            &[child.into(), root.into()],
        )
        .await?;
    let people = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<_>>>()?;
    described(tx, &people, Some(child)).await
}

/// What the records of these people say about who they are; of one of them where they live, too.
pub(crate) async fn described(tx: &mut Tx, people: &[Id], at_home: Option<Id>) -> Result<About> {
    let mut about = About::default();
    let sql = "select id, key_id, name, phone, address from k_person where id";
    for row in &tx.rows_of(sql, people, " order by id").await? {
        let who = row.id(0)?;
        let key = match tx.person_key(row.id(1)?).await {
            Ok(key) => key,
            // Erased: nobody can be recognised any more.
            Err(Error::Sealed) => continue,
            Err(error) => return Err(error),
        };
        let id = who.to_string();
        let open = |at: usize, column: &'static str| -> Result<String> {
            let place = Place { table: person::META.table, row: &id, column };
            row.bytes_opt(at)?.map_or(Ok(String::new()), |sealed| open_text(&key, place, &sealed))
        };
        about.names.push(open(2, "name")?);
        about.phones.push(open(3, "phone")?);
        if Some(who) == at_home {
            about.address = open(4, "address")?;
        }
    }
    Ok(about)
}

/// Whether two names are the same when they are written in one way.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    let whole = |name: &str| Name::parse(name).text();
    !whole(one).is_empty() && whole(one) == whole(other)
}

fn numbers(texts: &[String]) -> Vec<u64> {
    texts.iter().filter_map(|text| Phone::parse(text).ok()).map(Phone::number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kin(names: &[&str], phones: &[&str], address: &str) -> Kin {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Kin { names: own(names), phones: own(phones), address: address.to_owned() }
    }

    fn about(name: &str, phone: &str, address: &str) -> About {
        About { names: vec![name.to_owned()], phones: vec![phone.to_owned()], address: address.to_owned() }
    }

    #[test]
    fn a_declared_name_or_number_is_enough_and_a_single_name_is_not() {
        let child = about("Bunga Rekaan Samudra", "+62 000 1111 2222", "Jalan Contoh 5");
        assert!(alike("Andika", &kin(&["BUNGA  rekaan Samudra"], &[], ""), &child));
        assert!(!alike("Andika", &kin(&["Bunga"], &[], ""), &child));
        assert!(!alike("Andika Samudra", &Kin::default(), &child), "a last name alone says nothing");
        assert!(!alike("Andika Samudra", &kin(&[], &[], "Jalan Lain 77 Kota"), &child));
        let at_home = about("Bunga Samudra", "", "Jalan Contoh 5, Bandung");
        assert!(alike("Andika Samudra", &kin(&[], &[], "jalan contoh 5, bandung"), &at_home));
        assert!(!alike("Andika Lain", &kin(&[], &[], "jalan contoh 5, bandung"), &at_home));
        assert!(!alike("", &Kin::default(), &About::default()));
    }
}
