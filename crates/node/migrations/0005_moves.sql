-- How a matter moves, and what was consented to.

create table k_consent (
  id text primary key references matter (id),
  consent_kind text,
  given_by text,
  giver text,
  decision text,
  giver_name bytea,
  giver_relation text,
  interview_subject text,
  purposes text,
  data_groups text,
  recipients text,
  withhold_from text,
  withholding_reason text,
  valid_from text,
  valid_until text,
  safe_channels text,
  explained_in text,
  explained_by bytea,
  method text,
  held_at bytea,
  legitimate_basis bytea,
  said bytea,
  withdrawn_reason bytea,
  version bigint
);

create table k_consent_review (
  id text primary key references matter (id),
  why text,
  due text,
  result text,
  review_note bytea,
  consent text,
  referral text,
  transfer text
);
create index k_consent_review_consent on k_consent_review (consent, id);

create table k_assignment (
  id text primary key references matter (id),
  reason bytea,
  contest_reason bytea,
  revoked_reason bytea
);

create table k_referral (
  id text primary key references matter (id),
  service_types text,
  urgent boolean,
  reason bytea,
  first_contact_by text,
  answer_note bytea,
  rejected_reason text,
  redirect_to bytea,
  outcome text,
  outcome_on text,
  services_given text,
  remaining_needs bytea,
  outcome_note bytea,
  revoked_reason bytea
);

create table k_transfer (
  id text primary key references matter (id),
  urgent boolean,
  reason bytea,
  answer_note bytea,
  rejected_reason text,
  revoked_reason bytea
);

create table k_transfer_request (
  id text primary key references matter (id),
  reason bytea,
  answer_note bytea,
  rejected_reason text,
  revoked_reason bytea
);

-- Organisations that a consent names, or from which it withholds.
create table consent_organisation (
  consent_id text not null references matter (id),
  organisation_id text not null references organisation (id),
  withheld boolean not null,
  primary key (consent_id, organisation_id)
);

-- What every move has in common: who offered what to whom, on what basis, and by when it is answered. The same row can
-- carry an offer to another node, whose decision and outcome come as messages.
create table offer (
  id text primary key references matter (id),
  -- The root matter that is offered.
  matter_id text not null references matter (id),
  from_organisation text not null references organisation (id),
  from_post text not null references post (id),
  from_account text,
  to_organisation text not null references organisation (id),
  to_post text not null references post (id),
  data_groups text not null,
  -- Code of list share-basis; of an assignment own_organisation.
  basis text not null,
  override_reason bytea,
  legal_basis bytea,
  -- The service that a referral asks for.
  service_id text references matter (id),
  -- The transfer that answered a request.
  next_id text,
  offered_at bigint not null,
  respond_by bigint not null,
  responded_at bigint,
  ended_at bigint,
  -- When nobody had answered in time and the posts above were told.
  escalated_at bigint
);
create index offer_from on offer (from_post, offered_at, id);
create index offer_to on offer (to_post, offered_at, id);
create index offer_matter on offer (matter_id, id);
create index offer_open on offer (ended_at, respond_by, id);

-- The consents on which a sharing rests: with the last of them it ends.
create table offer_consent (
  offer_id text not null references offer (id),
  consent_id text not null references matter (id),
  primary key (offer_id, consent_id)
);
create index offer_consent_consent on offer_consent (consent_id, offer_id);

-- The move that a grant came with and ends with.
alter table matter_grant add column source_id text;
create index matter_grant_source on matter_grant (source_id, id);
