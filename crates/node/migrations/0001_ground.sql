-- The ground floor: who may act, what was done, and what everything that somebody must answer for has in common.
-- One text for both engines. Instants are milliseconds UTC, ids UUIDv7 text. Nothing here identifies a child.

create table schema_version (
  version bigint primary key,
  name text not null,
  applied_at bigint not null
);

create table node_setting (
  name text primary key,
  value text not null
);

-- One holder at a time for work that must not run twice (the sequencer, timers).
create table lease (
  name text primary key,
  holder text not null,
  until_at bigint not null
);

-- Organisations, units, posts, tenures ------------------------------------------------------------------------------

create table organisation (
  id text primary key,
  member_id text not null unique,
  name text not null,
  organisation_type text,
  member_class text,
  membership_state text not null,
  parent_id text references organisation (id),
  region text,
  duty_post text,
  created_at bigint not null
);

create table unit (
  id text primary key,
  organisation_id text not null references organisation (id),
  name text not null,
  created_at bigint not null
);

create table role (
  slug text primary key,
  label_id text not null,
  label_en text not null,
  data_groups text not null,
  ready boolean not null,
  -- Another id with every change of the role or of its rights.
  edition text not null
);

create table role_right (
  role text not null references role (slug),
  verb text not null,
  kind text not null,
  scope text not null,
  primary key (role, verb, kind)
);

create table post (
  id text primary key,
  organisation_id text not null references organisation (id),
  unit_id text references unit (id),
  parent_post text references post (id),
  title_id text not null,
  title_en text not null,
  role text not null references role (slug),
  state text not null,
  created_at bigint not null
);
create index post_organisation on post (organisation_id, id);

create table account (
  id text primary key,
  -- Looked up by a keyed hash; address and name are sealed under the organisation's key.
  email_tag bytea not null unique,
  email bytea not null,
  name bytea not null,
  organisation_id text not null references organisation (id),
  language text not null,
  state text not null,
  password text,
  -- The secret of an authenticator that has been proved with a code, the step of the last code accepted, and the secret of
  -- one that is being set up.
  totp_secret bytea,
  totp_step bigint,
  totp_pending bytea,
  created_at bigint not null
);

-- Failed sign-ins by address, whether or not anybody has it, so that a lock tells nothing. The tag is a keyed hash.
create table sign_in_guard (
  address_tag bytea primary key,
  failures bigint not null,
  failed_at bigint not null,
  locked_until bigint
);

create table recovery_code (
  account_id text not null references account (id),
  code_tag bytea not null,
  used_at bigint,
  primary key (account_id, code_tag)
);

-- An invitation, a reset or a sign-in that waits for its second factor: a token that its bearer uses once.
create table account_token (
  token_tag bytea primary key,
  account_id text not null references account (id),
  purpose text not null,
  expires_at bigint not null,
  used_at bigint
);

create table session (
  id text primary key,
  token_tag bytea not null unique,
  account_id text not null references account (id),
  started_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  second_factor boolean not null,
  device text not null,
  ended_at bigint
);
create index session_account on session (account_id, id);

create table tenure (
  id text primary key,
  post_id text not null references post (id),
  account_id text not null references account (id),
  acting boolean not null,
  from_at bigint not null,
  to_at bigint,
  appointment text
);
create index tenure_account on tenure (account_id, id);
create index tenure_post on tenure (post_id, id);

-- Attempts that are counted in windows: sign-ins, receipts, public reports. The tag is a keyed hash, never an address.
create table attempt (
  tag bytea not null,
  window_at bigint not null,
  count bigint not null,
  primary key (tag, window_at)
);
create index attempt_window on attempt (window_at);

-- Keys ----------------------------------------------------------------------------------------------------------------

create table member_key (
  organisation_id text primary key references organisation (id),
  wrapped bytea not null
);

-- One key per person, report or search. Destroying the row's wrapped key erases everything sealed under it.
create table person_key (
  id text primary key,
  organisation_id text not null references organisation (id),
  wrapped bytea,
  destroyed_at bigint
);

-- Keys that were destroyed on purpose: the list that a restored backup goes through again. The reason is a code.
create table erasure (
  key_id text primary key,
  person_id text not null,
  organisation_id text not null references organisation (id),
  reason text not null,
  at bigint not null
);
create index erasure_at on erasure (at, key_id);

-- Matters -------------------------------------------------------------------------------------------------------------

create table matter (
  id text primary key,
  code text not null unique,
  kind text not null,
  organisation_id text not null references organisation (id),
  -- Null on a part that follows its root.
  custodian_post text references post (id),
  state text not null,
  state_since bigint not null,
  phase text not null,
  due_at bigint,
  due_kind text,
  region text,
  priority text not null,
  sensitivity text not null,
  parent_id text references matter (id),
  root_id text not null,
  key_id text not null references person_key (id),
  next_step bytea,
  opened_at bigint not null,
  closed_at bigint,
  changed_at bigint not null,
  version bigint not null
);
create index matter_list on matter (kind, organisation_id, opened_at, id);
create index matter_own on matter (custodian_post, kind, opened_at, id);
create index matter_custodian on matter (custodian_post, phase, due_at, id);
create index matter_due on matter (organisation_id, phase, due_at, id);
create index matter_root on matter (root_id, kind, id);
create index matter_part on matter (root_id, phase, due_at, id);

