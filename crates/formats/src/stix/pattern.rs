//! The pattern language of STIX 2.1 (section 9): observation expressions joined by AND, OR and FOLLOWEDBY, comparisons joined by AND and OR.
//! What is looked for is taken apart into its terms. How the terms belong together is not kept: each is something to look into, none a proof.

use super::HashName;

/// Longest pattern, in bytes, and the most terms and brackets in brackets of one.
const LONGEST: usize = 16_384;
const MOST_TERMS: usize = 200;
const DEEPEST: u32 = 16;
/// Longest address or name of an account.
const LONGEST_VALUE: usize = 4_096;

/// One thing that a pattern looks for, and that has a place here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sought {
    /// A hash of a file: digits.
    Hash(HashName, String),
    /// An address, as it stands there.
    Url(String),
    /// An account, by its login, its name or its number at the service.
    Account(String),
}

/// A pattern taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// What is understood, in the order of the pattern.
    pub sought: Vec<Sought>,
    /// What is not, by path and operator: `process:name =`, `file:size NOT >`. No value is in it.
    pub left: Vec<String>,
    /// Something in it is the content of a file.
    pub carries: bool,
}

/// Takes a pattern apart; nothing when it is no pattern.
#[must_use]
pub fn terms(pattern: &str) -> Option<Terms> {
    let mut parsing = Parsing { tokens: tokens(pattern)?, at: 0, terms: Terms::default() };
    parsing.observations(DEEPEST)?;
    (parsing.at == parsing.tokens.len()).then_some(parsing.terms)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// One of `[ ] ( ) ,`, or a comparing sign.
    Sign(&'static str),
    /// A word, a path, a number.
    Word(String),
    /// A text between quotes, its escapes undone.
    Text(String),
    /// A constant of another kind: `t'…'`, `h'…'`, `b'…'`.
    Constant,
}

/// Longer signs come before those they begin with.
const SIGNS: [&str; 13] = ["[", "]", "(", ")", ",", "==", "!=", "<>", "<=", ">=", "=", "<", ">"];

fn tokens(pattern: &str) -> Option<Vec<Token>> {
    if pattern.len() > LONGEST {
        return None;
    }
    let mut rest = pattern.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let sign = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign).map(|after| (*sign, after)));
        rest = if let Some((sign, after)) = sign {
            tokens.push(Token::Sign(sign));
            after
        } else if first == '\'' {
            let (text, after) = quoted(rest)?;
            tokens.push(Token::Text(text));
            after
        } else {
            let (token, after) = word(rest)?;
            tokens.push(token);
            after
        }
        .trim_start();
    }
    Some(tokens)
}

/// A text in single quotes at the beginning, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut chars = text.strip_prefix('\'')?.char_indices();
    let mut read = String::new();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => return Some((read, text.get(at + 2..)?)),
            '\\' => read.push(chars.next()?.1),
            c => read.push(c),
        }
    }
    None
}

/// A word at the beginning. A path may hold quoted steps, `file:hashes.'SHA-256'`, and places in lists, `x:refs[*].y`.
fn word(text: &str) -> Option<(Token, &str)> {
    let (mut read, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_alphanumeric() || "_-:.*+".contains(c) {
            read.push(c);
            rest = rest.get(1..)?;
        } else if c == '\'' && matches!(read.as_str(), "t" | "h" | "b") {
            return Some((Token::Constant, quoted(rest)?.1));
        } else if c == '\'' && read.ends_with('.') {
            let (step, after) = quoted(rest)?;
            read.push_str(&step);
            rest = after;
        } else if c == '[' && read.contains(':') {
            let (inside, after) = rest.strip_prefix('[')?.split_once(']')?;
            let plain = inside == "*" || (!inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit()));
            if !plain {
                return None;
            }
            rest = after;
        } else {
            break;
        }
    }
    (!read.is_empty()).then_some((Token::Word(read), rest))
}

struct Parsing {
    tokens: Vec<Token>,
    at: usize,
    terms: Terms,
}

