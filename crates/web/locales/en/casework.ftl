# Casework pages: looking for people, opening a case, the case, the report, the person, assignment, emergency access.

search-people = Find people
    .done = Looked for people
view-person = View person
    .done = Looked at a person
edit-person = Edit person
    .done = Person changed
erase-person = Erase person for good
    .done = Person erased for good
merge-people = Merge two records
    .done = Two records merged
unmerge-people = Undo the merge
    .done = Merge undone
join-report = Join report to a case
    .done = Report joined to a case
assign-report = Assign to another post
    .done = Offered; it moves when it is taken on
assign-case = Assign to another post
    .done = Offered; it moves when it is taken on
break-glass = Emergency access
    .done = Opened by emergency access
answer-reporter = Send answer
    .done = Answer kept for the reporter
view-thread = Read the conversation
    .done = Conversation read

people = Find people
people-lead = Look for the child before you open a case, so that no child is recorded twice.
people-for-report = Look for the child in the report
people-for-merge = Look for another record of the same person
people-back-report = Back to the report
people-free = Name, year of birth, NIK or telephone number
    .hint = The spelling need not be exact. Example: siti 2012
people-more = Search in more detail
    .hint = Fill in only what you know. The more you know, the better the result.
people-search = Search
people-ask-something = Write at least one name, year of birth or number.
people-found = { $n ->
    [0] Nobody fits
    [one] 1 person may fit
   *[other] { $n } people may fit
}
people-loading = People are still being loaded ({ $done } of { $total }). Somebody may be missing from the result; search again in a few minutes before you record a new child.
people-very-alike = Very alike
people-alike = Alike
people-maybe = Possible
people-grounds = Why they fit
people-no-name = Name not shown
people-merged = This record has been merged into another.
people-merged-open = Open the record in use
people-known = Your organisation probably already knows this child: case { $code } ({ $state }). Ask { $post } before you open a new case.
people-join = Join the report to this case
people-open = Open person
people-open-case = Open a case for this child
people-not-here = Not in this list?
people-not-here-hint = Check all results above first. What you typed is carried into the next form.
people-none = There is no child like this in the records that you may see. What you typed is carried into the next form.
people-new-child = New child: go on
people-nobody = Nobody fits.
people-nobody-next = Check the spelling, or search by year of birth or telephone number.

ground-name-exact = same name
ground-name-sound = name sounds the same
ground-name-typo = name spelled almost the same
ground-name-partial = part of the name is the same
ground-name-joined = same name, words split differently
ground-name-alias = same other name
ground-given-differs = given name differs
ground-nik-exact = same NIK
ground-nik-one-digit = NIK differs in one digit
ground-nik-prefix = NIK begins the same
ground-nik-differs = NIK differs
ground-phone-exact = same telephone number
ground-phone-prefix = telephone number begins the same
ground-birth-date-exact = same date of birth
ground-birth-date-swapped = day and month of birth swapped
ground-birth-date-near = dates of birth close together
ground-birth-year-same = same year of birth
ground-birth-year-near = years of birth close together
ground-birth-differs = date of birth differs
ground-same-district = same district
ground-same-regency = same regency or city
ground-same-province = same province
ground-sex-agrees = same sex
ground-sex-differs = sex differs

age-years = { $n ->
    [one] 1 year old
   *[other] { $n } years old
}
age-estimated = estimated

new-case-search-again = Search again
new-case-child = Child
new-case-more = More about the child and family
new-case-case = Case
new-case-second = This child really needs a second case beside the open one.
compare = Is this the same child?
compare-lead = What you typed is very like a child who is already recorded. Compare, then choose.
compare-typed = What you typed
compare-known = Already recorded
compare-same = Same child: use this record
compare-other = Another child: go on
compare-other-hint = Your choice is recorded. If you are unsure, ask your supervisor first.

case-risk = Risk: { $level }
case-custodian = In charge
case-guardian-suspect = This child's guardian is a suspect. Do not contact that guardian or send them anything.
case-line = The way of this case
case-line-done = done
case-line-opened = Opened
case-line-contact = First contact
case-line-assessment = Assessment
case-line-plan = Plan
case-line-services = Services
case-line-closed = Closed
case-first-risk = set the risk level first
case-sections = Parts of this page
case-child-family = Child and family
case-about = Circumstances and concerns
case-open-person = Open person
case-open-report = Open the report it came from
case-stage-days = { $n ->
    [one] 1 day in this stage
   *[other] { $n } days in this stage
}
case-stalled = stands still
case-changed = What changed
case-looked = Who looked
case-summary = Case summary
case-summary-note = Confidential. Keep it locked away and destroy it when no longer needed.

report-received = Received
report-danger = A child may be in danger now
report-danger-next = Make sure the child is safe first: call the police or the local emergency line, then write down what was done.
report-danger-unknown = It is not known whether a child is in danger now. Ask the reporter if you can.
report-to-case = Open or join a case
    .hint = Look for the child first. From the result, open a new case or join the report to one that is there.
