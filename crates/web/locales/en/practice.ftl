# Kinds of case practice and labels of their fields. Legal terms await a lawyer’s confirmation.

kind-concern = Protection concern
    .plural = Protection concerns
kind-incident = Incident
    .plural = Incidents
kind-case-plan = Case plan
    .plural = Case plan
kind-safety-plan = Safety plan
    .plural = Safety plan
kind-conference = Case conference
    .plural = Case conferences
kind-conference-decision = Conference decision
    .plural = Conference decisions
kind-measure = Measure of how the child fares
    .plural = How the child fares, before and after
kind-feedback = Feedback
    .plural = Feedback of the child and family
kind-hearing = Hearing
    .plural = Hearings
kind-protection-request = Protection request
    .plural = Protection requests (LPSK)
kind-restitution-claim = Claim for restitution or compensation
    .plural = Restitution and compensation
kind-release-path = Release and reintegration path
    .plural = Release and reintegration
kind-grave-violation-return = Grave-violation return
    .plural = Grave violations

concern-protection_concern_type = Protection concern
concern-date_concern_identified = Identified on
concern-concern_details = Details
concern-ended_on = Ended on
concern-outcome_note = Note on the outcome

incident-incident_date = Date of the incident
    .hint = Leave empty if not known; do not guess.
incident-date_of_first_report = Date of the first report
incident-cp_incident_violence_type = Type of violence
incident-exploitation_forms = Forms of exploitation
incident-cp_incident_location_type = Kind of place
incident-cp_incident_timeofday = Time of day
incident-region = Regency or city of the incident
incident-online_part = Part of it happened online
incident-cp_incident_identification_violence = How it came to light
incident-earlier_incidents = Happened before
incident-crime_codes = Crime codes or articles
incident-account = Account
    .hint = Write what is needed. Do not make the child tell it again.
incident-recruitment_means = Means of recruitment
incident-control_means = Means of control
incident-incident_location = Place of the incident
incident-suspects = Suspects
incident-perpetrator_relationship = Suspect’s relationship to the child
incident-outcome_note = Note on the outcome

assessment-requested_on = Requested on
assessment-domains = Domains assessed
assessment-score_initial = Initial score
assessment-score_recent = Most recent score
assessment-superseded_by = Superseded by

case-plan-version = Version
case-plan-due = Due
case-plan-date_case_plan = Date of the plan
case-plan-review_due = Review by
case-plan-summary = Summary
case-plan-child_wishes = The child’s wishes
    .hint = What the child wants, in the child’s own words.
case-plan-child_took_part = The child took part
case-plan-family_took_part = The family took part
case-plan-return_note = What to mend

safety-plan-safety_plan_needed = A safety plan is needed
safety-plan-developed_with_child = Developed with the child
safety-plan-review_date = Review by
safety-plan-completion_date = Completed on
safety-plan-reviewed_on = Reviewed on
safety-plan-main_danger = Main danger
    .hint = Not printed on the card.
safety-plan-warning_signs = Warning signs
safety-plan-steps_to_leave = Steps to leave
safety-plan-things_packed = Things packed
safety-plan-signal = Signal for help
safety-plan-safe_places = Safe places
safety-plan-where_children_go = Where children go
safety-plan-safe_people = Safe people
safety-plan-safe_contact = Safe ways and times to contact
safety-plan-not_to_be_told = People who must not be told
    .hint = Not printed on the card.
safety-plan-resources = Resources
safety-plan-resources_note = Note on resources
safety-plan-review_note = Note on the review
safety-plan-end_note = Why it ended

conference-conference_type = Type of conference
conference-date = Date
conference-reason = Reason
conference-participants = Note on those who took part
    .hint = Who was there is noted on the page Members and attendance.
conference-conflicts_declared = Conflicts of interest declared
conference-quorum_met = Quorum met
conference-current_situation = Current situation
conference-child_view = The child’s view
conference-options = Options with their pros and cons
conference-minutes = Minutes
conference-dissent = Dissent
conference-outcome = Outcome
conference-recommendation = Recommendation
conference-recommendation_date = Date of the recommendation
conference-date_submitted = Date submitted
conference-agency_responsible = Agency responsible
conference-proposed_support = Proposed support
conference-proposed_support_accepted = Proposed support accepted
conference-why_support_refused = Why support was refused
conference-implementing_agency = Implementing agency
conference-date_implementation = Date of implementation
conference-return_note = What to mend, or why it was cancelled

