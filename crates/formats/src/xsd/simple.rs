//! Values of simple types.

use std::cmp::Ordering;

use regex::Regex;

use super::decimal::Decimal;
use super::load::Options;
use super::model::{Content, Schema, Simple, Type, TypeRef};
use super::moment::{is_duration, moment};
use super::{XSD, pattern};
use crate::xml::{Element, Name, is_name};

/// How white space is treated before a value is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum White {
    Preserve,
    Replace,
    Collapse,
}

impl White {
    fn apply(self, text: &str) -> String {
        match self {
            Self::Preserve => text.to_owned(),
            Self::Replace => text.replace(['\t', '\n', '\r'], " "),
            Self::Collapse => text.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// What a restriction asks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facets {
    allowed: Vec<String>,
    pattern: Option<Regex>,
    length: Option<usize>,
    shortest: Option<usize>,
    longest: Option<usize>,
    /// `minInclusive`, `maxInclusive`, `minExclusive`, `maxExclusive`, with their values.
    ranges: Vec<(&'static str, String)>,
    total_digits: Option<usize>,
    fraction_digits: Option<usize>,
    white: Option<White>,
}

const RANGES: [&str; 4] = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"];

impl Facets {
    /// Elements that are facets.
    pub(super) const NAMES: &[&str] = &[
        "enumeration",
        "pattern",
        "length",
        "minLength",
        "maxLength",
        "minInclusive",
        "maxInclusive",
        "minExclusive",
        "maxExclusive",
        "totalDigits",
        "fractionDigits",
        "whiteSpace",
    ];

    pub(super) fn read(at: &Element, options: Options) -> Result<Self, String> {
        let mut facets = Self::default();
        let mut patterns = Vec::new();
        for child in at.children.iter().filter(|child| &*child.name.space == XSD) {
            let value = child.attribute("value").unwrap_or_default();
            let count =
                || value.trim().parse::<usize>().map_err(|_| format!("{} is no number", child.name.local));
            match child.name.local.as_str() {
                "enumeration" => facets.allowed.push(value.to_owned()),
                "pattern" => patterns.push(value.to_owned()),
                "length" => facets.length = Some(count()?),
                "minLength" => facets.shortest = Some(count()?),
                "maxLength" => facets.longest = Some(count()?),
                "totalDigits" => facets.total_digits = Some(count()?),
                "fractionDigits" => facets.fraction_digits = Some(count()?),
                "whiteSpace" => {
                    facets.white = Some(match value {
                        "replace" => White::Replace,
                        "collapse" => White::Collapse,
                        _ => White::Preserve,
                    });
                }
                name => {
                    if let Some(range) = RANGES.into_iter().find(|range| *range == name) {
                        facets.ranges.push((range, value.trim().to_owned()));
                    }
                }
            }
        }
        if !patterns.is_empty() {
            facets.pattern = Some(pattern::compile(&patterns, options.anchored_patterns)?);
        }
        Ok(facets)
    }

    /// `value` has been through the white space of its type.
    fn judge(&self, value: &str, nature: Nature) -> Result<(), String> {
        if !self.allowed.is_empty() && !self.allowed.iter().any(|allowed| nature.same(value, allowed)) {
            let shown: Vec<&str> = self.allowed.iter().take(20).map(String::as_str).collect();
            let more = if self.allowed.len() > shown.len() { ", …" } else { "" };
            return Err(format!("is none of the allowed values ({}{more})", shown.join(", ")));
        }
        if self.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(value)) {
            return Err("does not have the form that the schema's pattern asks".to_owned());
        }
        self.judge_length(nature.length(value))?;
        self.judge_digits(value)?;
        for (range, bound) in &self.ranges {
            let order = nature.compare(value, bound).ok_or("has a range that is not judged for its type")?;
            let fits = match *range {
                "minInclusive" => order != Ordering::Less,
                "maxInclusive" => order != Ordering::Greater,
                "minExclusive" => order == Ordering::Greater,
                _ => order == Ordering::Less,
            };
            if !fits {
                return Err(format!("lies outside its range ({range} {bound})"));
            }
        }
        Ok(())
    }

    fn judge_length(&self, length: usize) -> Result<(), String> {
        if self.length.is_some_and(|exact| length != exact) {
            return Err(format!("must have the length {}", self.length.unwrap_or_default()));
        }
        if let Some(least) = self.shortest.filter(|least| length < *least) {
            return Err(format!("is too short: at least {least}"));
        }
        if let Some(most) = self.longest.filter(|most| length > *most) {
            return Err(format!("is too long: at most {most}"));
        }
        Ok(())
    }

    fn judge_digits(&self, value: &str) -> Result<(), String> {
        if self.total_digits.is_none() && self.fraction_digits.is_none() {
            return Ok(());
        }
        let Some(number) = Decimal::parse(value) else { return Err("is no number".to_owned()) };
        if let Some(most) = self.total_digits.filter(|most| number.total_digits() > *most) {
            return Err(format!("has too many digits: at most {most}"));
        }
        if let Some(most) = self.fraction_digits.filter(|most| number.fraction_digits() > *most) {
            return Err(format!("has too many digits behind the point: at most {most}"));
        }
        Ok(())
    }
}

/// How values of a type are compared and measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Text,
    Decimal,
    Float,
    Moment(&'static str),
    Boolean,
    Hex,
    Base64,
    List,
}

const MOMENTS: [&str; 8] = ["dateTime", "date", "time", "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay"];

impl Nature {
    fn same(self, value: &str, other: &str) -> bool {
        match self {
            Self::Decimal | Self::Float | Self::Moment(_) => {
                self.compare(value, other.trim()) == Some(Ordering::Equal)
            }
            Self::Boolean => matches!(value, "true" | "1") == matches!(other.trim(), "true" | "1"),
            Self::Hex => value.eq_ignore_ascii_case(other.trim()),
            Self::Text => value == other || value == White::Collapse.apply(other),
            Self::Base64 | Self::List => value == White::Collapse.apply(other),
        }
    }

    fn compare(self, value: &str, other: &str) -> Option<Ordering> {
        match self {
            Self::Decimal => Some(Decimal::parse(value)?.cmp(&Decimal::parse(other)?)),
            Self::Float => float(value)?.partial_cmp(&float(other)?),
            Self::Moment(kind) => Some(moment(kind, value)?.cmp(&moment(kind, other)?)),
            Self::Text | Self::Boolean | Self::Hex | Self::Base64 | Self::List => None,
        }
    }

    fn length(self, value: &str) -> usize {
        match self {
            Self::List => value.split_ascii_whitespace().count(),
            Self::Hex => value.len() / 2,
            Self::Base64 => {
                let digits =
                    value.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').count();
                digits * 3 / 4
            }
            _ => value.chars().count(),
        }
    }

    fn of_built_in(name: &str) -> Self {
        if let Some(kind) = MOMENTS.into_iter().find(|kind| *kind == name) {
            return Self::Moment(kind);
        }
        match name {
            "boolean" => Self::Boolean,
            "float" | "double" => Self::Float,
            "hexBinary" => Self::Hex,
            "base64Binary" => Self::Base64,
            "NMTOKENS" | "IDREFS" => Self::List,
            _ if integer_range(name).is_some() || name == "decimal" => Self::Decimal,
            _ => Self::Text,
        }
    }
}

fn float(text: &str) -> Option<f64> {
    match text {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => {
            let known =
                text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
            text.parse().ok().filter(|_| known)
        }
    }
}

/// Bounds of the integer types; an empty text is no bound.
fn integer_range(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "integer" => ("", ""),
        "long" => ("-9223372036854775808", "9223372036854775807"),
        "int" => ("-2147483648", "2147483647"),
        "short" => ("-32768", "32767"),
        "byte" => ("-128", "127"),
        "nonNegativeInteger" => ("0", ""),
        "positiveInteger" => ("1", ""),
        "nonPositiveInteger" => ("", "0"),
        "negativeInteger" => ("", "-1"),
        "unsignedLong" => ("0", "18446744073709551615"),
        "unsignedInt" => ("0", "4294967295"),
        "unsignedShort" => ("0", "65535"),
        "unsignedByte" => ("0", "255"),
        _ => return None,
    })
}

