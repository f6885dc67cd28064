-- Notices, lists of hashes and transactions beyond one node.

-- What the one addressed said; whether that ends the notice depends on who they are.
alter table k_content_notice add column answer text;

-- A list of a member on another node: the owner's number of it, and when the owner stopped sharing it.
alter table hash_list add column shared_id text;
create unique index hash_list_shared on hash_list (organisation_id, shared_id);

-- Members on other nodes that get what changes in a list, each in a conversation of its own.
create table hash_share (
  list_id text not null references hash_list (id),
  organisation_id text not null references organisation (id),
  thread_id text,
  -- On what law it goes there.
  legal_basis text not null,
  since_at bigint not null,
  primary key (list_id, organisation_id)
);

-- Members of this node with whom another node's list is shared.
create table hash_access (
  list_id text not null references hash_list (id),
  organisation_id text not null references organisation (id),
  since_at bigint not null,
  primary key (list_id, organisation_id)
);

-- Changes that came before those that they rest on, sealed, until the others are there.
create table hash_early (
  number bigint primary key,
  list_id text not null references hash_list (id),
  from_version bigint not null,
  content bytea not null,
  unique (list_id, from_version)
);

create table k_hash_submission (
  id text primary key references matter (id),
  list bytea,
  from_member bytea,
  hashes bytea,
  provenance bytea,
  decision bytea
);

-- Feedback to the institution that reported.
alter table k_transaction_report add column feedback_given bytea;
alter table k_transaction_report add column feedback_given_on text;
