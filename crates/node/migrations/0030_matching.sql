-- Private matching: questions, what the machine found, guardians' keys and budgets, and tokens, which lie sealed under the key of whom
-- they were made of.

create table k_match_query (
  id text primary key references matter (id),
  concerns text,
  needed_by text,
  purpose text,
  legal_basis text,
  reason bytea,
  asked_of bytea,
  contacts bytea,
  review_note bytea,
  close_note bytea
);

create table k_match_hit (
  id text primary key references matter (id),
  concerns text,
  person text,
  from_member bytea,
  reference bytea,
  answer_by text,
  purpose text,
  legal_basis text,
  strength text,
  answer_note bytea,
  refusal text
);

-- Keys of guardians on this node, one for each epoch; the secret half goes with the epoch.
create table match_key (
  organisation_id text not null references organisation (id),
  epoch text not null,
  public_key text not null,
  secret bytea,
  made_at bigint not null,
  primary key (organisation_id, epoch)
);

-- Points used: by a guardian for each member, by an asker for itself and for each post; of a day, or of an epoch.
create table match_spent (
  organisation_id text not null references organisation (id),
  who text not null,
  period text not null,
  points bigint not null,
  primary key (organisation_id, who, period)
);

-- Whom a question goes to.
create table match_asked (
  query_id text not null references matter (id),
  organisation_id text not null references organisation (id),
  member_id text not null,
  contacted_at bigint,
  primary key (query_id, organisation_id)
);

-- What waits for both guardians: a question, or some people of the register.
create table match_batch (
  id text primary key,
  organisation_id text not null references organisation (id),
  epoch text not null,
  query_id text references matter (id),
  made_at bigint not null
);
create index match_batch_open on match_batch (organisation_id, epoch, id);

create table match_request (
  id text primary key,
  batch_id text not null references match_batch (id),
  -- 0 or 1, in the order in which the directory names them.
  guardian bigint not null,
  member_id text not null,
  -- sent, over (its budget was spent), done
  state text not null,
  sent_at bigint not null
);
create index match_request_batch on match_request (batch_id, guardian, id);

-- One person of a request: what was blinded, later what came of it; sealed under the person's own key.
create table match_share (
  request_id text not null references match_request (id),
  place bigint not null,
  subject_id text not null,
  key_id text not null,
  share bytea not null,
  primary key (request_id, place)
);

-- Tokens of people of the register, one row for each person and epoch. The version is that of the person's record.
create table match_token (
  person_id text not null,
  epoch text not null,
  organisation_id text not null references organisation (id),
  key_id text not null,
  version bigint not null,
  batch_id text,
  tokens bytea,
  primary key (person_id, epoch)
);
create index match_token_register on match_token (organisation_id, epoch, person_id);
create index match_token_batch on match_token (batch_id, person_id);

create table match_register (
  organisation_id text not null references organisation (id),
  epoch text not null,
  -- Rises with every change: the table in memory is made anew.
  stamp bigint not null,
  -- When everybody had tokens, or was being given some.
  checked_at bigint,
  primary key (organisation_id, epoch)
);

-- Questions of others, until their last day. The tokens are sealed under the member's key.
create table match_question (
  id text primary key,
  organisation_id text not null references organisation (id),
  from_member text not null,
  query_id text not null,
  reference text not null,
  epoch text not null,
  purpose text not null,
  legal_basis text not null,
  answer_by bigint not null,
  tokens bytea not null,
  eid text,
  thread_id text,
  -- The stamp of the register that was looked through last.
  looked bigint,
  -- When the asker is told that it may turn to us, and when it was.
  contact_at bigint,
  contacted_at bigint,
  unique (organisation_id, from_member, query_id)
);
create index match_question_due on match_question (answer_by, id);

create table match_found (
  question_id text not null references match_question (id),
  person_id text not null,
  hit_id text not null references matter (id),
  primary key (question_id, person_id)
);
create index match_found_hit on match_found (hit_id);
