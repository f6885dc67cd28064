//! What a house may decide about its node without a new program.

use model::time::HOUR;
use seal::PasswordCost;

/// Choices of the house. The default is what a node in service should run with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What one password check costs.
    pub password_cost: PasswordCost,
    /// Roles whose holders must have a second factor; empty for demonstrations.
    pub second_factor_roles: Vec<String>,
    /// Milliseconds after which a session that nobody used has ended.
    pub session_idle: i64,
    /// Milliseconds after which every session has ended.
    pub session_longest: i64,
    /// On SQLite: commits do not wait for the disk, so that a loss of power may undo the last ones. Only for seeding invented
    /// data that can be seeded again; never for a node in service.
    pub hurried: bool,
    /// On PostgreSQL: connections that this process opens at most, one of them for listening.
    pub connections: u32,
}

/// Connections of a process unless told otherwise: three processes and a backup fit PostgreSQL's usual hundred.
pub const CONNECTIONS: u32 = 24;

impl Default for Settings {
    fn default() -> Self {
        let roles = ["administrator", "manager", "protection-lead", "auditor"];
        Self {
            password_cost: PasswordCost::default(),
            second_factor_roles: roles.map(str::to_owned).to_vec(),
            session_idle: HOUR / 2,
            session_longest: 12 * HOUR,
            hurried: false,
            connections: CONNECTIONS,
        }
    }
}

impl Settings {
    /// The same without a duty to have a second factor.
    #[must_use]
    pub fn without_second_factor(mut self) -> Self {
        self.second_factor_roles.clear();
        self
    }

    /// The same with another cost of a password check.
    #[must_use]
    pub fn with_password_cost(mut self, cost: PasswordCost) -> Self {
        self.password_cost = cost;
        self
    }

    /// The same with so many connections to PostgreSQL at most.
    #[must_use]
    pub fn with_connections(mut self, connections: u32) -> Self {
        self.connections = connections;
        self
    }

    /// The same in a hurry, see [`hurried`](Self::hurried).
    #[must_use]
    pub fn in_a_hurry(mut self) -> Self {
        self.hurried = true;
        self
    }
}
