//! The nodes of the demonstration join one invented network: keys, a directory that two operators sign, carriers.
//!
//! Each start writes a new version of the directory, because the ports on which the nodes listen for one another are whatever
//! the system has to spare.

use std::path::Path;
use std::sync::Arc;

use model::time::{DAY, HOUR};
use node::acts::exchange::{AdoptDirectory, EnrolMember, SetAnchor};
use node::{Chance, Node};
use seal::SigningKey;
use seal::exchange::{DIRECTORY_TYPE, Directory, Dsse, Hash, ListedMember, ListedWitness, Policy};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::guardians;
use super::plan::DemoNode;
use crate::exchange::{Identity, carry, listed, listen_on};
use crate::failure::{Failure, Result};
use crate::home::{self, Home, files};

/// A key that ends sooner is replaced at the start.
const LEFT: i64 = 40 * DAY;
/// How long a version of the directory is valid.
const VALID: i64 = 400 * DAY;

/// The anchor of the invented network, with which evidence is checked.
pub(crate) const ANCHOR: &str = "anchor.json";

/// One node of the demonstration.
pub(crate) struct Side {
    pub(crate) demo: DemoNode,
    pub(crate) home: Home,
    pub(crate) node: Node,
}

/// Joins the nodes and starts what carries messages between them; goes on until the tasks are aborted.
///
/// # Errors
/// When keys cannot be read or made, or a node refuses the directory.
pub(crate) async fn join(dir: &Path, sides: &[Side]) -> Result<Vec<JoinHandle<()>>> {
    let operators = [operator(dir, "operator-1.key")?, operator(dir, "operator-2.key")?];
    let mut doors = Vec::with_capacity(sides.len());
    let (mut members, mut witnesses, mut known) = (Vec::new(), Vec::new(), None::<Directory>);
    for side in sides {
        let identity = Arc::new(Identity::of(&side.home)?);
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| no_port(&error))?;
        let endpoint = listener.local_addr().map_err(|error| no_port(&error))?.to_string();
        let directory = adopted(&side.node).await?;
        for agency in side.demo.agencies {
            let before = directory.as_ref().and_then(|directory| entry(directory, agency.member));
            let known = directory.as_ref().and_then(|directory| witness(directory, agency.member));
            let about = (before, known);
            let (entry, witness) =
                member(side, (agency.member, agency.name), about, (&endpoint, &identity)).await?;
            members.push(entry);
            witnesses.extend(witness);
        }
        if known.as_ref().map_or(0, |known| known.version) <= directory.as_ref().map_or(0, |one| one.version)
        {
            known = directory;
        }
        doors.push((identity, listener));
    }
    let version = known.as_ref().map_or(1, |known| known.version + 1);
    let guardians = guardians::listed(sides, known.as_ref()).await?;
    let directory = Directory { guardians, ..directory(version, (members, witnesses), &operators, sides)? };
    let anchor =
        serde_json::to_vec(&directory.anchor()).map_err(|_| Failure::new("the anchor cannot be written"))?;
    files::replace(&dir.join(ANCHOR), &anchor, 0o644)?;
    let payload =
        serde_json::to_vec(&directory).map_err(|_| Failure::new("the directory cannot be written"))?;
    let document = Dsse::sign(DIRECTORY_TYPE, payload, &[&operators[0], &operators[1]]);
    let mut tasks = Vec::new();
    for (side, (identity, listener)) in sides.iter().zip(doors) {
        adopt(&side.node, &directory, document.clone()).await?;
        tasks.push(listen_on(side.node.clone(), &identity, listener).await?.1);
        tasks.push(carry(side.node.clone(), identity));
    }
    Ok(tasks)
}

fn no_port(error: &std::io::Error) -> Failure {
    Failure::new(format!("the system gives no port for the exchange ({}): end other programs", error.kind()))
}

