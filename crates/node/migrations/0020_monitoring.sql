-- Indicators, their observations, alert rules and briefs.

create table k_indicator (
  id text primary key references matter (id),
  reference bytea,
  name bytea,
  name_en bytea,
  class text,
  goal text,
  definition bytea,
  numerator bytea,
  denominator bytea,
  unit text,
  counted_entity text,
  source bytea,
  frequency text,
  strata text,
  direction text,
  feed text,
  minimum bigint,
  custodian bytea,
  caveat bytea,
  caveat_en bytea,
  next_release text,
  reason bytea
);

create table k_indicator_target (
  id text primary key references matter (id),
  base_year bigint,
  base_value bytea,
  due_on text,
  target_value bytea,
  commitment text,
  reason bytea
);

create table k_alert_rule (
  id text primary key references matter (id),
  name bytea,
  method text,
  indicator text,
  areas text,
  side text,
  bound bytea,
  periods bigint,
  back bigint,
  min_history bigint,
  min_count bigint,
  cool_down bigint,
  importance text,
  delivery text,
  message bytea,
  tested_on text,
  would_fire bigint,
  reason bytea
);

create table k_rule_alert (
  id text primary key references matter (id),
  rule text,
  indicator text,
  title bytea,
  importance text,
  region text,
  first_seen bytea,
  last_seen bytea,
  reopens text,
  note bytea,
  action bytea,
  commitment text,
  conclusion bytea
);

create table k_brief (
  id text primary key references matter (id),
  title bytea,
  title_en bytea,
  audience bytea,
  region text,
  period bytea,
  citation bytea,
  embargo_until text,
  review_note bytea,
  correction bytea,
  correction_en bytea
);

create table k_brief_paragraph (
  id text primary key references matter (id),
  place bigint,
  heading bytea,
  heading_en bytea,
  body bytea,
  body_en bytea
);

create table k_brief_ask (
  id text primary key references matter (id),
  place bigint,
  gap text,
  ministry bytea,
  budget_line bytea,
  sentence bytea,
  sentence_en bytea
);

-- What the program must know of an indicator without opening it: its name is public knowledge of the institution, never of a person.
create table indicator_sheet (
  indicator_id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  reference text not null,
  name_id text not null,
  name_en text not null,
  caveat_id text not null,
  caveat_en text not null,
  definition text not null,
  source text not null,
  custodian text not null,
  unit text not null,
  counted_entity text not null,
  frequency text not null,
  strata text not null,
  direction text not null,
  feed text not null,
  minimum bigint not null,
  -- Who wrote it last: somebody else puts it to use.
  written_by text,
  -- Changes of its observations so far.
  revision bigint not null,
  -- What the node counted from, and the day on which it last looked.
  input_mark text not null,
  looked_on text not null,
  -- When the node first counted it; 0 before that. Of indicators that count the same children the first leads.
  counted_since bigint not null
);
create index indicator_sheet_feed on indicator_sheet (organisation_id, feed, frequency, indicator_id);
create unique index indicator_sheet_reference on indicator_sheet (organisation_id, reference);

-- One number of an indicator. `held` is what is true and stays in the node; `shown` is what may be shown, or nothing where it is withheld. A
-- page, a file, an alert and a brief read `shown` alone.
create table observation (
  indicator_id text not null references matter (id),
  area text not null,
  stratum text not null,
  period text not null,
  held double precision not null,
  base double precision,
  shown double precision,
  low double precision,
  high double precision,
  status text not null,
  source text not null,
  at bigint not null,
  primary key (indicator_id, area, stratum, period)
);
create index observation_period on observation (indicator_id, period, area, stratum);

-- Where the alert of a rule stands. One that is open has no closing.
create table alert_series (
  alert_id text primary key references matter (id),
  rule_id text not null references matter (id),
  area text not null,
  stratum text not null,
  first_seen bigint not null,
  last_seen bigint not null,
  closed_in bigint
);
create index alert_series_rule on alert_series (rule_id, area, stratum, alert_id);

-- What a rule would have done: one row for each answer.
create table rule_trial (
  rule_id text not null references matter (id),
  place bigint not null,
  area text not null,
  stratum text not null,
  period text not null,
  shown double precision,
  expected double precision not null,
  opens boolean not null,
  primary key (rule_id, place)
);

-- Up to which numbers, and on which day, a rule has looked.
create table rule_run (
  rule_id text primary key references matter (id),
  revision bigint not null,
  looked_on text not null
);

-- The day on which a post was last told of its alerts together.
create table alert_digest (
  post_id text primary key references post (id),
  told_on text not null
);

-- The numbers of a brief as they were when they were locked.
create table brief_number (
  brief_id text not null references matter (id),
  binding text not null,
  indicator_id text not null references matter (id),
  area text not null,
  period text not null,
  shown double precision,
  unit text not null,
  counted_entity text not null,
  source text not null,
  name_id text not null,
  name_en text not null,
  caveat_id text not null,
  caveat_en text not null,
  observed_at bigint not null,
  primary key (brief_id, binding)
);
create table brief_lock (
  brief_id text primary key references matter (id),
  locked_at bigint not null,
  locked_by text
);

-- A brief as it was published, in one language: these words, for ever. A correction stands above them.
create table brief_edition (
  brief_id text not null references matter (id),
  lang text not null,
  code text not null,
  title text not null,
  words text not null,
  locked_at bigint not null,
  published_at bigint not null,
  embargo_until text,
  correction text not null,
  withdrawn boolean not null,
  primary key (brief_id, lang)
);

-- Rates of exchange, each of a day and of a source; none is ever changed.
create table exchange_rate (
  id text primary key,
  organisation_id text not null references organisation (id),
  currency text not null,
  dated text not null,
  rate text not null,
  source text not null,
  account_id text,
  at bigint not null
);
create index exchange_rate_day on exchange_rate (organisation_id, currency, dated, id);
