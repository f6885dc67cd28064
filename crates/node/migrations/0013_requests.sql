-- Questions between members, and their answers.

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
