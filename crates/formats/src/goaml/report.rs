//! What a report says. Amounts are texts with a point, as the bank wrote them, so that nothing is rounded; instants are milliseconds
//! since 1970.

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Number of the reporting entity at the unit.
    pub entity_id: String,
    /// Its branch.
    pub branch: Option<String>,
    /// `true`: electronic (`E`), otherwise manual (`M`).
    pub electronic: bool,
    /// Report code of the unit's list: STR, SAR, …
    pub code: String,
    /// Our own number for the report.
    pub reference: String,
    /// The unit's number of an earlier report that this one answers or replaces.
    pub fiu_reference: Option<String>,
    /// When it is handed in.
    pub submitted: i64,
    /// Who reports.
    pub reporter: Person,
    /// Grounds.
    pub reason: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// Transactions.
    pub transactions: Vec<Transaction>,
    /// Who acted, where no transaction is reported or besides.
    pub activity: Vec<Activity>,
    /// Codes of the unit's list.
    pub indicators: Vec<String>,
}

/// A transaction between two sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transaction {
    /// Its number.
    pub number: String,
    /// Where.
    pub location: String,
    /// What it was said to be for.
    pub description: String,
    /// When.
    pub at: i64,
    /// Code of the way it was made, of the unit's list.
    pub mode: String,
    /// Amount in local currency.
    pub amount: String,
    /// Who paid.
    pub from: Side,
    /// Who was paid.
    pub to: Side,
}

/// One side of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// The party is a client of the reporting entity, of whom more must be said.
    pub my_client: bool,
    /// Code of the kind of funds, of the unit's list.
    pub funds: String,
    /// Country.
    pub country: String,
    /// The party.
    pub party: Party,
}

/// A person, an account or an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// A person.
    Person(Box<Person>),
    /// An account.
    Account(Box<Account>),
    /// A company or other body.
    Entity(Box<Entity>),
}

impl Default for Party {
    fn default() -> Self {
        Self::Person(Box::default())
    }
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Activity {
    /// The party.
    pub party: Party,
    /// How much it matters, 0 to 10.
    pub significance: Option<u8>,
    /// Why it is named.
    pub reason: Option<String>,
}

/// A person. A child is named only where the report cannot work without it, and then as protected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Gender, of the unit's list.
    pub gender: Option<String>,
    /// Given names.
    pub first_name: String,
    /// Family name; repeat the given name where there is none.
    pub last_name: String,
    /// Day of birth, milliseconds since 1970.
    pub born: Option<i64>,
    /// Identity number.
    pub id_number: Option<String>,
    /// Nationality.
    pub nationality: Option<String>,
    /// Residence.
    pub residence: Option<String>,
    /// Telephones.
    pub phones: Vec<Phone>,
    /// Postal addresses.
    pub addresses: Vec<Address>,
    /// Electronic mail.
    pub email: Option<String>,
    /// Occupation.
    pub occupation: Option<String>,
    /// The person is protected.
    pub is_protected: bool,
}

/// A telephone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phone {
    /// Kind of contact, of the unit's list.
    pub contact: String,
    /// Kind of communication, of the unit's list.
    pub communication: String,
    /// Country prefix.
    pub prefix: Option<String>,
    /// Number.
    pub number: String,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Kind, of the unit's list.
    pub kind: String,
    /// Street.
    pub address: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// Province.
    pub state: String,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Bank.
    pub institution: Option<String>,
    /// Its code, or its SWIFT code.
    pub institution_code: Option<String>,
    /// Its SWIFT code, where there is no code of its own.
    pub swift: Option<String>,
    /// Number.
    pub number: String,
    /// Currency.
    pub currency: Option<String>,
    /// Name on the account.
    pub name: String,
    /// Who signs.
    pub signatory: Option<Person>,
    /// Opened, milliseconds since 1970.
    pub opened: Option<i64>,
}

/// A company or other body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entity {
    /// Name.
    pub name: String,
    /// Registered number.
    pub registration: Option<String>,
    /// What it does.
    pub business: Option<String>,
    /// Telephones.
    pub phones: Vec<Phone>,
    /// Postal addresses.
    pub addresses: Vec<Address>,
    /// Country of registration.
    pub country: Option<String>,
}

/// Which party a fact was read of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Involved {
    /// Paid.
    From,
    /// Was paid.
    To,
    /// Acted, or was involved otherwise.
    Other,
}
