//! The signed outer message.

use serde::{Deserialize, Serialize};

use super::content::{self, MAX_SEALED, Opened};
use super::dsse::{Dsse, DsseError};
use super::hash::{Bytes, Eid, Hash};
use super::keys::{ENC, SUITE, SealingKey, SealingPublic, WRAPPED};
use super::marking::Marking;
use super::media;
use super::member::MemberId;
use super::message::Message;
use super::refusal::Refusal;
use super::text::{Code, Uuid};
use crate::entropy::Entropy;
use crate::error::SealError;
use crate::sign::SigningKey;

/// The payload type of envelopes.
pub const ENVELOPE_TYPE: &str = "application/vnd.jejaring.envelope.v1+json";
/// At most so many recipients.
pub const MAX_RECIPIENTS: usize = 500;
/// The longest life of an envelope: 30 days. The usual one is 7.
pub const LONGEST_LIFE: i64 = 30 * 24 * 3_600_000;
/// The usual life of an envelope: 7 days.
pub const USUAL_LIFE: i64 = 7 * 24 * 3_600_000;

/// What the sender signs. Instants are milliseconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payload {
    /// The sender's number of the message; (`from`, `mid`) is unique.
    pub mid: Uuid,
    /// What kind of message is sealed inside.
    pub kind: Code,
    /// Version of the kind.
    pub kind_version: u16,
    /// The sender.
    pub from: MemberId,
    /// The post that sends; the person is known to the sender alone.
    pub from_post: Code,
    /// The member that asked for the sending; then both sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behalf_of: Option<MemberId>,
    /// Everybody it is for. There is no hidden recipient.
    pub to: Vec<MemberId>,
    /// The group, `uuid@version`, from which the sender resolved `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Code>,
    /// The conversation.
    pub thread: Uuid,
    /// Running number of this sender in the thread, from 1.
    pub seq: u64,
    /// The sender's envelope before this one in the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Eid>,
    /// The envelope that is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<Eid>,
    /// When it was written.
    pub created: i64,
    /// Until when it may be delivered.
    pub expires: i64,
    /// Why it is urgent, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<Code>,
    /// Envelopes whose content is quoted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived_from: Vec<Eid>,
    /// How it may be handled.
    pub marking: Marking,
    /// SHA-256 of salt and text.
    pub commit: Hash,
    /// How the content is sealed.
    pub seal: SealInfo,
}

/// How the content is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealInfo {
    /// [`SUITE`].
    pub suite: String,
    /// The content key for each recipient.
    pub keys: Vec<KeyFor>,
    /// SHA-256 of the sealed content.
    pub ct_sha256: Hash,
    /// Its length in bytes.
    pub ct_len: u64,
}

/// The content key, wrapped to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFor {
    /// The recipient.
    pub to: MemberId,
    /// Which of the recipient's sealing keys.
    pub kid: Code,
    /// Encapsulated key.
    pub enc: Bytes<ENC>,
    /// The wrapped content key.
    pub wrapped: Bytes<WRAPPED>,
}

/// What a sender fills in; the rest follows from it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// See [`Payload::mid`].
    pub mid: Uuid,
    /// See [`Payload::from`].
    pub from: MemberId,
    /// See [`Payload::from_post`].
    pub from_post: Code,
    /// Recipients, each with the sealing key to use.
    pub to: Vec<(MemberId, Code, SealingPublic)>,
    /// See [`Payload::group`].
    pub group: Option<Code>,
    /// See [`Payload::thread`].
    pub thread: Uuid,
    /// See [`Payload::seq`].
    pub seq: u64,
    /// See [`Payload::prev`].
    pub prev: Option<Eid>,
    /// See [`Payload::in_reply_to`].
    pub in_reply_to: Option<Eid>,
    /// See [`Payload::created`].
    pub created: i64,
    /// See [`Payload::expires`].
    pub expires: i64,
    /// See [`Payload::urgent`].
    pub urgent: Option<Code>,
    /// See [`Payload::derived_from`].
    pub derived_from: Vec<Eid>,
    /// See [`Payload::marking`].
    pub marking: Marking,
}

/// An envelope with its sealed content: what travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The signed part.
    pub envelope: Dsse,
    /// The sealed part.
    pub sealed: Vec<u8>,
}

