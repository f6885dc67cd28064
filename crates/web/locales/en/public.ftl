# A report from anybody: plain words, for a child or an adult.

file-report = Send a report
    .done = Report sent
open-receipt = Open a report by its receipt
    .done = Report opened by its receipt
write-as-reporter = Write as the reporter
    .done = Reporter’s message sent

public-title = Form
public-leave = Leave quickly
public-empty = Page
    .text = This page is being prepared.
public-report = Tell us
public-report-lead = Is somebody hurting you or another child, forcing you, or treating you badly? Tell us here. You need not give your name and need no account.
public-emergency = Danger right now?
    .text = This form is not read at once. If a child is in danger now, call for help or go to an adult you trust, a police station or the nearest hospital.
public-emergency-none = This node has no emergency number that somebody made sure of. Go to an adult you trust, a police station or the nearest hospital.
public-emergency-assured = Checked on
public-emergency-stale = Nobody has checked this number for a long time and it may have changed.
public-reads-now = Somebody is on duty now.
public-reads-from = Nobody is on duty at the moment. Somebody reads reports again from { $when }.
public-reads-within = A report is usually taken on within { $usual } hours; if a child is in danger, within { $urgent }.
public-reads-unknown = There is no duty roster yet, so we cannot say when your report will be read. If there is danger, do not wait for an answer here.
public-have-receipt = I already have a receipt number
public-narrative = What happened?
    .hint = Use your own words. Even a little is enough.
public-imminent-danger = Is a child in danger now?
    .hint = If so, this report is read first.
public-on-the-net = If it happened on the internet
    .text = You may leave this empty. Do not open it again, do not save it, do not send pictures of it. Just say where you saw it; only officers with that mandate see the address.
public-platform = In which app or on which site?
public-account = Name of the account or group
public-address = Its address
    .hint = For example https://contoh.invalid/page. Do not open it again to find its address; if you do not know it, leave this empty.
public-region = Where?
    .hint = Choose the province, or the regency or city if you know it.
public-incident-date = When?
    .hint = If you do not remember the day, leave this empty and say roughly when in your story.
public-children = Who is the child?
    .hint = Only what you know: a nickname, a rough age, a school, or what the child looks like.
public-about-you = About you, if you want
    .text = You may leave all of this empty. Your report is read without a name too, and you can still see our answer with the receipt number.
public-reporter-name = Your name
public-reporter-contact = How to reach you
    .hint = For example a telephone number. Only if that is safe.
public-reporter-safe-contact = Is it safe if we reach you that way?
    .hint = Choose No if other people can see your messages or answer your telephone.
public-send = Send
public-pictures = Photos, videos and files
    .text = Do not send photos or videos here: this form refuses them. Do not pass them on and do not make copies. Leave them as they are and take them in person to the women and children protection unit of the police, or ask our officer how once your report has been read.
public-honest = What you should know
public-honest-kept = We do not keep your internet address or the kind of your device, and this page uses no cookies.
public-honest-network = The owner of your Wi-Fi or your internet provider can see that this site was opened, but cannot read your report.
public-honest-device = Whoever uses this device after you may see the address of this page in its history. Use a private window, or clear the history when you are done.
public-honest-words = If your story holds things that only few people know, others may guess who you are.
public-honest-exit = The button Leave quickly, or pressing Esc twice, opens another page at once. What has not been sent is lost.
public-wait = { $n ->
    [one] Too much was sent at once from your network. Your text is still below. Wait one minute, then press Send again.
   *[other] Too much was sent at once from your network. Your text is still below. Wait { $n } minutes, then press Send again.
}
public-sent-before = The report of this form was sent already. If you have more to say, press Send once more: the text below becomes a new report. Or add it with your receipt number.
public-not-now = We cannot take the report at this moment. Your text is still below. Try again in a few minutes, or ask an adult you trust for help.
error-no-files = Photos, videos and files are not taken
    .text = We kept nothing. Go back to the form and tell us in words. Photos or files can be taken in person to the women and children protection unit of the police.

public-thanks = Thank you for telling us
public-thanks-next = We have your report. An officer will read it. With the number below you can come back, read the answer and write again.
public-receipt = Receipt number
    .hint = 16 digits, with or without spaces.
public-receipt-once = Write this number down or print this page now. It is shown only once, and we send it nowhere.
public-receipt-safe = Keep it where nobody else sees it. Whoever has this number can read the messages.
public-return = See the answer
public-return-lead = Enter the receipt number that you wrote down when you sent the report.
public-open = Open
public-receipt-digits = { $n ->
    [0] Write your receipt number: 16 digits.
    [one] A receipt number has 16 digits; you wrote one. Check it again.
   *[other] A receipt number has 16 digits; you wrote { $n }. Check it again.
}
public-receipt-unknown = We did not find this number. Check it digit by digit, then try again.
public-receipt-wait = { $n ->
    [one] Too many wrong numbers. Wait one minute, then try again.
   *[other] Too many wrong numbers. Wait { $n } minutes, then try again.
}
public-receipt-lost = Lost the number? We cannot look it up, because we do not know who you are. Send a new report and say that you have told us before.
public-state-received = Your report has arrived
    .text = Your report is waiting to be read by an officer.
public-state-being-read = Your report is being dealt with
    .text = An officer has read your report and is deciding on the next step.
public-state-answered = There is an answer for you
    .text = An officer has written to you. Read the message below.
public-state-closed = Your report has been dealt with
    .text = If there is more that we should know, write it below.
public-thread = Messages
public-thread-none = No messages yet. Come back in a day or two.
public-you = You
public-officer = Officer
public-message = Write a message
public-message-send = Send message
public-message-sent = Your message was sent.
