//! Which cells of a layout are published: one request for each table, several together are linked tables.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::table::layout::Layout;

/// One table: what it is broken down by and, if it is a table of a part, which part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Names of the dimensions whose categories and totals are shown.
    pub by: Vec<String>,
    /// Filters: dimension and code of the category; the table is of this part alone.
    pub only: Vec<(String, String)>,
}

impl Request {
    /// A table by these dimensions.
    #[must_use]
    pub fn by(names: &[&str]) -> Self {
        Self { by: names.iter().map(|name| (*name).to_owned()).collect(), only: Vec::new() }
    }

    /// The same of one category of another dimension alone.
    #[must_use]
    pub fn only(mut self, dimension: &str, code: &str) -> Self {
        self.only.push((dimension.to_owned(), code.to_owned()));
        self
    }

    /// The cells of this table.
    ///
    /// # Errors
    /// [`Error::NoDimension`], [`Error::UnknownDimension`], [`Error::UnknownCategory`], and [`Error::Twice`] for a
    /// dimension that is both shown and filtered.
    pub fn cells(&self, layout: &Layout) -> Result<Vec<usize>> {
        if self.by.is_empty() {
            return Err(Error::NoDimension);
        }
        let mut nodes: Vec<Vec<usize>> = layout.dimensions().iter().map(|_| vec![0]).collect();
        let mut named = PerCell::<bool>::new(nodes.len());
        let mut choose = |name: &str, chosen: Vec<usize>| {
            let at = layout.dimension(name)?;
            if named.at(at) {
                return Err(Error::Twice { what: name.to_owned() });
            }
            named.set(at, true);
            if let Some(place) = nodes.get_mut(at) {
                *place = chosen;
            }
            Ok(())
        };
        for name in &self.by {
            let dimension = layout.dimensions().get(layout.dimension(name)?);
            choose(name, dimension.map(|of| of.in_order()).unwrap_or_default())?;
        }
        for (name, code) in &self.only {
            let dimension = layout.dimensions().get(layout.dimension(name)?);
            let node = dimension.and_then(|of| of.node(code));
            choose(name, vec![node.ok_or_else(|| Error::UnknownCategory { dimension: name.clone() })?])?;
        }
        Ok(product(&nodes).iter().map(|nodes| layout.cell(nodes)).collect())
    }
}

fn product(choices: &[Vec<usize>]) -> Vec<Vec<usize>> {
    choices.iter().fold(vec![Vec::new()], |done, choice| {
        let longer = |before: &Vec<usize>, next: &usize| [before.as_slice(), &[*next]].concat();
        done.iter().flat_map(|before| choice.iter().map(move |next| longer(before, next))).collect()
    })
}
