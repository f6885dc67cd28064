-- The research desk: how much may be told of the children of the data centre, who may ask, what was told.

-- One budget for the children of an organisation, whatever becomes of their data: zero-concentrated differential privacy, rho in
-- thousand-millionths. It is granted once and never raised, and no statement can spend more of it than was granted.
create table research_budget (
  organisation_id text primary key references organisation (id),
  epsilon text not null,
  delta text not null,
  granted bigint not null check (granted >= 0),
  spent bigint not null check (spent >= 0 and spent <= granted),
  account_id text,
  granted_at bigint not null
);

-- The post that a data request was approved for, with its own share of the budget, and the run that it looks at. The run is locked
-- when the request is prepared: what comes later is not in any answer.
create table research_seat (
  request_id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  post_id text not null references post (id),
  run_id text references linkage_run (id),
  allotted bigint not null check (allotted >= 0),
  spent bigint not null check (spent >= 0 and spent <= allotted)
);
create index research_seat_post on research_seat (post_id, request_id);

-- What was told: a table or records, protected. It is kept and never drawn again, so that the same question has the same answer.
create table research_release (
  id text primary key,
  organisation_id text not null references organisation (id),
  run_id text not null references linkage_run (id),
  kind text not null,
  wanted text not null,
  identity text not null,
  inputs_hash text not null,
  code_version text not null,
  seed_commitment text not null,
  cost bigint not null,
  records bigint not null,
  told text not null,
  report text not null,
  made_at bigint not null
);
create unique index research_release_wanted on research_release (organisation_id, run_id, kind, wanted);

-- Records in portions of at most 32 KiB.
create table research_portion (
  release_id text not null references research_release (id),
  place bigint not null,
  text text not null,
  primary key (release_id, place)
);

-- Who was told what, and what it cost their own share.
create table research_charge (
  request_id text not null references research_seat (request_id),
  release_id text not null references research_release (id),
  cost bigint not null,
  charged_at bigint not null,
  primary key (request_id, release_id)
);
