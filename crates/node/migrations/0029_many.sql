-- Processes that serve this database now: for whoever plans connections or an upgrade. Each renews its row while it lives.
create table process (
  holder text not null primary key,
  program text not null,
  knows bigint not null,
  connections bigint not null,
  started_at bigint not null,
  seen_at bigint not null
);
