-- What is said of a person and of a case beyond the first forms. Answers about health and family are sealed like their neighbours.
alter table k_person add column other_documents bytea;
alter table k_person add column online_handles bytea;
alter table k_person add column difficulty_seeing bytea;
alter table k_person add column difficulty_hearing bytea;
alter table k_person add column difficulty_walking bytea;
alter table k_person add column difficulty_remembering bytea;
alter table k_person add column difficulty_self_care bytea;
alter table k_person add column difficulty_communicating bytea;
alter table k_person add column marital_status bytea;
alter table k_person add column occupation bytea;
alter table k_person add column photo_held_at bytea;
alter table k_case add column location_of_origin text;
alter table k_case add column unhcr_id_no bytea;
alter table k_case add column un_no bytea;
alter table k_case add column icrc_ref_no bytea;
alter table k_case add column other_id_type bytea;
alter table k_case add column other_id_no bytea;

-- Who sits in a conference: a post, a person who takes part in the case, or somebody named, with where they come from. Names and
-- notes are sealed under the child's key. Whoever has a conflict of interest is kept from the conference by account.
create table conference_seat (
  id text primary key,
  conference_id text not null references matter (id),
  post_id text references post (id),
  account_id text references account (id),
  person_id text,
  name bytea,
  organisation bytea,
  -- Heard, without a voice in what is decided: the child, the family.
  heard boolean not null,
  present boolean,
  conflict boolean not null,
  note bytea
);
create index conference_seat_conference on conference_seat (conference_id, id);

-- An approval for one thing is used once.
alter table approval_request add column used_at bigint;
