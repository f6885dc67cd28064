# The intake desk: calls and visits, triage board, time limits, duty roster, letters, rights of the person.

calls = Calls
call-ways = How it was told
call-way-phone = Telephone
call-way-walk-in = Walk-in
call-way-outreach = Outreach
call-way-agency = Agency
call-way-child = A child speaks
call-caller = Caller's number
    .hint = Only to recognise a repeat caller. The number is not kept and is forgotten within seven days.
call-check = Check
call-quick = Log quickly:
call-before = { $n ->
    [0] This number has not called in the last seven days.
    [one] This number called once in the last seven days.
   *[other] This number called { $n } times in the last seven days.
}
call-before-silent = { $n ->
    [one] One call was silent. A child may not be able to speak yet: give time, stay calm, do not hang up at once.
   *[other] { $n } calls were silent. A child may not be able to speak yet: give time, stay calm, do not hang up at once.
}
call-about = Reporter
    .hint = The reporter's identity is sealed as soon as it is saved. You do not see it again either without the custodian's permission.
call-receipt = Give the reporter a receipt number to read the answer without calling
call-receipt-read = Read it out slowly and let the reporter repeat it. The number is shown only once.
call-save = Save the report
call-keys = Tab moves on, Ctrl+Enter saves.
call-next = Log the next one
call-child = A child is speaking
call-child-open = Say your name, then ask: “What would you like to be called? You may stop at any time.”
call-child-pace = Let the child tell it in their own words. Do not interrupt, do not lead, never ask the same thing twice.
call-child-promise = Do not promise to keep everything secret. Say honestly who must know so that they are safe.
call-child-safe = Ask whether they are safe now and whether somebody near must not hear.
call-child-end = Before ending, agree on a safe way to talk again and thank them for the courage to tell.
call-child-narrative = What the child tells, in their own words
    .hint = Do not tidy or conclude. Write down silence, tears or words that come again.
call-child-imminent-danger = Does the child feel safe now?
    .hint = “Yes” here means the child is in danger: stay on the line and let a colleague call for help.
call-child-children = What they are called, age and class
    .hint = Only what they want to tell.
call-child-places = Where they are now
    .hint = A landmark will do: near the school, at whose home.
call-child-reporter-contact = A safe way to talk again
    .hint = Ask when and how, and who must not know.

board = Triage board
board-lead = Reports that wait for a decision; the most urgent and longest waiting first.
board-danger = Child in danger
board-danger-unknown = Danger not known
board-alike = May be the same report:
board-merged = Includes reports { $codes }
triage-to-case = To open a case, or to join the report to one, go back to the report and choose Open or join a case.
board-empty-received = No new reports. What comes in appears here.
board-empty-acknowledged = No report is being triaged.
board-empty-triaged = No report waits to be closed.
same-title = The same report?
same-lead = Compare both. If they tell of the same event and child, merge them; a merge can be undone.
same-reason = Why are they the same report?
    .hint = Shown in the history. Write no child's name.
same-kept = The report not chosen is closed as a duplicate. Its text, messages and receipt stay.
same-keep = Go on with { $code }
same-different = Not the same report
same-undo-lead = This report stands alone again in the state it had. Its time limits still run from receipt.
same-undo-reason = Why are they different?
report-merged-into = This report was merged into report
report-merged-here = Reports merged into this one:

reporter = Reporter's identity
reporter-card = Sealed. Opened only with a reason, by permission of the custodian of identities, and for a while.
reporter-go = Open the identity page
reporter-sealed = The reporter's identity is sealed. To open it, ask with a reason. The custodian of identities answers, and every opening is recorded.
reporter-until = Open to you alone until { $when }. Do not copy it anywhere.

clocks = Time limits
clock-acknowledge = Taken on
clock-assign = Given to somebody answerable
clock-first-contact = First contact with the child
clock-mandatory-report = Mandatory report to the authority
clock-subject-answer = Data-subject request answered
clock-breach-notice = Breach notified
clock-met = Fulfilled
clock-met-late = Fulfilled late
clock-missed = Missed
clock-void = Does not apply
clock-legal = set by law
clock-unconfirmed = not confirmed by a lawyer
clock-note = When and to whom?
    .hint = For instance the unit that took the report and its number. Write no child's name.
clock-lead = The time is recorded now. The limit itself does not change, also when it was missed.
clock-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
clock-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
clock-urgent = { $usual }; { $urgent } if a child is in danger
clock-set-minutes = Minutes
clock-set-urgent = Minutes if a child is in danger

roster = Duty roster
roster-lead = Who is on duty in the coming fortnight. The public report page states these hours honestly, and reports go to whoever is on duty.
roster-now = On duty now
roster-nobody-now = Nobody is on duty now
roster-needed = To be covered
roster-gaps = Nobody is on duty:
roster-none = There are no shifts yet.
roster-lines-nothing = There are no numbers yet. The public page says so plainly.
roster-empty = No shifts yet. Add them above; until then reports go to the standing duty post.
roster-shifts = Show the shifts of this fortnight
roster-unheld = vacant post
roster-every-day = Every day
roster-duty = Duty
roster-post = Post on duty
roster-stand-in = Stand-in
roster-first-day = From
roster-weeks = For how many weeks
roster-days = Days
roster-from = From
roster-to = Until
roster-time = Time
    .hint = Western Indonesian time, such as 08:00. If it is not after the beginning, the shift ends the next day.
