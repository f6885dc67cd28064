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

-- What a member does about an alert (ack) and thinks of it (opinion): the newest of each.
create table exchange_alert_answer (
  alert_matter text not null references matter (id),
  member_id text not null,
  what text not null,
  value text not null,
  at bigint not null,
  primary key (alert_matter, member_id, what)
);
