//! Which children may follow one another.
//!
//! A model is applied to a set of places at once and gives the set of places where it can end. So no model, however it is written, makes
//! the work grow faster than the number of children times the size of the model.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{ElementDecl, Particle, Schema, Term};
use crate::xml::{Element, Name};

/// How a model fits a list of children.
pub(super) struct Fit<'a> {
    schema: &'a Schema,
    children: &'a [Element],
    /// The furthest child that was asked about, and what was expected there.
    furthest: usize,
    expected: BTreeSet<String>,
}

type Places = BTreeSet<usize>;

impl<'a> Fit<'a> {
    /// Whether the children fit; otherwise the number of the first that does not (their count, when something is missing at the
    /// end) and what could stand there.
    pub(super) fn judge(
        schema: &'a Schema,
        models: &[&Particle],
        children: &'a [Element],
    ) -> Result<(), (usize, Vec<String>)> {
        let mut fit = Self { schema, children, furthest: 0, expected: BTreeSet::new() };
        let mut places = Places::from([0]);
        for model in models {
            places = fit.particle(model, &places);
        }
        if places.contains(&children.len()) {
            return Ok(());
        }
        // Where the model could end but children are left, the first of those is in the way.
        let reached = places.last().copied().unwrap_or_default();
        if reached > fit.furthest {
            fit.furthest = reached;
            fit.expected.clear();
        }
        Err((fit.furthest, fit.expected.into_iter().collect()))
    }

    fn particle(&mut self, particle: &Particle, from: &Places) -> Places {
        let mut done = if particle.least == 0 { from.clone() } else { Places::new() };
        let mut now = from.clone();
        let mut round = 0u32;
        while !now.is_empty() && particle.most.is_none_or(|most| round < most) {
            let next = self.term(&particle.term, &now);
            round += 1;
            // A model that can be empty reaches any number of rounds where it stands.
            let stands = next == now;
            if round >= particle.least || stands {
                // From where it has been before, it goes nowhere new.
                now = next.difference(&done).copied().collect();
                done.extend(&next);
                if stands {
                    break;
                }
            } else {
                now = next;
            }
        }
        done
    }

    fn term(&mut self, term: &Term, from: &Places) -> Places {
        match term {
            Term::Element(element) => self.one(from, &element.name.local, &|name| *name == element.name),
            Term::Reference(wanted) => self.one(from, &wanted.local, &|name| name == wanted),
            Term::Any(wildcard) => self.one(from, "any other element", &|name| wildcard.takes(name)),
            Term::Sequence(inside) => {
                inside.iter().fold(from.clone(), |places, particle| self.particle(particle, &places))
            }
            Term::Choice(inside) => {
                inside.iter().flat_map(|particle| self.particle(particle, from)).collect()
            }
            Term::All(inside) => from.iter().flat_map(|place| self.all(inside, *place)).collect(),
            Term::Group(name) => match self.schema.groups.get(name) {
                Some(group) => self.particle(group, from),
                None => Places::new(),
            },
        }
    }

    fn one(&mut self, from: &Places, expected: &str, takes: &dyn Fn(&Name) -> bool) -> Places {
        let mut places = Places::new();
        for place in from {
            match self.children.get(*place) {
                Some(child) if takes(&child.name) => {
                    places.insert(place + 1);
                }
                _ => self.missed(*place, expected),
            }
        }
        places
    }

    fn missed(&mut self, place: usize, expected: &str) {
        if place > self.furthest {
            self.furthest = place;
            self.expected.clear();
        }
        if place == self.furthest {
            self.expected.insert(expected.to_owned());
        }
    }

    /// Members of an `all` in any order, each as often as it may.
    fn all(&mut self, inside: &[Particle], start: usize) -> Places {
        let mut left: Vec<(&Particle, u32)> = inside.iter().map(|particle| (particle, 0)).collect();
        let mut place = start;
        let mut open = Places::new();
        loop {
            if left.iter().all(|(particle, count)| *count >= particle.least) {
                open.insert(place);
            }
            let at = Places::from([place]);
            let taken = left.iter_mut().find_map(|(particle, count)| {
                let may = particle.most.is_none_or(|most| *count < most);
                let next = if may { self.term(&particle.term, &at).pop_last() } else { None };
                next.filter(|next| *next > place).inspect(|_| *count += 1)
            });
            match taken {
                Some(next) => place = next,
                None => return open,
            }
        }
    }
}

/// Declarations of the elements that a model names. XSD allows one type for each name.
pub(super) fn declared<'a>(
    schema: &'a Schema,
    particle: &'a Particle,
    into: &mut BTreeMap<&'a Name, &'a ElementDecl>,
) {
    match &particle.term {
        Term::Element(element) => {
            into.insert(&element.name, element);
        }
        Term::Reference(name) => {
            if let Some(element) = schema.elements.get(name) {
                into.insert(name, element);
            }
        }
        Term::Sequence(inside) | Term::Choice(inside) | Term::All(inside) => {
            inside.iter().for_each(|particle| declared(schema, particle, into));
        }
        Term::Group(name) => {
            if let Some(group) = schema.groups.get(name) {
                declared(schema, group, into);
            }
        }
        Term::Any(_) => {}
    }
}
