//! Patterns of XSD (part 2, appendix F) in the notation of the crate `regex`, whose matching time is linear whatever the pattern.

use std::iter::Peekable;
use std::str::Chars;

use regex::Regex;

/// Compiled patterns may take this much memory each.
const SIZE: usize = 1 << 20;

/// Compiles the patterns of one restriction: a value must fit one of them.
pub(super) fn compile(patterns: &[String], anchored: bool) -> Result<Regex, String> {
    let mut all = String::from("^(?:");
    for (number, pattern) in patterns.iter().enumerate() {
        if number > 0 {
            all.push('|');
        }
        all.push_str("(?:");
        translate(without_anchors(pattern, anchored), &mut all)?;
        all.push(')');
    }
    all.push_str(")$");
    let built = regex::RegexBuilder::new(&all).size_limit(SIZE).nest_limit(100).build();
    built.map_err(|_| "a pattern that cannot be understood or is too large".to_owned())
}

fn without_anchors(pattern: &str, anchored: bool) -> &str {
    if !anchored {
        return pattern;
    }
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    match pattern.strip_suffix('$') {
        Some(rest) if !rest.ends_with('\\') => rest,
        _ => pattern,
    }
}

fn translate(pattern: &str, out: &mut String) -> Result<(), String> {
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => escape(&mut signs, out, false)?,
            '[' => class(&mut signs, out, 0)?,
            // In XSD these stand for themselves.
            '^' | '$' => {
                out.push('\\');
                out.push(sign);
            }
            '.' => out.push_str("[^\\n\\r]"),
            '(' => out.push_str("(?:"),
            // A question mark behind a quantifier would make it lazy, which XSD does not have.
            '?' | '*' | '+' | '}' if signs.peek() == Some(&'?') => {
                return Err("two quantifiers in a row".to_owned());
            }
            _ => literal(sign, out),
        }
    }
    Ok(())
}

fn literal(sign: char, out: &mut String) {
    // What `regex` could read differently from XSD.
    if matches!(sign, '#' | '&' | '~' | ']' | ' ') {
        out.push('\\');
    }
    out.push(sign);
}

const INITIAL: &str = "\\p{L}_:";
const NAMING: &str = "\\p{L}\\p{N}\\p{M}_:.\\-\u{b7}";

fn escape(signs: &mut Peekable<Chars<'_>>, out: &mut String, in_class: bool) -> Result<(), String> {
    let sign = signs.next().ok_or("a pattern ends in a backslash")?;
    let set = |out: &mut String, inside: &str, negated: bool| {
        let mark = if negated { "^" } else { "" };
        if in_class && !negated { out.push_str(inside) } else { out.push_str(&format!("[{mark}{inside}]")) }
    };
    match sign {
        'i' => set(out, INITIAL, false),
        'I' => set(out, INITIAL, true),
        'c' => set(out, NAMING, false),
        'C' => set(out, NAMING, true),
        'w' => set(out, "[^\\p{P}\\p{Z}\\p{C}]", false),
        'W' => set(out, "\\p{P}\\p{Z}\\p{C}", false),
        's' => set(out, " \\t\\n\\r", false),
        'S' => set(out, " \\t\\n\\r", true),
        'd' => out.push_str("\\p{Nd}"),
        'D' => out.push_str("\\P{Nd}"),
        'p' | 'P' => property(sign, signs, out)?,
        'n' | 'r' | 't' => {
            out.push('\\');
            out.push(sign);
        }
        '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' | '$' => {
            out.push('\\');
            out.push(sign);
        }
        _ => return Err("an escape that XSD does not know".to_owned()),
    }
    Ok(())
}

fn property(sign: char, signs: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), String> {
    if signs.next() != Some('{') {
        return Err("a property without a name".to_owned());
    }
    let name: String = signs.by_ref().take_while(|c| *c != '}').collect();
    if name.starts_with("Is") {
        return Err("a Unicode block, which is not judged here".to_owned());
    }
    if name.is_empty() || name.len() > 2 || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err("a property that is not known".to_owned());
    }
    out.push('\\');
    out.push(sign);
    out.push_str(&format!("{{{name}}}"));
    Ok(())
}

/// A class in brackets, with subtraction (`[a-z-[aeiou]]`).
fn class(signs: &mut Peekable<Chars<'_>>, out: &mut String, depth: u32) -> Result<(), String> {
    if depth > 8 {
        return Err("classes lie too deep in one another".to_owned());
    }
    out.push('[');
    if signs.peek() == Some(&'^') {
        signs.next();
        out.push('^');
    }
    // The positive part is one class of its own, so that a subtraction takes from all of it.
    let mut empty = true;
    while let Some(sign) = signs.next() {
        match sign {
            ']' if !empty => {
                out.push(']');
                return Ok(());
            }
            ']' => return Err("an empty class".to_owned()),
            '\\' => escape(signs, out, true)?,
            '-' if signs.peek() == Some(&'[') => {
                signs.next();
                out.push_str("--");
                class(signs, out, depth + 1)?;
            }
            '-' if empty || signs.peek() == Some(&']') => out.push_str("\\-"),
            '-' => out.push('-'),
            '[' => return Err("a class inside a class".to_owned()),
            '^' | '&' | '~' | '#' | ' ' => {
                out.push('\\');
                out.push(sign);
            }
            sign => out.push(sign),
        }
        empty = false;
    }
    Err("a class that is not closed".to_owned())
}
