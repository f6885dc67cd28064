# Words around every page, lists, forms and history.

skip = Skip to content
demo = DATA REKAAN · INVENTED DATA
demo-label = Mark of invented data
languages = Language
account = Account
navigation = Main menu
menu = Menu
sign-out = Sign out
    .done = You have signed out
footer = Jejaring records every time a child’s data is viewed or changed.
footer-public = Report form for the public

sign-in = Sign in
    .done = Sign-in recorded
sign-in-lead = Use your work e-mail address and your password.
sign-in-email = E-mail address
sign-in-password = Password
sign-in-help = Forgotten your password, or is your account locked? Ask your organisation’s administrator.
code = Verification code
code-code = Code
    .hint = Six digits from your authenticator app, or one of your recovery codes.
code-send = Continue
code-again = Start again
go-home = Go to the start page
go-sign-in = Sign in

yes = Yes
no = No
not-known = Not known yet
edit = Change data
value-empty = not filled in
value-hidden = not shown to your role
value-erased = erased for good
link-open = Open record
link-closed = There is one, outside your scope
region-whole-province = regency or city not known

group-record = Main data
group-reporter = Reporter’s identity
group-hidden = This part is not shown to your role.
group-unfilled = { $n ->
    [one] { $n } field not filled in
   *[other] { $n } fields not filled in
}

list-filter = Filter and sort
list-any = Any
list-show = Show
list-clear = Clear filters
list-total = { $n ->
    [0] No records
    [one] { $n } record
   *[other] { $n } records
}
list-more-than = More than { $n } records
list-none = There are no records here yet.
list-none-narrowed = No record matches these filters.
list-none-begin = Make the first one with the button above.
list-none-wait = Records appear here once they are assigned to your post.
list-pages = Pages of the list
list-first = Back to the beginning
list-next = Next page
list-export = Download this list:
list-code = Number
list-state = Status
list-phase = Work phase
list-priority = Priority
list-opened = Opened
list-due = Due
list-overdue = Only what is overdue
list-sort = Order
sort-newest = Newest first
sort-oldest = Oldest first
sort-due = Due soonest first

view-opened = Opened
view-steps = Steps you can take
view-child = Child
view-fields = Data
view-no-parts = None yet.
view-history = History
history-denied = refused
history-before = What stood there before
history-looks = { $n ->
    [one] Viewed once
   *[other] Viewed { $n } times
}
who-you = You
who-colleague = Another officer
who-public = A member of the public
who-in-post = { $name } · { $post }
who-system = System

form-save = Save
form-cancel = Cancel
form-back = Back
form-optional = optional
form-choose = Choose…
form-choices = { $n ->
   *[other] Choose from { $n }
}
form-no-answer = No answer yet
form-problem = To be corrected
form-problems = Check the following
form-sure = This step needs no further information. Continue?
form-theirs = Latest from another officer:
form-conflict = Another officer changed this record after you opened it. What you typed is kept below; where it differs, the latest content stands beside it. Decide which is right, then save again.

due-late = { $n ->
    [one] { $n } day overdue
   *[other] { $n } days overdue
}
due-late-today = Overdue since today
due-today = Due today
due-tomorrow = Due tomorrow
due-in = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

unit-rupiah = Rp { $n }
    .short = rupiah
unit-score-ten = { $n } of 10
    .short = of 10
unit-years = { $n ->
    [one] 1 year
   *[other] { $n } years
}
    .short = years
unit-year = { $n }
    .short = year
nav-daily = Every day
nav-casework = Casework
nav-watch = Oversight
nav-house = Organisation
form-lost = Your session ended or the network is down. What you typed is still on this page. Sign in again in another tab, then save here once more.
