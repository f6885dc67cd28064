# Vetting of staff who work with children.

kind-vetting = Staff vetting
    .plural = Staff vettings
vetting-member = Member of staff
vetting-certificate_number = Number of the police certificate (SKCK)
vetting-certificate_on = Date of the police certificate
vetting-certificate_held_at = Where the certificate is kept
vetting-references_on = References checked on
vetting-references_note = What the references said
vetting-code_signed_on = Code of conduct signed on
vetting-training_on = Child safeguarding training on
vetting-result = Result of the vetting
vetting-conditions = Conditions
vetting-valid_until = Valid until
vetting-finding = Reason

open-vetting = Ask for a vetting
    .done = Vetting asked for
view-vetting = View the vetting
    .done = Vetting viewed
list-vetting = List vettings
    .done = Vettings listed
assign-vetting = Pass the vetting on
    .done = Vetting passed on
clear-vetting = Find suitable
    .done = Found suitable
bar-vetting = Find not suitable
    .done = Found not suitable
end-vetting = End the vetting
    .done = Vetting ended
list-vettings = See who of the staff is vetted
    .done = Vetting of staff seen
require-vetting = Posts that ask for a vetting
    .done = Requirement saved
require-vetting-lead = A post of such a role is held only by staff whose vetting is valid. Somebody without one may stand in for at most 14 days, and the vetting is asked for by itself.

vettings = Staff vetting
vettings-lead = Police certificate, references, code of conduct and child safeguarding training of staff who work with children. What is about to end is announced 30 days before.
vettings-missing = { $n ->
    [0] Everybody who works with children is vetted
    [one] One member of staff works with children without a valid vetting
   *[other] { $n } members of staff work with children without a valid vetting
}
vettings-empty = Nobody is under your supervision yet.
vettings-empty-next = Staff appear here once they hold a post.
vettings-none = Not vetted
vettings-due = Ends soon
vettings-until = valid until
vettings-required = Required
vettings-not-required = Not required
vettings-start = Require
vettings-stop = Stop requiring
vettings-tenure-until = Until
    .hint = Needed for somebody who is not vetted: at most 14 days, and only as acting.

told-staff-vetting-asked = Somebody works with children and has not been vetted
told-staff-vetting-due = The vetting of a member of staff ends soon
told-staff-vetting-own = Your own vetting must be renewed: prepare your police certificate and training
told-staff-vetting-expired = The vetting of a member of staff has run out
told-staff-vetting-barred = A member of staff was found not suitable: review their post today

refused-vetting-open = There is a vetting of this person already. Open it from the list of staff vettings.
refused-vetting-missing = This post works with children and this person has no valid vetting. Ask for one on the page Staff vetting, or record them as acting for at most 14 days.
refused-staff-not-suitable = Somebody who is not suitable cannot be cleared. Choose “Find not suitable” and write down why.