const TEXTS: [&str; 15] = [
    "anyType",
    "anySimpleType",
    "string",
    "normalizedString",
    "token",
    "language",
    "Name",
    "NCName",
    "NMTOKEN",
    "NMTOKENS",
    "anyURI",
    "QName",
    "duration",
    "boolean",
    "decimal",
];
const OTHERS: [&str; 7] = ["float", "double", "hexBinary", "base64Binary", "ID", "IDREF", "IDREFS"];

/// Whether a built-in type is judged here. `ID` and `IDREF` are judged as names; that they are unique and met is not.
pub(super) fn is_built_in(name: &str) -> bool {
    TEXTS.contains(&name)
        || OTHERS.contains(&name)
        || MOMENTS.contains(&name)
        || integer_range(name).is_some()
}

fn built_in(name: &str, value: &str) -> Result<(), String> {
    let token = |text: &str| !text.is_empty() && text.chars().all(|c| c == ':' || is_name(&format!("_{c}")));
    let fits = match name {
        "boolean" => matches!(value, "true" | "false" | "1" | "0"),
        "decimal" => Decimal::parse(value).is_some(),
        "float" | "double" => float(value).is_some(),
        "duration" => is_duration(value),
        "hexBinary" => value.len().is_multiple_of(2) && value.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "base64Binary" => is_base64(value),
        "NCName" | "ID" | "IDREF" => is_name(value),
        "Name" => value.split(':').all(is_name),
        "QName" => value.split(':').count() <= 2 && value.split(':').all(is_name),
        "NMTOKEN" => token(value),
        "NMTOKENS" | "IDREFS" => !value.is_empty() && value.split(' ').all(token),
        "language" => value
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())),
        _ if MOMENTS.contains(&name) => moment(name, value).is_some(),
        _ => match integer_range(name) {
            None => true,
            Some((least, most)) => {
                let number = Decimal::parse(value).filter(|_| !value.contains('.'));
                let within = |number: &Decimal| {
                    Decimal::parse(least).is_none_or(|least| *number >= least)
                        && Decimal::parse(most).is_none_or(|most| *number <= most)
                };
                number.is_some_and(|number| within(&number))
            }
        },
    };
    if fits { Ok(()) } else { Err(format!("is no {name} as XML Schema writes it")) }
}

