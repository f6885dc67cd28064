//! Inspection of a workbook's container: every part is named, unpacked, measured and read before any of it is used.

use std::io::{Cursor, Read, Seek};

use zip::{CompressionMethod, ZipArchive};

use crate::limits::Limits;
use crate::parts;
use crate::refusal::{Refusal, RefusalKind};

/// Expanded size under which the expansion ratio is not measured.
const UNMEASURED: u64 = 1 << 20;
/// Bytes that may lie between two parts: a data descriptor (16, or 24 with ZIP64 sizes, signature included).
const DESCRIPTOR: u64 = 24;

/// Where a part lies in the container.
struct Extent {
    start: u64,
    end: u64,
}

/// What a container must be to be let in.
pub(crate) struct Family {
    /// Refuses a part by its name.
    pub(crate) by_name: fn(&str) -> Result<(), Refusal>,
    /// The part without which it is another archive.
    pub(crate) main: &'static str,
    /// Whether the content of a part is handed back.
    pub(crate) keeps: fn(&str) -> bool,
}

const WORKBOOK: Family = Family { by_name: parts::inspect_name, main: "xl/workbook.xml", keeps: |_| false };

/// Refuses a container that is not a plain workbook.
pub(crate) fn inspect(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    open(bytes, limits, &WORKBOOK).map(drop)
}

/// Refuses a container that is not of a family; gives back the parts that the family keeps, in the order of the directory.
pub(crate) fn open(
    bytes: &[u8],
    limits: &Limits,
    family: &Family,
) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(damaged("container"));
    }
    refuse_trailing_bytes(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("container"))?;
    if archive.len() > limits.zip_entries {
        return Err(too_large("zip_entries"));
    }
    if archive.offset() != 0 || !archive.comment().is_empty() {
        return Err(Refusal::new(RefusalKind::HiddenData, "outside_parts"));
    }
    let names = look_at_entries(&mut archive, limits)?;
    refuse_other_documents(&names, family)?;
    let mut budget = limits.expanded_bytes;
    let mut kept = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let content = unpack(&mut archive, index, limits, &mut budget)?;
        parts::inspect_content(name, &content)?;
        if (family.keeps)(name) {
            kept.push((name.clone(), content));
        }
    }
    Ok(kept)
}

/// First pass, over what the directory declares: names, encryption, method, overlaps and gaps.
fn look_at_entries<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    limits: &Limits,
) -> Result<Vec<String>, Refusal> {
    let mut names = Vec::with_capacity(archive.len());
    let mut extents = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| damaged("container"))?;
        let name = entry.name().map_err(|_| damaged("part_name"))?.to_ascii_lowercase();
        if entry.encrypted() {
            return Err(Refusal::new(RefusalKind::Encrypted, "zip_entry"));
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Refusal::new(RefusalKind::UnknownKind, "zip_method"));
        }
        if name.split('/').count() > limits.depth {
            return Err(too_large("depth"));
        }
        let data = entry.data_start().ok_or(damaged("container"))?;
        extents
            .push(Extent { start: entry.header_start(), end: data.saturating_add(entry.compressed_size()) });
        names.push(name);
    }
    refuse_gaps(extents)?;
    Ok(names)
}

/// Parts must follow one another: an overlap is a bomb, a gap is a place to hide a part the directory does not name.
fn refuse_gaps(mut extents: Vec<Extent>) -> Result<(), Refusal> {
    extents.sort_by_key(|extent| extent.start);
    let mut reached = 0u64;
    for extent in extents {
        if extent.start < reached {
            return Err(Refusal::new(RefusalKind::Damaged, "overlapping_parts"));
        }
        if extent.start - reached > DESCRIPTOR {
            return Err(Refusal::new(RefusalKind::HiddenData, "outside_parts"));
        }
        reached = extent.end;
    }
    Ok(())
}

/// The end record must be the last thing in the file; a workbook has no comment after it.
fn refuse_trailing_bytes(bytes: &[u8]) -> Result<(), Refusal> {
    let end_record = bytes.len().checked_sub(22).and_then(|at| bytes.get(at..));
    match end_record {
        Some(record) if record.starts_with(b"PK\x05\x06") => Ok(()),
        _ if bytes.windows(4).any(|window| window == b"PK\x05\x06") => {
            Err(Refusal::new(RefusalKind::HiddenData, "outside_parts"))
        }
        _ => Err(damaged("container")),
    }
}

fn refuse_other_documents(names: &[String], family: &Family) -> Result<(), Refusal> {
    for name in names {
        (family.by_name)(name)?;
    }
    let has = |part: &str| names.iter().any(|name| name == part);
    if has(family.main) && has("[content_types].xml") {
        Ok(())
    } else {
        Err(Refusal::new(RefusalKind::Archive, "zip"))
    }
}

fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    limits: &Limits,
    budget: &mut u64,
) -> Result<Vec<u8>, Refusal> {
    let entry = archive.by_index(index).map_err(|_| damaged("part"))?;
    let packed = entry.compressed_size().max(1);
    let by_ratio = packed.saturating_mul(limits.expansion_ratio).max(UNMEASURED);
    let ceiling = by_ratio.min(*budget);
    let mut content = Vec::new();
    entry.take(ceiling.saturating_add(1)).read_to_end(&mut content).map_err(|_| damaged("part"))?;
    let size = content.len() as u64;
    if size > ceiling {
        return Err(too_large(if by_ratio < *budget { "expansion_ratio" } else { "expanded_bytes" }));
    }
    *budget -= size;
    Ok(content)
}

fn damaged(detail: &'static str) -> Refusal {
    Refusal::new(RefusalKind::Damaged, detail)
}

fn too_large(detail: &'static str) -> Refusal {
    Refusal::new(RefusalKind::TooLarge, detail)
}
