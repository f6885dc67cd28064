//! Escaping.

/// A text as content or attribute value of HTML and SVG.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Neither language allows control characters.
            control if control.is_control() && !matches!(control, '\n' | '\t') => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
