-- Lists of keyed encodings lie as rows like others, sealed; what they were made by says which lists can be laid side by side.
alter table delivered_list add column encoded text;
drop table delivered_encoding;

-- Lists that went from here to the data centre of another member.
create table sent_list (
  id text primary key,
  organisation_id text not null references organisation (id),
  post_id text not null references post (id),
  to_member text not null,
  entity text not null,
  period_from text not null,
  period_to text not null,
  -- Name of how encodings were made; nothing for a plain list.
  encoded text,
  rows_sent bigint not null,
  parts bigint not null,
  thread_id text not null,
  sent_at bigint not null
);
create index sent_list_organisation on sent_list (organisation_id, sent_at, id);

-- Next versions of the directory that an operator laid out and operators sign. The draft lies in exchange_bytes as chg:ID.
create table directory_change (
  id text primary key,
  organisation_id text not null references organisation (id),
  version bigint not null,
  -- enrol, suspend, readmit, withdraw, revoke, revoke_key, witness, renew
  what text not null,
  member_id text,
  -- One signature is enough for a day: it only takes trust away.
  urgent boolean not null,
  proposed_by text not null references account (id),
  proposed_at bigint not null,
  adopted_at bigint
);
create index directory_change_version on directory_change (version, id);

-- Who signed: two people and two keys, never one person with two keys.
create table directory_signature (
  change_id text not null references directory_change (id),
  operator_key text not null,
  account_id text not null references account (id),
  signature bytea not null,
  at bigint not null,
  primary key (change_id, operator_key),
  unique (change_id, account_id)
);

-- What every other member was last told of the public copy of a listing.
create table told_service (
  listing_id text not null,
  organisation_id text not null references organisation (id),
  to_member text not null,
  digest text not null,
  primary key (listing_id, to_member)
);

-- Services of members on other nodes: public words, with their source, gone when the source withdraws them.
create table shared_service (
  id text primary key,
  organisation_id text not null references organisation (id),
  from_member text not null,
  -- The source's number of the service.
  shared_id text not null,
  name text not null,
  service_type text not null,
  level text not null,
  area text not null,
  access text not null,
  assured_on text not null,
  -- The envelope that said so last, and when the source wrote it: what is older never replaces what is newer.
  eid text not null,
  written_at bigint not null,
  removed boolean not null,
  unique (organisation_id, from_member, shared_id)
);

create table k_security_check (
  id text primary key references matter (id),
  what text,
  due_on text,
  plan bytea,
  held_on text,
  hours_taken bigint,
  course bytea,
  conclusion bytea,
  cancel_reason bytea
);

create table k_security_finding (
  id text primary key references matter (id),
  topic text,
  severity text,
  mend_by text,
  finding bytea,
  mended_on text,
  mended_how bytea,
  confirmed_how bytea,
  still_lacking bytea,
  accept_reason bytea
);
