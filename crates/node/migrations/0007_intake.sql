-- Intake: identities of reporters, letters and documents, rights of the person, clocks, the duty roster, numbers to call.

create table k_identity_request (
  id text primary key references matter (id),
  purpose text,
  reason bytea,
  answer_note bytea
);

create table k_document (
  id text primary key references matter (id),
  direction text,
  template text,
  subject bytea,
  number bytea,
  document_date text,
  issuer bytea,
  addressee bytea,
  held_at bytea,
  body bytea,
  void_reason bytea,
  addressee_kind text,
  addressee_person text
);

create table k_legal_hold (
  id text primary key references matter (id),
  basis text,
  authority bytea,
  reference bytea,
  review_on text,
  note bytea,
  lift_reason bytea
);

create table k_subject_request (
  id text primary key references matter (id),
  request_type text,
  requester text,
  person text,
  requester_name bytea,
  delivery text,
  delivery_safe boolean,
  delivery_contact bytea,
  request_text bytea,
  verified_how bytea,
  decision text,
  decision_reason bytea,
  carried_note bytea,
  outcome_note bytea,
  requester_person text
);

create table k_breach (
  id text primary key references matter (id),
  discovered_on text,
  severity text,
  what_happened bytea,
  what_data bytea,
  affected bigint,
  containment bytea,
  tell_authority boolean,
  subjects_told_on text,
  authority_told_on text,
  lessons bytea
);

create table k_retention_review (
  id text primary key references matter (id),
  rule text,
  closed_on text,
  decide_by text,
  about_case text,
  about_report text,
  keep_reason bytea,
  review_again text,
  erase_note bytea
);

-- Clocks -------------------------------------------------------------------------------------------------------------

-- What must happen within which time, by country. A legal clock is not edited; whether a lawyer confirmed it is said.
create table clock_rule (
  country text not null,
  clock text not null,
  kind text not null,
  minutes bigint not null,
  urgent_minutes bigint not null,
  due_kind text not null,
  basis text not null,
  confirmed boolean not null,
  primary key (country, clock)
);
insert into clock_rule (country, clock, kind, minutes, urgent_minutes, due_kind, basis, confirmed) values
  ('ID', 'acknowledge', 'report', 180, 60, 'target', 'house', true),
  ('ID', 'assign', 'report', 180, 60, 'target', 'primero', true),
  ('ID', 'first_contact', 'report', 4320, 1440, 'target', 'house', true),
  ('ID', 'mandatory_report', 'report', 4320, 1440, 'legal', 'uu-35-2014', false),
  ('ID', 'subject_answer', 'subject-request', 4320, 4320, 'legal', 'uu-27-2022', true),
  ('ID', 'breach_notice', 'breach', 4320, 4320, 'legal', 'uu-27-2022', true);

-- The clocks of one matter. They run from its receipt, whoever has it, and are satisfied, missed or without object.
create table matter_clock (
  matter_id text not null references matter (id),
  clock text not null,
  started_at bigint not null,
  due_at bigint not null,
  due_kind text not null,
  met_at bigint,
  void_at bigint,
  told bigint not null,
  primary key (matter_id, clock)
);
create index matter_clock_due on matter_clock (told, due_at, matter_id, clock);

-- How long a closed record is kept before somebody decides about it.
create table retention_rule (
  country text not null,
  kind text not null,
  months bigint not null,
  basis text not null,
  confirmed boolean not null,
  primary key (country, kind)
);
insert into retention_rule (country, kind, months, basis, confirmed) values
  ('ID', 'case', 120, 'house', false),
  ('ID', 'report', 60, 'house', false);

-- Numbers of letters, by organisation and year.
create table letter_number (
  organisation_id text not null references organisation (id),
  year bigint not null,
  last bigint not null,
  primary key (organisation_id, year)
);

-- Identities of reporters that were opened for a while to one account in one post.
create table identity_opening (
  request_id text primary key references matter (id),
  report_id text not null references matter (id),
  account_id text not null references account (id),
  post_id text not null references post (id),
  from_at bigint not null,
  until_at bigint not null
);
create index identity_opening_report on identity_opening (report_id, request_id);

-- Two reports that tell of the same thing. The merged one keeps its text, thread and receipt; what it was is noted, so that
-- the merge can be undone.
create table report_merge (
  id text primary key,
  kept_id text not null references matter (id),
  merged_id text not null references matter (id),
  state_before text not null,
  reason bytea not null,
  merged_at bigint not null,
  undone_at bigint
);
create index report_merge_kept on report_merge (kept_id, id);
create index report_merge_merged on report_merge (merged_id, id);

-- The duty roster ----------------------------------------------------------------------------------------------------

create table duty_shift (
  id text primary key,
  organisation_id text not null references organisation (id),
  duty text not null,
  post_id text not null references post (id),
  stand_in_post text references post (id),
  from_at bigint not null,
  to_at bigint not null,
  dropped_at bigint
);
create index duty_shift_time on duty_shift (organisation_id, duty, from_at, id);

-- Hours in which a duty must be covered: days of the week from 1 (Monday), minutes of the day in western Indonesia.
create table duty_hours (
  organisation_id text not null references organisation (id),
  duty text not null,
  days text not null,
  from_minute bigint not null,
  to_minute bigint not null,
  primary key (organisation_id, duty)
);

-- Uncovered stretches that somebody has been told of.
create table duty_gap (
  organisation_id text not null references organisation (id),
  duty text not null,
  from_at bigint not null,
  told_at bigint not null,
  primary key (organisation_id, duty, from_at)
);

-- Numbers to call in an emergency. Somebody assures each of them on a date; without that it is not shown.
create table emergency_line (
  id text primary key,
  organisation_id text not null references organisation (id),
  label_id text not null,
  label_en text not null,
  number text not null,
  assured_by text not null,
  assured_on text not null,
  retired_at bigint
);
create index emergency_line_organisation on emergency_line (organisation_id, id);
