-- Field work without a network: forms and their versions, devices, what they sent, and the gateway of short messages.

-- A form, of one organisation or of the node itself. Which posts may use it follows from their rights, and from field_form_post
-- where an organisation has narrowed it.
create table field_form (
  id text primary key,
  organisation_id text references organisation (id),
  form_id text not null,
  title text not null,
  made_at bigint not null
);
create unique index field_form_name on field_form (form_id, organisation_id);

-- Versions are never changed and never removed: a phone may still hold an old one.
create table field_form_version (
  id text primary key,
  field_form_id text not null references field_form (id),
  version text not null,
  title text not null,
  mapping text not null,
  -- MD5 and length of the compiled form, as OpenRosa asks for it.
  md5 text not null,
  published_at bigint not null,
  published_by text,
  unique (field_form_id, version)
);

-- The sheets of a version as text, in pieces.
create table field_form_piece (
  version_id text not null references field_form_version (id),
  position bigint not null,
  sheets text not null,
  primary key (version_id, position)
);

-- How an organisation offers a form: not at all, or only to posts of its choice.
create table field_form_offer (
  organisation_id text not null references organisation (id),
  form_id text not null,
  offered boolean not null,
  -- Posts parted by spaces; empty for every post whose rights suffice.
  posts text not null,
  primary key (organisation_id, form_id)
);

-- A telephone or tablet with a form app, registered by a person for one of their posts.
create table field_device (
  id text primary key,
  account_id text not null references account (id),
  post_id text not null references post (id),
  organisation_id text not null references organisation (id),
  -- Drawn by the node; it names nobody.
  user_name text not null unique,
  secret_tag bytea not null,
  -- Whether lists of visits may carry names, where the role shows them at all.
  names boolean not null,
  made_at bigint not null,
  seen_at bigint,
  ended_at bigint
);
create index field_device_account on field_device (account_id, id);

create table k_field_submission (
  id text primary key references matter (id),
  form bytea,
  form_version bytea,
  filled_on text,
  reason text,
  discard_reason bytea
);

-- What a submission is known by, so that a second copy is answered and not taken.
create table field_instance (
  instance_tag bytea primary key,
  submission_id text not null references matter (id),
  content_tag bytea not null,
  device_id text not null references field_device (id),
  version_id text references field_form_version (id),
  received_at bigint not null
);
create index field_instance_submission on field_instance (submission_id, instance_tag);

-- The answers, sealed under the key of the submission; once it became part of one matter, under the key of that matter.
create table field_answers (
  submission_id text primary key references matter (id),
  answers bytea
);

-- What became of each thing that a submission asks for.
create table field_outcome (
  submission_id text not null references matter (id),
  position bigint not null,
  kind text not null,
  step text,
  act_id text not null,
  -- done, or the code of what stood in the way.
  outcome text not null,
  record_id text,
  at bigint not null,
  primary key (submission_id, position)
);

-- Outreach: communities, planned rounds, findings. No child stands in any of them.

create table k_community (
  id text primary key references matter (id),
  name bytea,
  community_kind text,
  region text,
  visit_every bigint,
  next_visit_on text,
  last_visited_on text,
  whom_to_meet bytea,
  safety_notes bytea,
  left_reason bytea
);

create table k_outreach_round (
  id text primary key references matter (id),
  planned_on text,
  purpose bytea,
  team bytea,
  visited_on text,
  children_met bigint,
  adults_met bigint,
  notes bytea,
  cancel_reason bytea
);

create table k_outreach_finding (
  id text primary key references matter (id),
  found_on text,
  themes text,
  finding bytea,
  act_by text,
  action_taken bytea,
  dismiss_reason bytea
);

-- A gateway of short messages: a program of the operator's telephone company or of the organisation that speaks HTTP with this node.
create table field_gateway (
  id text primary key,
  organisation_id text not null references organisation (id),
  -- What it signs with, sealed: unlike a password it must be known to check a signature.
  secret bytea not null,
  made_at bigint not null,
  ended_at bigint
);
