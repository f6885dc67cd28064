//! From words to an expression, with limits on length and depth.

use super::ast::{Axis, Expr, Op, Path, Start, Step, Test};
use super::fault::{Fault, FaultCode};
use super::known;
use super::lex::{Token, lex};

/// Longest expression, in characters: Excel's ceiling of one cell.
pub const MAX_CHARS: usize = 32_767;
/// Brackets within brackets.
pub const MAX_DEPTH: usize = 48;

/// Reads an expression.
///
/// # Errors
/// The first [`Fault`].
pub fn parse(text: &str) -> Result<Expr, Fault> {
    if text.len() > MAX_CHARS {
        return Err(Fault::new(FaultCode::TooLarge, ""));
    }
    let mut parser = Parser { tokens: lex(text)?, at: 0, depth: 0 };
    let expr = parser.ranked(0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(expr),
        Some(token) => Err(Fault::new(FaultCode::Syntax, describe(token))),
    }
}

fn describe(token: &Token) -> String {
    match token {
        Token::Number(number) => number.to_string(),
        Token::Text(text) | Token::Name(text) => text.clone(),
        Token::Word(word) => (*word).to_owned(),
        Token::Sign("any") => "*".to_owned(),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}

/// Operators by rank, the loosest first.
const RANKS: [&[(&str, Op)]; 6] = [
    &[("or", Op::Or)],
    &[("and", Op::And)],
    &[("=", Op::Equal), ("!=", Op::NotEqual)],
    &[("<", Op::Less), ("<=", Op::LessOrEqual), (">", Op::Greater), (">=", Op::GreaterOrEqual)],
    &[("+", Op::Plus), ("-", Op::Minus)],
    &[("*", Op::Times), ("div", Op::Div), ("mod", Op::Mod)],
];

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(found)) if *found == sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, sign: &str) -> Result<(), Fault> {
        if self.take(sign) { Ok(()) } else { Err(self.fault()) }
    }

    fn fault(&self) -> Fault {
        match self.peek() {
            Some(token) => Fault::new(FaultCode::Syntax, describe(token)),
            None => Fault::new(FaultCode::Unfinished, ""),
        }
    }

    fn operator(&mut self, among: &[(&str, Op)]) -> Option<Op> {
        let found = match self.peek()? {
            Token::Word(word) => *word,
            Token::Sign(sign) => *sign,
            _ => return None,
        };
        let (_, op) = among.iter().find(|(text, _)| *text == found)?;
        self.at += 1;
        Some(*op)
    }

    fn ranked(&mut self, rank: usize) -> Result<Expr, Fault> {
        let Some(operators) = RANKS.get(rank) else { return self.unary() };
        let first = self.ranked(rank + 1)?;
        let mut rest = Vec::new();
        while let Some(op) = self.operator(operators) {
            rest.push((op, self.ranked(rank + 1)?));
        }
        Ok(if rest.is_empty() { first } else { Expr::Chain(Box::new(first), rest) })
    }

    fn unary(&mut self) -> Result<Expr, Fault> {
        let mut minus = false;
        while self.take("-") {
            minus = !minus;
        }
        let inner = self.union()?;
        Ok(if minus { Expr::Negate(Box::new(inner)) } else { inner })
    }

    fn union(&mut self) -> Result<Expr, Fault> {
        let first = self.path()?;
        let mut rest = Vec::new();
        while self.take("|") {
            rest.push((Op::Union, self.path()?));
        }
        Ok(if rest.is_empty() { first } else { Expr::Chain(Box::new(first), rest) })
    }

    fn path(&mut self) -> Result<Expr, Fault> {
        if self.take("/") {
            let steps = if self.at_step() { self.steps()? } else { Vec::new() };
            return Ok(Expr::Path(Path { start: Start::Root, steps }));
        }
        if self.is_sign("//") {
            let steps = self.more_steps()?;
            return Ok(Expr::Path(Path { start: Start::Root, steps }));
        }
        if self.at_primary() {
            let base = self.primary()?;
            let predicates = self.predicates()?;
            let steps = self.more_steps()?;
            if predicates.is_empty() && steps.is_empty() {
                return Ok(base);
            }
            return Ok(Expr::Path(Path { start: Start::At(Box::new(base), predicates), steps }));
        }
        if !self.at_step() {
            return Err(self.fault());
        }
        Ok(Expr::Path(Path { start: Start::Here, steps: self.steps()? }))
    }

    /// Whether a number, text, bracket or function comes next.
    fn at_primary(&self) -> bool {
        match self.peek() {
            Some(Token::Number(_) | Token::Text(_) | Token::Sign("(")) => true,
            Some(Token::Name(name)) => {
                matches!(self.tokens.get(self.at + 1), Some(Token::Sign("(")))
                    && !matches!(name.as_str(), "node" | "text" | "comment" | "processing-instruction")
            }
            _ => false,
        }
    }

    fn at_step(&self) -> bool {
        matches!(self.peek(), Some(Token::Name(_) | Token::Sign("." | ".." | "any")))
    }

    fn primary(&mut self) -> Result<Expr, Fault> {
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Number(number)) => Ok(Expr::Number(number)),
            Some(Token::Text(text)) => Ok(Expr::Text(text)),
            Some(Token::Sign("(")) => {
                let inner = self.deeper(|parser| parser.ranked(0))?;
                self.need(")")?;
                Ok(inner)
            }
            Some(Token::Name(name)) => {
                self.need("(")?;
                let arguments = self.arguments()?;
                known::check(&name, arguments.len())?;
                Ok(Expr::Call(name, arguments))
            }
            _ => Err(self.fault()),
        }
    }

    fn arguments(&mut self) -> Result<Vec<Expr>, Fault> {
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.deeper(|parser| parser.ranked(0))?);
            if self.take(")") {
                return Ok(arguments);
            }
            self.need(",")?;
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.depth >= MAX_DEPTH {
            return Err(Fault::new(FaultCode::TooLarge, ""));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, Fault> {
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.deeper(|parser| parser.ranked(0))?);
            self.need("]")?;
        }
        Ok(predicates)
    }

    fn steps(&mut self) -> Result<Vec<Step>, Fault> {
        let mut steps = vec![self.step()?];
        steps.extend(self.more_steps()?);
        Ok(steps)
    }

    fn more_steps(&mut self) -> Result<Vec<Step>, Fault> {
        let mut steps = Vec::new();
        loop {
            if self.take("//") {
                steps.push(Step { axis: Axis::DescendantOrSelf, test: Test::Node, predicates: Vec::new() });
            } else if !self.take("/") {
                return Ok(steps);
            }
            steps.push(self.step()?);
        }
    }

    fn step(&mut self) -> Result<Step, Fault> {
        if self.take("..") {
            return Ok(Step { axis: Axis::Parent, test: Test::Node, predicates: self.predicates()? });
        }
        if self.take(".") {
            return Ok(Step { axis: Axis::Itself, test: Test::Node, predicates: self.predicates()? });
        }
        let mut axis = Axis::Child;
        if let (Some(Token::Name(name)), Some(Token::Sign("::"))) =
            (self.peek(), self.tokens.get(self.at + 1))
        {
            axis = axis_of(name)?;
            self.at += 2;
        }
        let test = self.test()?;
        Ok(Step { axis, test, predicates: self.predicates()? })
    }

    fn test(&mut self) -> Result<Test, Fault> {
        if self.take("any") {
            return Ok(Test::Any);
        }
        let Some(Token::Name(name)) = self.peek().cloned() else { return Err(self.fault()) };
        self.at += 1;
        if !self.take("(") {
            return Ok(Test::Name(name));
        }
        self.need(")")?;
        if name == "node" { Ok(Test::Node) } else { Err(Fault::new(FaultCode::Unsupported, name)) }
    }
}

fn axis_of(name: &str) -> Result<Axis, Fault> {
    Ok(match name {
        "child" => Axis::Child,
        "parent" => Axis::Parent,
        "self" => Axis::Itself,
        "ancestor" => Axis::Ancestor,
        "ancestor-or-self" => Axis::AncestorOrSelf,
        "descendant" => Axis::Descendant,
        "descendant-or-self" => Axis::DescendantOrSelf,
        "following-sibling" => Axis::FollowingSibling,
        "preceding-sibling" => Axis::PrecedingSibling,
        other => return Err(Fault::new(FaultCode::Unsupported, other)),
    })
}
