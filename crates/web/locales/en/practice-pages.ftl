# Pages of case practice: what is next, closing, pocket card, places, legal board.

case-next = What is next
case-next-none = Nothing is due. If the child still needs help, add the next step below.
case-add = Add
case-group-child = How the child is
case-group-plan = Plan and help
case-group-together = Decisions and the child’s voice
case-group-law = Legal track
case-group-conflict = Armed conflict
case-group-other = Other
case-reopen-proposed = A visit after closure found that the child is not safe or not well. Consider opening this case again.
case-reopen-visit = See the visit
case-change-wellbeing = Wellbeing said by the child, first → latest
case-change-severity = How hard the child is hit, first → latest
case-change-better = better
closure = Closing the case
closure-lead = The case can be closed once all of this is done. The list is computed from the case.
closure-missing = { $n ->
    [one] 1 not finished
   *[other] { $n } not finished
}
closure-not-yet = not yet
closure-assessments = Assessments finished
closure-goals = Goals reviewed
closure-services = Services finished or handed on
closure-decisions = Decisions of conferences carried out
closure-safety-plan = Safety plan ended
closure-moves = Referrals and offers to others ended or taken back
closure-legal = An open legal process has somebody who answers for it
closure-feedback = Feedback offered to the child and family
closure-approval = Approval of the closure
closure-before = Closed { $date } ({ $reason }), opened again { $reopened }
card = Pocket card
card-lead = This card bears no name, no case number and no name of an organisation. Give it only if the child can keep it safely.
card-empty = Nothing to print yet. Fill in the safety plan first.
card-print = Print with the browser; only the card is printed.
card-warning-signs = Signs
card-signal = Signal
card-steps-to-leave = Steps
card-safe-places = Places
card-where-children-go = Go to
card-safe-people = People
card-safe-contact = Contact
card-things-packed = Bring
decision-post = Post that carries it out
decision-lead = Each decision becomes the work of one post with a due date. Do not write the child’s name.
seats-lead = Posts and people who take part. The child and the family are heard and do not decide. Alleged perpetrators, and a guardian who became one, cannot be added.
seats-empty = No members yet.
seats-add = Add a member
seats-member = Member
    .hint = Choose from the list. For somebody who is not in it, leave this empty and fill in a name below.
seats-posts = Posts
seats-people = People of this case
seats-name = Name of somebody else
seats-organisation = Where they come from
seats-voice = Voice in what is decided
seats-heard = Heard only, without deciding
seats-present = Present
seats-absent = Absent
seats-unnoted = attendance not noted yet
seats-deciding = decides
seats-listened = heard
seats-conflict = conflict of interest
seats-conflict-box = Has a conflict of interest
seats-note = Explanation
    .hint = Needed when there is a conflict of interest.
seats-hidden = Not shown to you
seats-quorum = There is a quorum.
seats-no-quorum = No quorum yet: a best-interest determination takes three who are present and decide, any other conference two.
places = Places
places-lead = Shelters and other services that have places. No address is recorded here.
places-empty = There is no service with places yet.
places-empty-next = Add a shelter or another service with the number of its places.
places-girls = Girls
places-boys = Boys
places-any = All children
places-age = aged { $from }–{ $to }
places-counts = { $taken } of { $places } taken
places-waiting = { $n ->
    [one] 1 child waits
   *[other] { $n } children wait
}
places-free = { $n ->
    [0] full
    [one] 1 place free
   *[other] { $n } places free
}
places-changed = updated
places-new-lead = One row for one group of children. Do not write an address.
places-name = Name of the service
    .hint = The name of an institution, not of a person.
places-service-type = Type of service
places-region = Regency or city
places-sex = For
places-age-from = Age from
places-age-to = Age to
places-places = Number of places
place = A place in a shelter or service
place-lead = What fits the child’s age and sex comes first. When it is full, the child waits in line: children who need protection at once come first, then in order.
place-take = Take the place
place-wait = Join the line
place-waiting = Waiting for a place at { $place }, number { $position } in line.
place-taken = Has a place at { $place }.
place-not-fit = not for this age or sex
legal-board = Legal board
legal-board-lead = Every open legal process by stage and region, without names of children. What has stood still longest comes first.
board-unconfirmed = The day limits by stage are for our own attention; a lawyer has yet to confirm them.
board-gap = Attention gap
board-gap-lead = Median days in each stage: cases without coverage against cases in the media.
board-gap-none = No data yet: note media coverage on cases.
board-quiet = Without coverage
board-public = In the media
board-median = { $days } (n = { $n })
board-no-data = no data
board-waits-longer = waits longer
board-steps = Steps per case and month
board-regions = By province
board-region = Region
board-no-region = Region not known
board-open = Open
board-stalled = Standing still
board-withdrawn = Complaint withdrawn
board-withdrawn-one = complaint withdrawn
board-oldest = Longest
board-stage = Stage
board-all = All
board-filter = Filter
board-show = Show
board-tracks = { $n ->
    [0] No legal process
    [one] 1 open legal process
   *[other] { $n } open legal processes
}
board-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
board-limit = { $n ->
   *[other] limit { $n } days
}
board-attention = Coverage
board-attention-unknown = not noted
board-next = next
board-out-of-sight = out of sight
board-empty = No open legal process here.
board-more = Only the first 200 are shown. Filter by region or stage.
refused-closure-incomplete = The case cannot be closed yet. See Closing the case on its page: finish what is missing, such as offering feedback or ending the safety plan.
refused-decision-needs-conference = A decision is added on the page of its conference. Open the conference and add it there.
refused-nobody-seated = There are no members yet. Add the members of the conference first.
refused-attendance-missing = The attendance of all members has not been noted yet. Note it on the page Members and attendance.
refused-attendance-noted = Attendance has been noted, so this member stays on the list. Note that they were absent if that was a mistake.
refused-no-quorum = There is no quorum, so nothing can be decided or approved. See the page Members and attendance.
refused-conference-suspect = This person is recorded as an alleged perpetrator and must neither take part nor listen. Note them as absent, or ask them to leave.
refused-conference-guardian = A guardian or caregiver of this child became an alleged perpetrator, so none may take part. Ask another supporter.
refused-conference-relative = Whoever holds this post is related to the child or to the alleged perpetrator. Ask another post.
refused-conference-on-record = Somebody with this name is on record in the case. Choose them from the people of the case instead of typing the name.
refused-conference-interest = This post has a conflict of interest in this conference. Choose another one.
refused-seated-already = This member is in the list already.
refused-takes-no-part = This person is not on record in the case. Add them on the page of the case first, or fill in the name.
denied-conflict-of-interest = You are recorded as having a conflict of interest in this conference, so it is not shown to you. Ask a supervisor if this is wrong.
refused-fund-covers-restitution = The victims’ fund covers restitution only, not compensation. Check the kind of claim.
refused-verification-differs = The verification does not fit this step. Choose the other step, or mend the verification.
refused-place-not-your-turn = Another child is first in line. You will be told when it is this child’s turn.
refused-place-full = No place is free here. Choose another, or wait in line.
refused-place-already = This service already has or awaits a place. Give it back first to choose another.
refused-no-place = This service has no place to give back.
refused-place-not-for-child = This place is not for the child’s age or sex. Choose another, or check the child’s data.
refused-places-taken = There cannot be fewer places than are taken. Free places first.
board-basis = What the limits rest on
board-basis-lead = These limits are for our own attention and are not deadlines of the law. What is marked has not been checked by a lawyer: do not rely on it alone.
board-laws = Laws that this program names
board-needs-review = Needs legal review
