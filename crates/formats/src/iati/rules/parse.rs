//! Reading expressions.

use super::expression::{Comparison, Expression, Path, Start, Step, Test};
use crate::xml::Name;

/// Predicates and brackets inside one another.
const DEEPEST: u32 = 16;

#[derive(Debug, Clone, PartialEq)]
enum Sign {
    Name(String),
    Number(f64),
    Text(String),
    /// Anything else: `//`, `..`, `!=`, `<=`, `>=` and single signs.
    Mark(&'static str),
}

const MARKS: [&str; 17] =
    ["//", "..", "!=", "<=", ">=", "/", "@", "[", "]", "(", ")", "=", "<", ">", "+", "|", "."];

/// An expression, or `None` when it is none that rulesets use.
pub(super) fn expression(text: &str) -> Option<Expression> {
    let mut reading = Reading { signs: signs(text)?, at: 0, depth: 0 };
    let read = reading.either()?;
    (reading.at == reading.signs.len()).then_some(read)
}

fn signs(text: &str) -> Option<Vec<Sign>> {
    let (mut rest, mut signs) = (text.trim_start(), Vec::new());
    while let Some(first) = rest.chars().next() {
        let (sign, length) = if let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
            (Sign::Mark(mark), mark.len())
        } else if matches!(first, '\'' | '"') {
            let (inside, _) = rest.get(1..)?.split_once(first)?;
            (Sign::Text(inside.to_owned()), inside.len() + 2)
        } else {
            let in_word = |c: char| {
                c.is_alphanumeric() || matches!(c, '-' | '_' | ':') || (c == '.' && first.is_ascii_digit())
            };
            let word = rest.split(|c| !in_word(c)).next().filter(|word| !word.is_empty())?;
            let sign = match word.parse() {
                Ok(number) if first.is_ascii_digit() => Sign::Number(number),
                _ => Sign::Name(word.to_owned()),
            };
            (sign, word.len())
        };
        signs.push(sign);
        rest = rest.get(length..)?.trim_start();
    }
    Some(signs)
}

struct Reading {
    signs: Vec<Sign>,
    at: usize,
    depth: u32,
}

impl Reading {
    fn peek(&self) -> Option<&Sign> {
        self.signs.get(self.at)
    }

    fn mark(&mut self, mark: &str) -> bool {
        let here = matches!(self.peek(), Some(Sign::Mark(held)) if *held == mark);
        self.at += usize::from(here);
        here
    }

    fn word(&mut self, word: &str) -> bool {
        let here = matches!(self.peek(), Some(Sign::Name(held)) if held == word);
        self.at += usize::from(here);
        here
    }

    fn name(&mut self) -> Option<String> {
        let Some(Sign::Name(name)) = self.peek() else { return None };
        let name = name.clone();
        self.at += 1;
        Some(name)
    }

    fn either(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut left = self.both()?;
        while self.word("or") {
            left = Expression::Or(Box::new(left), Box::new(self.both()?));
        }
        self.depth -= 1;
        Some(left)
    }

    fn both(&mut self) -> Option<Expression> {
        let mut left = self.comparison()?;
        while self.word("and") {
            left = Expression::And(Box::new(left), Box::new(self.comparison()?));
        }
        Some(left)
    }

    fn comparison(&mut self) -> Option<Expression> {
        let left = self.sum()?;
        let all = [
            ("!=", Comparison::Different),
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("=", Comparison::Same),
            ("<", Comparison::Less),
            (">", Comparison::More),
        ];
        let Some((_, how)) = all.into_iter().find(|(mark, _)| self.mark(mark)) else { return Some(left) };
        Some(Expression::Compare(how, Box::new(left), Box::new(self.sum()?)))
    }

    fn sum(&mut self) -> Option<Expression> {
        let mut left = self.single()?;
        while self.mark("+") {
            left = Expression::Sum(Box::new(left), Box::new(self.single()?));
        }
        Some(left)
    }

    fn single(&mut self) -> Option<Expression> {
        match self.peek()?.clone() {
            Sign::Number(number) => {
                self.at += 1;
                Some(Expression::Number(number))
            }
            Sign::Text(text) => {
                self.at += 1;
                Some(Expression::Text(text))
            }
            Sign::Name(name) if self.signs.get(self.at + 1) == Some(&Sign::Mark("(")) && name != "text" => {
                self.at += 2;
                let inside = Box::new(self.either()?);
                let made = match name.as_str() {
                    "count" => Expression::Count(inside),
                    "not" => Expression::Not(inside),
                    "number" => Expression::ToNumber(inside),
                    _ => return None,
                };
                self.mark(")").then_some(made)
            }
            _ => self.paths(),
        }
    }

    fn paths(&mut self) -> Option<Expression> {
        let mut paths = vec![self.path()?];
        while self.mark("|") {
            paths.push(self.path()?);
        }
        Some(Expression::Paths(paths))
    }

    fn path(&mut self) -> Option<Path> {
        let start = if self.mark("//") {
            Start::Anywhere
        } else if self.mark("/") {
            Start::Root
        } else {
            Start::Here
        };
        let mut steps = vec![self.step()?];
        while self.mark("/") {
            steps.push(self.step()?);
        }
        Some(Path { start, steps })
    }

    fn step(&mut self) -> Option<Step> {
        let test = if self.mark("..") {
            Test::Parent
        } else if self.mark("@") {
            let name = self.name()?;
            Test::Attribute(match name.strip_prefix("xml:") {
                Some(local) => Name::new("http://www.w3.org/XML/1998/namespace", local),
                None => Name::new("", &name),
            })
        } else {
            let name = self.name()?;
            if name == "text" && self.mark("(") {
                if !self.mark(")") {
                    return None;
                }
                Test::Text
            } else {
                Test::Child(name)
            }
        };
        let mut predicates = Vec::new();
        while self.mark("[") {
            predicates.push(self.either()?);
            if !self.mark("]") {
                return None;
            }
        }
        Some(Step { test, predicates })
    }
}
