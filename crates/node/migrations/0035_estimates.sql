-- Clusterings that could as well be true, drawn by the linkage with a run: for each the records whose cluster begins with another
-- record than in the run, in portions of eight bytes a record. Numbers, no ids.
create table linkage_drawn (
  run_id text not null references linkage_run (id),
  number bigint not null,
  portion bigint not null,
  moved double precision not null,
  parts bytea not null,
  primary key (run_id, number, portion)
);

-- An estimate may be of girls or boys, or of an age, alone.
alter table hidden_estimate add column sex text;
alter table hidden_estimate add column age text;
