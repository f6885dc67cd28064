mon-lead = Every number stands with its source, its day and how to read it. Small numbers are withheld.
mon-area = Area
mon-all = All
mon-period = Period
mon-value = Number
mon-source = Source and how to read it
mon-observed = Observed on
mon-about = About this indicator
mon-quarter = Quarter { $quarter } of { $year }
mon-change = { $by } compared with { $before }
mon-by-sex = Sex
mon-by-age-band = Age band
mon-by-form = Form of exploitation
mon-by-both = { $rows } and { $columns }, { $when }
mon-target = Target: { $n }
mon-course = From { $base } ({ $from }) to { $target } ({ $year })
mon-provisional = (provisional)
mon-estimated = (estimated)
mon-no-alerts = No open alerts.
mon-public-page = Public page
mon-is-public = public
mon-public-lead = Numbers that are public. They count what was reported or served, not everything that happens. Small numbers are withheld, so that no child can be recognised.
mon-public-empty = No indicator is public yet.
progress-not-available = Cannot be said yet
progress-deterioration = Away from the target
progress-limited = Limited progress
progress-moderate = Moderate progress
progress-substantial = Substantial progress
progress-achieved = Target achieved
obs-lead = Send a table as CSV, XLSX or SDMX-CSV. Each row that cannot be used is named with what to do about it; the others are kept.
obs-taken = Kept
obs-looked = Looked through only
obs-more = Only the first 200 rows are named.
obs-take = Keep it, not only look through it
obs-send = Send the file
obs-row = Row { $number }
obs-no-column = There is no column for { $name }. Give it a heading as the hint says.
obs-column-indicator = the indicator
obs-column-period = the period
obs-column-value = the value
refused-too-many-observations = This file has more than 20,000 rows. Split it into several files.
refused-indicator-known = Another indicator has this reference. Choose another one, or change the indicator that exists.
refused-population-unfit = The indicator you point to must count people in the same organisation and must not point back to this one; it must have the same periods, unless both are counts of the same children. Choose another, or leave it empty.
refused-indicator-has-numbers = This indicator has numbers, so how it counts can no longer be changed. Retire it and make a new one.
refused-not-a-draft = Only a draft can be changed. Return it to draft first.
refused-brief-empty = This brief has no paragraph yet. Add one first.
refused-brief-languages-differ = The Indonesian and the English text name different numbers. Use the same [[…]] marks in both.
refused-brief-number-unknown = A [[…]] mark has no number. Check the indicator, the area and the period.
refused-brief-number-not-public = A brief may quote public indicators only. Make the indicator public first.
trial-lead = This is how the rule would have worked on what has been. Activate it if the number makes sense.
trial-never = The rule would never have fired on what has been.
trial-expected = Usual
trial-what = What follows
trial-opens = New alert
trial-attaches = Belongs to the open alert
treaty-lead = This draft is put together from recommendations, answers, commitments and public indicators. Print or copy it and complete it; people write the report.
treaty-no-commitment = No commitment answers this recommendation yet.
funding-lead = Children reported, places of services and money in each province. Layers of money are never added up.
funding-need = Need (children reported)
funding-places = Places of services
funding-each = Allocated per child
funding-free = { $free } of { $all } free
funding-nowhere = No region named
funding-table = Need and money by region
funding-caveat = Children reported are not all children in need. Other currencies are converted at the last rate noted at most 92 days before; without one they stand apart.
rate-currency = Currency
rate-dated = Day of the rate
rate-rate = Rupiah for one unit
rate-source = By whose word
brief-asks = What is asked
brief-numbers = The numbers in this brief
brief-numbers-of = Numbers locked on
brief-corrected = Corrected
brief-withdrawn = Withdrawn
brief-print = To hand it out on paper, print this page or download the PDF file.
briefs-lead = Published briefs. Their numbers stay as they were locked; corrections stand above them.
briefs-empty = No brief has been published yet.
told-rule-alert-opened = A figure gave a new alert
told-rule-alert-digest = Alerts from figures wait
mon-empty = No indicator is in use yet.
    .next = Record an indicator, then have a colleague put it to use.
mon-no-numbers = There are no numbers yet.
    .next = Import a file, or wait until the period that is counted is over.
trial-none = This rule has not been tested.
    .next = Test it on history from the page of the rule.
treaty-empty = No reviewed recommendation of this body.
    .next = Record and review its recommendations first.