/// The key of an operator of the invented network, made once.
fn operator(dir: &Path, name: &str) -> Result<SigningKey> {
    let path = dir.join(name);
    if !path.exists() {
        let key = SigningKey::generate(&mut *home::chance().stream());
        files::replace(&path, seal::to_hex(key.expose_bytes()).as_bytes(), files::PRIVATE)?;
    }
    let text = std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
    let seed = seal::from_hex(text.trim()).ok().and_then(|seed| <[u8; 32]>::try_from(seed).ok());
    let seed = seed.ok_or_else(|| Failure::new(format!("{} holds no key: remove it", path.display())))?;
    Ok(SigningKey::from_bytes(&seed))
}

async fn adopted(node: &Node) -> Result<Option<Directory>> {
    let document = node.exchange_directory().await?;
    document
        .map(|document| Directory::adopted(&document))
        .transpose()
        .map_err(|error| Failure::new(error.to_string()))
}

fn entry(directory: &Directory, member: &str) -> Option<ListedMember> {
    directory.members.iter().find(|one| one.id.as_str() == member).cloned()
}

fn witness(directory: &Directory, member: &str) -> Option<ListedWitness> {
    directory.witnesses.iter().find(|one| one.member.as_str() == member).cloned()
}

/// The entry of a member: as it was with a new address, or with new keys beside the old ones.
async fn member(
    side: &Side,
    (id, name): (&str, &str),
    (before, known): (Option<ListedMember>, Option<ListedWitness>),
    (endpoint, identity): (&str, &Identity),
) -> Result<(ListedMember, Option<ListedWitness>)> {
    let soon = side.node.now().plus(LEFT).millis();
    let lasts = |one: &ListedMember| {
        one.signing.iter().any(|key| key.until > soon) && one.sealing.iter().any(|key| key.until > soon)
    };
    let bad = |error: seal::exchange::BadText| Failure::new(error.to_string());
    let address = seal::exchange::Line::try_from(endpoint).map_err(bad)?;
    // One witness for each node: two members of one node see the same.
    let hosts = id == side.demo.member;
    let lasting = before.clone().filter(lasts).filter(|one| !one.log.is_empty());
    if let Some(before) = lasting.filter(|_| known.is_some() || !hosts) {
        return Ok((ListedMember { endpoint: Some(address), tls: vec![identity.pin()], ..before }, known));
    }
    let enrol = EnrolMember { member: id.to_owned() };
    let keys = side.node.perform(&side.node.system("demo"), enrol).await?;
    let mut entry = listed(&keys, name, Some(endpoint.to_owned()), identity)?;
    entry.abroad = true;
    let verifier = seal::exchange::Line::try_from(keys.witness.as_str()).map_err(bad)?;
    let witness = hosts.then(|| ListedWitness { member: keys.member.clone(), verifier });
    if let Some(before) = before {
        entry.signing.extend(before.signing);
        entry.sealing.extend(before.sealing);
    }
    Ok((entry, witness))
}

fn directory(
    version: u64,
    (members, witnesses): (Vec<ListedMember>, Vec<ListedWitness>),
    operators: &[SigningKey],
    sides: &[Side],
) -> Result<Directory> {
    let now = sides.first().map_or(0, |side| side.node.now().millis());
    let network = seal::exchange::Code::try_from("jejaring-rekaan");
    Ok(Directory {
        network: network.map_err(|error| Failure::new(error.to_string()))?,
        version,
        valid_from: now - HOUR,
        valid_until: now + VALID,
        operators: operators.iter().map(|key| Hash(key.verifying_key().to_bytes())).collect(),
        threshold: 2,
        members,
        groups: Vec::new(),
        guardians: Vec::new(),
        witnesses,
        revoked: Vec::new(),
        // Everything is on one machine: whoever looks on does not want to wait.
        policy: Policy { retry_from: 2_000, retry_to: 60_000, ..Policy::default() },
    })
}

async fn adopt(node: &Node, directory: &Directory, document: Dsse) -> Result<()> {
    let system = node.system("demo");
    if node.exchange_directory().await?.is_none() {
        node.perform(&system, SetAnchor { anchor: directory.anchor() }).await?;
    }
    node.perform(&system, AdoptDirectory { document }).await?;
    Ok(())
}
