-- Questions between members and their answers; alerts, what members do about them and what they think of them.

create table k_rfi (
  id text primary key references matter (id),
  to_member bytea,
  concerns text,
  needed_by text,
  urgent boolean,
  question bytea,
  subject bytea,
  known bytea,
  answer text,
  answered_on text,
  answer_text bytea,
  close_note bytea,
  withdrawn_reason bytea
);

create table k_incoming_rfi (
  id text primary key references matter (id),
  from_member bytea,
  needed_by text,
  urgent boolean,
  question bytea,
  subject bytea,
  known bytea,
  answer text,
  answer_text bytea,
  refusal text,
  refusal_note bytea
);

-- The other side of a question, for either side.
create table exchange_rfi (
  rfi_id text primary key references matter (id),
  -- The asker's number, which both sides know.
  shared_id text not null,
  member_id text not null,
  organisation_id text not null references organisation (id),
  -- Thread and envelope of the question; nothing where both sides live on this node.
  thread_id text,
  ask_eid text,
  unique (organisation_id, member_id, shared_id)
);

create table k_network_alert (
  id text primary key references matter (id),
  alert_type text,
  severity text,
  region text,
  valid_until text,
  title bytea,
  text bytea,
  indicators bytea,
  sent_to bigint,
  seen bigint,
  assigned bigint,
  acted bigint,
  not_relevant bigint,
  standing text,
  recall_reason bytea,
  end_note bytea
);

create table k_incoming_alert (
  id text primary key references matter (id),
  from_member bytea,
  alert_type text,
  severity text,
  region text,
  valid_until text,
  title bytea,
  text bytea,
  indicators bytea,
  standing text,
  opinion text,
  opinion_reason bytea,
  action_note bytea,
  dismiss_note bytea
);

-- An alert, where it was issued and where it came.
create table exchange_alert (
  alert_matter text primary key references matter (id),
  -- The issuer's number, which everybody knows.
  shared_id text not null,
  -- The issuer.
  member_id text not null,
  organisation_id text not null references organisation (id),
  -- Thread and envelope that brought it; nothing where it was issued, and on the issuer's own node.
  thread_id text,
  eid text,
  -- Members besides this one to whom the same envelope went, parted by spaces.
  others text not null,
  unique (organisation_id, member_id, shared_id)
);
create index exchange_alert_shared on exchange_alert (shared_id, alert_matter);
create index exchange_alert_eid on exchange_alert (eid, alert_matter);

-- What a member does about an alert (ack) and thinks of it (opinion): the newest of each.
create table exchange_alert_answer (
  alert_matter text not null references matter (id),
  member_id text not null,
  what text not null,
  value text not null,
  at bigint not null,
  primary key (alert_matter, member_id, what)
);
