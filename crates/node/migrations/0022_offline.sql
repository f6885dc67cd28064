-- The offline app: cases that lie on a telephone, and acts that came from it.

-- Which cases a device carries, and until when it may without contact: what lay on a lost telephone is known here.
create table offline_carried (
  device_id text not null references field_device (id),
  matter_id text not null references matter (id),
  carried_at bigint not null,
  until_at bigint not null,
  primary key (device_id, matter_id)
);

-- Acts that a device had queued: each is performed once, however often it is sent.
create table offline_act (
  act_id text primary key,
  device_id text not null references field_device (id),
  seq bigint not null,
  -- applied, conflict, kept, refused; held while another act that it needs has not come.
  outcome text not null,
  reason text,
  record_id text,
  -- When it was done, by the node's clock as the device's differed from it.
  made_at bigint not null,
  received_at bigint not null,
  -- Only while it is held: as the device sealed it to this node.
  sealed bytea
);
create index offline_act_device on offline_act (device_id, outcome, seq, act_id);
