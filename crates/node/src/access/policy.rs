//! The one rule that most acts share: a right reaches a matter by scope.

use model::field::{DataGroup, Groups};

use super::{Actor, Decision, Grant, Holding, MatterFacts, Rule, Scope};

/// Whether the actor has a right on a kind at all, and through which post: for acts that concern no existing matter.
pub fn holds_right(actor: &Actor, verb: &str, kind: &str, now: model::Timestamp) -> Decision {
    let mut held =
        actor.holdings_at(now).filter_map(|holding| Some((holding, holding.role.reach(verb, kind)?)));
    let best =
        held.next().map(|first| held.fold(first, |best, next| if next.1 > best.1 { next } else { best }));
    match best {
        Some((holding, scope)) => {
            Decision::Allow(Rule { name: scope.code(), post: Some(holding.post), groups: seen_by(holding) })
        }
        None => Decision::Deny("no-right"),
    }
}

/// What a post's role may see. Who reported is opened by no role: only `view-reporter` shows it, to whoever was granted it.
fn seen_by(holding: &Holding) -> Groups {
    holding.groups().without(DataGroup::Reporter).with(DataGroup::Record)
}

/// Whether a right of the actor reaches a matter. When several posts reach it, the one that shows most acts.
///
/// `kind` is the kind that the right must speak of: the matter's own, or that of a part about to be opened in it.
///
/// Somebody whom nothing reaches learns nothing of the matter, unless they may view it and only this verb is missing.
pub fn by_scope(actor: &Actor, verb: &str, kind: &str, facts: &MatterFacts) -> Decision {
    if actor.account().is_some_and(|account| facts.barred.contains(&account)) {
        return Decision::Deny("conflict-of-interest");
    }
    let reached = actor.holdings_at(facts.now).filter_map(|holding| reach(holding, verb, kind, facts));
    let best = reached.max_by_key(|rule| rule.groups.to_text().len());
    match best {
        Some(rule) => Decision::Allow(rule),
        None if (verb, kind) != ("view", facts.kind.slug)
            && by_scope(actor, "view", facts.kind.slug, facts).allows() =>
        {
            Decision::Deny("no-right")
        }
        None => Decision::Hide("out-of-scope"),
    }
}

fn reach(holding: &Holding, verb: &str, kind: &str, facts: &MatterFacts) -> Option<Rule> {
    let role = &holding.role;
    let scope = role.reach(verb, kind)?;
    if kind == facts.kind.slug && !is_for(verb, holding, facts) {
        return None;
    }
    let same_organisation = holding.organisation == facts.organisation;
    let own = holding.post == facts.custodian || holding.post == facts.root_custodian;
    let in_unit = holding.unit == facts.unit || holding.unit == facts.root_unit;
    let unit = same_organisation && holding.unit.is_some() && in_unit;
    let by_scope = match scope {
        Scope::All => true,
        Scope::Organisation => same_organisation,
        Scope::Unit => unit || own,
        Scope::Own => own,
        Scope::Grants => false,
    };
    let rule = |name, groups: Groups| Rule {
        name,
        post: Some(holding.post),
        groups: groups.without(DataGroup::Reporter).with(DataGroup::Record),
    };
    if by_scope {
        return Some(rule(scope.code(), holding.groups()));
    }
    let granted = facts.grants.iter().filter(|grant| grant.post == holding.post && grants(grant, verb, kind));
    // Whoever has several grants sees what all of them open together.
    let groups =
        granted.filter(|grant| opens(grant, kind, facts)).map(|grant| grant.groups).reduce(Groups::or)?;
    Some(rule("grant", holding.groups().and(groups)))
}

/// A grant names verbs, some of them for one kind of part only: `edit:hearing`.
fn grants(grant: &Grant, verb: &str, kind: &str) -> bool {
    grant.verbs.iter().any(|granted| match granted.split_once(':') {
        Some((granted, part)) => granted == verb && part == kind,
        None => granted == "*" || granted == verb,
    })
}

/// Why a grant in an emergency was given.
pub(crate) const BREAK_GLASS: &str = "break-glass";
/// Why whoever answers for one part sees the case around it.
pub(crate) const PART: &str = "part";

/// Whether a grant of a case opens parts of this kind too: only those of the data groups that were agreed on, and nothing that
/// is between a sender and another receiver.
fn opens(grant: &Grant, kind: &str, facts: &MatterFacts) -> bool {
    match model::kinds::by_slug(kind) {
        Some(part) if kind != facts.kind.slug && matches!(part.role, model::Role::Part(_)) => {
            grant.basis == BREAK_GLASS
                || (grant.basis != PART
                    && model::kinds::shared_with(part).is_some_and(|group| has(grant, group)))
        }
        _ => true,
    }
}

fn has(grant: &Grant, group: DataGroup) -> bool {
    group == DataGroup::Record || grant.groups.has(group)
}

/// Whether a verb is for this post, as far as a move is concerned (domain model, section 7, rule 4): the receiver answers, the
/// sender's side takes back, and nobody changes what was offered.
fn is_for(verb: &str, holding: &Holding, facts: &MatterFacts) -> bool {
    let Some(parties) = facts.parties else { return true };
    match verb {
        "accept" | "reject" | "contest" | "redirect" | "finish" => holding.post == parties.to,
        "revoke" => holding.post != parties.to && holding.organisation == parties.from_organisation,
        "edit" => false,
        _ => true,
    }
}

/// Whether the actor has a right on something that belongs to an organisation and is no matter: an account, a post, a tenure.
/// To whoever has no right in that organisation it does not exist.
pub fn in_organisation(
    actor: &Actor,
    verb: &str,
    kind: &str,
    organisation: model::Id,
    now: model::Timestamp,
) -> Decision {
    let reached = actor.holdings_at(now).find_map(|holding| {
        let scope = holding.role.reach(verb, kind)?;
        let own = scope >= Scope::Organisation && holding.organisation == organisation;
        (own || scope == Scope::All).then_some((holding, scope))
    });
    match reached {
        Some((holding, scope)) => Decision::Allow(Rule {
            name: scope.code(),
            post: Some(holding.post),
            groups: Groups::NONE.with(DataGroup::Record),
        }),
        None => Decision::Hide("no-right"),
    }
}