impl Parsing {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is);
        is
    }

    fn keyword(&mut self, words: &[&str]) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else { return None };
        let found = words.iter().find(|one| word == *one).map(|one| (*one).to_owned());
        self.at += usize::from(found.is_some());
        found
    }

    fn observations(&mut self, depth: u32) -> Option<()> {
        self.observation(depth)?;
        while self.keyword(&["AND", "OR", "FOLLOWEDBY"]).is_some() {
            self.observation(depth)?;
        }
        Some(())
    }

    fn observation(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let close = if self.sign("(") {
            self.observations(depth)?;
            ")"
        } else {
            self.sign("[").then_some(())?;
            self.comparisons(depth)?;
            "]"
        };
        self.sign(close).then_some(())?;
        while self.qualifier()? {}
        Some(())
    }

    /// How often, how soon, from when until when: it says nothing of what is looked for.
    fn qualifier(&mut self) -> Option<bool> {
        let Some(word) = self.keyword(&["WITHIN", "REPEATS", "START"]) else { return Some(false) };
        let known = match (word.as_str(), self.next()?) {
            ("WITHIN", Token::Word(_)) => self.keyword(&["SECONDS"]).is_some(),
            ("REPEATS", Token::Word(_)) => self.keyword(&["TIMES"]).is_some(),
            ("START", Token::Constant | Token::Text(_)) => {
                self.keyword(&["STOP"]).is_some() && matches!(self.next()?, Token::Constant | Token::Text(_))
            }
            _ => false,
        };
        known.then_some(true)
    }

    fn comparisons(&mut self, depth: u32) -> Option<()> {
        self.comparison(depth)?;
        while self.keyword(&["AND", "OR"]).is_some() {
            self.comparison(depth)?;
        }
        Some(())
    }

    fn comparison(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        if self.sign("(") {
            self.comparisons(depth)?;
            return self.sign(")").then_some(());
        }
        if self.terms.sought.len() + self.terms.left.len() >= MOST_TERMS {
            return None;
        }
        let exists = self.keyword(&["EXISTS"]).is_some();
        let Token::Word(path) = self.next()? else { return None };
        path.split_once(':').filter(|(kind, rest)| !kind.is_empty() && !rest.is_empty())?;
        // The content of a file has no place in a pattern, whatever it is compared with.
        self.terms.carries |= path == "artifact:payload_bin";
        if exists {
            self.leave(&path, "EXISTS");
            return Some(());
        }
        let not = self.keyword(&["NOT"]).is_some();
        let operator = match self.next()? {
            Token::Sign(sign @ ("=" | "==" | "!=" | "<>" | "<" | ">" | "<=" | ">=")) => sign.to_owned(),
            Token::Word(word) if WORDS.contains(&word.as_str()) => word,
            _ => return None,
        };
        let values = if operator == "IN" { self.many()? } else { vec![self.next()?] };
        self.take(&path, (not, &operator), values)
    }

    fn many(&mut self) -> Option<Vec<Token>> {
        self.sign("(").then_some(())?;
        let mut values = vec![self.next()?];
        while self.sign(",") {
            values.push(self.next()?);
        }
        self.sign(")").then_some(values)
    }

    fn take(&mut self, path: &str, (not, operator): (bool, &str), values: Vec<Token>) -> Option<()> {
        let equal = !not && matches!(operator, "=" | "==" | "IN");
        let said = if not { format!("NOT {operator}") } else { operator.to_owned() };
        for value in values {
            let sought = match value {
                Token::Text(text) if equal => sought(path, text),
                Token::Text(_) | Token::Word(_) | Token::Constant => None,
                Token::Sign(_) => return None,
            };
            match sought {
                Some(sought) => self.terms.sought.push(sought),
                None => self.leave(path, &said),
            }
        }
        Some(())
    }

    fn leave(&mut self, path: &str, operator: &str) {
        let plain: String = path
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '-' | '_'))
            .take(80)
            .collect();
        self.terms.left.push(format!("{plain} {operator}"));
    }
}

const WORDS: [&str; 5] = ["IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"];

fn sought(path: &str, value: String) -> Option<Sought> {
    let short = !value.trim().is_empty() && value.len() <= LONGEST_VALUE;
    match path {
        "url:value" => short.then_some(Sought::Url(value)),
        "user-account:account_login" | "user-account:user_id" | "user-account:display_name" => {
            short.then_some(Sought::Account(value))
        }
        path => {
            let name = path.strip_prefix("file:hashes.").or_else(|| path.strip_prefix("artifact:hashes."))?;
            let plain = name.to_ascii_uppercase().replace(['-', '_'], "");
            let (kind, digits) = match plain.as_str() {
                "MD5" => (HashName::Md5, 32),
                "SHA1" => (HashName::Sha1, 40),
                "SHA256" => (HashName::Sha256, 64),
                "PDQ" | "XPDQ" => (HashName::Pdq, 64),
                _ => return None,
            };
            let fits = value.len() == digits && value.bytes().all(|byte| byte.is_ascii_hexdigit());
            fits.then(|| Sought::Hash(kind, value.to_ascii_lowercase()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn md5(digit: char) -> String {
        digit.to_string().repeat(32)
    }

    #[test]
    fn terms_of_many_forms_are_taken_and_the_rest_is_named() {
        let (one, two) = (md5('1'), md5('2'));
        let pattern = format!(
            "([file:hashes.'MD5' = '{one}' OR file:hashes.MD5 IN ('{two}', 'pendek')] AND [url:value = 'https://a.invalid/it\\'s'] \
             WITHIN 600 SECONDS) FOLLOWEDBY [user-account:account_login = '@rekaan' AND (process:name LIKE 'x%' OR NOT_A:b NOT = 3)] \
             REPEATS 2 TIMES START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'"
        );
        let read = terms(&pattern).unwrap();
        let sought = [
            Sought::Hash(HashName::Md5, one),
            Sought::Hash(HashName::Md5, two),
            Sought::Url("https://a.invalid/it's".into()),
            Sought::Account("@rekaan".into()),
        ];
        assert_eq!(read.sought, sought);
        assert_eq!(read.left, ["file:hashes.MD5 IN", "process:name LIKE", "NOT_A:b NOT ="]);
        assert!(!read.carries);
    }

    #[test]
    fn what_must_not_be_there_is_not_taken_for_something_sought() {
        let not =
            terms(&format!("[file:hashes.MD5 != '{0}' AND file:hashes.MD5 NOT = '{0}']", md5('0'))).unwrap();
        assert_eq!((not.sought.len(), not.left.len()), (0, 2));
        assert!(terms("[artifact:payload_bin = b'AAAA']").unwrap().carries);
        assert_eq!(terms("[EXISTS file:x]").unwrap().left, ["file:x EXISTS"]);
    }

    #[test]
    fn what_is_no_pattern_is_none() {
        for text in [
            "",
            "[",
            "[]",
            "[url:value]",
            "[url:value = ]",
            "url:value = 'a'",
            "[url:value = 'a'",
            "[url:value = 'a'] AND",
            "[url:value = 'a'] WITHIN x",
            "[url = 'a']",
            "[url:value IN ('a' 'b')]",
            "[url:value = 'a'] [url:value = 'b']",
            "[a:b[x] = 1]",
        ] {
            assert_eq!(terms(text), None, "{text}");
        }
        assert_eq!(terms(&format!("{}{}", "(".repeat(5_000), ")".repeat(5_000))), None, "too deep");
    }
}
