-- The transparency log. An entry's leaf is for ever and for everybody; the opening beside it (salt and
-- event) is for auditors and is erased with the case, and the log stays provable.

grant usage on schema audit to ${api}, ${system}, ${app};

create table entry (
  index       bigint      primary key,
  leaf        bytea       not null check (octet_length(leaf) = 38),
  leaf_hash   bytea       not null check (octet_length(leaf_hash) = 32),
  recorded_at timestamptz not null
);

create table opening (
  index         bigint  primary key references entry,
  -- Where it was received: a place in a topic is logged once.
  topic         text    not null,
  partition     integer not null,
  record_offset bigint  not null,
  event_id      uuid    not null,
  -- What the headers say, where they can be read; null where not.
  type          text,
  source        text,
  sequence      bigint,
  subject       text,
  request       text,
  -- What the leaf commits to, in bytes: headers as docs/audit-log.md writes them. Null once erased.
  salt          bytea,
  key           bytea,
  headers       bytea,
  value         bytea,
  unique (topic, partition, record_offset)
);
create index opening_subject on opening (subject, index);
create index opening_request on opening (request, index) where request is not null;
create index opening_event on opening (event_id);

-- One row: the right edge of the tree. Whoever holds its lock appends.
create table edge (
  one   boolean primary key default true check (one),
  size  bigint  not null default 0,
  peaks bytea   not null default ''
);
insert into edge default values;

-- Nodes of height 8, 16, …: what the tiles above level 0 hold.
create table node (
  level    integer not null,
  position bigint  not null,
  hash     bytea   not null check (octet_length(hash) = 32),
  primary key (level, position)
);

-- Signed checkpoints. Internal ones follow each batch and go after an hour; public ones stay, since
-- their partial tiles have to be served.
create table checkpoint (
  size      bigint      primary key,
  root      bytea       not null check (octet_length(root) = 32),
  note      bytea       not null,
  public    boolean     not null,
  signed_at timestamptz not null
);
create index checkpoint_public on checkpoint (size) where public;

-- How far each numbered stream was seen, which numbers are missing, which came late, and which were
-- given twice.
create table stream (
  topic  text   not null,
  source text   not null,
  last   bigint not null,
  primary key (topic, source)
);
create table hole (
  topic  text        not null,
  source text        not null,
  first  bigint      not null,
  last   bigint      not null check (last >= first),
  since  timestamptz not null,
  primary key (topic, source, first)
);
create table healed (
  topic    text        not null,
  source   text        not null,
  sequence bigint      not null,
  since    timestamptz not null,
  at       timestamptz not null,
  primary key (topic, source, sequence)
);
create table conflict (
  index    bigint primary key references entry,
  topic    text   not null,
  source   text   not null,
  sequence bigint not null,
  at       timestamptz not null
);

-- Rights: nobody who serves or consumes can change or delete what is in the log.
grant select, insert on entry, node, healed, conflict to ${system};
grant select, insert on opening to ${system};
grant update (subject, request, salt, key, headers, value) on opening to ${system};
grant select, update on edge to ${system};
grant select, insert, delete on checkpoint to ${system};
grant update (public, signed_at) on checkpoint to ${system};
grant select, insert, update on stream to ${system};
grant select, insert, delete on hole to ${system};
grant select on entry, opening, node, checkpoint, stream, hole, healed, conflict to ${api};

alter table entry enable row level security;
alter table opening enable row level security;
alter table node enable row level security;
alter table checkpoint enable row level security;
alter table stream enable row level security;
alter table hole enable row level security;
alter table healed enable row level security;
alter table conflict enable row level security;

create policy system_all on entry to ${system} using (true) with check (true);
create policy system_all on opening to ${system} using (true) with check (true);
create policy system_all on node to ${system} using (true) with check (true);
create policy system_all on checkpoint to ${system} using (true) with check (true);
create policy system_all on stream to ${system} using (true) with check (true);
create policy system_all on hole to ${system} using (true) with check (true);
create policy system_all on healed to ${system} using (true) with check (true);
create policy system_all on conflict to ${system} using (true) with check (true);

-- Auditors see all; the public sees leaves and nodes, and of checkpoints the public ones.
create policy auditors on opening for select to ${api}
  using (current_setting('quickfreeze.role', true) = 'auditor');
create policy auditors on stream for select to ${api}
  using (current_setting('quickfreeze.role', true) = 'auditor');
create policy auditors on hole for select to ${api}
  using (current_setting('quickfreeze.role', true) = 'auditor');
create policy auditors on healed for select to ${api}
  using (current_setting('quickfreeze.role', true) = 'auditor');
create policy auditors on conflict for select to ${api}
  using (current_setting('quickfreeze.role', true) = 'auditor');
create policy published on checkpoint for select to ${api}
  using (public or current_setting('quickfreeze.role', true) = 'auditor');
create policy scoped on entry for select to ${api}
  using (current_setting('quickfreeze.role', true) in ('auditor', 'public'));
create policy scoped on node for select to ${api}
  using (current_setting('quickfreeze.role', true) in ('auditor', 'public'));
