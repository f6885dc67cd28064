# Pages of promises: front page, ties, import of a road map, and what the public reads.
nav-network = Network
view-promises = Promises and commitments
    .done = Promises and commitments viewed
view-ties = Origin, continuation and publication
    .done = Ties viewed
tie-entries = Tie together
    .done = Both are tied
untie-entries = Untie
    .done = The tie is gone
publish-entry = Put before the public
    .done = The entry is public
withdraw-entry = Take back from the public
    .done = The entry is not public any more
comment-commitment = Comment
    .done = Comment given
import-roadmap = Import a road map
    .done = Road map imported
promises-open = { $n ->
    [0] No open commitments
    [one] 1 open commitment
   *[other] { $n } open commitments
}
promises-overdue = { $n } past their target
promises-quiet = { $n } without movement for 90 days or more
promises-days = { $n ->
    [0] moved today
    [one] 1 day without movement
   *[other] { $n } days without movement
}
promises-unreviewed = { $n ->
    [one] 1 commitment is unreviewed and may not be published yet.
   *[other] { $n } commitments are unreviewed and may not be published yet.
}
promises-review = Review now
promises-unheld = Without a living owner
    .lead = The post is vacant. Appoint somebody, or give the commitment to another post; due dates do not move.
promises-all-held = Somebody answers for every commitment.
promises-late = Past their target
    .lead = A target is amended openly or not at all; the first one stays visible.
promises-still = Without movement
    .lead = No step, milestone or report for 90 days.
promises-ahead = Under way
    .lead = Nearest target first.
promises-post = Post
promises-empty = No commitments yet.
    .next = Record the first commitment, or import a road map.
promises-movement = Days without movement
    .lead = Median days since the last movement. Quiet matters should move as fast as those in the news.
promises-by-attention = By public attention
promises-attention = Public attention
promises-by-region = By region
promises-region = Region
promises-by-form = By form of exploitation
promises-form = Form of exploitation
promises-by-agency = By institution
promises-agency = Institution
promises-none = Not said
promises-col-open = Open
promises-col-late = Past target
promises-col-median = Median
ties-from = Comes from
    .empty = Not tied to any origin yet.
ties-to = Leads to
    .empty = Not tied yet. Write the number of the other entry below.
ties-cluster = Recommendations that say the same
    .empty = No repetition is recorded.
ties-practice = Practice that may help
    .empty = No practice note about this form or region yet.
ties-may-lead = May lead to:
ties-number = Number of the other entry
    .hint = For example KM-26-XXXXXXX-X, as written on its page.
ties-public = What the public reads
ties-is-out = This entry is public.
ties-see-public = See the public page
ties-not-out = This entry is not public. Somebody else than who recorded it must put it out.
ties-changed-since = It has changed since. The public still reads the older text.
ties-put-out-anew = Put the newest text out
ties-withdraw-reason = Reason for taking it back
comment-lead = Whoever has the commitment reads the comment. Once answered, comment and answer are published together.
roadmap-lead = Columns: fokus strategi, intervensi kunci, keluaran, target waktu, K/L penanggung jawab, K/L terkait. Each line becomes an unreviewed commitment; nothing is published before review.
roadmap-file = The matrix
    .hint = XLSX or CSV. The file is not kept.
roadmap-take = Take it in, do not only check
roadmap-send = Send
roadmap-looked = What was found
roadmap-kept = The matrix was taken in
roadmap-would-create = { $n ->
    [one] 1 line would become a commitment
   *[other] { $n } lines would become commitments
}
roadmap-created = { $n ->
    [one] 1 line became a commitment
   *[other] { $n } lines became commitments
}
roadmap-unchanged = { $n ->
    [one] 1 line is there already
   *[other] { $n } lines are there already
}
roadmap-nothing-kept = Nothing was taken in. Correct these cells, then send the file again.
roadmap-may-take = All lines can be read. Send the file again with “Take it in”.
roadmap-row = Row { $row }
roadmap-cell = Row { $row }, column { $column }
roadmap-problem-missing = This cell is empty. Fill it, or write it in the first line of its group.
roadmap-problem-not-a-time = Not a time. Write a year (2027), a span (2025-2029) or a date (2027-12-31).
roadmap-problem-backwards = The span ends before it begins. Exchange the two years.
roadmap-problem-picture = This cell holds a picture. Remove it; the network keeps no pictures.
roadmap-no-columns = These columns were not found: { $columns }. Check the heading row of the table.
roadmap-too-long = The matrix has more than 5,000 lines. Divide it into several files.
tracker-title = Promise tracker
tracker-lead = What institutions promised in order to protect children, by when, and how far they kept it.
tracker-states = By state
tracker-empty = No commitment has been published here yet.
tracker-own = By its own account
tracker-independent = By independent review
tracker-no-status = none yet
tracker-two-views = How far
tracker-answers = Answers recommendations
tracker-since = Said since { $year }
tracker-answered = Answer:
tracker-milestones = { $done } of { $all } reached
tracker-put-out = These words were put out on
tracker-caveat = The status by its own account is what the institution says of itself; independent reviews are made by others.

