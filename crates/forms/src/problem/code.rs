//! The codes of what can be wrong with a form.

use super::Severity;
use crate::xpath::FaultCode;

/// What is wrong. Codes are fixed: machines and translations rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemCode {
    /// The workbook has no sheet `survey`.
    NoSurvey,
    /// The survey has no row that can be read.
    NoQuestions,
    /// A column that must be there is not.
    MissingColumn,
    /// Two columns mean the same.
    DuplicateColumn,
    /// A column that nothing reads.
    UnknownColumn,
    /// A column of the XLSForm reference that is not supported.
    UnsupportedColumn,
    /// A sheet that nothing reads.
    UnknownSheet,
    /// A sheet of the XLSForm reference that is not supported.
    UnsupportedSheet,
    /// A further column of choices cannot name an element.
    BadColumnName,
    /// A column for pictures, sound or film.
    MediaColumn,
    /// A question that asks for a picture, sound, film or file.
    MediaType,
    /// A type that records where a device is without asking.
    SilentLocation,
    /// A type of the XLSForm reference that is not supported.
    UnsupportedType,
    /// Choices from a file beside the form, asked for in a way that is not supported.
    ExternalChoices,
    /// A file that the form reads was not given with it.
    MissingFile,
    /// A file that nothing reads.
    UnusedFile,
    /// A name that a file beside the form cannot have.
    BadFileName,
    /// A file lacks the column that holds what is stored or shown.
    MissingFileColumn,
    /// Two lists or tables with one name.
    ListTwice,
    /// A filter of external choices that devices cannot look up, or none.
    ExternalFilter,
    /// A table whose name is computed.
    UnnamedTable,
    /// No such type.
    UnknownType,
    /// A row with a name or label and no type.
    MissingType,
    /// A question with choices that names no list.
    TypeNeedsList,
    /// A row without a name.
    MissingName,
    /// A name that cannot name an element.
    BadName,
    /// A name that the form itself needs.
    ReservedName,
    /// Two questions of one group with one name.
    DuplicateName,
    /// Two repeats with one name.
    DuplicateRepeat,
    /// A question that says nothing.
    MissingLabel,
    /// A group or repeat that nothing closes.
    NotClosed,
    /// An end without a beginning.
    NothingToClose,
    /// An end of the other family.
    WrongClose,
    /// A group without questions.
    EmptyGroup,
    /// More items than allowed.
    TooManyRows,
    /// Groups within groups beyond the limit.
    TooDeep,
    /// A range without usable bounds.
    BadRange,
    /// A parameter that the type does not take.
    UnknownParameter,
    /// `or_other` with a filter.
    OtherWithFilter,
    /// A choice without a list.
    MissingList,
    /// No such list.
    UnknownList,
    /// A list that no question uses.
    UnusedList,
    /// A choice without a name.
    MissingChoiceName,
    /// A space in the name of a choice.
    SpaceInChoice,
    /// A choice without a label.
    MissingChoiceLabel,
    /// Two choices of one list with one name.
    DuplicateChoice,
    /// A filter on a question without choices.
    FilterWithoutChoices,
    /// A filter looks at a column that the list does not have.
    UnknownFilterColumn,
    /// No question of this name.
    UnknownReference,
    /// No question of this name, and one that is like it.
    MistypedReference,
    /// Several questions of this name.
    AmbiguousReference,
    /// A `${` without its `}`.
    OpenReference,
    /// An answer of the form filled before.
    LastSaved,
    /// A path that leads nowhere.
    UnknownPath,
    /// Questions that wait for one another.
    Cycle,
    /// A calculate without an expression.
    MissingCalculation,
    /// A rule on a group, where nothing is answered.
    RuleOnGroup,
    /// A message without its rule.
    MessageWithoutRule,
    /// A message that shows an answer.
    AnswerInMessage,
    /// A choice that shows an answer.
    AnswerInChoice,
    /// A number of rows where nothing repeats.
    CountWithoutRepeat,
    /// A trigger that is no reference.
    BadTrigger,
    /// An appearance that calls another app or searches a file.
    UnsupportedAppearance,
    /// A form that encrypts its own answers.
    EncryptedForm,
    /// A form that says where or when answers are sent.
    SendsElsewhere,
    /// A setting that is not supported.
    UnsupportedSetting,
    /// A setting that nothing reads.
    UnknownSetting,
    /// More than one row of settings.
    SecondSettings,
    /// A form id with a space.
    BadFormId,
    /// A form without a version.
    MissingVersion,
    /// A default language in which nothing is said.
    UnknownLanguage,
    /// A text that lacks a language.
    MissingTranslation,
    /// More than one entity.
    SecondEntity,
    /// A name that a list of entities cannot have.
    BadEntityList,
    /// A new entity without a label.
    EntityWithoutLabel,
    /// A change of an entity that is not named.
    UpdateWithoutId,
    /// A property without an entity.
    SaveWithoutEntity,
    /// A name that a property cannot have.
    BadProperty,
    /// A property inside a repeat.
    SaveInRepeat,
    /// Not an expression.
    XPathSyntax,
    /// An expression that ends too early.
    XPathUnfinished,
    /// A quotation mark without its partner.
    XPathOpenQuote,
    /// No such function.
    XPathUnknownFunction,
    /// Too few or too many arguments.
    XPathArguments,
    /// A part of XPath that forms do not use.
    XPathUnsupported,
    /// Longer or deeper than allowed.
    XPathTooLarge,
    /// Not a pattern that is read here.
    XPathPattern,
    /// A value of the wrong kind.
    XPathKind,
}

