//! Region codes of the Ministry of Home Affairs (Kemendagri): province, regency or city, district, village.

/// A region code: 2 digits for the province, 2 for the regency or city, 2 for the district, 4 for the village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u64);

/// Value of one step at each level within the ten digits.
const STEPS: [u64; 4] = [100_000_000, 1_000_000, 10_000, 1];

impl Region {
    /// Reads a code of 2, 4, 6 or 10 digits, with or without dots. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| *c != '.').collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4 | 6 | 10) {
            return None;
        }
        Self::from_number(format!("{digits:0<10}").parse().ok()?)
    }

    /// From the ten digits as a number, zeros where the code ends. `None` if there is no province.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        (1_000_000_000..10_000_000_000).contains(&number).then_some(Self(number))
    }

    /// The ten digits as a number.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// Levels given: 1 province, 2 regency or city, 3 district, 4 village.
    #[must_use]
    pub fn levels(self) -> u8 {
        let (below, village) = (self.0 % STEPS[0], self.0 % 10_000);
        match (village, below / 10_000 % 100, below / 1_000_000) {
            (0, 0, 0) => 1,
            (0, 0, _) => 2,
            (0, _, _) => 3,
            _ => 4,
        }
    }

    /// Levels both codes share from the top: 0 for different provinces, 4 for the same village.
    #[must_use]
    pub fn shared_levels(self, other: Self) -> u8 {
        let known = self.levels().min(other.levels());
        let same = STEPS.iter().take_while(|step| self.0 / **step == other.0 / **step).count();
        u8::try_from(same).unwrap_or(4).min(known)
    }

    /// The code with dots, for instance `31.71.01`.
    #[must_use]
    pub fn dotted(self) -> String {
        let (p, r, d, v) =
            (self.0 / 100_000_000, self.0 / 1_000_000 % 100, self.0 / 10_000 % 100, self.0 % 10_000);
        match self.levels() {
            1 => format!("{p:02}"),
            2 => format!("{p:02}.{r:02}"),
            3 => format!("{p:02}.{r:02}.{d:02}"),
            _ => format!("{p:02}.{r:02}.{d:02}.{v:04}"),
        }
    }
}