# Why something cannot be done yet.
refused-own-entry = You recorded or changed this entry yourself. Ask a colleague to review or publish it.
refused-not-reviewed = This entry is unreviewed. Ask a colleague to review it first.
refused-not-put-out = This entry is not public.
refused-target-is-promised = The target has been promised. Amend it openly with the step “Amend the target”, and say why.
refused-weights-not-whole = The weights of the milestones do not add up to 100. Open each milestone and adjust its weight until they do, or leave all of them empty.
refused-milestones-open = Some milestones are still open. Mark them as reached, missed or dropped first.
refused-no-independent-review = No independent review has found this complete yet. Ask an assessor from outside the institution to record one.
refused-consultations-open = Some institutions have not answered. Answer their comments, or record their silence.
refused-does-not-lead-there = These two kinds of entry cannot be tied in this direction.
told-commitment-commented = Civil society commented on a commitment

# Instruments and gaps.
view-instruments = Conventions and instruments
    .done = Conventions and instruments viewed
confirm-state-acts = Say that they were checked
    .done = Facts said to be checked
view-gaps = Matrix of gaps
    .done = Matrix of gaps viewed
instruments-lead = Where a state stands is computed from dated acts and never typed.
instruments-public-lead = Only what was compared with the depositary's record. Where a state stands is computed from dated acts.
instruments-choose = Instrument
instruments-asean = Members of ASEAN
instruments-world = The world
instruments-all-states = See all states
instruments-overview = All instruments
instruments-since = Since
instruments-note = Note
instruments-empty = No state's position on this instrument has been reviewed yet.
instruments-not-known = Not known
instruments-bound = { $n } of { $all } bound
instruments-unreviewed = unreviewed
instruments-reservations = { $n ->
    [one] 1 reservation
   *[other] { $n } reservations
}
instruments-adopted = Adopted in
instruments-monitoring = Monitoring body
instruments-report = State report every
instruments-years = { $n } years
instruments-domestic = Act of Indonesia
instruments-not-by-lawyer = not checked by a lawyer
instruments-articles = Articles followed
instruments-confirm-lead = Compare with the depositary's record, then write down the source. After that the public can read them.
instruments-confirm-which = States that were compared
instruments-confirm-source = Compared with
    .hint = The depositary's page or notification number, and the day on which you saw it.
gaps-lead = Law, conformity, practice and outcome are assessed apart and never added up.
gaps-empty = Nothing is assessed for this country yet.
    .next = Record the first assessment of one article.
gaps-leads = { $n ->
    [0] leads nowhere yet
   *[other] leads to { $n }
}

# Directory of services.
directory-title = Directory of services
directory-lead = Services for children and their families. Places that are kept secret are not listed here.
directory-age = Age of the child
directory-ages = { $from } to { $to } years
directory-total = { $n ->
    [0] No services
    [one] 1 service
   *[other] { $n } services
}
directory-empty = No service fits yet.
directory-tell = Tell us; we look for help.
directory-nationwide = The whole of Indonesia
directory-places = { $n } free places on { $day }
directory-stale = Not assured again
    .text = This entry has not been assured again. Make contact before you come.
directory-assured = Assured as true on
directory-front-gate = This place is kept secret. Contact the given point.
directory-map = Services by province
directory-by-province = List by province
directory-data = Open data:
told-listing-unsure = A listing must be assured again
told-listing-hidden = A listing is hidden because nobody assured it

import-listings = Import services (HSDS)
    .done = Services imported
listings-lead = A JSON file of HSDS 3.0 or its tabular package (ZIP). New services become drafts and are published only once assured. What is here already is not written over, unless you choose so.
listings-file = File of services
    .hint = JSON or ZIP. The file is read and not kept.
listings-take = What to do
listings-take-look = Only look
listings-take-new = Take in new services as drafts
listings-take-changed = Take in new ones, and the values that differ from the file
listings-result = Result of each service
listings-would-create = Would become a draft
listings-created = Became a draft
listings-unchanged = The same
listings-differs = Differs, not changed
listings-changed = Changed
listings-left-alone = Cannot be changed
listings-refused = Cannot be used
listings-empty = This file holds no service. Choose an HSDS file with services in it.
listings-wrong = { $n ->
    [one] This file is not valid HSDS 3.0: one thing must be mended. Nothing was taken in.
   *[other] This file is not valid HSDS 3.0: { $n } things must be mended. Nothing was taken in.
}