-- Codes of fields that hold several, one row each, so that lists can be filtered and figures counted.
create table coded (
  record_id text not null,
  field text not null,
  code text not null,
  primary key (record_id, field, code)
);
create index coded_code on coded (field, code, record_id);

create table matter_grant (
  id text primary key,
  matter_id text not null references matter (id),
  post_id text not null references post (id),
  data_groups text not null,
  verbs text not null,
  from_at bigint not null,
  until_at bigint,
  basis text not null,
  reason bytea
);
create index matter_grant_post on matter_grant (post_id, matter_id);
create index matter_grant_matter on matter_grant (matter_id, post_id);

create table custody (
  id text primary key,
  matter_id text not null references matter (id),
  post_id text not null references post (id),
  tenure_id text references tenure (id),
  state text not null,
  from_at bigint not null,
  to_at bigint
);
create index custody_matter on custody (matter_id, id);
create index custody_post on custody (post_id, state, id);
create index custody_recent on custody (post_id, to_at, from_at, id);

-- How long a matter stood in each state. Stages of a legal track begin on their own dates, not when they were typed.
create table stage (
  id text primary key,
  matter_id text not null references matter (id),
  state text not null,
  from_at bigint not null,
  to_at bigint
);
create index stage_matter on stage (matter_id, from_at, id);

create table participation (
  id text primary key,
  matter_id text not null references matter (id),
  person_id text not null,
  role text not null,
  from_at bigint not null,
  to_at bigint,
  merge_id text
);
create index participation_matter on participation (matter_id, id);
create index participation_person on participation (person_id, matter_id);

-- Two records that turned out to be one person. The kept one takes part in the other's matters through rows of
-- `participation` with this merge's id, so that it can be undone.
create table person_merge (
  id text primary key,
  kept_id text not null,
  merged_id text not null,
  reason bytea,
  merged_at bigint not null,
  undone_at bigint
);
create index person_merge_kept on person_merge (kept_id, id);
create index person_merge_merged on person_merge (merged_id, id);

-- Two-way messages with a reporter, a thread apart from notes.
create table report_receipt (
  receipt_tag bytea primary key,
  report_id text not null unique references matter (id),
  seen_at bigint
);

create table report_message (
  id text primary key,
  report_id text not null references matter (id),
  -- Order within the thread: a reporter's time is kept to the minute only.
  number bigint not null,
  from_reporter boolean not null,
  post_id text,
  body bytea not null,
  sent_at bigint not null,
  read_at bigint
);
create unique index report_message_report on report_message (report_id, number);
create index report_message_unread on report_message (from_reporter, read_at, report_id);

-- The journal ---------------------------------------------------------------------------------------------------------

-- Append-only: one row for each act, with every column covered by the entry's hash.
create table journal (
  id text primary key,
  at bigint not null,
  act text not null,
  kind text,
  subject text,
  listed text,
  actor text not null,
  account text,
  post text,
  organisation text,
  rule text not null,
  outcome text not null,
  origin text not null,
  key_id text,
  detail bytea,
  tag bytea not null
);
create index journal_subject on journal (subject, at, id);
create index journal_account on journal (account, at, id);

-- Entries that the sequencer has not yet placed: a queue, not a record.
create table waiting (
  entry text primary key
);

create table placed (
  position bigint primary key,
  entry text not null unique
);

-- RFC 6962 tree in tiles of height 8 (C2SP tlog-tiles): up to 256 hashes of 32 bytes in a row.
create table tile (
  level bigint not null,
  number bigint not null,
  hashes bytea not null,
  primary key (level, number)
);

create table tree_head (
  one bigint primary key,
  size bigint not null,
  frontier bytea not null
);

create table checkpoint (
  size bigint primary key,
  at bigint not null,
  note text not null
);

--sqlite create trigger journal_no_update before update on journal begin select raise(abort, 'the journal is append-only'); end;
--sqlite create trigger journal_no_delete before delete on journal begin select raise(abort, 'the journal is append-only'); end;
--sqlite create trigger placed_no_update before update on placed begin select raise(abort, 'the journal is append-only'); end;
--sqlite create trigger placed_no_delete before delete on placed begin select raise(abort, 'the journal is append-only'); end;
--postgres create function journal_is_append_only() returns trigger language plpgsql as
--postgres   $$ begin raise exception 'the journal is append-only'; end $$;
--postgres create trigger journal_no_change before update or delete or truncate on journal
--postgres   for each statement execute function journal_is_append_only();
--postgres create trigger placed_no_change before update or delete or truncate on placed
--postgres   for each statement execute function journal_is_append_only();

-- Rows of foreign lists that were taken in, by keyed tags of their number and content.
create table import_row (
  organisation_id text not null references organisation (id),
  row_tag bytea not null,
  content_tag bytea not null,
  case_id text not null references matter (id),
  primary key (organisation_id, row_tag)
);
