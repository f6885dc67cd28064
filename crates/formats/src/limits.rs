//! Ceilings of what is read. A small server with 1 GB of memory must survive the worst file somebody can send.

/// Limits of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file as sent, in bytes.
    pub bytes: u64,
    /// Parts in a workbook.
    pub zip_entries: usize,
    /// Expanded size of all parts together, in bytes.
    pub expanded_bytes: u64,
    /// Expanded size of a part divided by its packed size; parts under 1 MiB expanded are not measured, since
    /// short runs of spaces pack well in honest files.
    pub expansion_ratio: u64,
    /// Folder depth of a part's name inside the workbook.
    pub depth: usize,
    /// Data rows.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// Characters of one cell. Excel's own ceiling is 32,767.
    pub cell_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            zip_entries: 500,
            expanded_bytes: 256 << 20,
            expansion_ratio: 200,
            depth: 6,
            rows: 200_000,
            columns: 500,
            cell_chars: 32_767,
        }
    }
}
