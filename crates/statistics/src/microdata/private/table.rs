//! Counts of combinations.

use crate::microdata::table::NOTHING;
use crate::privacy::exact::Exact;

/// Records whose values are numbers from 0, which is the empty cell.
#[derive(Debug, Default)]
pub(super) struct Coded {
    /// Values of each column, the empty one included.
    pub(super) sizes: Vec<usize>,
    /// For each column its values by record.
    cells: Vec<Vec<u16>>,
    /// For each column what its values were before.
    before: Vec<Vec<u16>>,
}

impl Coded {
    /// A column, with only these of its values (0 for the empty one, others by place and one).
    pub(super) fn take(&mut self, column: &[u16], kept: &[usize]) {
        let mut codes = vec![0_u16; usize::from(NOTHING) + 1];
        for (code, place) in (0_u16..).zip(kept).skip(1) {
            if let Some(slot) = codes.get_mut(place.saturating_sub(1)) {
                *slot = code;
            }
        }
        let code = |value: &u16| codes.get(usize::from(*value)).copied().unwrap_or_default();
        self.cells.push(column.iter().map(code).collect());
        self.before
            .push(kept.iter().map(|place| u16::try_from(place.wrapping_sub(1)).unwrap_or(NOTHING)).collect());
        self.sizes.push(kept.len());
    }

    /// How many records have each combination in these columns.
    pub(super) fn count(&self, columns: &[usize]) -> Table {
        let sizes = columns.iter().filter_map(|column| self.sizes.get(*column).copied()).collect();
        let mut table = Table::of(columns.to_vec(), sizes);
        let cells: Vec<&[u16]> =
            columns.iter().filter_map(|column| self.cells.get(*column)).map(Vec::as_slice).collect();
        let mut places = Vec::new();
        table.places(&cells, &mut places);
        for place in places {
            if let Some(count) = table.cells.get_mut(place as usize) {
                *count += 1.0;
            }
        }
        table
    }

    /// A record in the numbers that came in.
    pub(super) fn decoded(&self, row: &[u16]) -> Vec<u16> {
        let value =
            |(code, before): (&u16, &Vec<u16>)| before.get(usize::from(*code)).copied().unwrap_or(NOTHING);
        row.iter().zip(&self.before).map(value).collect()
    }
}

/// Counts of the combinations of some columns; the last column runs fastest.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) columns: Vec<usize>,
    pub(super) sizes: Vec<usize>,
    pub(super) cells: Vec<f32>,
}

impl Table {
    /// With nobody counted.
    pub(super) fn of(columns: Vec<usize>, sizes: Vec<usize>) -> Self {
        let cells = vec![0.0; sizes.iter().product()];
        Self { columns, sizes, cells }
    }

    /// The cell of each record, given the columns of the table by record.
    pub(super) fn places(&self, columns: &[&[u16]], places: &mut Vec<u32>) {
        places.clear();
        places.resize(columns.first().map_or(0, |column| column.len()), 0);
        for (column, size) in columns.iter().zip(&self.sizes) {
            // At most `MOST_CELLS` cells, so sizes fit.
            let size = u32::try_from(*size).unwrap_or(u32::MAX);
            places
                .iter_mut()
                .zip(*column)
                .for_each(|(place, value)| *place = place.wrapping_mul(size) + u32::from(*value));
        }
    }

    /// How far apart neighbours in a column lie.
    pub(super) fn stride(&self, at: usize) -> usize {
        self.sizes.iter().skip(at + 1).product()
    }

    /// Values of a column.
    pub(super) fn size(&self, at: usize) -> usize {
        self.sizes.get(at).copied().unwrap_or(1)
    }

    /// Counts without a column.
    pub(super) fn without(&self, at: usize) -> Vec<f32> {
        let (stride, size) = (self.stride(at), self.size(at));
        let mut sums = vec![0.0; self.cells.len() / size.max(1)];
        for (block, sums) in self.cells.chunks(stride * size).zip(sums.chunks_mut(stride)) {
            for row in block.chunks(stride) {
                sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
            }
        }
        sums
    }

    /// Makes the counts without a column these, in proportion.
    pub(super) fn scale(&mut self, at: usize, wanted: &[f32]) {
        let mut ratios = self.without(at);
        for (ratio, wanted) in ratios.iter_mut().zip(wanted) {
            *ratio = if *ratio > 0.0 { wanted / *ratio } else { 0.0 };
        }
        let (stride, size) = (self.stride(at), self.size(at));
        for (block, ratios) in self.cells.chunks_mut(stride * size).zip(ratios.chunks(stride)) {
            for row in block.chunks_mut(stride) {
                row.iter_mut().zip(ratios).for_each(|(cell, ratio)| *cell *= ratio);
            }
        }
    }

    /// Discrete Gaussian noise on every cell.
    pub(super) fn add_noise(&mut self, exact: &mut Exact<'_>, variance: u64) {
        for cell in &mut self.cells {
            *cell += exact.gaussian(variance) as f32;
        }
    }

    /// The values of a cell, by column of the table.
    pub(super) fn values(&self, place: usize) -> impl Iterator<Item = (usize, u16)> {
        let strides: Vec<usize> = (0..self.columns.len()).map(|at| self.stride(at)).collect();
        let parts: Vec<(usize, u16)> = self
            .columns
            .iter()
            .zip(&self.sizes)
            .zip(strides)
            .map(|((column, size), stride)| {
                (*column, u16::try_from(place / stride.max(1) % (*size).max(1)).unwrap_or_default())
            })
            .collect();
        parts.into_iter()
    }

    /// How much the column at a place tells of the others and they of it, in natural units for each record.
    pub(super) fn mutual(&self, at: usize) -> f64 {
        let total: f64 = self.cells.iter().map(|cell| f64::from(*cell)).sum();
        if total <= 0.0 {
            return 0.0;
        }
        let others = self.without(at);
        let (stride, size) = (self.stride(at), self.size(at));
        let mut own = vec![0.0_f64; size];
        for block in self.cells.chunks(stride * size) {
            for (sum, row) in own.iter_mut().zip(block.chunks(stride)) {
                *sum += row.iter().map(|cell| f64::from(*cell)).sum::<f64>();
            }
        }
        let mut told = 0.0;
        for (block, others) in self.cells.chunks(stride * size).zip(others.chunks(stride)) {
            for (own, row) in own.iter().zip(block.chunks(stride)) {
                for (cell, other) in row.iter().zip(others).filter(|(cell, _)| **cell > 0.0) {
                    let cell = f64::from(*cell);
                    told += cell * (cell * total / (f64::from(*other) * own)).ln();
                }
            }
        }
        told / total
    }
}
