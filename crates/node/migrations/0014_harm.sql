-- Online harm, platforms and money: reports by reference and hash, notices, shared hashes, identifiers, transactions.

create table k_content_report (
  id text primary key references matter (id),
  channel text,
  harm text,
  imminent_danger text,
  imminent_reason bytea,
  platform bytea,
  account bytea,
  address bytea,
  hash_md5 bytea,
  hash_sha1 bytea,
  hash_sha256 bytea,
  hash_pdq bytea,
  seen_on text,
  seen_at bytea,
  offender_hint bytea,
  victim_hint bytea,
  note bytea,
  region text,
  hosting_country text,
  flagged_by bytea,
  class_scheme text,
  class_version bytea,
  class_label bytea,
  assessment_note bytea,
  quality bigint,
  duplicate_of text,
  moved_from text,
  outcome text,
  outcome_note bytea
);

create table k_content_notice (
  id text primary key references matter (id),
  contact_kind text,
  addressee bytea,
  member bytea,
  legal_basis text,
  police_first boolean,
  hold_until text,
  hold_note bytea,
  release_note bytea,
  sent_way text,
  receiver_number bytea,
  escalated_to bytea,
  check_result text,
  new_address bytea,
  not_illegal_reason text,
  appeal_note bytea,
  appeal_decision bytea,
  addressee_is_member boolean,
  sent_on text,
  times_sent bigint,
  escalations bigint,
  times_gone bigint,
  answered_on text,
  answer_note bytea,
  moved_to text
);

create table k_incoming_notice (
  id text primary key references matter (id),
  from_member bytea,
  act_by text,
  urgent boolean,
  harm text,
  class_scheme text,
  class_label bytea,
  address bytea,
  account bytea,
  hashes bytea,
  legal_basis text,
  reminders bigint,
  answer_note bytea,
  appeal_note bytea
);

create table k_handed_file (
  id text primary key references matter (id),
  format text,
  receiver bytea,
  receiver_class text,
  legal_basis text,
  with_address boolean,
  fingerprint bytea,
  receiver_number bytea,
  handed_on text,
  discard_note bytea
);

create table k_signal_review (
  id text primary key references matter (id),
  hash_kind text,
  hash bytea,
  asked_hash bytea,
  distance bigint,
  lists bytea,
  standing text,
  warned boolean,
  content_report text,
  grounds bytea
);

create table k_hash_challenge (
  id text primary key references matter (id),
  list bytea,
  hash_kind text,
  hash bytea,
  raised_by bytea,
  grounds bytea,
  decision bytea
);

create table k_identifier (
  id text primary key references matter (id),
  kind text,
  value bytea,
  holder bytea,
  part_played bytea,
  wrong_note bytea
);

create table k_overlap (
  id text primary key references matter (id),
  kind text,
  own_side bytea,
  asked_here boolean,
  contact_note bytea,
  other_side bytea,
  other_note bytea,
  settled_note bytea
);

create table k_overlap_query (
  id text primary key references matter (id),
  kind text,
  value bytea,
  holder bytea,
  purpose bytea,
  asked_by bytea,
  review_note bytea
);

create table k_sector_lead (
  id text primary key references matter (id),
  sector text,
  kind text,
  value bytea,
  cases bigint,
  plan_note bytea,
  result_note bytea
);

create table k_transaction_report (
  id text primary key references matter (id),
  direction text,
  report_code text,
  institution bytea,
  own_reference bytea,
  fiu_reference bytea,
  indicators text,
  parties bytea,
  transactions bytea,
  grounds bytea,
  case_known text,
  reported_to bytea,
  reported_on text,
  receiver_number bytea,
  feedback bytea,
  closing_note bytea
);

-- A notice on its way to an addressee: what public figures are counted from. Who it is stands here only for members.
create table notice_delivery (
  notice_id text primary key references matter (id),
  contact_kind text not null,
  organisation_id text references organisation (id),
  -- The same notice at the member addressed, where it lives on this node.
  incoming_id text references matter (id),
  first_sent_at bigint not null,
  last_sent_at bigint not null,
  ended_at bigint,
  result text
);
create index notice_delivery_by_incoming on notice_delivery (incoming_id);

-- What members of class HOT or LEA found with their own means; nobody here opens an address.
create table content_check (
  id text primary key,
  notice_id text not null references matter (id),
  post_id text not null references post (id),
  member_class text not null,
  result text not null,
  at bigint not null
);
create index content_check_by_notice on content_check (notice_id, at, id);

-- Lists of hashes that a member of this node owns, and who reads them.
create table hash_list (
  id text primary key,
  organisation_id text not null references organisation (id),
  name text not null,
  role text not null,
  version bigint not null,
  created_at bigint not null,
  unique (organisation_id, name)
);

create table hash_subscription (
  list_id text not null references hash_list (id),
  organisation_id text not null references organisation (id),
  since_at bigint not null,
  primary key (list_id, organisation_id)
);

-- Every change of a list, sealed; none is ever altered, so that whatever was taken back can still be told of.
create table hash_delta (
  number bigint primary key,
  list_id text not null references hash_list (id),
  to_version bigint not null,
  post_id text not null references post (id),
  at bigint not null,
  content bytea not null,
  provenance bytea not null,
  unique (list_id, to_version)
);

-- What members think of a hash; a later word replaces an earlier one and leaves it standing.
create table hash_opinion (
  number bigint primary key,
  organisation_id text not null references organisation (id),
  post_id text not null references post (id),
  opinion bigint not null,
  at bigint not null,
  hash bytea not null,
  reason bytea not null
);

-- Two sides of an overlap, each at its own supervisor, and what each side works on.
create table overlap_pair (
  overlap_id text primary key references matter (id),
  peer_id text references matter (id),
  root_id text not null references matter (id),
  peer_root text not null references matter (id)
);
create index overlap_pair_by_roots on overlap_pair (root_id, peer_root);

-- Which post asked whether somebody else works on the same thing.
create table overlap_asked (
  query_id text primary key references matter (id),
  post_id text not null references post (id)
);

-- What a child says that happened on the internet.
alter table k_report add column online_harm text;
