-- What posts are told of. A notification names a code and a matter's number, never a child; the pages have the words.

create table notification (
  id text primary key,
  post_id text not null references post (id),
  code text not null,
  matter_id text references matter (id),
  at bigint not null,
  read_at bigint,
  -- When it went to the post's functional mailbox, where there is one.
  mailed_at bigint
);
create index notification_post on notification (post_id, read_at, id);
create index notification_unmailed on notification (mailed_at, id);
