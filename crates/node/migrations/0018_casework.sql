-- Receivers outside the network: each is an organisation with one post that nobody here holds, written down by whoever asked it
-- first and seen by nobody else.
create table outside_receiver (
  organisation_id text primary key references organisation (id),
  post_id text not null references post (id),
  by_organisation text not null references organisation (id)
);
create index outside_receiver_by on outside_receiver (by_organisation, organisation_id);

-- The sealed link by which such a receiver opens one referral. Numbers and codes are kept as keyed hashes. The number in the
-- link opens once; what it opens gives another number to come back with. The code is told by telephone and goes with both.
create table outside_link (
  referral_id text primary key references matter (id),
  link_tag bytea not null unique,
  code_tag bytea not null,
  return_tag bytea unique,
  issued_at bigint not null,
  expires_at bigint not null,
  opened_at bigint,
  seen_at bigint,
  -- Codes that were wrong since the link was issued; after too many of them it is locked.
  wrong bigint not null,
  locked_at bigint
);
