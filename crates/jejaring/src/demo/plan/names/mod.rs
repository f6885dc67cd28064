//! Invented names as they sound among the peoples of Indonesia. Each is put together by chance from common parts, so that
//! none is meant for anybody.

mod east;
mod spelling;
mod west;

pub(crate) use spelling::respell;

use super::dice::Dice;

/// The parts that a people's names are put together from.
#[derive(Debug)]
pub(crate) struct People {
    /// Given names of boys.
    pub(crate) boys: &'static [&'static str],
    /// Given names of girls.
    pub(crate) girls: &'static [&'static str],
    /// What may follow a boy's name; for peoples with clans the clan.
    pub(crate) after_boys: &'static [&'static str],
    /// What may follow a girl's name.
    pub(crate) after_girls: &'static [&'static str],
    /// True when what follows is a family's or clan's name, which brothers and sisters share.
    pub(crate) clan: bool,
    /// How many of a hundred have one name alone.
    pub(crate) single: usize,
    /// Code of the language often spoken at home.
    pub(crate) language: &'static str,
}

/// Girl or boy, as far as names go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sex {
    /// A girl.
    #[default]
    Female,
    /// A boy.
    Male,
}

impl Sex {
    /// Code of list `sex`.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

impl People {
    /// A clan for a family, if this people has clans.
    pub(crate) fn clan(&self, dice: &mut Dice) -> Option<&'static str> {
        self.clan.then(|| dice.pick(self.after_boys))
    }

    /// A full name.
    pub(crate) fn name(&self, sex: Sex, clan: Option<&'static str>, dice: &mut Dice) -> String {
        let (given, after) = match sex {
            Sex::Female => (self.girls, self.after_girls),
            Sex::Male => (self.boys, self.after_boys),
        };
        let first = dice.pick(given);
        if clan.is_none() && dice.percent(self.single) {
            return first.to_owned();
        }
        match clan {
            Some(clan) => format!("{first} {clan}"),
            None => {
                let second = dice.pick(after);
                if dice.percent(12) {
                    let middle = dice.pick(given);
                    if middle != first {
                        return format!("{first} {middle} {second}");
                    }
                }
                format!("{first} {second}")
            }
        }
    }
}

/// Who may live in a province, with weights. Everywhere some come from elsewhere.
pub(crate) fn people_of(province: &str, dice: &mut Dice) -> &'static People {
    use east::{BALI, BANJAR, BUGIS, DAYAK, MALUKU, MINAHASA, NUSA_TENGGARA, PAPUA, SASAK};
    use west::{ACEH, BATAK, BETAWI, JAVA, MELAYU, MINANG, SUNDA, TIONGHOA};
    if dice.percent(8) {
        return if dice.percent(50) { &JAVA } else { &TIONGHOA };
    }
    let home = dice.percent(78);
    match province {
        "11" if home => &ACEH,
        "12" if home => &BATAK,
        "13" if home => &MINANG,
        "14" | "15" | "16" | "17" | "18" | "19" | "21" if home => &MELAYU,
        "31" if home => &BETAWI,
        "32" | "36" if home => &SUNDA,
        "33" | "34" | "35" => &JAVA,
        "51" if home => &BALI,
        "52" if home => &SASAK,
        "53" => &NUSA_TENGGARA,
        "61" | "62" | "65" if home => &DAYAK,
        "63" | "64" if home => &BANJAR,
        "71" | "75" if home => &MINAHASA,
        "72" | "73" | "74" | "76" if home => &BUGIS,
        "81" | "82" if home => &MALUKU,
        "91" | "92" | "93" | "94" | "95" | "96" if home => &PAPUA,
        "12" | "13" | "14" | "21" => &MINANG,
        "71" | "72" | "75" | "91" | "96" => &BUGIS,
        _ => &JAVA,
    }
}
