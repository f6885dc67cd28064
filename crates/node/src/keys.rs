//! The keys of the node: person key ← member key ← node key.
//!
//! Beside the member keys hangs the *house key*: tags and look-ups are derived from it, never from the node key itself, so that
//! the node key can be exchanged while every tag of the journal stays provable.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use model::Id;
use seal::{Entropy, MemberKey, NodeKey, PersonKey, Place, SigningKey, SymmetricKey, Wrapped};

use crate::db::Tx;
use crate::error::{Error, Result};

/// What a node keeps outside its database: the key that everything else hangs from, and the key that signs checkpoints.
#[derive(Debug)]
pub struct NodeSecrets {
    /// Top of the key hierarchy.
    pub node: NodeKey,
    /// Signs checkpoints.
    pub signing: SigningKey,
}

impl NodeSecrets {
    /// Draws new ones.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self { node: NodeKey::generate(entropy), signing: SigningKey::generate(entropy) }
    }

    /// The same keys once more.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self {
            node: NodeKey::from_bytes(*self.node.expose_bytes()),
            signing: SigningKey::from_bytes(self.signing.expose_bytes()),
        }
    }
}

/// Keys in use.
pub(crate) struct Keys {
    pub(crate) node: NodeKey,
    pub(crate) signing: SigningKey,
    /// Proves that this node wrote an entry or look-up tag, to whoever holds the node key.
    pub(crate) journal_tag: SymmetricKey,
    pub(crate) lookup: SymmetricKey,
    pub(crate) own: SymmetricKey,
    members: RwLock<HashMap<Id, Arc<MemberKey>>>,
}

impl Keys {
    /// Without a house key they can read that key and nothing else: what they would tag is never written.
    pub(crate) fn new(secrets: NodeSecrets, house: Option<&MemberKey>) -> Self {
        let of_house = |label| house.map_or_else(|| secrets.node.subkey("none"), |house| house.subkey(label));
        Self {
            journal_tag: of_house("journal-tag"),
            lookup: of_house("lookup"),
            own: of_house("own"),
            node: secrets.node,
            signing: secrets.signing,
            members: RwLock::new(HashMap::new()),
        }
    }

    fn cached(&self, organisation: Id) -> Option<Arc<MemberKey>> {
        self.members.read().unwrap_or_else(PoisonError::into_inner).get(&organisation).cloned()
    }

    fn cache(&self, organisation: Id, key: &Arc<MemberKey>) {
        self.members.write().unwrap_or_else(PoisonError::into_inner).insert(organisation, key.clone());
    }
}

/// Where the house key is kept, and what its wrapping is bound to. Members are bound to ids, which look different.
const HOUSE: &str = "house-key";

impl Tx {
    /// The house key of this database, made when there is none.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the node key does not open it: it belongs to another node, or was exchanged.
    pub(crate) async fn house_key(&mut self) -> Result<MemberKey> {
        let keys = self.context.keys.clone();
        if let Some(wrapped) = self.wrapped_house_key().await? {
            return Ok(keys.node.unwrap_member(&wrapped, HOUSE)?);
        }
        let key = MemberKey::generate(&mut *self.entropy);
        let wrapped = keys.node.wrap_member(&key, HOUSE, &mut *self.entropy);
        let row = [HOUSE.into(), seal::to_base64(wrapped.as_bytes()).into()];
        let made = self
            .run("insert into node_setting (name, value) values ($1, $2) on conflict (name) do nothing", &row)
            .await?;
        // Another process opened the same new database at the same moment: its key is the one.
        if made == 1 { Ok(key) } else { Err(Error::Transient) }
    }

    async fn wrapped_house_key(&mut self) -> Result<Option<Wrapped>> {
        let row = self.row("select value from node_setting where name = $1", &[HOUSE.into()]).await?;
        let Some(row) = row else { return Ok(None) };
        let bytes = seal::from_base64(&row.text(0)?).map_err(|_| Error::Sealed)?;
        Ok(Some(Wrapped::from_bytes(bytes)))
    }

    /// Wraps every key that the node key opens under another node key; answers how many there were.
    pub(crate) async fn rewrap(&mut self, next: &NodeKey) -> Result<u64> {
        let keys = self.context.keys.clone();
        let house = self.wrapped_house_key().await?.ok_or(Error::Sealed)?;
        let house = keys.node.rewrap_member(next, &house, HOUSE, &mut *self.entropy)?;
        let row = [HOUSE.into(), seal::to_base64(house.as_bytes()).into()];
        self.run_one("update node_setting set value = $2 where name = $1", &row).await?;
        let members = self
            .rows("select organisation_id, wrapped from member_key order by organisation_id", &[])
            .await?;
        for row in &members {
            let (id, wrapped) = (row.text(0)?, Wrapped::from_bytes(row.bytes(1)?));
            let wrapped = keys.node.rewrap_member(next, &wrapped, &id, &mut *self.entropy)?;
            let row = [id.into(), wrapped.into_bytes().into()];
            self.run_one("update member_key set wrapped = $2 where organisation_id = $1", &row).await?;
        }
        Ok(members.len() as u64 + 1)
    }

