-- Which indicators count the same children, or children among those of another: they are protected together.

alter table k_indicator add column same_as text;
alter table k_indicator add column within text;
alter table indicator_sheet add column same_as text;
alter table indicator_sheet add column within_of text;

-- Where a badge stands in the public lists of what was taken back.
alter table credential add column status_number bigint;
create unique index credential_status on credential (status_number);

-- By which text exactly a mandate is given.
alter table k_mandate add column basis_kind text;
alter table k_mandate add column basis_number bytea;
alter table k_mandate add column basis_date text;
alter table k_mandate add column basis_body bytea;
alter table k_mandate add column gazette bytea;
alter table k_mandate add column articles bytea;

-- Organisations as their files of the IATI Standard tell of them, sealed, as they came. The newest file about one counts.
create table iati_organisation (
  id text primary key,
  organisation_id text not null references organisation (id),
  identifier_tag bytea not null,
  source bytea not null,
  taken_at bigint not null,
  unique (organisation_id, identifier_tag)
);
