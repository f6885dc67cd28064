# Terms.
terms-title = Words that respect children
terms-lead = Which words to avoid, and what to say instead. Official titles in quotation marks are left alone; case notes are never checked.
terms-text = Check a text
    .hint = A title, a brief, material of a campaign. The text is not kept. Do not write a child's name.
terms-check = Check
terms-found = What was found
terms-none = No word needs to be replaced.
terms-instead = Instead
terms-all = The list
terms-avoid = Avoid
terms-attention = Use with care
terms-preferred = Preferred
terms-marked = Some words should be replaced before publication. This is advice, not a ban.
