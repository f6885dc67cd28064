-- Two records that somebody compared and found to be two people, so that nobody is asked again. The smaller id comes first.
create table people_distinct (
  id text primary key,
  one_id text not null,
  other_id text not null,
  account_id text,
  post_id text,
  decided_at bigint not null,
  undone_at bigint
);
create index people_distinct_one on people_distinct (one_id, other_id, id);
create index people_distinct_other on people_distinct (other_id, id);