roster-plan-text = The same shift on the days chosen. What is there already is not doubled.
roster-hours-text = The post above is told of an uncovered hour before it begins.
roster-line-text = Only write a number that you made sure of yourself: right, active and answered.
roster-clock-text = Holds for reports received from now on. What a law sets cannot be changed here.
roster-lines = Emergency numbers on the public page
    .hint = A number that nobody made sure of for long is marked, and hidden after a year.
roster-lines-none = No number yet. The public page says so plainly. Add one that was made sure of above.
roster-line-stale = make sure again
roster-line-hidden = hidden
roster-label-id = Name of the service in Indonesian
roster-label-en = Name of the service in English
roster-number = Number
roster-assured-by = Made sure of by
roster-assured-on = Made sure of on

letter = Write a letter
letter-lead = Choose its kind, complete what is marked with dots, then save it as a draft. The number is given when the letter is issued.
letter-save = Save the draft
letter-subject-referral-letter = Request for a service
letter-subject-police-report = Report of a suspected offence against a child
letter-subject-case-summary = Case summary
letter-subject-cover-letter = Cover letter
letter-subject-statement = Statement of support
letter-body-referral-letter =
    Dear colleagues,

    With this letter we refer the following child to your services:

    Case number: { $code }
    Name: { $name }
    Year of birth: { $year }
    Sex: { $sex }
    Region: { $region }

    Service requested: …
    Reason for the referral: …

    The consent of the child and guardian to this referral is on record with us. Please confirm receipt within three days and tell us the outcome.

    We thank you for your cooperation.
letter-body-police-report =
    Dear colleagues,

    We report a suspected offence against a child for action:

    Our case number: { $code }
    Name of the child: { $name }
    Year of birth: { $year }
    Sex: { $sex }
    Region: { $region }
    Concerns: { $concerns }

    In short:
    { $told }

    Please let the child be accompanied during every interview and keep the identity confidential as the law requires. Our companion: …

    Please tell us the report number and the investigating officer.
letter-body-case-summary =
    Case number: { $code }
    Registered: { $registered }
    Name of the child: { $name }
    Year of birth: { $year }
    Sex: { $sex }
    Region: { $region }
    Concerns: { $concerns }
    Risk level: { $risk }

    Circumstances:
    { $told }

    Done so far: …

    Plan: …
letter-body-cover-letter =
    Dear colleagues,

    Enclosed are documents about case number { $code }:

    1. …

    Please use them for work on the case only.
letter-body-statement =
    The undersigned states that:

    Name: { $name }
    Year of birth: { $year }

    has been supported by us under number { $code } since { $registered }.

    This statement is made for the purpose of …
print-number = Number
print-secrecy = Class
print-secret = Confidential
print-to = To
print-foot = This letter holds personal data of a child. Whoever receives it must keep it confidential.
print-hint = Use the browser's print menu. What stands outside the letter is not printed.
print-draft = Draft: not issued and not numbered.
slip = Print a receipt
slip-title = Receipt of a report
slip-text = We have received this report and will look into it. Name the number above when you contact us again. What it tells and who told it stay confidential.
slip-officer = Receiving officer
slip-hint = First ask whether it is safe to take this paper home.
incoming = Incoming document
incoming-lead = Only its text is kept, sealed. The file is read in memory and forgotten.
incoming-file = File
    .hint = TXT, CSV, XLSX, DOCX or a PDF with text, at most 8 MB. A file with a picture, video, embedded file or password is refused whole.
incoming-read = Take its text
incoming-paper = Record a paper without a file
incoming-empty = There is no text in this file. Record it as a paper, or type what it says.
incoming-unfit = The text of this file cannot be kept. Copy what is needed into a document record.
incoming-subject = Incoming document
incoming-subject-cut = Incoming document (beginning)

request-lead = Anybody may ask for a copy, a correction, erasure, or withdraw consent. The answer is given within 3 × 24 hours.
request-warning = First make sure who asks. No copy goes to a parent or guardian who is a suspect, nor by a way that nobody made sure of.
request-person = Data-subject request
copy-title = Copy of personal data
copy-text = The following is on record about you. You may ask for its correction or erasure.
copy-left-out = Data about other people, reporters, suspects, and notes that protect other children are not part of this copy.
copy-hint = Hand it over in person or by a way that was made sure of.
copy-section = Section
copy-field = Field
copy-value = Value
processing = Record of processing
processing-lead = The record of processing of personal data under Law 27 of 2022, drawn from this node's own settings.
processing-lists = Requests and reviews
processing-people = People on record
processing-purpose = Purpose
    .text = Protection of children from exploitation: taking reports, casework, services and support in legal proceedings.
processing-basis = Basis
    .text = Legal duty and the vital interest of the child; consent for sharing beyond the mandate, recorded by recipient.
processing-security = Security
    .text = What could find a person is sealed under a key of their own. Every look is in a journal that cannot be changed. No file, picture or video is kept.
processing-kept = Kept
processing-months = { $n ->
   *[other] { $n } months after closing, then reviewed; nothing deletes itself
}
processing-kind = Kind of record
processing-groups = Data groups
processing-sealed = Sealed fields
processing-roles = Who may open it
print = Print
call-then = More, when there is time
roster-empty-other = No shifts yet. Add them above if this duty is carried out.
