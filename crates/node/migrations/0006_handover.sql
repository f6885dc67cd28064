-- The desk of staff and supervisors: hand-over, escalation, approvals, flags, notes, calendars, digests, reviews of access.

create table k_handover (
  id text primary key references matter (id),
  reason text,
  legal_act bytea,
  promises bytea,
  contacts bytea,
  risks bytea,
  practice bytea,
  contest_reason bytea
);

create table k_approval (
  id text primary key references matter (id),
  approval_type text,
  request_note bytea,
  decision_note bytea
);

create table k_flag (
  id text primary key references matter (id),
  message bytea,
  date text,
  resolve_reason bytea
);

create table k_access_review (
  id text primary key references matter (id),
  ground text,
  seen text,
  looker bytea,
  explanation bytea,
  finding bytea
);

create table k_quality_review (
  id text primary key references matter (id),
  contact_in_time text,
  child_heard text,
  plan_agreed text,
  services_followed text,
  closure_sound text,
  lesson bytea
);

-- Between whom a hand-over is, beside its kind's fields. One for each successor.
create table handover (
  id text primary key references matter (id),
  from_post text not null references post (id),
  from_tenure text references tenure (id),
  to_post text references post (id),
  offered_at bigint,
  settled_at bigint,
  settled_by text
);
create index handover_from on handover (from_post, settled_at, id);

-- Root matters, and parts that were assigned on their own: waiting, accepted, contested, assigned, gone.
create table handover_item (
  handover_id text not null references handover (id),
  matter_id text not null references matter (id),
  state text not null,
  decided_at bigint,
  decided_by text,
  primary key (handover_id, matter_id)
);
create index handover_item_matter on handover_item (matter_id, state, handover_id);

-- Steps by which something climbed: once for each cause and step.
create table escalation (
  id text primary key,
  matter_id text not null references matter (id),
  cause text not null,
  step bigint not null,
  to_post text not null references post (id),
  at bigint not null
);
create unique index escalation_once on escalation (matter_id, cause, step);

-- Who asked for an approval and who decided.
create table approval_request (
  id text primary key references matter (id),
  account_id text not null references account (id),
  post_id text not null references post (id),
  acting boolean not null,
  decided_by text,
  decided_post text,
  decided_at bigint
);

-- Decisions that holders of a role take only with an approval.
create table role_approval (
  role text not null references role (slug),
  approval_type text not null,
  primary key (role, approval_type)
);

create table note (
  id text primary key,
  matter_id text not null references matter (id),
  root_id text not null references matter (id),
  post_id text not null references post (id),
  organisation_id text not null references organisation (id),
  account_id text not null,
  visibility text not null,
  body bytea not null,
  at bigint not null,
  widened_at bigint
);
create index note_root on note (root_id, at, id);

-- Where a post's mail goes; sealed under the organisation's key.
create table post_mailbox (
  post_id text primary key references post (id),
  mailbox bytea not null,
  sent_at bigint
);

-- The secret behind a calendar's address, as a keyed hash.
create table calendar_feed (
  account_id text primary key references account (id),
  token_tag bytea not null unique,
  made_at bigint not null,
  read_at bigint
);

-- About whose look a review is.
create table access_review (
  id text primary key references matter (id),
  account_id text not null references account (id),
  matter_id text,
  ground text not null,
  entry_id text not null,
  looked_at bigint not null
);
create index access_review_account on access_review (account_id, matter_id, ground, id);

-- What a member of staff declared about relatives, sealed under the organisation's key; nobody else reads it.
create table kinship (
  account_id text primary key references account (id),
  declared bytea not null,
  at bigint not null
);

-- What is overdue, wherever it lies: the clock looks every minute.
create index matter_overdue on matter (phase, due_at, id);
