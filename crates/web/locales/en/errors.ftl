# What did not work, and what to do next.

error-not-found = Not found
    .text = This record or page does not exist, or it is not open to your post. Check the number, or ask your supervisor.
error-denied = Not allowed
    .text = Your post does not have the right to do this. Ask your supervisor to do it, or your administrator to check your rights.
fault-typed = What you had typed
    .text = It has not been saved. Copy the text below before you close this page, then paste it into the form again.
error-not-signed-in = You are not signed in
    .text = Your session has ended. Sign in again to go on.
error-invalid = Something must be corrected
    .text = One or more fields cannot be read. Correct the fields named, then send again.
error-refused = Not possible yet
    .text = The state of this record does not allow that step yet. Reload the page to see the steps you can take.
error-conflict = This record has changed
    .text = Another officer changed it at the same time. Reload the record, then repeat your change.
error-already-done = Already done
    .text = This step was recorded before. Reload the page to see its result.
error-too-many = Too many attempts
    .text = { $n ->
        [one] Wait one minute, then try again. If it was not you, tell your administrator.
       *[other] Wait { $n } minutes, then try again. If it was not you, tell your administrator.
    }
error-sealed = Data cannot be opened
    .text = The key to this data is gone or its content is damaged. Tell your organisation’s administrator; do not enter it again before it has been checked.
error-busy = Very many people are here just now
    .text = Nothing was saved. Wait a few seconds and send the same again; what you sent once is not done twice. If a child is in danger now, call the police or an emergency number.
error-storage = The system has a problem
    .text = Nothing was saved. Try again in a few minutes; if it goes on, tell your administrator.
error-setup = The system needs repair
    .text = The set-up of this node is incomplete. Tell your administrator; the doctor command shows the cause.
error-form = The form was not accepted
    .text = This form has expired or does not come from this page. Go back, reload the page, then send again.
error-too-large = Too long
    .text = What was sent is over 256 KB. Shorten the text, then send again.
error-media-type = Unknown kind of content
    .text = This address reads forms or JSON. Correct the Content-Type header, then send again.
error-carries = Pictures, recordings and files are not taken
    .text = What was sent carries a picture, a recording or another file. Nothing of it was kept; only that it came was written down. Remove that part, then send again with words, a table or hashes alone; the page before usually still shows what you typed. If it shows sexual abuse of a child, do not keep it or send it to anybody: report where you saw it to a hotline or the police.
error-unreadable = The request cannot be read
    .text = The address or its content cannot be read. Go back to the page before and try again.
error-method = Not available this way
    .text = This address does not accept such a request. Go back and use the buttons on the page.
error-drawing = The page cannot be shown
    .text = The program made a mistake. Tell your administrator when and on which page it happened.

denied-no-right = Your post does not have the right to do this. Ask your supervisor to do it, or your administrator to check your rights.
denied-system-only = Only the node itself does this, through its command line.

refused-email-is-taken = Another account uses this e-mail address. Use another address, or look for the account that exists.
refused-export-too-long = This list is too long for one file. Narrow the filters, or ask your administrator to export it from the command line.
refused-matter-closed = This record is closed and cannot be changed. If it must be, reopen the case first.
refused-member-is-there = A member with this code is already on this node. Use another member code.
refused-no-such-post = This post does not exist. Choose another one from the list.
refused-open-case-instead = A case comes from opening or joining one from this report, not from choosing a triage outcome. Use the button that opens a case.
refused-open-parts = Some assessments, plan goals or services have no outcome yet. Complete each of them, then close the case.
refused-own-work = What you submitted yourself must be approved by somebody else. Ask your supervisor to look at it.
refused-plan-needs-goal = An intervention plan needs at least one goal. Add a goal, then take this step again.
refused-post-elsewhere = This post belongs to another organisation. Choose a post in your own, or make a referral.
refused-post-is-held = Somebody else holds this post. End that tenure first, or record this one as acting.
refused-risk-first = Set the risk level first with Change data, because the rhythm of visits follows from it.
refused-too-much-at-once = This is too much at once. Split it into several parts.
refused-wrong-state = The state of the record has changed, so this step is no longer available. Go back to the record to see the steps you can take.

problem-missing = Fill this in.
problem-too-long = At most { $n } characters. Shorten the text.
problem-unknown-code = Choose one from the list.
problem-not-a-date = Write a complete date, such as 2026-03-05.
problem-in-future = This date has not been yet. Enter today or an earlier day.
problem-date-out-of-range = Check the year: it must be between 1900 and 2200.
problem-not-a-number = Write a whole number without point or comma.
problem-out-of-range = Enter a number between { $min } and { $max }.
problem-not-yes-no = Choose yes or no.
problem-unknown-region = Choose a province, regency or city from the list.
problem-not-an-id = The record’s number cannot be read. Copy it from its page again.
problem-unknown-field = This field cannot be changed here. Reload the page, then try again.
problem-picture = Pictures, videos and files are never kept here. Write down in words what is known. If it shows sexual abuse of a child, do not keep it or send it to anybody: report where you saw it to a hotline or the police.
refused-not-placed-yet = This journal entry has no place yet. Wait a few seconds and try again.
refused-password-is-set = This account has a password already. Ask an administrator for a reset link.
refused-password-missing = There is no password yet. Write one and try again.
refused-target-not-empty = The target database is not empty. Choose an empty one.
refused-newer-schema = The system is just being renewed. You can go on reading; send what you wrote again in a minute.