/// Every code with its text and severity, in the order of the enumeration.
const CODES: &[(ProblemCode, &str, Severity)] = &[
    (ProblemCode::NoSurvey, "no-survey", Severity::Error),
    (ProblemCode::NoQuestions, "no-questions", Severity::Error),
    (ProblemCode::MissingColumn, "missing-column", Severity::Error),
    (ProblemCode::DuplicateColumn, "duplicate-column", Severity::Error),
    (ProblemCode::UnknownColumn, "unknown-column", Severity::Warning),
    (ProblemCode::UnsupportedColumn, "unsupported-column", Severity::Error),
    (ProblemCode::UnknownSheet, "unknown-sheet", Severity::Warning),
    (ProblemCode::UnsupportedSheet, "unsupported-sheet", Severity::Error),
    (ProblemCode::BadColumnName, "bad-column-name", Severity::Error),
    (ProblemCode::MediaColumn, "media-column", Severity::Error),
    (ProblemCode::MediaType, "media-type", Severity::Error),
    (ProblemCode::SilentLocation, "silent-location", Severity::Error),
    (ProblemCode::UnsupportedType, "unsupported-type", Severity::Error),
    (ProblemCode::ExternalChoices, "external-choices", Severity::Error),
    (ProblemCode::MissingFile, "missing-file", Severity::Error),
    (ProblemCode::UnusedFile, "unused-file", Severity::Warning),
    (ProblemCode::BadFileName, "bad-file-name", Severity::Error),
    (ProblemCode::MissingFileColumn, "missing-file-column", Severity::Error),
    (ProblemCode::ListTwice, "list-twice", Severity::Error),
    (ProblemCode::ExternalFilter, "external-filter", Severity::Error),
    (ProblemCode::UnnamedTable, "unnamed-table", Severity::Error),
    (ProblemCode::UnknownType, "unknown-type", Severity::Error),
    (ProblemCode::MissingType, "missing-type", Severity::Error),
    (ProblemCode::TypeNeedsList, "type-needs-list", Severity::Error),
    (ProblemCode::MissingName, "missing-name", Severity::Error),
    (ProblemCode::BadName, "bad-name", Severity::Error),
    (ProblemCode::ReservedName, "reserved-name", Severity::Error),
    (ProblemCode::DuplicateName, "duplicate-name", Severity::Error),
    (ProblemCode::DuplicateRepeat, "duplicate-repeat", Severity::Error),
    (ProblemCode::MissingLabel, "missing-label", Severity::Warning),
    (ProblemCode::NotClosed, "not-closed", Severity::Error),
    (ProblemCode::NothingToClose, "nothing-to-close", Severity::Error),
    (ProblemCode::WrongClose, "wrong-close", Severity::Error),
    (ProblemCode::EmptyGroup, "empty-group", Severity::Warning),
    (ProblemCode::TooManyRows, "too-many-rows", Severity::Error),
    (ProblemCode::TooDeep, "too-deep", Severity::Error),
    (ProblemCode::BadRange, "bad-range", Severity::Error),
    (ProblemCode::UnknownParameter, "unknown-parameter", Severity::Error),
    (ProblemCode::OtherWithFilter, "other-with-filter", Severity::Error),
    (ProblemCode::MissingList, "missing-list", Severity::Error),
    (ProblemCode::UnknownList, "unknown-list", Severity::Error),
    (ProblemCode::UnusedList, "unused-list", Severity::Warning),
    (ProblemCode::MissingChoiceName, "missing-choice-name", Severity::Error),
    (ProblemCode::SpaceInChoice, "space-in-choice", Severity::Error),
    (ProblemCode::MissingChoiceLabel, "missing-choice-label", Severity::Warning),
    (ProblemCode::DuplicateChoice, "duplicate-choice", Severity::Error),
    (ProblemCode::FilterWithoutChoices, "filter-without-choices", Severity::Warning),
    (ProblemCode::UnknownFilterColumn, "unknown-filter-column", Severity::Error),
    (ProblemCode::UnknownReference, "unknown-reference", Severity::Error),
    (ProblemCode::MistypedReference, "mistyped-reference", Severity::Error),
    (ProblemCode::AmbiguousReference, "ambiguous-reference", Severity::Error),
    (ProblemCode::OpenReference, "open-reference", Severity::Error),
    (ProblemCode::LastSaved, "last-saved", Severity::Error),
    (ProblemCode::UnknownPath, "unknown-path", Severity::Error),
    (ProblemCode::Cycle, "cycle", Severity::Error),
    (ProblemCode::MissingCalculation, "missing-calculation", Severity::Error),
    (ProblemCode::RuleOnGroup, "rule-on-group", Severity::Warning),
    (ProblemCode::MessageWithoutRule, "message-without-rule", Severity::Warning),
    (ProblemCode::AnswerInMessage, "answer-in-message", Severity::Error),
    (ProblemCode::AnswerInChoice, "answer-in-choice", Severity::Error),
    (ProblemCode::CountWithoutRepeat, "count-without-repeat", Severity::Warning),
    (ProblemCode::BadTrigger, "bad-trigger", Severity::Error),
    (ProblemCode::UnsupportedAppearance, "unsupported-appearance", Severity::Error),
    (ProblemCode::EncryptedForm, "encrypted-form", Severity::Error),
    (ProblemCode::SendsElsewhere, "sends-elsewhere", Severity::Error),
    (ProblemCode::UnsupportedSetting, "unsupported-setting", Severity::Error),
    (ProblemCode::UnknownSetting, "unknown-setting", Severity::Warning),
    (ProblemCode::SecondSettings, "second-settings", Severity::Warning),
    (ProblemCode::BadFormId, "bad-form-id", Severity::Error),
    (ProblemCode::MissingVersion, "missing-version", Severity::Warning),
    (ProblemCode::UnknownLanguage, "unknown-language", Severity::Warning),
    (ProblemCode::MissingTranslation, "missing-translation", Severity::Warning),
    (ProblemCode::SecondEntity, "second-entity", Severity::Error),
    (ProblemCode::BadEntityList, "bad-entity-list", Severity::Error),
    (ProblemCode::EntityWithoutLabel, "entity-without-label", Severity::Error),
    (ProblemCode::UpdateWithoutId, "update-without-id", Severity::Error),
    (ProblemCode::SaveWithoutEntity, "save-without-entity", Severity::Error),
    (ProblemCode::BadProperty, "bad-property", Severity::Error),
    (ProblemCode::SaveInRepeat, "save-in-repeat", Severity::Error),
    (ProblemCode::XPathSyntax, "xpath-syntax", Severity::Error),
    (ProblemCode::XPathUnfinished, "xpath-unfinished", Severity::Error),
    (ProblemCode::XPathOpenQuote, "xpath-open-quote", Severity::Error),
    (ProblemCode::XPathUnknownFunction, "xpath-unknown-function", Severity::Error),
    (ProblemCode::XPathArguments, "xpath-arguments", Severity::Error),
    (ProblemCode::XPathUnsupported, "xpath-unsupported", Severity::Error),
    (ProblemCode::XPathTooLarge, "xpath-too-large", Severity::Error),
    (ProblemCode::XPathPattern, "xpath-pattern", Severity::Error),
    (ProblemCode::XPathKind, "xpath-kind", Severity::Error),
];

impl ProblemCode {
    /// Every code.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.iter().map(|(code, ..)| *code)
    }

    /// The code as text.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().map_or("", |(_, text, _)| text)
    }

    /// Whether a form can be used in spite of it.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().map_or(Severity::Error, |(.., severity)| *severity)
    }

    fn row(self) -> Option<&'static (Self, &'static str, Severity)> {
        CODES.iter().find(|(code, ..)| *code == self)
    }
}

impl From<FaultCode> for ProblemCode {
    fn from(fault: FaultCode) -> Self {
        match fault {
            FaultCode::Syntax => Self::XPathSyntax,
            FaultCode::Unfinished => Self::XPathUnfinished,
            FaultCode::OpenQuote => Self::XPathOpenQuote,
            FaultCode::UnknownFunction => Self::XPathUnknownFunction,
            FaultCode::Arguments => Self::XPathArguments,
            FaultCode::Unsupported => Self::XPathUnsupported,
            FaultCode::TooLarge | FaultCode::TooMuchWork => Self::XPathTooLarge,
            FaultCode::Pattern => Self::XPathPattern,
            FaultCode::Kind => Self::XPathKind,
        }
    }
}
