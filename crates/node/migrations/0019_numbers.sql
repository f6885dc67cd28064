-- Estimates of what nobody saw, and the research desk: tables that a researcher asked for, paid from a budget.

-- What went in is named by hash; what came out is kept whole, or the reason why nothing did. An estimate is never changed.
create table hidden_estimate (
  id text primary key,
  organisation_id text not null references organisation (id),
  run_id text not null references linkage_run (id),
  account_id text,
  post_id text,
  made_at bigint not null,
  period text,
  region text,
  form text,
  code_version text not null,
  inputs_hash text not null,
  refusal text,
  found text not null
);
create index hidden_estimate_organisation on hidden_estimate (organisation_id, made_at, id);
