//! Titles, honorifics and degrees: said of a person, not part of the name.

/// Titles written before a name.
const TITLES: &[&str] = &[
    "an", "bapak", "bp", "bpk", "dr", "dra", "drg", "drh", "drs", "h", "haji", "hajah", "hajjah", "hj",
    "ibu", "ir", "kh", "kiai", "kyai", "miss", "mr", "mrs", "ms", "nn", "nona", "ny", "nyai", "nyonya",
    "pdt", "pendeta", "prof", "raden", "rd", "rr", "saudara", "saudari", "sdr", "sdri", "tgk", "teungku",
    "tn", "tuan", "ust", "ustad", "ustadz", "ustadzah", "ustaz", "ustazah", "ustd", "ustdz",
];

/// Degrees and callings written after a name.
const DEGREES: &[&str] = &[
    "amd", "amdkeb", "amdkep", "apt", "ba", "lc", "mag", "mh", "mhum", "mkes", "mkom", "mm", "mpd", "mpdi",
    "mpsi", "msc", "msi", "msos", "mt", "ners", "ns", "phd", "sag", "se", "sh", "shi", "shum", "sip", "skeb",
    "sked", "skep", "skm", "skom", "sos", "spd", "spdi", "spdsd", "spog", "spsi", "spt", "ssi", "ssos",
    "sst", "sstp", "st", "sthi", "strkeb", "stp",
];

/// Words for the dead, before or after a name.
const LATE: &[&str] = &["alm", "almarhum", "almarhumah", "almh"];

/// Is this a title that stands before a name? Written without dots.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Is this a degree that stands after a name? Written without dots.
pub(super) fn is_degree(word: &str) -> bool {
    DEGREES.contains(&word)
}

/// Does this word only say that the person has died?
pub(super) fn is_late(word: &str) -> bool {
    LATE.contains(&word)
}
