-- People around a child: what a participation says besides its role. Codes are in the clear as all coded lists are; what is
-- written freely is sealed under the key of the matter.

alter table participation add column relation text;
alter table participation add column is_caregiver boolean;
alter table participation add column is_alive boolean;
alter table participation add column note bytea;
create index participation_live on participation (person_id, to_at, role, matter_id);

-- A household that brothers and sisters share. It has a key of its own, and nobody has custody of it: it is reached through
-- the cases that point at it.
create table k_family (
  id text primary key,
  organisation_id text not null references organisation (id),
  key_id text not null references person_key (id),
  version bigint not null,
  changed_at bigint not null,
  address bytea,
  household bytea,
  needs bytea,
  closed_on text,
  closure_reason text,
  closure_note bytea
);
create index k_case_family on k_case (family, id);

create table k_care_arrangement (
  id text primary key references matter (id),
  care_arrangements_type text,
  caregiver text,
  name_caregiver bytea,
  relationship_caregiver text,
  caregiver_age bigint,
  placed_on text,
  capacity_checked boolean,
  legal_basis bytea,
  vetting_done_on text,
  vetting_result text,
  vetting_next_due text,
  review_due text,
  child_view bytea,
  review_note bytea,
  ended_on text,
  reason_change text,
  end_note bytea
);

create table k_tracing_request (
  id text primary key references matter (id),
  inquirer_name bytea,
  inquirer_relation text,
  inquirer_contact bytea,
  sought_name bytea,
  sought_sex text,
  sought_birth_year bigint,
  sought_phone bytea,
  relation text,
  separated_on text,
  separation_cause text,
  place_separated bytea,
  place_last bytea,
  region text,
  next_search_on text,
  search_note bytea,
  verified_on text,
  verification bytea,
  child_wish_on text,
  child_wants_reunion boolean,
  child_wish bytea,
  family_assessed_on text,
  family_assessment bytea,
  reunified_on text,
  close_note bytea,
  matched text
);

-- Which fields each change of a record touched, so that two changes made apart can be told from each other. What stood there
-- before is in the sealed detail of the entry named here.
create table field_log (
  record_id text not null,
  version bigint not null,
  entry text not null,
  fields text not null,
  primary key (record_id, version)
);

-- A field that was changed twice apart. Both values are kept, sealed, until a person chooses.
create table field_conflict (
  id text primary key,
  record_id text not null,
  kind text not null,
  field text not null,
  key_id text not null references person_key (id),
  held bytea,
  held_by text,
  held_at bigint,
  offered bytea,
  offered_by text,
  offered_at bigint not null,
  settled_at bigint,
  choice text
);
create index field_conflict_record on field_conflict (record_id, settled_at, id);

-- A hidden name that a post may see for a while. Why is in the journal.
create table name_opening (
  person_id text not null,
  post_id text not null references post (id),
  until_at bigint not null,
  primary key (person_id, post_id)
);