conference-decision-due = Due
conference-decision-decision = Decision
conference-decision-done_on = Carried out on
conference-decision-result = Result
conference-decision-conference = Conference

measure-moment = Moment
measure-planned_for = Planned for
measure-measured_on = Measured on
measure-wellbeing = Wellbeing, said by the child
    .hint = Ask the child: 0 is very bad, 10 is very good.
measure-severity = How hard the child is hit
measure-measured_with = Answered by
measure-note = Note

feedback-offered_on = Offered on
feedback-given_by = Given by
feedback-listened = Did you feel listened to?
feedback-felt_safe = Did you feel safe with us?
feedback-respected = Were we kind and respectful to you?
feedback-helped = Did our help make a difference?
feedback-knew_rights = Did you know your rights, and that you may say no?
feedback-in_own_words = Is there anything you want to say?

hearing-hearing_date = Date
hearing-hearing_kind = Kind
hearing-child_must_attend = The child must attend
hearing-support = Support for the child
hearing-transport_needed = Transport needed
hearing-room = Room and place
hearing-companion = Companion of the child
hearing-outcome = Outcome
    .hint = Do not write the child’s name.
hearing-next_date = Next date

protection-request-requested_on = Requested on
protection-request-kinds = Kinds of protection
protection-request-until = In force until
protection-request-decided_on = Decided on
protection-request-ended_on = Ended on
protection-request-request_number = Number of the request
protection-request-decision_number = Number of the decision
protection-request-note = Note

restitution-claim-claim_kind = Kind of claim
restitution-claim-heads_of_loss = Heads of loss
restitution-claim-deadline = Deadline
restitution-claim-amount_claimed = Amount claimed
restitution-claim-amount_ordered = Amount ordered
restitution-claim-amount_paid = Amount paid
restitution-claim-filed_on = Filed on
restitution-claim-decided_on = Decided on
restitution-claim-filed_with = Filed with
restitution-claim-assessed_by = Assessed by
restitution-claim-note = Note

release-path-armed_force_or_group_type = Type of armed force or group
release-path-entered = Associated since
release-path-role_held = Role held
    .hint = The child is a victim first. Write what is needed.
release-path-next_review = Next review
release-path-screened_on = Screened on
release-path-screening = Result of the screening
release-path-left_on = Left on
release-path-how_left = How the child left
release-path-received_by = Received by
release-path-interim_care = Interim care
release-path-family_tracing = Family tracing
release-path-reintegration = Areas of reintegration
release-path-reintegration_note = Note on reintegration
release-path-reviewed_on = Reviewed on
release-path-closing_note = Closing note

grave-violation-return-violation_type = Type of violation
grave-violation-return-incident_date = Date of the incident
grave-violation-return-region = Regency or city of the incident
grave-violation-return-party_type = Type of party
grave-violation-return-period_from = Period from
grave-violation-return-period_to = Period to
grave-violation-return-report_due = To be returned by
grave-violation-return-girls_0_11 = Girls aged 0–11
grave-violation-return-girls_12_17 = Girls aged 12–17
grave-violation-return-boys_0_11 = Boys aged 0–11
grave-violation-return-boys_12_17 = Boys aged 12–17
grave-violation-return-not_known = Sex or age not known
grave-violation-return-source_count = Number of sources
grave-violation-return-verification = Verification
grave-violation-return-returned_on = Returned on
grave-violation-return-account = Account
    .hint = Without the name of a child or of an informant.
grave-violation-return-correction_note = What was corrected

follow-up-living_with = The child lives with

legal-process-complaint_withdrawn_on = Complaint withdrawn on
    .hint = The process may go on although the complaint was withdrawn.

unit-points = { $n ->
    [one] 1 point
   *[other] { $n } points
}
    .short = points
unit-children = { $n ->
    [one] 1 child
   *[other] { $n } children
}
    .short = children
unit-sources = { $n ->
    [one] 1 source
   *[other] { $n } sources
}
    .short = sources
