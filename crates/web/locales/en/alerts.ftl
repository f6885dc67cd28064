# Alerts between organisations.

kind-network-alert = Network alert
    .plural = Network alerts
network-alert-alert_type = Kind of alert
network-alert-severity = Severity
network-alert-region = Region
network-alert-valid_until = Holds until
network-alert-title = Title
    .hint = No child's name and no web address.
network-alert-text = What the alert says
    .hint = Write what to look out for and what can be done. It reaches every organisation that takes alerts.
network-alert-indicators = Signs
    .hint = One a line, its type before a colon: account, telephone number, web address, vehicle, word or phrase, other. Web addresses reach hotlines and police alone and are never opened.
network-alert-sent_to = Sent to
network-alert-seen = Have read it
network-alert-assigned = Answer for it now
network-alert-acted = Have acted on it
network-alert-not_relevant = Say it is not relevant
network-alert-standing = Opinion of all
network-alert-recall_reason = Why it is recalled
network-alert-end_note = Closing note
kind-incoming-alert = Incoming alert
    .plural = Incoming alerts
incoming-alert-from_member = Sender
incoming-alert-alert_type = Kind of alert
incoming-alert-severity = Severity
incoming-alert-region = Region
incoming-alert-valid_until = Holds until
incoming-alert-title = Title
incoming-alert-text = What the alert says
incoming-alert-indicators = Signs
incoming-alert-standing = Opinion of all
incoming-alert-opinion = Your organisation's opinion
    .hint = A sign is no proof. Your opinion goes to everybody who received this alert.
incoming-alert-opinion_reason = Why
incoming-alert-action_note = What was done
incoming-alert-dismiss_note = Why it is not relevant
unit-members = { $n ->
    [one] 1 organisation
   *[other] { $n } organisations
}
    .short = org.

open-network-alert = Issue an alert
    .done = Alert sent
view-network-alert = View network alert
    .done = Network alert viewed
list-network-alert = List network alerts
    .done = Network alerts listed
edit-network-alert = Edit network alert
    .done = Network alert edited
assign-network-alert = Assign network alert to another post
    .done = Network alert assigned
recall-network-alert = Recall the alert
    .done = Alert recalled from all who received it
end-network-alert = End the alert
    .done = Alert ended
view-incoming-alert = View incoming alert
    .done = Incoming alert viewed
list-incoming-alert = List incoming alerts
    .done = Incoming alerts listed
assign-incoming-alert = Assign incoming alert to another post
    .done = Incoming alert assigned
take-incoming-alert = Answer for it
    .done = You answer for this alert; the sender is told
judge-incoming-alert = Give an opinion
    .done = Opinion sent
act-incoming-alert = Record what was done
    .done = Recorded; the sender is told
dismiss-incoming-alert = Not relevant to us
    .done = Recorded; the sender is told

told-incoming-alert = An alert of another organisation
told-incoming-alert-recalled = An alert was recalled by its sender
refused-address-in-words = Title and text must not hold a web address. Write it among the signs, one a line.
refused-address-not-here = Web addresses are passed on by hotlines and police alone. Report it to a hotline, then issue the alert without it.
refused-nobody-to-warn = No other organisation takes alerts yet. Call them.
