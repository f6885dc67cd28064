-- Learning: courses, sessions, tests, badges, what a post needs; campaigns; what children think of both.

create table k_course (
  id text primary key references matter (id),
  title bytea, course_kind text, competencies bytea, audience bytea, hours bigint, pass_mark bigint,
  validity_months bigint, curriculum bytea, capability text
);
create table k_course_module (
  id text primary key references matter (id), title bytea, outline bytea, method bytea, hours bigint
);
create table k_course_question (
  id text primary key references matter (id), question bytea, choices bytea, answer_line bigint
);
create table k_training_session (
  id text primary key references matter (id),
  starts_on text, place bytea, trainer bytea, region text, seats bigint, held_on text, reason bytea
);
create table k_campaign (
  id text primary key references matter (id),
  title bytea, purpose bytea, audiences text, channels text, languages bytea, region text, forms text,
  starts_on text, ends_on text, partners bytea, participation bytea, review_note bytea, lessons bytea
);
create table k_campaign_material (
  id text primary key references matter (id),
  material_kind text, title bytea, text bytea, language text, audiences text, link bytea, drawing text
);
create table k_campaign_service (
  id text primary key references matter (id), listing text, told bytea
);
create table k_campaign_measure (
  id text primary key references matter (id),
  measured text, channel text, counted text, value bigint, baseline bigint, sample bigint,
  from_on text, to_on text, method bytea, source bytea
);
create table k_campaign_event (
  id text primary key references matter (id),
  planned_on text, place bytea, region text, audiences text, held_on text, children bigint, adults bigint,
  learnt bytea, reason bytea
);
create table k_youth_view (
  id text primary key references matter (id),
  about_kind text, about bytea, how_asked text, age_band text, said bytea, safeguarding bytea, answer bytea,
  what_changed bytea
);

-- What anybody may know of an approved course: what a badge of it stands for.
create table public_course (
  id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  title text not null,
  criteria text not null,
  hours bigint not null,
  validity_months bigint,
  approved_at bigint not null
);

-- A person in a session, for the post held then. Scores are the person's and the trainer's alone.
create table enrolment (
  id text primary key,
  organisation_id text not null references organisation (id),
  course_id text not null references matter (id),
  session_id text not null references matter (id),
  post_id text not null references post (id),
  account_id text not null references account (id),
  number bigint not null,
  state text not null,
  score_before bigint,
  score_after bigint,
  at bigint not null,
  unique (session_id, account_id),
  unique (session_id, number)
);
create index enrolment_account on enrolment (account_id, id);

-- A badge. What was signed is made anew from this row: the signature is deterministic.
create table credential (
  id text primary key,
  organisation_id text not null references organisation (id),
  course_id text not null references matter (id),
  account_id text not null references account (id),
  enrolment_id text not null unique references enrolment (id),
  issued_at bigint not null,
  valid_until bigint,
  revoked_at bigint
);
create index credential_account on credential (account_id, course_id, id);

-- Courses that a post with this role needs.
create table post_requirement (
  organisation_id text not null references organisation (id),
  role text not null references role (slug),
  course_id text not null references matter (id),
  since_at bigint not null,
  primary key (organisation_id, role, course_id)
);

-- Gaps that a post and the post above it were told of: once for each tenure, and again when a badge has run out since.
create table gap_told (
  tenure_id text not null references tenure (id),
  course_id text not null references matter (id),
  at bigint not null,
  primary key (tenure_id, course_id)
);

-- What children and young people are asked about, and what was published of their answers.
create table public_topic (
  id text primary key references matter (id),
  organisation_id text not null references organisation (id),
  kind text not null,
  title_id text not null,
  title_en text not null,
  words_id text not null,
  words_en text not null,
  opened_at bigint not null,
  closed_at bigint
);
create table public_view (
  id text primary key references matter (id),
  topic_id text not null references public_topic (id),
  age_band text not null,
  said text not null,
  answer text not null,
  what_changed text not null,
  at bigint not null
);
create index public_view_topic on public_view (topic_id, id);
