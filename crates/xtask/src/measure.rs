//! How long functions are, without parsing Rust: words and braces outside strings and comments suffice.

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// The line of its `fn`, from 1.
    pub(crate) line: usize,
    /// From that line to the closing brace, both counted.
    pub(crate) lines: usize,
}

/// The functions of a source text, inner ones too, in the order in which they end.
pub(crate) fn functions(source: &str) -> Vec<Function> {
    let mut found = Vec::new();
    let mut open: Vec<(String, usize, usize)> = Vec::new(); // name, line, depth of the body
    let mut announced: Option<(String, usize)> = None; // a header whose body has not begun
    let (mut depth, mut brackets, mut after_fn) = (0_usize, 0_usize, false);
    for Token { text, line } in tokens(source) {
        match text {
            "{" => {
                depth += 1;
                if brackets == 0
                    && let Some((name, start)) = announced.take()
                {
                    open.push((name, start, depth));
                }
            }
            "}" => {
                if let Some((name, start, _)) = open.pop_if(|(_, _, body)| *body == depth) {
                    found.push(Function { name, line: start, lines: line + 1 - start });
                }
                depth = depth.saturating_sub(1);
            }
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            // A function of a trait without a body.
            ";" if brackets == 0 => announced = None,
            name if after_fn && name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                // `fn(…)` in a type has no name and never gets here.
                announced = Some((name.to_owned(), line));
                brackets = 0;
            }
            _ => {}
        }
        after_fn = text == "fn";
    }
    found
}

struct Token<'a> {
    text: &'a str,
    line: usize,
}

/// Words and single marks; strings, characters and comments are left out.
fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let skipped = skip(rest);
        let length = skipped.unwrap_or_else(|| word(rest).max(first.len_utf8()));
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if skipped.is_none() && !first.is_whitespace() {
            tokens.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// The length of the comment, string or character that `text` begins with.
fn skip(text: &str) -> Option<usize> {
    let end_of = |pattern: &str, from: usize| {
        let found = text.get(from..).and_then(|t| t.find(pattern));
        Some(found.map_or(text.len(), |at| from + at + pattern.len()))
    };
    if text.starts_with("//") {
        return end_of("\n", 2);
    }
    if text.starts_with("/*") {
        return end_of("*/", 2);
    }
    let prefix = word(text);
    if prefix > 0 && !matches!(text.get(..prefix), Some("r" | "b" | "br" | "c" | "cr")) {
        return None;
    }
    let body = text.get(prefix..)?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let raw = text.get(..prefix).is_some_and(|p| p.contains('r'));
    if raw && body.get(hashes..)?.starts_with('"') {
        return end_of(&format!("\"{}", "#".repeat(hashes)), prefix + hashes + 1);
    }
    match body.chars().next()? {
        '"' => Some(prefix + quoted(body, '"')),
        // Anything but a lifetime: 'x' or '\…'
        '\'' if body.get(1..)?.starts_with('\\') || body.chars().nth(2) == Some('\'') => {
            Some(prefix + quoted(body, '\''))
        }
        _ => None,
    }
}

/// The length of a quoted text, its marks included.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(source: &str) -> Vec<(String, usize, usize)> {
        functions(source).into_iter().map(|f| (f.name, f.line, f.lines)).collect()
    }

    #[test]
    fn a_function_runs_from_its_name_to_its_closing_brace() {
        let source = "/// doc\nfn one() {\n    if true {\n    }\n}\n\nfn two() {}\n";
        assert_eq!(measured(source), [("one".into(), 2, 4), ("two".into(), 7, 1)]);
    }

    #[test]
    fn inner_functions_count_for_themselves_too() {
        let source = "fn outer() {\n    fn inner() {\n    }\n}\n";
        assert_eq!(measured(source), [("inner".into(), 2, 2), ("outer".into(), 1, 4)]);
    }

    #[test]
    fn strings_characters_comments_and_lifetimes_do_not_confuse() {
        let source = "fn f<'a>(x: &'a str) {\n let _ = (\"}\\\"\", '}', '\\'', b'{', r#\"}\"}\"#); // }\n /* } */\n}\n";
        assert_eq!(measured(source), [("f".into(), 1, 4)]);
    }

    #[test]
    fn what_has_no_body_has_no_length() {
        let source = "trait T {\n fn a(&self, x: [u8; 2]);\n fn b(&self) {\n }\n}\ntype F = fn(u8) -> u8;\n";
        assert_eq!(measured(source), [("b".into(), 3, 2)]);
    }
}