report-joined = This report led to a case: open it
report-quality = Enough to act on
    .hint = It helps triage; a report with little in it is followed up all the same.
report-told = What was told
quality-suspect = A lead to the suspect
quality-victim = A lead to the child or the place
quality-time = When it happened
quality-imminence = Whether there is danger now
thread = Conversation with the reporter
thread-empty = No messages yet.
thread-reporter = Reporter
thread-us = Organisation
thread-read = read { $when }
thread-answer = Answer to the reporter
    .hint = It is sent nowhere: the reporter reads it on coming back with the report code. Do not write a child's name.
thread-no-receipt = The reporter has no report code and so cannot read an answer here.

person-erased = Erased
person-erased-on = This person was erased for good on { $when }. All that is left is the record that it was done.
person-find-same = Find records of the same person
person-matters = Cases and records
person-merges = Records merged into this one
person-merged-record = Open the merged record
erase-person-hint = Only on a lawful request. It cannot be undone.
decide-duplicate = Decide about records that look alike
    .done = Decision about records that look alike saved
decide-duplicate-lead = The two records stay apart and are not suggested as the same person again. The decision can be taken back.
decide-duplicate-reason = Why?
decide-duplicate-back = Take this decision back
decide-duplicate-back-lead = The two records will be suggested again when they look alike.
people-not-this = Not the same person
person-distinct = Alike, but somebody else
person-distinct-record = Open the record that looks alike
person-distinct-by = Decided not to be the same person by { $by }, { $when }.
merge-kept = Which record is used from now on?
    .hint = The other record stays and points to this one.
merge-lead = Both records stay, and the merge can be undone. Compare carefully before you go on.
merge-reason = Why are you sure?
unmerge-lead = The two records become two different people again. Write down why.
erase-lead = This is for good. Nobody can bring it back, not even an administrator.
erase-lost = Lost: name, numbers, address, day of birth, story, and all confidential content of their cases, including findings and services.
erase-kept = Kept: year of birth, sex, regency, dates of what was done, and the proof of the erasure.
erase-backup = Backups are clean only when the last of them has expired.
erase-reason = Ground for the erasure
erase-reason-subject-request = Request of the person or whoever speaks for them
erase-reason-legal-order = Order of a court or the supervisory authority
erase-reason-retention-ended = Time of keeping is over
erase-reason-entered-in-error = Recorded by mistake
erase-number = To be sure, type this number: { $number }
erase-number-wrong = The number is not the same. Type it exactly as written.

assign-lead = Now with { $post }. It moves with all its parts when the chosen post takes it on; if nobody answers within three days, the posts above are told.
assign-post = Receiving post
assign-open = { $n ->
    [one] 1 open record
   *[other] { $n } open records
}
assign-reason = Reason
    .hint = It is read in the history. Do not write a child's name.
break-glass-lead = This record is opened for reading for 3 hours, for your post only.
break-glass-seen = This will be seen: whoever is in charge and the protection lead learn who opened it, when and why.
break-glass-until = Emergency access until { $when }, for reading only. Every page that you open is recorded.
break-glass-reason = Why must it be opened now?
    .hint = At least ten characters. Say what the emergency is.
break-glass-emergency = Is this an emergency?
break-glass-emergency-hint = If a child's safety depends on this record and nobody can be reached, you can open it for 3 hours. The reason is recorded and reviewed.
casework-too-long = This text is too long. Shorten it.

refused-already-in-scope = You may already open this record; emergency access is not needed. Open it as usual.
refused-already-there = This post already has it. Choose another post.
refused-case-elsewhere = That case belongs to another organisation. Use a referral instead of joining.
refused-case-is-open = This child still has an open case. Use that case, or tick the box below if a second one is really needed.
refused-close-cases-first = This person still has open cases or work. Close all of it, then erase again.
refused-likely-duplicate = This child is probably recorded already. Compare with the records there before you open a new case.
refused-merged-people-first = Other records have been merged into this person. Undo the merge or erase those records first.
refused-no-living-holder = This post is vacant. Choose a post that somebody holds, or ask the administrator to fill it.
refused-no-receipt = The reporter has no report code, so an answer would not be read. Use the safe channel that they named, if any.
refused-person-elsewhere = This person was recorded by another organisation. Ask for a referral, or record them after a new search.
refused-person-erased = This person was erased for good and cannot be used any more. Search again to begin a new record.
refused-person-merged = This record has been merged into another. Open the record in use and go on from there.
refused-report-elsewhere = That report belongs to another organisation. Open the case without it, or ask for a referral.
refused-same-person = Both are the same record. Search for another one to merge.
refused-search-first = The child must be looked for first, and a search counts for one hour. Search again and go on from the result.
