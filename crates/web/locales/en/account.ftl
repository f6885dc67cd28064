# Signing in, passwords, two-step verification, devices.

sign-in-stranger = Do you want to report something?
    .text = Anybody may tell us, children too. No account and no name are needed.
sign-in-danger = Reports are not always read at once. If a child is in danger now, call for help or go to the nearest police station or hospital.
sign-in-have-code = I have an invitation code or a code to reset my password
set-password = Choose a password
    .done = Your password is saved. Sign in with it.
set-password-lead = Use the code that your organisation’s administrator gave you. It works once.
set-password-code = Invitation or reset code
    .hint = Copy the whole code.
set-password-send = Save password
password-current = Present password
password-new = New password
    .hint = At least 12 characters. A few unrelated words are easy to remember and hard to guess.
password-again = Type the new password again

account-own = My account
account-password-note = Changing it signs out your other devices.
account-second-factor-on = On. Each sign-in asks for a code from your authenticator app.
account-second-factor-off = Not on yet. With two-step verification, a password that somebody else knows is not enough to sign in.
account-second-factor-again = Change authenticator
account-devices = Signed-in devices
account-devices-note = If you do not recognise one, sign it out and change your password.
account-device-unknown = Unnamed device
account-this-device = This device
account-signed-in = Signed in
account-seen = last used

second-factor = Two-step verification
second-factor-lead = Besides your password, each sign-in asks for six digits from an authenticator app on your phone.
second-factor-must = Your role requires two-step verification. Set it up now; the other pages open after that.
second-factor-app = Have an authenticator app ready on your phone, such as one that you already use elsewhere.
second-factor-key = Key for your authenticator app
second-factor-key-note = Open the app with the button below, or type this key into the app. It is shown only once; do not share or photograph it.
second-factor-open-app = Open authenticator app
second-factor-code = Code from the app
    .hint = The six digits that the app shows now.
second-factor-again = Make a new key

recovery-codes = Recovery codes
recovery-codes-lead = Keep these codes in a safe place. Each one signs you in once if your phone is lost or broken.
recovery-codes-print = They are shown only once. Print this page or write them down, and lock the paper away; do not keep them on the same phone.
recovery-codes-kept = I have kept them

confirm-second-factor = Confirm verification code
    .done = You signed in with a recovery code. That code works no more. If your authenticator is lost, set up a new one below and keep the new recovery codes.
change-language = Change account language
    .done = Account language changed
account-language-note = Used on every new device and in messages from Jejaring.
change-password = Change password
    .done = Your password is changed. Other devices have been signed out.
start-totp = Set up an authenticator
    .done = Setting up an authenticator begun
enrol-totp = Turn on
    .done = Two-step verification is on. Other devices have been signed out.
list-sessions = List own devices
    .done = Own devices listed
end-session = Sign out
    .done = That device has been signed out

denied-sign-in-failed = The e-mail address or the password does not match. Check both, then try again.
denied-no-post = You hold no post at present, so there is nothing you can open yet. Ask your organisation’s administrator to check it.
denied-code-wrong = The code does not match or has been used. Wait for the next code, then type it again.
denied-sign-in-expired = The time to enter the code is over. Sign in from the beginning.
denied-link-expired = This code has expired or has been used. Ask your organisation’s administrator for a new one.
denied-password-wrong = Your present password does not match. Type it again.
denied-public-only = This is done before signing in. Sign out first, then try again.
denied-not-signed-in = Your session has ended. Sign in again to go on.
denied-second-factor-first = Your role requires two-step verification. Set it up first on its page.
refused-code-wrong = The code does not match. Wait for the app’s next code, then type it again. If it keeps failing, check your phone’s clock or make a new key.
refused-totp-not-started = No key has been made yet. Use the button to make a new one.
refused-password-too-short = Too short. Use at least 12 characters.
refused-password-too-long = Too long. Use at most 256 characters.
refused-password-is-address = Your password cannot be your e-mail address. Choose another.
refused-password-too-common = This password is too easy to guess. Use a few unrelated words.
refused-password-not-twice = The two new passwords differ. Type both again.
