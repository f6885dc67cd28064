-- Places of receipts in journals, and the witnesses that see checkpoints.

-- Receipts that members of this node gave. Each is told once more with its place in the journal when witnesses have seen it.
create table exchange_given (
  id text primary key,
  eid text not null,
  organisation_id text not null references organisation (id),
  to_member text not null,
  state text not null,
  -- When it was given.
  at bigint not null,
  -- The entry of the act that gave it.
  entry text not null,
  -- The receipt as it was told last.
  document text not null,
  -- Its place, once that was told; nothing when no place can be shown.
  inclusion text,
  proven_at bigint
);
create index exchange_given_open on exchange_given (proven_at, id);
create index exchange_given_eid on exchange_given (eid, id);

-- The matter that was raised because this did not arrive: raised once, whatever is heard later.
alter table exchange_outbox add column undelivered_id text references matter (id);

-- What a receipt that came proves besides its signature.
alter table exchange_receipt add column inclusion text;

-- Checkpoints of this node's journal that were shown to witnesses, with the lines of those that signed.
create table exchange_checkpoint (
  size bigint primary key,
  at bigint not null,
  note text not null,
  cosigned bigint not null,
  -- Offers in a row that did not find enough witnesses.
  attempts bigint not null
);

-- What each witness saw last of this node's journal.
create table exchange_witness (
  member_id text primary key,
  size bigint not null,
  signed_at bigint,
  -- Why it did not sign: ahead, refused.
  trouble text,
  changed_at bigint not null
);

-- The newest head of each other journal that this node saw, being a witness.
create table exchange_head (
  origin text primary key,
  size bigint not null,
  root bytea not null,
  at bigint not null
);

-- Every checkpoint that it saw.
create table exchange_seen (
  origin text not null,
  size bigint not null,
  at bigint not null,
  note text not null,
  primary key (origin, size)
);

-- A journal that showed two faces, or was rewritten: both checkpoints are kept as evidence.
create table exchange_two_faces (
  id text primary key,
  origin text not null,
  at bigint not null,
  -- split, rewritten
  why text not null,
  seen text not null,
  shown text not null
);
create index exchange_two_faces_origin on exchange_two_faces (origin, id);

create table k_incoming_transfer (
  id text primary key references matter (id),
  from_member bytea,
  respond_by text,
  reason bytea,
  child_ref bytea,
  age_band text,
  sex text,
  region text,
  risk_level text,
  consent_basis text,
  consent_until text,
  parts bytea,
  answer_note bytea,
  rejected_reason text,
  left_out bigint,
  child_case text
);

-- Lists that come in parts. The parts lie sealed in exchange_bytes under list:ID:PART until the last of them is there.
create table exchange_list (
  id text primary key,
  organisation_id text not null references organisation (id),
  from_member text not null,
  -- The sender's number.
  shared_id text not null,
  parts bigint not null,
  schema text not null,
  entity text not null,
  period_from text not null,
  period_to text not null,
  began_at bigint not null,
  -- The delivery that it became.
  delivery_id text references matter (id),
  unique (organisation_id, from_member, shared_id)
);

create table exchange_list_part (
  list_id text not null references exchange_list (id),
  part bigint not null,
  eid text not null,
  primary key (list_id, part)
);

-- Rows of a delivered list that came as keyed encodings.
create table delivered_encoding (
  list_id text not null references delivered_list (id),
  row_no bigint not null,
  schema text not null,
  encoding bytea not null,
  primary key (list_id, row_no)
);
