-- The data centre: lists that agencies deliver, runs of the linkage, decisions of people, releases, data requests.

create table k_list_delivery (
  id text primary key references matter (id),
  agency bytea,
  counted_entity text,
  period_from text,
  period_to text,
  rows_taken bigint,
  rows_aside bigint,
  note bytea,
  withdraw_reason bytea
);

create table k_publication (
  id text primary key references matter (id),
  counted_entity text,
  release_table text,
  period_from text,
  period_to text,
  cells_shown bigint,
  cells_withheld bigint,
  review_note bytea,
  correction bytea
);

create table k_data_request (
  id text primary key references matter (id),
  requester bytea,
  institution bytea,
  contact bytea,
  purpose bytea,
  wanted bytea,
  access text,
  variables text,
  period_from text,
  period_to text,
  legal_basis text,
  ethics text,
  ethics_body bytea,
  ethics_number bytea,
  assessment bytea,
  protection text,
  conditions bytea,
  allotment bigint,
  refusal bytea,
  publication text,
  ends_on text
);

-- The agency is the name of an institution, never of a person: sources are compared by it.
create table delivered_list (
  id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  agency text not null
);
create index delivered_list_organisation on delivered_list (organisation_id, id);

-- A row as it was delivered: everything that was written is sealed under the list's key; codes and days stand in the clear, to be
-- counted. Rows are never changed.
create table delivered_row (
  id text primary key,
  list_id text not null references delivered_list (id),
  row_no bigint not null,
  cells bytea not null,
  event_on text,
  region text,
  form text,
  sex text,
  birth_year bigint
);
create index delivered_row_list on delivered_row (list_id, id);

-- Rows that could not be taken, and cells that could not be read: how many, by reason.
create table delivered_trouble (
  list_id text not null references delivered_list (id),
  reason text not null,
  times bigint not null,
  first_row bigint not null,
  primary key (list_id, reason)
);

-- A run of the linkage is a snapshot: what went in, by what model and program, and what came out.
create table linkage_run (
  id text primary key,
  organisation_id text not null references organisation (id),
  ordinal bigint not null,
  earlier_id text references linkage_run (id),
  account_id text,
  post_id text,
  finished_at bigint not null,
  code_version text not null,
  model text not null,
  model_hash text not null,
  learned boolean not null,
  seed bigint not null,
  inputs_hash text not null,
  result_hash text not null,
  records bigint not null,
  compared bigint not null,
  clusters bigint not null,
  by_model bigint not null,
  estimate double precision not null,
  low double precision not null,
  high double precision not null,
  wrong_scale double precision not null,
  missing_scale double precision not null,
  drift double precision not null,
  model_error double precision not null
);
create unique index linkage_run_ordinal on linkage_run (organisation_id, ordinal);

create table linkage_input (
  run_id text not null references linkage_run (id),
  list_id text not null references delivered_list (id),
  records bigint not null,
  primary key (run_id, list_id)
);

-- Which child a row speaks of, and which cluster it would be in with only the decisions that the run before knew.
create table linkage_member (
  run_id text not null references linkage_run (id),
  row_id text not null references delivered_row (id),
  child text not null,
  undecided text not null,
  primary key (run_id, row_id)
);
create index linkage_member_child on linkage_member (run_id, child, row_id);

-- Joins and splits of children from one run to the next.
create table linkage_history (
  run_id text not null references linkage_run (id),
  what text not null,
  child text not null,
  other text not null,
  primary key (run_id, what, child, other)
);

-- Joins that may be wrong and joins that may be missing, with their chance of being of one child.
create table linkage_doubt (
  run_id text not null references linkage_run (id),
  one_row text not null,
  other_row text not null,
  joined boolean not null,
  chance double precision not null,
  primary key (run_id, one_row, other_row)
);

-- Pairs that a person should decide, with what each field weighs.
create table review_pair (
  id text primary key,
  run_id text not null references linkage_run (id),
  one_row text not null references delivered_row (id),
  other_row text not null references delivered_row (id),
  place bigint not null,
  score bigint not null,
  why text not null,
  joined boolean not null,
  weights text not null
);
create index review_pair_run on review_pair (run_id, place, id);

-- A decision stands until it is undone; it is never erased.
create table pair_decision (
  id text primary key,
  organisation_id text not null references organisation (id),
  one_row text not null references delivered_row (id),
  other_row text not null references delivered_row (id),
  verdict text not null,
  account_id text,
  post_id text,
  decided_at bigint not null,
  undone_at bigint,
  undone_by text
);
create index pair_decision_standing on pair_decision (organisation_id, undone_at, id);

create table linkage_decision (
  run_id text not null references linkage_run (id),
  decision_id text not null references pair_decision (id),
  primary key (run_id, decision_id)
);

-- The tables of a release, as they were proven.
create table release_table (
  id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  run_id text not null references linkage_run (id),
  earlier_id text references matter (id),
  entity text not null,
  name text not null,
  period_from text not null,
  period_to text not null,
  minimum bigint not null,
  period text not null,
  overlapping boolean not null,
  clusters bigint not null,
  estimate bigint not null,
  low bigint not null,
  high bigint not null,
  sources text not null,
  laid_out_at bigint not null
);
create index release_table_name on release_table (organisation_id, name, id);

create table release_cell (
  release_id text not null references release_table (id),
  cell bigint not null,
  shown text not null,
  number bigint,
  primary key (release_id, cell)
);
