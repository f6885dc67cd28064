//! What nobody saw: how many there are besides those on the lists (multiple systems estimation).
//!
//! Several incomplete lists of one population overlap. How they overlap tells, under assumptions that are stated and
//! varied here, how many are on none of them. The way through: [`Overlaps`] holds the table, [`Model`] says which
//! lists lean on one another, [`fit`](fit::fit) fits a Poisson log-linear model after [`exists`](exists::exists) has
//! shown that there is an estimate, [`Method`] chooses among models, [`bootstrap`] repeats the choice to get an
//! interval, [`averaging`] and [`latent`] answer by other roads, [`analyse`](analyse::analyse) does all of it or
//! [refuses](analyse::Refusal), [`carried`](carry::carried) lays the doubt of the linkage on top, and [`trial`]
//! measures on invented populations how often an interval holds the truth.
//!
//! Sources: Fienberg 1972; Bishop, Fienberg and Holland 1975; Cormack 1989; Madigan and York 1997; Fienberg and
//! Rinaldo 2012; Silverman 2014; Manrique-Vallier 2016; Chan, Silverman and Vincent 2021 (JASA 116:1297); Silverman,
//! Chan and Vincent 2024 (Statistics and Computing 34:44).

pub mod analyse;
pub mod averaging;
pub mod bootstrap;
pub mod carry;
mod chance;
pub mod choose;
mod dense;
pub mod diagnose;
pub mod exists;
pub mod fit;
mod graphs;
pub mod latent;
mod model;
mod overlaps;
pub mod search;
mod tails;
pub mod trial;
mod work;

pub(crate) use chance::Dice;

pub use analyse::{Analysis, Answer, Plan, Refusal, analyse};
pub use choose::{Criterion, Method, Search};
pub use model::Model;
pub use overlaps::{MOST_LISTS, Overlaps, Unfit};
