-- Typed columns of each kind. Sealed fields are bytea and open only with the key of their person or report; the rest is
-- coded lists, dates of acts, regency, sex and birth year. A test compares every table with its kind's declaration.

create table k_report (
  id text primary key references matter (id),
  channel text,
  reporter_kind text,
  reporter_mode text,
  call_type text,
  called_before text,
  language text,
  narrative bytea,
  imminent_danger text,
  imminent_reason bytea,
  children bytea,
  suspects bytea,
  places bytea,
  incident_date text,
  region text,
  exploitation_forms text,
  reporter_name bytea,
  reporter_contact bytea,
  reporter_safe_contact boolean,
  triage_outcome text,
  screening_reason text,
  referred_to bytea,
  triage_note bytea,
  joined_case text
);

create table k_case (
  id text primary key references matter (id),
  registration_date text,
  risk_level text,
  urgent_protection_concern boolean,
  protection_concerns text,
  exploitation_forms text,
  region text,
  identification_source text,
  protection_status text,
  displacement_status text,
  media_prominence text,
  circumstances bytea,
  suspects bytea,
  household bytea,
  first_contact_on text,
  assessment_due_date text,
  assessment_requested_on text,
  case_plan_due_date text,
  date_case_plan text,
  child_wishes bytea,
  external_id bytea,
  last_contact_on text,
  closure_reason text,
  closure_date text,
  closure_note bytea,
  reopened_reason bytea,
  guardian_is_suspect boolean,
  child text,
  family text,
  report text,
  workflow text
);

create table k_assessment (
  id text primary key references matter (id),
  assessment_kind text,
  due text,
  requested_on text,
  done_on text,
  domains text,
  risk_level text,
  findings bytea,
  child_view bytea,
  score_initial bigint,
  score_recent bigint,
  further_action text,
  return_note bytea,
  superseded_by text
);

create table k_plan_goal (
  id text primary key references matter (id),
  domain text,
  goal bytea,
  intervention bytea,
  provider bytea,
  agreed_with_child boolean,
  due text,
  success bytea
);

create table k_service (
  id text primary key references matter (id),
  service_type text,
  response_type text,
  timeframe text,
  status_referred text,
  appointment_date text,
  provider bytea,
  implementing_agency bytea,
  implementing_post bytea,
  listing text,
  delivery_location bytea,
  referral_notes bytea,
  transport_needed boolean,
  delivered_on text,
  delivered_time text,
  not_delivered_reason text,
  provider_note bytea,
  cost bigint
);

create table k_follow_up (
  id text primary key references matter (id),
  followup_type text,
  followup_service_type text,
  followup_assessment_type text,
  needed_by text,
  after_closure boolean,
  followup_date text,
  seen_child boolean,
  not_seen_reason bytea,
  comments bytea,
  safe text,
  in_school_or_work text,
  living_with text,
  wellbeing bigint,
  next_followup text,
  cancel_reason bytea
);

create table k_legal_process (
  id text primary key references matter (id),
  report_number bytea,
  police_unit bytea,
  reported_on text,
  incident text,
  suspects bytea,
  counterpart_post bytea,
  stage_on text,
  next_date text,
  complaint_withdrawn_on text,
  articles bytea,
  file_complete_on text,
  court bytea,
  case_number bytea,
  verdict_result text,
  sentence bytea,
  accompanied boolean,
  restitution_claimed bigint,
  restitution_ordered bigint,
  restitution_paid bigint,
  end_reason text,
  stage_note bytea
);

create table k_concern (
  id text primary key references matter (id),
  protection_concern_type text,
  date_concern_identified text,
  concern_details bytea,
  ended_on text,
  outcome_note bytea
);

create table k_incident (
  id text primary key references matter (id),
  incident_date text,
  date_of_first_report text,
  cp_incident_violence_type text,
  exploitation_forms text,
  cp_incident_location_type text,
  cp_incident_timeofday text,
  region text,
  online_part boolean,
  cp_incident_identification_violence text,
  earlier_incidents text,
  crime_codes bytea,
  account bytea,
  recruitment_means bytea,
  control_means bytea,
  incident_location bytea,
  suspects bytea,
  perpetrator_relationship text,
  outcome_note bytea
);