    /// Makes the key of a new organisation.
    pub(crate) async fn make_member_key(&mut self, organisation: Id) -> Result<()> {
        let key = MemberKey::generate(&mut *self.entropy);
        let keys = self.context.keys.clone();
        let wrapped = keys.node.wrap_member(&key, &organisation.to_string(), &mut *self.entropy);
        let row = [organisation.into(), wrapped.into_bytes().into()];
        self.run("insert into member_key (organisation_id, wrapped) values ($1, $2)", &row).await?;
        Ok(())
    }

    /// The key of an organisation.
    pub(crate) async fn member_key(&mut self, organisation: Id) -> Result<Arc<MemberKey>> {
        let keys = self.context.keys.clone();
        if let Some(key) = keys.cached(organisation) {
            return Ok(key);
        }
        let found = self
            .row("select wrapped from member_key where organisation_id = $1", &[organisation.into()])
            .await?;
        let wrapped = Wrapped::from_bytes(found.ok_or(Error::Sealed)?.bytes(0)?);
        let key = Arc::new(keys.node.unwrap_member(&wrapped, &organisation.to_string())?);
        keys.cache(organisation, &key);
        Ok(key)
    }

    /// Makes the key of a new person or report; answers its id.
    pub(crate) async fn make_person_key(&mut self, organisation: Id) -> Result<(Id, PersonKey)> {
        let member = self.member_key(organisation).await?;
        let id = self.new_id();
        let key = PersonKey::generate(&mut *self.entropy);
        let wrapped = member.wrap_person(&key, &id.to_string(), &mut *self.entropy);
        let row = [id.into(), organisation.into(), wrapped.into_bytes().into()];
        self.run("insert into person_key (id, organisation_id, wrapped) values ($1, $2, $3)", &row).await?;
        self.opened.insert(id, key.clone());
        Ok((id, key))
    }

    /// The key of a person or report. [`Error::Sealed`] when it was destroyed.
    pub(crate) async fn person_key(&mut self, id: Id) -> Result<PersonKey> {
        if !self.opened.contains_key(&id) {
            self.open_keys(&[id]).await?;
        }
        self.opened.get(&id).cloned().ok_or(Error::Sealed)
    }

    /// Opens the keys of several people at once; [`person_key`](Self::person_key) then asks nobody.
    pub(crate) async fn open_keys(&mut self, ids: &[Id]) -> Result<()> {
        let rows =
            self.rows_of("select id, organisation_id, wrapped from person_key where id", ids, "").await?;
        for row in &rows {
            // One that was destroyed stays sealed.
            if let Some(wrapped) = row.bytes_opt(2)? {
                let key = self.open_person_key(row.id(0)?, row.id(1)?, wrapped).await?;
                self.opened.insert(row.id(0)?, key);
            }
        }
        Ok(())
    }

    /// Forgets the key of a person who is being erased.
    pub(crate) fn forget_key(&mut self, id: Id) {
        self.opened.remove(&id);
    }

    /// Wraps the key of a person under another organisation's, whose record it becomes. A destroyed key stays destroyed.
    pub(crate) async fn pass_person_key(&mut self, id: Id, to: Id) -> Result<()> {
        let key = match self.person_key(id).await {
            Ok(key) => key,
            Err(Error::Sealed) => return Ok(()),
            Err(error) => return Err(error),
        };
        let member = self.member_key(to).await?;
        let wrapped = member.wrap_person(&key, &id.to_string(), &mut *self.entropy);
        let row = [id.into(), to.into(), wrapped.into_bytes().into()];
        self.run_one("update person_key set organisation_id = $2, wrapped = $3 where id = $1", &row).await
    }

    /// The key to write something new under: nothing more is written about somebody who has been erased.
    pub(crate) async fn key_for_writing(&mut self, id: Id) -> Result<PersonKey> {
        match self.person_key(id).await {
            Err(Error::Sealed) => {
                let gone = self
                    .row("select id from person_key where id = $1 and wrapped is null", &[id.into()])
                    .await?;
                Err(if gone.is_some() { Error::Refused("person-erased") } else { Error::Sealed })
            }
            key => key,
        }
    }

    /// Opens a wrapped person key that a query brought along.
    pub(crate) async fn open_person_key(
        &mut self,
        id: Id,
        organisation: Id,
        wrapped: Vec<u8>,
    ) -> Result<PersonKey> {
        let member = self.member_key(organisation).await?;
        Ok(member.unwrap_person(&Wrapped::from_bytes(wrapped), &id.to_string())?)
    }

    /// Seals one column of one row under a key.
    pub(crate) fn seal<K: AsRef<SymmetricKey>>(&mut self, key: &K, place: Place<'_>, plain: &str) -> Vec<u8> {
        seal::seal(key, place, plain.as_bytes(), &mut *self.entropy)
    }
}

/// Opens one sealed column as text.
pub(crate) fn open_text<K: AsRef<SymmetricKey>>(key: &K, place: Place<'_>, sealed: &[u8]) -> Result<String> {
    let plain = seal::open(key, place, sealed)?;
    String::from_utf8(plain.to_vec()).map_err(|_| Error::Sealed)
}

/// A tag to look something up by without keeping it: receipts, addresses of staff, session tokens.
pub(crate) fn lookup_tag(keys: &Keys, purpose: &str, value: &str) -> Vec<u8> {
    seal::tag(&keys.lookup.subkey(purpose), value.as_bytes()).to_vec()
}
