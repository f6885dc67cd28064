//! Words of an expression.

use super::fault::{Fault, FaultCode};

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// A name, with its prefix if it has one.
    Name(String),
    /// `and`, `or`, `div`, `mod` where an operator stands.
    Word(&'static str),
    /// Anything else: brackets, operators, steps.
    Sign(&'static str),
}

const SIGNS: [&str; 19] =
    ["::", "//", "..", "!=", "<=", ">=", "(", ")", "[", "]", ",", "/", ".", "|", "+", "-", "=", "<", ">"];

/// Parts an expression into words.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, left) = match first {
            '"' | '\'' => quoted(rest, first)?,
            '0'..='9' => number(rest)?,
            '.' if rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit()) => number(rest)?,
            _ if is_name_start(first) => name(rest, &tokens),
            _ => sign(rest, first, &tokens)?,
        };
        tokens.push(token);
        rest = left.trim_start();
    }
    Ok(tokens)
}

fn quoted(rest: &str, quote: char) -> Result<(Token, &str), Fault> {
    let inner = rest.strip_prefix(quote).unwrap_or(rest);
    let (text, left) = inner.split_once(quote).ok_or_else(|| Fault::new(FaultCode::OpenQuote, ""))?;
    Ok((Token::Text(text.to_owned()), left))
}

fn number(rest: &str) -> Result<(Token, &str), Fault> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = digits(rest);
    if let Some(fraction) = rest.get(end..).and_then(|left| left.strip_prefix('.')) {
        end += 1 + digits(fraction);
    }
    let (text, left) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let value = text.parse().map_err(|_| Fault::new(FaultCode::Syntax, text))?;
    Ok((Token::Number(value), left))
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn name<'a>(rest: &'a str, before: &[Token]) -> (Token, &'a str) {
    let part = |text: &str| {
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len())
    };
    let mut end = part(rest);
    let after = rest.get(end..).unwrap_or_default();
    // A single colon joins a prefix; two are an axis.
    if let Some(local) = after.strip_prefix(':')
        && local.starts_with(is_name_start)
    {
        end += 1 + part(local);
    }
    let (text, left) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let word = match text {
        "and" => Some("and"),
        "or" => Some("or"),
        "div" => Some("div"),
        "mod" => Some("mod"),
        _ => None,
    };
    match word {
        Some(word) if after_operand(before) => (Token::Word(word), left),
        _ => (Token::Name(text.to_owned()), left),
    }
}

/// Whether what comes next must be an operator: the rule of the recommendation, section 3.7.
fn after_operand(before: &[Token]) -> bool {
    match before.last() {
        None | Some(Token::Word(_)) => false,
        Some(Token::Sign(sign)) => matches!(*sign, ")" | "]" | "." | ".." | "any"),
        Some(_) => true,
    }
}

fn sign<'a>(rest: &'a str, first: char, before: &[Token]) -> Result<(Token, &'a str), Fault> {
    if let Some(left) = rest.strip_prefix('*') {
        return Ok((Token::Sign(if after_operand(before) { "*" } else { "any" }), left));
    }
    if matches!(first, '@' | '$') {
        return Err(Fault::new(FaultCode::Unsupported, first));
    }
    SIGNS
        .iter()
        .find_map(|sign| rest.strip_prefix(sign).map(|left| (Token::Sign(sign), left)))
        .ok_or_else(|| Fault::new(FaultCode::Syntax, first))
}