impl Draft {
    /// Seals a message and signs the envelope.
    ///
    /// # Errors
    /// A [`Refusal`] that every receiver would answer: nothing is sent that cannot be taken.
    pub fn seal(
        self,
        message: &Message,
        signer: &SigningKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Delivery, Refusal> {
        let plain = message.to_bytes();
        if plain.len() > message.limit() {
            return Err(Refusal::TooLarge);
        }
        Message::parse(message.kind(), Message::VERSION, &plain)?;
        let sealed = content::seal(&self.from, &plain, entropy).map_err(|_| Refusal::TooLarge)?;
        let info = content::info(&self.from, sealed.commit);
        let mut keys = Vec::with_capacity(self.to.len());
        for (to, kid, public) in &self.to {
            let (enc, wrapped) = public.wrap(&sealed.key, &info, entropy).map_err(|_| Refusal::Schema)?;
            keys.push(KeyFor {
                to: to.clone(),
                kid: kid.clone(),
                enc: Bytes(enc.to_vec()),
                wrapped: Bytes(wrapped),
            });
        }
        let payload = self.payload(message, keys, &sealed)?;
        payload.check_shape()?;
        let bytes = serde_json::to_vec(&payload).map_err(|_| Refusal::Schema)?;
        if bytes.len() > super::dsse::MAX_PAYLOAD {
            return Err(Refusal::TooLarge);
        }
        Ok(Delivery { envelope: Dsse::sign(ENVELOPE_TYPE, bytes, &[signer]), sealed: sealed.ciphertext })
    }

    fn payload(
        self,
        message: &Message,
        keys: Vec<KeyFor>,
        sealed: &content::Sealed,
    ) -> Result<Payload, Refusal> {
        Ok(Payload {
            mid: self.mid,
            kind: Code::try_from(message.kind()).map_err(|_| Refusal::Schema)?,
            kind_version: Message::VERSION,
            from: self.from,
            from_post: self.from_post,
            behalf_of: None,
            to: self.to.into_iter().map(|(to, ..)| to).collect(),
            group: self.group,
            thread: self.thread,
            seq: self.seq,
            prev: self.prev,
            in_reply_to: self.in_reply_to,
            created: self.created,
            expires: self.expires,
            urgent: self.urgent,
            derived_from: self.derived_from,
            marking: self.marking,
            commit: sealed.commit,
            seal: SealInfo {
                suite: SUITE.to_owned(),
                keys,
                ct_sha256: Hash::of(&sealed.ciphertext),
                ct_len: sealed.ciphertext.len() as u64,
            },
        })
    }
}

impl Payload {
    /// Reads the signed bytes and checks what can be seen without a directory.
    ///
    /// # Errors
    /// [`Refusal::Schema`], [`Refusal::MediaRefused`], [`Refusal::TooLarge`], [`Refusal::MarkingUnknown`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let payload: Self = serde_json::from_slice(bytes).map_err(|_| Refusal::Schema)?;
        payload.check_shape()?;
        Ok(payload)
    }

    fn check_shape(&self) -> Result<(), Refusal> {
        let mut sorted: Vec<&MemberId> = self.to.iter().collect();
        sorted.sort();
        sorted.dedup();
        let recipients = (1..=MAX_RECIPIENTS).contains(&self.to.len()) && sorted.len() == self.to.len();
        let keys = self.seal.keys.iter().map(|key| &key.to).eq(self.to.iter())
            && self.seal.keys.iter().all(|key| key.enc.0.len() == ENC && key.wrapped.0.len() == WRAPPED);
        let life =
            self.expires.checked_sub(self.created).is_some_and(|life| (1..=LONGEST_LIFE).contains(&life));
        let numbered = self.seq >= 1 && (self.seq == 1) == self.prev.is_none();
        if !(recipients
            && keys
            && life
            && numbered
            && self.seal.suite == SUITE
            && self.derived_from.len() <= 64)
        {
            return Err(Refusal::Schema);
        }
        if self.seal.ct_len > MAX_SEALED as u64 {
            return Err(Refusal::TooLarge);
        }
        if media::is_media(&self.marking.legal_basis) {
            return Err(Refusal::MediaRefused);
        }
        let marked = self.marking.is_sound()
            && self.to.iter().all(|to| self.marking.releases_to(to))
            && (self.marking.group.is_none() || self.marking.group == self.group);
        if marked { Ok(()) } else { Err(Refusal::MarkingUnknown) }
    }

    /// Opens the sealed content with one of the recipient's keys.
    ///
    /// # Errors
    /// [`SealError`] when it is not for this key, or was altered.
    pub fn open(
        &self,
        me: &MemberId,
        kid: &str,
        key: &SealingKey,
        sealed: &[u8],
    ) -> Result<Opened, SealError> {
        let wrapped = self.seal.keys.iter().find(|one| &one.to == me && &*one.kid == kid);
        let wrapped = wrapped.ok_or(SealError::NotAuthentic)?;
        let info = content::info(&self.from, self.commit);
        let content = key.unwrap(&wrapped.enc.0, &wrapped.wrapped.0, &info)?;
        content::open(&self.from, self.commit, &content, sealed)
    }

    /// Whether salt and text are what the sender committed to: proves the content to somebody who cannot open it.
    #[must_use]
    pub fn proves(&self, salt: &[u8; 32], plain: &[u8]) -> bool {
        content::commitment(salt, plain) == self.commit
    }

    /// Whether the sealed content is the one that was signed.
    #[must_use]
    pub fn fits(&self, sealed: &[u8]) -> bool {
        self.seal.ct_len == sealed.len() as u64 && Hash::of(sealed) == self.seal.ct_sha256
    }
}

/// First bytes of a delivery.
const MAGIC: &[u8; 4] = b"JJ1\n";

impl Delivery {
    /// The content address of the envelope.
    #[must_use]
    pub fn eid(&self) -> Eid {
        self.envelope.address()
    }

    /// The bytes that travel: `JJ1\n`, the length of the envelope (32 bits, big-endian), the envelope, the sealed content.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        Self::join(&self.envelope.to_bytes(), &self.sealed)
    }

    /// The same of an envelope that is in its JSON form already.
    #[must_use]
    pub fn join(envelope: &[u8], sealed: &[u8]) -> Vec<u8> {
        let length = u32::try_from(envelope.len()).unwrap_or(u32::MAX).to_be_bytes();
        [MAGIC.as_slice(), &length, envelope, sealed].concat()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`DsseError::Shape`].
    pub fn parse(bytes: &[u8]) -> Result<Self, DsseError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(DsseError::Shape)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(DsseError::Shape)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DsseError::Shape)?;
        let (envelope, sealed) = rest.split_at_checked(length).ok_or(DsseError::Shape)?;
        if sealed.len() > MAX_SEALED {
            return Err(DsseError::Shape);
        }
        Ok(Self { envelope: Dsse::parse(envelope)?, sealed: sealed.to_vec() })
    }
}
