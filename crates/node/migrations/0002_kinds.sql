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
  child text,
  report text,
  workflow text
);

create table k_assessment (
  id text primary key references matter (id),
  assessment_kind text,
  due text,
  done_on text,
  risk_level text,
  findings bytea,
  child_view bytea,
  further_action text,
  return_note bytea
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
  appointment_date text,
  provider bytea,
  delivery_location bytea,
  referral_notes bytea,
  transport_needed boolean,
  delivered_on text,
  not_delivered_reason text,
  provider_note bytea,
  cost bigint
);

create table k_follow_up (
  id text primary key references matter (id),
  followup_type text,
  needed_by text,
  after_closure boolean,
  followup_date text,
  seen_child boolean,
  not_seen_reason bytea,
  comments bytea,
  safe text,
  in_school_or_work text,
  wellbeing bigint,
  next_followup text,
  cancel_reason bytea
);

create table k_legal_process (
  id text primary key references matter (id),
  report_number bytea,
  police_unit bytea,
  reported_on text,
  stage_on text,
  next_date text,
  articles bytea,
  accompanied boolean,
  restitution_claimed bigint,
  restitution_ordered bigint,
  restitution_paid bigint,
  end_reason text,
  stage_note bytea
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
  guardian_name bytea,
  guardian_relation text,
  guardian_phone bytea,
  guardian_is_suspect boolean,
  disability bytea,
  schooling bytea,
  protected_identity boolean
);

create index k_case_child on k_case (child, id);
create index k_person_changed on k_person (changed_at, id);
