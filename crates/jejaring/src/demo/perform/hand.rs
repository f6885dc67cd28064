//! The hand of whoever seeds a part of the network: opens, steps, founds posts, gives passwords, and counts what it does.

use std::sync::atomic::AtomicUsize;

use model::time::Span;
use model::{Date, Draft, Id, Kind, Lang};
use node::access::Origin;
use node::acts::staff::{FoundNode, InviteAccount, OpenAccount, OpenPost, SetPassword, StartTenure};
use node::acts::{Move, Open};
use node::{Act, Actor, IntoAct, Node, Result};

use super::super::signins::{PASSWORD, SignIn, administrator};
use super::found;

/// A node, the day on which it is seeded, and how many acts that took.
#[derive(Clone, Copy)]
pub(super) struct Hand<'n> {
    pub(super) node: &'n Node,
    pub(super) acts: &'n AtomicUsize,
    pub(super) today: Date,
}

/// A post: title in both languages, role, mailbox.
pub(super) type PostOf = (&'static str, &'static str, &'static str, &'static str);

/// An organisation that is founded beside the agencies of a plan.
pub(super) struct House {
    pub(super) member_id: &'static str,
    pub(super) name: &'static str,
    /// First part of its mail domain.
    pub(super) domain: &'static str,
    pub(super) posts: &'static [PostOf],
}

/// Who works in a house.
pub(super) struct Founded {
    pub(super) admin: Actor,
    /// Whoever holds each post, and the post, in the order of the house.
    pub(super) staff: Vec<(Actor, Id)>,
    /// The ways in.
    pub(super) ways: Vec<SignIn>,
}

impl Hand<'_> {
    pub(super) async fn act<A: IntoAct>(&self, actor: &Actor, act: A) -> Result<<A::Act as Act>::Output> {
        found::act(self.node, self.acts, actor, act).await
    }

    pub(super) async fn open<K: Kind>(&self, actor: &Actor, draft: Draft) -> Result<Id> {
        Ok(self.act(actor, Open::<K>::root(draft)).await?.id)
    }

    pub(super) async fn part<K: Kind>(&self, actor: &Actor, root: Id, draft: Draft) -> Result<Id> {
        Ok(self.act(actor, Open::<K>::part(root, draft)).await?.id)
    }

    pub(super) async fn step<K: Kind>(
        &self,
        actor: &Actor,
        id: Id,
        action: &str,
        draft: Draft,
    ) -> Result<()> {
        self.act(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
    }

    /// Steps that ask for nothing.
    pub(super) async fn go<K: Kind>(&self, actor: &Actor, id: Id, actions: &[&str]) -> Result<()> {
        for action in actions {
            self.step::<K>(actor, id, action, Draft::default()).await?;
        }
        Ok(())
    }

    /// A day so many days from today.
    pub(super) fn day(&self, days: i32) -> String {
        self.today.checked_add(Span::new().days(days)).unwrap_or(self.today).to_string()
    }

    async fn password(&self, account: Id) -> Result<()> {
        let invited = self.node.perform(&self.node.system("demo"), InviteAccount { account }).await?;
        self.node.set_password(Lang::Id, SetPassword::new(invited.token(), PASSWORD)).await.map(drop)
    }

    async fn actor(&self, account: Id) -> Result<Actor> {
        self.node.actor(account, Lang::Id, Origin::Online).await
    }

    /// Founds an organisation with its posts and whoever holds them.
    pub(super) async fn found(&self, house: &House) -> Result<Founded> {
        let found = FoundNode {
            member_id: house.member_id.into(),
            name: house.name.into(),
            email: administrator(house.domain),
            admin_name: "Administrator Contoh".into(),
        };
        let account = self.act(&self.node.system("demo"), found).await?.account;
        let admin = self.actor(account).await?;
        self.password(account).await?;
        let (mut staff, mut ways) = (Vec::new(), Vec::new());
        for post in house.posts {
            let email = format!("{}@{}.contoh.invalid", post.3, house.domain);
            staff.push(self.officer(&admin, post, &email).await?);
            ways.push(SignIn {
                agency: house.name,
                title_id: post.0.to_owned(),
                title_en: post.1.to_owned(),
                role: post.2,
                email,
            });
        }
        Ok(Founded { admin, staff, ways })
    }

    async fn officer(
        &self,
        admin: &Actor,
        (title_id, title_en, role, _): &PostOf,
        email: &str,
    ) -> Result<(Actor, Id)> {
        let post = OpenPost {
            title_id: (*title_id).into(),
            title_en: (*title_en).into(),
            role: (*role).into(),
            unit: None,
            parent: None,
        };
        let post = self.act(admin, post).await?.id;
        let name = format!("Petugas {title_id} Contoh");
        let account = OpenAccount { email: email.to_owned(), name, lang: "id".into() };
        let account = self.act(admin, account).await?.id;
        self.act(admin, StartTenure { post, account, acting: false, until: None }).await?;
        self.password(account).await?;
        Ok((self.actor(account).await?, post))
    }
}
