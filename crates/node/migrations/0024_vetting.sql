-- Whether staff may work with children.
create table k_vetting (
  id text primary key references matter (id),
  member bytea,
  certificate_number bytea,
  certificate_on text,
  certificate_held_at bytea,
  references_on text,
  references_note bytea,
  code_signed_on text,
  training_on text,
  result text,
  conditions bytea,
  valid_until text,
  finding bytea
);
create index k_vetting_until on k_vetting (valid_until, id);

-- About whom a vetting is.
create table vetting_of (
  id text primary key references matter (id),
  account_id text not null references account (id)
);
create index vetting_of_account on vetting_of (account_id, id);

-- Roles whose posts work with children, as each organisation says: such a post is held by whoever was vetted.
create table vetted_role (
  organisation_id text not null references organisation (id),
  role text not null references role (slug),
  primary key (organisation_id, role)
);

-- Which service of the directory a referral asks.
create table referral_listing (
  referral_id text primary key references matter (id),
  listing_id text not null references matter (id)
);
