//! The shape of an expression.

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// A row of operands joined by operators of one rank, read from the left. A row keeps long sums shallow.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
    /// Minus.
    Negate(Box<Expr>),
    /// A function with its arguments.
    Call(String, Vec<Expr>),
    /// A way through the tree.
    Path(Path),
}

/// Operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
    Union,
}

/// A way through the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it begins.
    pub start: Start,
    /// What it passes.
    pub steps: Vec<Step>,
}

/// Where a path begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// At the root of the form's own tree.
    Root,
    /// At the context node.
    Here,
    /// At the nodes of an expression, narrowed by predicates.
    At(Box<Expr>, Vec<Expr>),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The direction.
    pub axis: Axis,
    /// Which nodes in that direction.
    pub test: Test,
    /// What else must hold for them.
    pub predicates: Vec<Expr>,
}

/// Directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the recommendation")]
pub enum Axis {
    Child,
    Parent,
    Itself,
    Ancestor,
    AncestorOrSelf,
    Descendant,
    DescendantOrSelf,
    FollowingSibling,
    PrecedingSibling,
}

/// Which nodes a step takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Elements of any name.
    Any,
    /// Elements of this name.
    Name(String),
    /// Any node; trees of answers hold elements alone.
    Node,
}

impl Expr {
    /// Calls `look` for every expression in this one, itself first.
    pub fn walk(&self, look: &mut dyn FnMut(&Self)) {
        look(self);
        match self {
            Self::Number(_) | Self::Text(_) => {}
            Self::Negate(inner) => inner.walk(look),
            Self::Chain(first, rest) => {
                first.walk(look);
                rest.iter().for_each(|(_, operand)| operand.walk(look));
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(look)),
            Self::Path(path) => {
                if let Start::At(base, predicates) = &path.start {
                    base.walk(look);
                    predicates.iter().for_each(|predicate| predicate.walk(look));
                }
                let predicates = path.steps.iter().flat_map(|step| &step.predicates);
                predicates.for_each(|predicate| predicate.walk(look));
            }
        }
    }

    /// Whether a function is called anywhere in it.
    #[must_use]
    pub fn calls(&self, name: &str) -> bool {
        let mut found = false;
        self.walk(&mut |expr| found |= matches!(expr, Self::Call(called, _) if called == name));
        found
    }
}