fn is_base64(value: &str) -> bool {
    let plain: Vec<u8> = value.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let digits =
        plain.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(**byte, b'+' | b'/')).count();
    let padding = plain.get(digits..).unwrap_or_default();
    plain.len().is_multiple_of(4) && padding.len() <= 2 && padding.iter().all(|byte| *byte == b'=')
}

/// What a reference leads to, for values.
enum Target<'a> {
    BuiltIn(&'a str),
    Simple(&'a Simple),
    /// A complex type with text: its base, and what it adds.
    Text(&'a TypeRef, &'a Facets),
}

fn target<'a>(schema: &'a Schema, reference: &'a TypeRef) -> Option<Target<'a>> {
    match schema.type_of(reference) {
        Some(Type::Simple(simple)) => Some(Target::Simple(simple)),
        Some(Type::Complex(complex)) => match (&complex.content, &complex.base) {
            (Content::Simple(facets), Some((_, base))) => Some(Target::Text(base, facets)),
            _ => None,
        },
        None => match reference {
            TypeRef::Named(Name { space, local }) if **space == *XSD => Some(Target::BuiltIn(local)),
            _ => None,
        },
    }
}

fn nature(schema: &Schema, reference: &TypeRef) -> Nature {
    match target(schema, reference) {
        Some(Target::BuiltIn(name)) => Nature::of_built_in(name),
        Some(Target::Simple(Simple::Restriction { base, .. }) | Target::Text(base, _)) => {
            nature(schema, base)
        }
        Some(Target::Simple(Simple::List { .. })) => Nature::List,
        Some(Target::Simple(Simple::Union { .. })) | None => Nature::Text,
    }
}

fn white(schema: &Schema, reference: &TypeRef) -> White {
    match target(schema, reference) {
        Some(Target::BuiltIn("string" | "anySimpleType" | "anyType")) => White::Preserve,
        Some(Target::BuiltIn("normalizedString")) => White::Replace,
        Some(Target::Simple(Simple::Restriction { base, facets }) | Target::Text(base, facets)) => {
            facets.white.unwrap_or_else(|| white(schema, base))
        }
        _ => White::Collapse,
    }
}

/// Whether a value fits a type. The reason never repeats the value.
pub(super) fn judge(schema: &Schema, reference: &TypeRef, raw: &str) -> Result<(), String> {
    let value = white(schema, reference).apply(raw);
    match target(schema, reference) {
        Some(Target::BuiltIn(name)) => built_in(name, &value),
        Some(Target::Simple(Simple::Restriction { base, facets }) | Target::Text(base, facets)) => {
            judge(schema, base, &value)?;
            facets.judge(&value, nature(schema, reference))
        }
        Some(Target::Simple(Simple::List { item })) => {
            value.split_ascii_whitespace().try_for_each(|one| judge(schema, item, one))
        }
        Some(Target::Simple(Simple::Union { members })) => {
            let fits = members.iter().any(|member| judge(schema, member, raw).is_ok());
            if fits { Ok(()) } else { Err("fits none of the types that it may have".to_owned()) }
        }
        None => Err("has a type that is not judged here".to_owned()),
    }
}
