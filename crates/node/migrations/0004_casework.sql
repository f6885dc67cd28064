-- Case work beside the kinds: beds and the line for them, and closures that a reopening set aside.

-- A service with places, such as a shelter: what can be asked of it, never where it stands (a secret address is nobody's to
-- list). The name is that of an institution.
create table place_service (
  id text primary key,
  organisation_id text not null references organisation (id),
  post_id text not null references post (id),
  name text not null,
  service_type text not null,
  region text,
  active boolean not null,
  changed_at bigint not null,
  version bigint not null
);
create index place_service_organisation on place_service (organisation_id, id);

-- Places by sex and age. What is taken can neither fall below nothing nor rise above what there is, whoever acts at once.
create table place_band (
  id text primary key,
  service_id text not null references place_service (id),
  sex text,
  age_from bigint not null,
  age_to bigint not null,
  places bigint not null check (places >= 0),
  taken bigint not null check (taken >= 0 and taken <= places),
  changed_at bigint not null
);
create index place_band_service on place_band (service_id, id);

-- One stay, or one wait for it. The line is urgent children first, then as they were asked for.
create table place_stay (
  id text primary key,
  band_id text not null references place_band (id),
  service_matter text not null references matter (id),
  state text not null,
  urgent boolean not null,
  asked_at bigint not null,
  taken_at bigint,
  left_at bigint
);
create index place_stay_line on place_stay (band_id, state, asked_at, id);
create index place_stay_matter on place_stay (service_matter, id);

-- What a reopening set aside: the closure as it was. Texts are sealed under the child's key.
create table reopened_log (
  id text primary key,
  case_id text not null references matter (id),
  at bigint not null,
  post_id text references post (id),
  account_id text references account (id),
  closure_reason text,
  closure_date text,
  last_contact_on text,
  closure_note bytea,
  reason bytea
);
create index reopened_log_case on reopened_log (case_id, id);
