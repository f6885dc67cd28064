//! Lists of the interface. *Official wording*: shown to people only beside the preferred terms.

macro_rules! list {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All values, in the order of the interface.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Their codes, in the same order. Kinds of hash are no closed list: the interface takes any name.
            #[allow(dead_code, reason = "one of the lists is not closed")]
            pub(super) const CODES: &'static [&'static str] = &[$($code),+];

            /// The code, as the interface writes it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value of a code.
            #[must_use]
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

list! {
    /// What happened.
    IncidentType {
        /// Abuse material.
        Material = "Child Pornography (possession, manufacture, and distribution)",
        /// Trafficking for sexual exploitation.
        Trafficking = "Child Sex Trafficking",
        /// Exploitation in travel and tourism.
        Travel = "Child Sex Tourism",
        /// Sexual abuse.
        Abuse = "Child Sexual Molestation",
        /// A domain name that misleads.
        Domain = "Misleading Domain Name",
        /// Words or pictures that mislead.
        Words = "Misleading Words or Digital Images on the Internet",
        /// Grooming.
        Grooming = "Online Enticement of Children for Sexual Acts",
        /// Unasked material sent to a child.
        Unasked = "Unsolicited Obscene Material Sent to a Child",
    }
}

list! {
    /// Remarks on a report.
    Annotation {
        /// Extortion.
        Sextortion = "sextortion",
        /// Asking a child for material.
        Solicitation = "csamSolicitation",
        /// Between minors.
        MinorToMinor = "minorToMinorInteraction",
        /// Spam.
        Spam = "spam",
        /// Groups that torment children.
        Sadistic = "sadisticOnlineExploitation",
        /// For information only.
        Informational = "informational",
    }
}

list! {
    /// Remarks on a file that is named by its hash.
    FileAnnotation {
        /// Drawn.
        Drawn = "animeDrawingVirtualHentai",
        /// Perhaps a joke that spreads.
        Meme = "potentialMeme",
        /// Spreading fast.
        Viral = "viral",
        /// Perhaps made by the child.
        SelfProduced = "possibleSelfProduction",
        /// Bodily harm.
        PhysicalHarm = "physicalHarm",
        /// Violence.
        Violence = "violenceGore",
        /// Animals.
        Animals = "bestiality",
        /// Streamed live.
        Live = "liveStreaming",
        /// A very young child.
        Infant = "infant",
        /// Made by a generator.
        Generated = "generativeAi",
    }
}

list! {
    /// What an address was seen doing.
    IpEvent {
        /// Signing in.
        Login = "Login",
        /// Opening an account.
        Registration = "Registration",
        /// Buying.
        Purchase = "Purchase",
        /// Sending something to the platform.
        Sent = "Upload",
        /// Something else.
        Other = "Other",
        /// Not known.
        Unknown = "Unknown",
    }
}

list! {
    /// Kinds of hash of a file.
    HashType {
        /// MD5.
        Md5 = "MD5",
        /// SHA-1.
        Sha1 = "SHA1",
        /// SHA-256.
        Sha256 = "SHA256",
        /// PDQ.
        Pdq = "PDQ",
    }
}

/// What an answer of the interface means; `None` for a code that is not known.
#[must_use]
pub const fn answer_meaning(code: u32) -> Option<&'static str> {
    Some(match code {
        0 => "success",
        1000 => "the server failed",
        2000 => "not authenticated",
        3000 => "not authorised",
        4100 => "the report is not valid",
        4110 => "the report is malformed",
        5001 => "no such report",
        5101 => "the report was retracted",
        5102 => "the report is finished",
        _ => return None,
    })
}
