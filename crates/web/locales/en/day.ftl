# My day, what stands still, searching, time.

my-day = My day
    .done = Own work listed
list-stalled = List what stands still
    .done = What stands still listed
day = My day
day-parts = Parts of the list
day-none-due = Nothing is due today.
day-some-today = { $n ->
    [one] { $n } thing is due today.
   *[other] { $n } things are due today.
}
day-some-late = { $n ->
    [one] { $n } thing is overdue.
   *[other] { $n } things are overdue.
}
day-late = Overdue
day-unanswered = Reporters waiting for an answer
day-today = Due today
day-week = Next seven days
day-new = New to me
day-undated = Without a due date
day-answer = Answer the reporter
day-unheld = { $n ->
    [one] 1 commitment has no officer who answers for it.
   *[other] { $n } commitments have no officer who answers for them.
}
day-unheld-look = See them and name an officer
day-promises = Commitments: days without movement by public attention
day-more = { $n ->
    [one] and { $n } more; see its list.
   *[other] and { $n } more; see their list.
}
day-later = { $n ->
    [one] { $n } more is due after that.
   *[other] { $n } more are due after that.
}
day-empty = Nothing is due, and nothing is new to you.
day-empty-next = You can go on to:
day-empty-no-rights = Work appears here once it is assigned to your post. If it should be here by now, ask your supervisor.

stalled = Standing still
stalled-lead = Work within your reach that needs a look: overdue, held by nobody, or too long in one state.
stalled-late = Overdue
stalled-unheld = Posts that nobody holds
stalled-standing = Too long in one state
stalled-empty = Everything moves.
stalled-empty-next = Nothing within your reach is overdue, unheld or standing still.

find = Search
find-people = Search people

soon-late = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}
soon-late-today = Late since today
soon-today = Today
soon-tomorrow = Tomorrow
ago-now = just now
ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
