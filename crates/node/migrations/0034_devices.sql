-- Telephones that this node does not know: it was restored from a backup that is older than their registration. What they send lies as
-- they sealed it, until the telephone is registered again.
create table offline_parked (
  act_id text primary key,
  -- What is kept of the device's name and secret, as with devices that are known.
  device_tag bytea not null,
  user_name text not null,
  seq bigint not null,
  received_at bigint not null,
  sealed bytea not null
);
create index offline_parked_device on offline_parked (device_tag, seq, act_id);

-- Under which device such a telephone came back.
create table offline_again (
  device_tag bytea primary key,
  device_id text not null references field_device (id),
  at bigint not null
);
