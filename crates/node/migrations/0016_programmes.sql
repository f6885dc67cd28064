-- Programmes and their money.

create table k_programme (
  id text primary key references matter (id),
  iati_identifier bytea,
  title bytea,
  title_en bytea,
  description bytea,
  reporting_org bytea,
  reporting_ref bytea,
  reporting_type text,
  funder bytea,
  funder_ref bytea,
  implementer bytea,
  implementer_ref bytea,
  planned_start text,
  actual_start text,
  planned_end text,
  actual_end text,
  region text,
  forms text,
  capabilities text,
  sector text,
  currency text,
  outcome bytea,
  reason bytea,
  source_uri bytea
);

create table k_pledge (
  id text primary key references matter (id),
  donor bytea,
  donor_ref bytea,
  amount bytea,
  currency text,
  announced_on text,
  event bytea,
  due_on text,
  conditions bytea,
  earmark bytea,
  region text,
  source_uri bytea,
  note bytea
);

create table k_budget_line (
  id text primary key references matter (id),
  budget_type text,
  budget_status text,
  starts_on text,
  ends_on text,
  amount bytea,
  currency text,
  value_on text,
  fund text,
  line_code bytea,
  region text
);

create table k_transaction (
  id text primary key references matter (id),
  transaction_type text,
  happened_on text,
  amount bytea,
  currency text,
  value_on text,
  provider bytea,
  provider_ref bytea,
  provider_activity bytea,
  receiver bytea,
  receiver_ref bytea,
  receiver_activity bytea,
  region text,
  purpose bytea,
  in_kind bytea,
  evidence bytea,
  corrects bytea
);

-- What came with a file of the IATI Standard, as it came, so that nothing is lost when it is written again. Sealed under the key of the
-- programme. One file may bring a programme many times; the last one counts.
create table iati_source (
  matter_id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  -- Keyed tag of the identifier: the same activity is known again.
  identifier_tag bytea not null,
  source bytea not null,
  taken_at bigint not null
);
create unique index iati_source_by_identifier on iati_source (organisation_id, identifier_tag);

-- Parts that came with the file: they stand in it already when it is written again.
create table iati_part (
  matter_id text primary key references matter (id)
);
