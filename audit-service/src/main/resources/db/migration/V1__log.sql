-- The transparency log. An entry's leaf is for ever; the opening beside it (salt and event) is erased
-- with the case, and the log stays provable.

grant usage on schema audit to ${api}, ${system}, ${app};

create table entry (
  index       bigint      primary key,
  leaf        bytea       not null,
  leaf_hash   bytea       not null,
  recorded_at timestamptz not null,
  event_id    uuid        not null,
  topic       text        not null,
  partition   integer     not null,
  kafka_offset bigint     not null,
  type        text,
  source      text,
  sequence    bigint,
  subject     text,
  -- The opening.
  salt        bytea,
  key         bytea,
  headers     text[],
  value       bytea,
  unique (topic, partition, kafka_offset)
);
create index entry_subject on entry (subject, index);

-- One row: the right edge of the tree.
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
  hash     bytea   not null,
  primary key (level, position)
);

-- Each size for which a checkpoint was signed, and the note itself.
create table checkpoint (
  size      bigint      primary key,
  root      bytea       not null,
  note      bytea       not null,
  signed_at timestamptz not null
);

-- How far each numbered stream has been seen, and where numbers are missing.
create table stream (
  source text   primary key,
  last   bigint not null
);
create table hole (
  source    text        not null,
  missing   bigint      not null,
  since     timestamptz not null,
  healed_at timestamptz,
  primary key (source, missing)
);
create table conflict (
  source   text        not null,
  sequence bigint      not null,
  event_id uuid        not null,
  at       timestamptz not null,
  primary key (source, sequence, event_id)
);

grant select, insert, update, delete on all tables in schema audit to ${system};
grant select on all tables in schema audit to ${api};

alter table entry enable row level security;
create policy system_all on entry to ${system} using (true) with check (true);
create policy auditors on entry for select to ${api}
  using (current_setting('quickfreeze.role', true) = 'auditor');

-- What the public may have of an entry: its leaf and the leaf's hash, nothing of the opening.
create function audit.leaves(first bigint, past bigint) returns table (leaf bytea)
  language sql stable security definer set search_path = audit
  as $$ select e.leaf from audit.entry e where e.index >= first and e.index < past order by e.index $$;
create function audit.leaf_hashes(first bigint, past bigint) returns table (leaf_hash bytea)
  language sql stable security definer set search_path = audit
  as $$ select e.leaf_hash from audit.entry e where e.index >= first and e.index < past order by e.index $$;
revoke execute on function audit.leaves, audit.leaf_hashes from public;
grant execute on function audit.leaves, audit.leaf_hashes to ${api}, ${system};
