-- Answers that travel: to whoever challenged a hash on a list, to the institution that reported a transaction.

-- A challenge of ours, until the owner of the list has answered.
create table k_raised_challenge (
  id text primary key references matter (id),
  list bytea,
  owner bytea,
  hash_kind text,
  hash bytea,
  grounds bytea,
  answer bytea,
  answered_on text,
  give_up_note bytea
);

-- The institution as a member, and on what law it is told.
alter table k_transaction_report add column institution_member bytea;
alter table k_transaction_report add column feedback_basis text;