funding-empty = No need, service or programme is known yet.
    .next = Use an indicator that counts children, and record programmes with their budgets.
funding-rates = Rates of exchange
    .none = No rate was noted yet.
obs-file = File
    .hint = Columns: indicator, area, stratum (or sex, age, form), period, value; also n, low, high, status, source. SDMX headings such as REF_AREA and OBS_VALUE are known too.
obs-wrong-indicator = This indicator is not in use here
    .remedy = Check its reference, or put the indicator to use first.
obs-wrong-counted-here = The node counts this indicator itself
    .remedy = Leave the row out; its numbers come from cases and services.
obs-wrong-period = The period does not fit
    .remedy = Write 2026, 2026-Q1 or 2026-03, as the indicator is observed.
obs-wrong-area = The area is not known
    .remedy = Write ID or the code of a province, such as 32.
obs-wrong-stratum = The stratum is not known
    .remedy = Use a code of the indicator's breakdown, or leave it empty.
obs-wrong-value = The value cannot be used
    .remedy = Write one number; counts are whole and per cents at most 100.
obs-wrong-interval = The interval does not hold the value
    .remedy = Check its lower and upper bound.
obs-wrong-base = The base is no number
    .remedy = Write how many stand behind the rate, or leave it empty.
obs-wrong-status = The status is not known
    .remedy = Use A, B, E, F, P or U, or leave it empty.
obs-wrong-twice = The same number stands there twice
    .remedy = Keep one row for each area, stratum and period.
obs-wrong-change-too-small = The change is too small to be shown
    .remedy = The earlier number stays, because the difference would tell of a few children. Send it again when the difference is large enough.
obs-wrong-parts-above-total = The parts are more than their total
    .remedy = Mend the total or its parts and send the whole period again.
obs-wrong-population-first = The indicator of the same children has no numbers of this period yet
    .remedy = First import this period for the indicator named under “Counts the same children as” or “Its children are among those of”, or send both in one file.
obs-wrong-population-differs = The numbers do not fit the indicator of the same children
    .remedy = Make the totals equal; a part cannot be more than the whole. If both change, send them in one file.
obs-kept = { $n ->
    [one] { $n } row kept
   *[other] { $n } rows kept
  }
obs-would-keep = { $n ->
    [one] { $n } row would be kept
   *[other] { $n } rows would be kept
  }
obs-same = { $n ->
    [one] { $n } row is here already
   *[other] { $n } rows are here already
  }
obs-wrong = { $n ->
    [one] { $n } row needs mending
   *[other] { $n } rows need mending
  }
trial-headline = { $n ->
    [one] Would have fired once
   *[other] Would have fired { $n } times
  }
trial-open = { $n ->
    [one] { $n } open alert
   *[other] { $n } open alerts
  }
agency-lead = Your organisation on one page. Children appear only as indicators, which are protected.
agency-number = Number
agency-caseload = Caseload
    .about = Counted from cases and reports once a period is over. Small numbers are withheld.
    .none = No indicator is counted from cases yet. Describe one whose numbers are “Counted”, then ask a colleague to put it to use.
agency-services = Services
    .about = Counted: services in the directory. Source: the directory of this node. As of { $day }. Free places change daily; call before you refer.
agency-promises = Promises
    .about = Counted: commitments in the custody of this organisation. Source: the list of commitments. As of { $day }. A count says nothing about the weight of a promise.
agency-training = Training
    .about = Counted: posts, not people. Source: badges and what posts need. As of { $day }. A post can be both vacant and untrained.
agency-money = Money
    .about = Counted: rupiah in the programmes that you may see. Source: the books of programmes. As of { $day }. Layers of money are never added together.
agency-indicators = Other indicators
    .about = The latest number of each indicator for Indonesia; choose its name for areas, breakdowns and history.
    .none = No other indicator is in use yet.
agency-published = Published
agency-due = Due for assurance
agency-unassured = Hidden because nobody assured them
agency-places = Places in published services
agency-free = Free places
agency-free-since = { $n } (oldest count: { $day })
agency-open = Open
agency-overdue = Past their target
agency-still = Without movement for 90 days
agency-unheld = Without a holder
agency-done = Completed or verified
agency-posts = Posts that need training
agency-covered = Covered
agency-gaps = Whose holder is not trained
agency-vacant = Vacant
