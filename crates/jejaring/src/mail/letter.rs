//! One digest as a letter. Its subject and sender say nothing about what the organisation does.

use lettre::Message;
use lettre::message::header::ContentType;
use model::Lang;
use node::acts::desk::Digest;

use crate::home::MailConfig;

/// Writes the letter; nothing when an address cannot be one.
pub(super) fn write(config: &MailConfig, digest: &Digest) -> Option<Message> {
    let (subject, body) = match digest.lang {
        Lang::Id => ("Ringkasan pekerjaan", indonesian(config, digest)),
        Lang::En => ("Work digest", english(config, digest)),
    };
    Message::builder()
        .from(config.from.parse().ok()?)
        .to(digest.mailbox.parse().ok()?)
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .ok()
}

fn codes(digest: &Digest) -> String {
    digest.codes.iter().map(|code| format!("  {code}\r\n")).collect()
}

fn link(config: &MailConfig) -> String {
    format!("{}/notifications", config.link.trim_end_matches('/'))
}

fn indonesian(config: &MailConfig, digest: &Digest) -> String {
    format!(
        "Ada {} hal baru yang menunggu jabatan ini.\r\n\r\n{}\r\nBuka: {}\r\n\r\nJangan membalas surel ini.\r\n",
        digest.total,
        codes(digest),
        link(config)
    )
}

fn english(config: &MailConfig, digest: &Digest) -> String {
    format!(
        "{} new things wait for this post.\r\n\r\n{}\r\nOpen: {}\r\n\r\nPlease do not answer this mail.\r\n",
        digest.total,
        codes(digest),
        link(config)
    )
}
