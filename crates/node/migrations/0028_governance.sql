-- Country profiles, companies and platforms, and where a policy draft came from.

create table k_country_statement (
  id text primary key references matter (id),
  country text,
  theme text,
  statement bytea,
  source_uri bytea,
  source_on text,
  confidence text,
  review_note bytea
);
alter table k_state_act add column source_on text;
alter table k_state_act add column confidence text;
alter table k_policy_draft add column template text;

create table k_company (
  id text primary key references matter (id),
  name bytea,
  company_kind text,
  region text,
  contact bytea,
  risks text,
  applied_on text,
  plan bytea,
  agreed_on text,
  reason bytea,
  source_uri bytea
);

create table k_code_criterion (
  id text primary key references matter (id),
  criterion text,
  evidence bytea,
  evidence_on text,
  review_on text,
  reason bytea
);

create table k_company_report (
  id text primary key references matter (id),
  year bigint,
  due_on text,
  given_on text,
  trained bigint,
  contracts bigint,
  summary bytea,
  reason bytea
);

create table k_company_pledge (
  id text primary key references matter (id),
  promise bytea,
  target_on text,
  kept_on text,
  evidence bytea,
  reason bytea,
  source_uri bytea
);

create table k_company_venue (
  id text primary key references matter (id),
  name bytea,
  venue_kind text,
  region text,
  staff bigint,
  trained bigint,
  visited_on text,
  finding bytea,
  next_visit text,
  reason bytea
);

create table k_platform_duty (
  id text primary key references matter (id),
  duty text,
  evidence bytea,
  evidence_on text,
  self_status text,
  assessor bytea,
  assessed_on text,
  independent_status text,
  finding bytea,
  review_due text,
  reason bytea
);

create table k_mandate (
  id text primary key references matter (id),
  institution bytea,
  identifiers bytea,
  legal_basis bytea,
  function bytea,
  region text,
  nationwide boolean,
  forms text,
  capabilities text,
  from_on text,
  until_on text,
  source_uri bytea,
  reason bytea
);

create table k_agreement (
  id text primary key references matter (id),
  title bytea,
  agreement_kind text,
  parties bytea,
  scope bytea,
  legal_basis bytea,
  data_groups text,
  counterpart bytea,
  signed_on text,
  valid_from text,
  valid_until text,
  held_at bytea,
  reason bytea
);
