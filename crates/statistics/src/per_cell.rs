//! A value for each cell. Reading outside gives the default and writing outside does nothing, so that no index can
//! end the program; every index comes from the layout that made the vector.

/// One value for each cell, variable or line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PerCell<T>(Vec<T>);

impl<T: Copy + Default> PerCell<T> {
    pub(crate) fn new(len: usize) -> Self {
        Self(vec![T::default(); len])
    }

    pub(crate) fn filled(len: usize, value: T) -> Self {
        Self(vec![value; len])
    }

    pub(crate) fn at(&self, index: usize) -> T {
        self.0.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, index: usize, value: T) {
        if let Some(place) = self.0.get_mut(index) {
            *place = value;
        }
    }

    pub(crate) fn change(&mut self, index: usize, change: impl FnOnce(&mut T)) {
        if let Some(place) = self.0.get_mut(index) {
            change(place);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, T)> + '_ {
        self.0.iter().copied().enumerate()
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for PerCell<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> FromIterator<T> for PerCell<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl PerCell<bool> {
    /// The cells that are marked.
    pub(crate) fn marked(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter().filter_map(|(cell, mark)| mark.then_some(cell))
    }
}