create table k_case_plan (
  id text primary key references matter (id),
  version bigint,
  due text,
  date_case_plan text,
  review_due text,
  summary bytea,
  child_wishes bytea,
  child_took_part boolean,
  family_took_part boolean,
  return_note bytea
);

create table k_safety_plan (
  id text primary key references matter (id),
  safety_plan_needed boolean,
  developed_with_child boolean,
  review_date text,
  completion_date text,
  reviewed_on text,
  main_danger bytea,
  warning_signs bytea,
  steps_to_leave bytea,
  things_packed bytea,
  signal bytea,
  safe_places bytea,
  where_children_go bytea,
  safe_people bytea,
  safe_contact bytea,
  not_to_be_told bytea,
  resources text,
  resources_note bytea,
  review_note bytea,
  end_note bytea
);

create table k_conference (
  id text primary key references matter (id),
  conference_type text,
  date text,
  reason bytea,
  participants bytea,
  conflicts_declared bytea,
  quorum_met boolean,
  current_situation bytea,
  child_view bytea,
  options bytea,
  minutes bytea,
  dissent bytea,
  outcome text,
  recommendation bytea,
  recommendation_date text,
  date_submitted text,
  agency_responsible bytea,
  proposed_support bytea,
  proposed_support_accepted boolean,
  why_support_refused bytea,
  implementing_agency bytea,
  date_implementation text,
  return_note bytea
);

create table k_conference_decision (
  id text primary key references matter (id),
  due text,
  decision bytea,
  done_on text,
  result bytea,
  conference text
);

create table k_measure (
  id text primary key references matter (id),
  moment text,
  planned_for text,
  measured_on text,
  wellbeing bigint,
  severity text,
  measured_with text,
  note bytea
);

create table k_feedback (
  id text primary key references matter (id),
  offered_on text,
  given_by text,
  listened text,
  felt_safe text,
  respected text,
  helped text,
  knew_rights text,
  in_own_words bytea
);

create table k_hearing (
  id text primary key references matter (id),
  hearing_date text,
  hearing_kind text,
  child_must_attend boolean,
  support text,
  transport_needed boolean,
  room bytea,
  companion bytea,
  outcome bytea,
  next_date text
);

create table k_protection_request (
  id text primary key references matter (id),
  requested_on text,
  kinds text,
  until text,
  decided_on text,
  ended_on text,
  request_number bytea,
  decision_number bytea,
  note bytea
);

create table k_restitution_claim (
  id text primary key references matter (id),
  claim_kind text,
  heads_of_loss text,
  deadline text,
  amount_claimed bigint,
  amount_ordered bigint,
  amount_paid bigint,
  filed_on text,
  decided_on text,
  filed_with text,
  assessed_by bytea,
  note bytea
);

create table k_release_path (
  id text primary key references matter (id),
  armed_force_or_group_type bytea,
  entered bytea,
  role_held bytea,
  next_review text,
  screened_on text,
  screening bytea,
  left_on text,
  how_left bytea,
  received_by bytea,
  interim_care bytea,
  family_tracing bytea,
  reintegration text,
  reintegration_note bytea,
  reviewed_on text,
  closing_note bytea
);

create table k_grave_violation_return (
  id text primary key references matter (id),
  violation_type text,
  incident_date text,
  region text,
  party_type text,
  period_from text,
  period_to text,
  report_due text,
  girls_0_11 bigint,
  girls_12_17 bigint,
  boys_0_11 bigint,
  boys_12_17 bigint,
  not_known bigint,
  source_count bigint,
  verification text,
  returned_on text,
  account bytea,
  correction_note bytea
);

create table k_person (
  id text primary key,
  organisation_id text not null references organisation (id),
  key_id text not null references person_key (id),
  version bigint not null,
  changed_at bigint not null,
  name bytea,
  aliases bytea,
  sex text,
  birth_year bigint,
  birth_day bytea,
  age_basis text,
  nik bytea,
  nationality text,
  languages text,
  region text,
  address bytea,
  phone bytea,
  disability bytea,
  schooling bytea,
  protected_identity boolean
);

create index k_case_child on k_case (child, id);
create index k_person_changed on k_person (changed_at, id);
