-- Promises that survive rotation: recommendations, commitments, instruments, gaps, the directory of services, practice and policy.

create table k_recommendation (
  id text primary key references matter (id),
  reference bytea,
  text bytea,
  translation bytea,
  source_body text,
  document_symbol bytea,
  cycle bytea,
  issued_on text,
  recommending_state text,
  addressee bytea,
  themes text,
  sdg text,
  support text,
  response bytea,
  answer_by text,
  repeats text,
  first_year bigint,
  progress text,
  close_reason bytea,
  source_uri bytea,
  source_on text,
  confidence text
);

create table k_commitment (
  id text primary key references matter (id),
  reference bytea,
  title bytea,
  strategy bytea,
  intervention bytea,
  output bytea,
  starts_on text,
  target_on text,
  lead bytea,
  supporting bytea,
  region text,
  forms text,
  capabilities text,
  smart text,
  attention text,
  self_status text,
  independent_status text,
  moved_on text,
  first_target text,
  stalled_reason bytea,
  amend_reason bytea,
  completion_note bytea,
  withdraw_reason bytea,
  source_uri bytea,
  source_on text,
  confidence text
);

create table k_milestone (
  id text primary key references matter (id),
  title bytea,
  due_on text,
  weight bigint,
  done_on text,
  evidence bytea,
  reason bytea
);

create table k_self_report (
  id text primary key references matter (id),
  status text,
  reported_on text,
  progress bytea,
  evidence bytea
);

create table k_independent_review (
  id text primary key references matter (id),
  status text,
  reviewed_on text,
  assessor bytea,
  method bytea,
  finding bytea,
  evidence bytea
);

create table k_civil_comment (
  id text primary key references matter (id),
  organisation bytea,
  comment bytea,
  answer bytea,
  reason bytea
);

create table k_state_act (
  id text primary key references matter (id),
  instrument text,
  country text,
  act_type text,
  acted_on text,
  precision text,
  text bytea,
  domestic_act bytea,
  legal_review boolean,
  source bytea,
  review_note bytea
);

create table k_legal_gap (
  id text primary key references matter (id),
  country text,
  article text,
  class text,
  law_exists text,
  conforms text,
  practice text,
  outcome text,
  age_value bigint,
  citations bytea,
  statement bytea,
  practice_finding bytea,
  outcome_finding bytea,
  severity text,
  assessor bytea,
  method bytea,
  assessed_on text,
  review_by text,
  legal_review boolean,
  review_note bytea,
  source_uri bytea,
  source_on text,
  confidence text
);

create table k_capability_assessment (
  id text primary key references matter (id),
  framework text,
  capability text,
  phase bigint,
  region text,
  assessed_on text,
  evidence bytea,
  blockers bytea,
  consent_note bytea
);

create table k_service_listing (
  id text primary key references matter (id),
  name bytea,
  organisation bytea,
  description bytea,
  service_type text,
  status text,
  eligibility bytea,
  minimum_age bigint,
  maximum_age bigint,
  sex_served text,
  languages text,
  days text,
  opens bytea,
  closes bytea,
  fees bytea,
  free boolean,
  region text,
  nationwide boolean,
  phone bytea,
  email bytea,
  url bytea,
  address bytea,
  city bytea,
  postal_code bytea,
  latitude bytea,
  longitude bytea,
  confidentiality text,
  confidentiality_reason bytea,
  front_gate bytea,
  capacity bigint,
  available bigint,
  counted_on text,
  accessibility bytea,
  accreditation bytea,
  assured_on text,
  assurer bytea,
  assurance_due text,
  retire_reason bytea
);

create table k_practice_note (
  id text primary key references matter (id),
  title bytea,
  tried bytea,
  region text,
  with_whom bytea,
  evidence bytea,
  strength text,
  cost bytea,
  failed bytea,
  ask bytea,
  themes text,
  capabilities text
);

create table k_technical_assistance (
  id text primary key references matter (id),
  asked_by bytea,
  asked_on text,
  need bytea,
  capabilities text,
  offered_by bytea,
  offer bytea,
  terms bytea,
  until text,
  cost bytea,
  delivered bytea,
  result bytea,
  reason bytea
);

create table k_policy_draft (
  id text primary key references matter (id),
  title bytea,
  lead bytea,
  text bytea,
  summary bytea,
  forms text,
  adopted_by bytea,
  adopted_on text,
  review_on text,
  drop_reason bytea
);

create table k_consultation (
  id text primary key references matter (id),
  institution bytea,
  asked_on text,
  answer_by text,
  comment bytea,
  answer bytea
);

-- Who entered something of the network's memory, so that somebody else reviews it; and what line of which table it came from, so
-- that the same table twice changes nothing.
create table entry_origin (
  id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  account_id text,
  row_key text
);
create unique index entry_origin_row on entry_origin (organisation_id, row_key);

-- The responsible institution of a commitment: the name of an institution, never of a person. Figures are grouped by it.
create table commitment_lead (
  id text primary key references matter (id),
  lead text not null
);

-- What leads to what: a gap to a recommendation, a recommendation to a commitment, both to practice that helps.
create table tie (
  id text primary key,
  from_id text not null references matter (id),
  to_id text not null references matter (id),
  made_at bigint not null,
  account_id text
);
create unique index tie_pair on tie (from_id, to_id);
create index tie_to on tie (to_id, from_id);

-- What the public reads: copies that somebody reviewed and put out. What is not here is not public, whatever its state.
create table public_commitment (
  id text primary key references matter (id),
  code text not null,
  title text not null,
  strategy text not null,
  intervention text not null,
  output text not null,
  lead text not null,
  supporting text not null,
  source text not null,
  version bigint not null,
  put_out_at bigint not null
);

create table public_recommendation (
  id text primary key references matter (id),
  code text not null,
  reference text not null,
  words text not null,
  translation text not null,
  response text not null,
  addressee text not null,
  source text not null,
  version bigint not null,
  put_out_at bigint not null
);

-- A comment of civil society that was answered, with its answer.
create table public_comment (
  id text primary key references matter (id),
  commitment_id text not null references matter (id),
  organisation text not null,
  comment text not null,
  answer text not null,
  at bigint not null
);
create index public_comment_commitment on public_comment (commitment_id, at, id);

-- A listing as it may leave the node: what its confidentiality forbids is not in the row, so no feed, map or export can give it away.
create table public_listing (
  id text primary key references matter (id),
  organisation_key text not null,
  organisation text not null,
  name text not null,
  description text not null,
  application text not null,
  service_type text not null,
  status text not null,
  eligibility text not null,
  minimum_age bigint,
  maximum_age bigint,
  languages text not null,
  days text not null,
  opens text not null,
  closes text not null,
  fees text not null,
  free boolean,
  region text,
  nationwide boolean,
  phone text not null,
  email text not null,
  url text not null,
  address text not null,
  city text not null,
  postal_code text not null,
  latitude double precision,
  longitude double precision,
  no_address text not null,
  capacity bigint,
  available bigint,
  counted_on text,
  accessibility text not null,
  accreditation text not null,
  assured_on text not null,
  assurer text not null,
  assurance_due text not null,
  changed_at bigint not null
);
create index public_listing_organisation on public_listing (organisation_key, id);
create index public_listing_region on public_listing (region, id);

-- Acts of states that came with the program were checked against their depositary, instrument by instrument.
create table confirmed_act (
  instrument text not null,
  country text not null,
  checked_against text not null,
  account_id text,
  post_id text,
  at bigint not null,
  primary key (instrument, country)
);
