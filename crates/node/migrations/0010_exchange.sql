-- What travels between members of a network, here and on other nodes.

-- The anchor of the network that this node belongs to, handed over in person.
create table exchange_network (
  network text primary key,
  anchor text not null,
  set_at bigint not null
);

-- Versions of the directory that were adopted. The signed bytes lie in exchange_bytes under dir:NETWORK:VERSION.
create table exchange_directory (
  network text not null references exchange_network (network),
  version bigint not null,
  valid_until bigint not null,
  adopted_at bigint not null,
  primary key (network, version)
);

-- Members on other nodes. Each has an organisation and one post here, so that it can be chosen as a receiver and named in a
-- consent; nobody holds that post.
create table exchange_peer (
  organisation_id text primary key references organisation (id),
  post_id text not null references post (id),
  member_id text not null unique,
  changed_at bigint not null
);

-- Own keys of the members on this node; the secret halves are sealed under the member's key.
create table exchange_key (
  id text primary key,
  organisation_id text not null references organisation (id),
  -- signing or sealing
  key_use text not null,
  kid text not null,
  public_key bytea not null,
  secret bytea not null,
  from_at bigint not null,
  until_at bigint not null
);
create index exchange_key_organisation on exchange_key (organisation_id, key_use, id);

-- Long bytes in pieces of at most 48 KiB: env:EID the signed part, ct:EID the sealed part, dir:… a directory.
create table exchange_bytes (
  owner text not null,
  part bigint not null,
  bytes bytea not null,
  primary key (owner, part)
);

-- Envelopes that members of this node sent.
create table exchange_sent (
  eid text primary key,
  mid text not null unique,
  organisation_id text not null references organisation (id),
  post_id text not null references post (id),
  kind text not null,
  thread_id text not null,
  seq bigint not null,
  in_reply_to text,
  -- What it is about here: a root matter, and the part of it that went out.
  matter_id text references matter (id),
  subject_id text references matter (id),
  urgent boolean not null,
  marking text not null,
  created_at bigint not null,
  expires_at bigint not null,
  unique (organisation_id, thread_id, seq)
);
create index exchange_sent_matter on exchange_sent (matter_id, eid);
create index exchange_sent_subject on exchange_sent (subject_id, eid);
create index exchange_sent_organisation on exchange_sent (organisation_id, created_at, eid);

-- One row for each recipient of an envelope.
create table exchange_outbox (
  id text primary key,
  eid text not null references exchange_sent (eid),
  to_organisation text not null references organisation (id),
  -- Member that is delivered to.
  to_member text not null,
  -- queued, sending, waiting_receipt, waiting_retry, delivered, failed, expired
  state text not null,
  attempts bigint not null,
  -- When it is tried again, or when an attempt counts as lost.
  next_at bigint not null,
  changed_at bigint not null,
  -- Refusal of the receiver.
  refusal text,
  -- The highest receipt so far and when the receiver gave it.
  receipt_state text,
  receipt_at bigint,
  -- Since when it lies ready for a member that pulls.
  pulled_at bigint,
  unique (eid, to_member)
);
create index exchange_outbox_due on exchange_outbox (state, next_at, id);
create index exchange_outbox_member on exchange_outbox (to_member, state, id);

-- Envelopes that members of this node received.
create table exchange_inbox (
  id text primary key,
  eid text not null,
  organisation_id text not null references organisation (id),
  from_member text not null,
  mid text not null,
  kind text not null,
  thread_id text not null,
  seq bigint not null,
  in_reply_to text,
  matter_id text references matter (id),
  -- taken, refused
  state text not null,
  refusal text,
  marking text not null,
  created_at bigint not null,
  received_at bigint not null,
  retain_until bigint not null,
  erased_at bigint,
  -- When a person first opened what it is about, and the sender was told.
  retrieved_at bigint,
  -- The receipt that is given again to whoever sends the same once more.
  receipt text not null,
  unique (eid, organisation_id),
  unique (organisation_id, from_member, mid)
);
create index exchange_inbox_matter on exchange_inbox (matter_id, id);
create index exchange_inbox_organisation on exchange_inbox (organisation_id, received_at, id);
create index exchange_inbox_retain on exchange_inbox (erased_at, retain_until, id);

-- Receipts about what was sent, as they came.
create table exchange_receipt (
  id text primary key,
  eid text not null,
  by_member text not null,
  state text not null,
  at bigint not null,
  document text not null,
  taken_at bigint not null,
  unique (eid, by_member, state)
);

-- Further receipts of our own that still have to be told.
create table exchange_notice (
  id text primary key,
  to_member text not null,
  document text not null,
  next_at bigint not null,
  attempts bigint not null,
  told_at bigint
);
create index exchange_notice_due on exchange_notice (told_at, next_at, id);

-- Matters that members know under one number: referrals, hand-overs of cases, questions, alerts.
create table exchange_shared (
  matter_id text primary key references matter (id),
  about text not null,
  -- The number that all sides use: the id of the matter where it began.
  shared_id text not null,
  -- The other side; of an alert its issuer.
  member_id text not null,
  organisation_id text not null references organisation (id),
  -- Thread and envelope that began it; nothing where both sides live on this node.
  thread_id text,
  eid text,
  -- The envelope that brought or carried the case itself, once there is one.
  case_eid text,
  -- Members besides these two to whom the same envelope went, parted by spaces.
  others text not null,
  unique (organisation_id, member_id, about, shared_id)
);
create index exchange_shared_number on exchange_shared (shared_id, matter_id);
create index exchange_shared_eid on exchange_shared (eid, matter_id);
create index exchange_shared_case on exchange_shared (case_eid, matter_id);

-- Envelopes that were taken back before they came: when they come they do nothing.
create table exchange_recalled (
  eid text not null,
  organisation_id text not null references organisation (id),
  from_member text not null,
  at bigint not null,
  primary key (eid, organisation_id)
);

create table k_incoming_referral (
  id text primary key references matter (id),
  from_member bytea,
  service_types text,
  urgent boolean,
  respond_by text,
  reason bytea,
  child_ref bytea,
  age_band text,
  sex text,
  region text,
  risk_level text,
  consent_basis text,
  consent_until text,
  child_name bytea,
  child_aliases bytea,
  birth_year bytea,
  birth_day bytea,
  nik bytea,
  address bytea,
  phone bytea,
  household bytea,
  circumstances bytea,
  suspects bytea,
  child_wishes bytea,
  disability bytea,
  schooling bytea,
  first_contact_by text,
  answer_note bytea,
  rejected_reason text,
  redirect_to bytea,
  outcome text,
  outcome_on text,
  services_given text,
  remaining_needs bytea,
  outcome_note bytea
);

create table k_undelivered (
  id text primary key references matter (id),
  what text,
  why text,
  to_member bytea,
  concerns text,
  settled_note bytea
);
