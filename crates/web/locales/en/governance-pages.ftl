# Pages of country profiles, frameworks and companies.
unit-contracts = { $n ->
    [one] 1 contract
   *[other] { $n } contracts
}
    .short = contracts
state-act-source_on = Date of the source
state-act-confidence = Confidence
policy-draft-template = Framework it comes from
import-profile = Import a country profile
    .done = Country profile imported
profile-lead = An XLSX workbook of several sheets, read by a mapping file. Every statement carries source, date and confidence, enters as “unreviewed”, and is not public before somebody else has reviewed it.
profile-file = The workbook
    .hint = XLSX, at most 8 MiB. It is not kept; pictures in it are refused.
profile-mapping = The mapping (TOML)
    .hint = Which sheet holds what, which column becomes which field. Keep it beside the workbook to use it again.
profile-send = Check
profile-take = Take it in, do not only check
profile-looked = What was found
profile-kept = The profile was taken in
profile-would-create = { $n ->
        [one] { $n } statement would enter as unreviewed
       *[other] { $n } statements would enter as unreviewed
    }
profile-created = { $n ->
        [one] { $n } statement entered as unreviewed
       *[other] { $n } statements entered as unreviewed
    }
profile-unchanged = { $n ->
        [one] { $n } statement is there already
       *[other] { $n } statements are there already
    }
profile-nothing-kept = Nothing was taken in. Correct these cells, then send the file again.
profile-may-take = All rows can be read. Send the file again with “Take it in”.
profile-cell = Sheet { $sheet }, row { $row }, column { $column }
profile-row = Sheet { $sheet }, row { $row }
profile-remedy-missing = Fill this cell, or write its value for all rows into the mapping.
profile-remedy-code = Write a code or a label of the list, or map this word in the section codes.
profile-remedy-date = Write a full date, such as 31 January 2026.
profile-remedy-other = Correct this cell, then send the file again.
profile-no-columns = Sheet { $sheet }: these headings were not found: { $columns }. Make the headings of sheet and mapping the same.
profile-too-long = More than 5,000 rows. Divide them into several files.
profile-broken = Sheet { $sheet }: { $why }
mapping-unreadable = The mapping cannot be read in line { $line }. Check quotation marks, equals signs and names of sections.
mapping-no-sheet = The mapping names no sheet. Add a section [[sheet]].
mapping-twice = Sheet { $sheet } is named twice. Join the two.
mapping-kind = Sheet { $sheet }: kind { $kind } cannot be imported. Use one of: { $kinds }.
mapping-field = Sheet { $sheet }: this kind has no field { $field }.
mapping-lacks = Sheet { $sheet }: required fields are not mapped: { $fields }. Add a column, a fixed value, or a common value at the top of the mapping.
profile-statements = See statements that nobody has reviewed
frameworks = National frameworks
adopt-framework = Use this framework
    .done = Policy draft begun from a framework
frameworks-lead = Frameworks ready to use. What is used becomes a policy draft of your own: adapted, put to the ministries, adopted, and then each of its measures becomes a commitment.
frameworks-sections = Text
frameworks-measures = Measures that become commitments
frameworks-months = { $n ->
        [one] { $n } month after adoption
       *[other] { $n } months after adoption
    }
frameworks-lead-institution = Leading institution
frameworks-drafts = Policy drafts
make-commitments = Make commitments of it
    .done = Commitments made of a policy
policy-return = After adoption
policy-return-lead = What comes back of this policy: when it is reviewed, and which commitments were made from it.
policy-return-review = To be reviewed by
policy-return-not-adopted = Not adopted yet. Commitments are made once the policy is adopted, with its day of review.
policy-return-none = No commitment was made from this policy yet.
    .next = Make them of the measures of its framework, or tie commitments that exist.
policy-return-will = { $n ->
        [one] { $n } measure of the framework becomes an unreviewed commitment, in the custody of your post.
       *[other] { $n } measures of the framework become unreviewed commitments, in the custody of your post.
    }
refused-policy-not-adopted = This policy is not adopted yet. Adopt it first, with its day of adoption and its day of review.
refused-no-framework = This draft does not come from a framework. Record its commitments yourself, then tie them to this policy.
refused-criteria-not-begun = Some criteria of The Code are not begun yet. Begin all six first.
refused-duty-not-found-met = The assessor has not found this duty substantially met. Hand in new evidence, or mark it as not met.
told-policy-review-due = A policy is due for review
told-evidence-due = Evidence is due again
told-venue-visit-due = A venue is to be visited again
brief-pdf = Download as PDF
told-agreement-ends = An agreement ends soon
told-agreement-over = An agreement has ended
material-library = Library of materials
sheet-file = File of the attendance sheet
    .hint = CSV or XLSX with the same columns: number, came, score before, score after. The file is not kept.
sheet-file-send = Send the file
