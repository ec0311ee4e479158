-- Tables that every service stands on. ${api} is bound by row-level security to the caller's scope;
-- ${system} serves relay, consumers and clocks; ${app} is the login that may become either.

grant usage on schema backbone to ${api}, ${system}, ${app};

-- Outbox -------------------------------------------------------------------------------------
create table outbox (
  id         bigint generated always as identity primary key,
  position   bigint,
  sequence   bigint,
  event_id   uuid        not null unique,
  topic      text        not null,
  key        text        not null,
  headers    text[]      not null,
  value      bytea       not null,
  written_at timestamptz not null default now(),
  set_aside  text
);
create index outbox_unstamped on outbox (id) where position is null;
create unique index outbox_position on outbox (position) where position is not null;

-- One row: the last number given, and the last position known to be with the broker.
create table relay_mark (
  one           boolean primary key default true check (one),
  position      bigint not null default 0,
  sequence      bigint not null default 0,
  feed_position bigint not null default 0,
  published     bigint not null default 0,
  check (published <= position)
);
insert into relay_mark default values;

-- Feeds --------------------------------------------------------------------------------------
create table feed (
  id         bigint generated always as identity primary key,
  position   bigint,
  party      text        not null,
  authority  text        not null,
  subject    text        not null,
  type       text        not null,
  version    bigint      not null,
  at         timestamptz not null,
  written_at timestamptz not null default now()
);
create index feed_unstamped on feed (id) where position is null;
create index feed_reading on feed (authority, position) where position is not null;

-- Inbox --------------------------------------------------------------------------------------
create table inbox (
  consumer    text        not null,
  event_id    uuid        not null,
  received_at timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index inbox_age on inbox (received_at);

-- A key whose record went to the dead letter: later records of the key follow it until replay.
create table dead_key (
  consumer text        not null,
  topic    text        not null,
  key      text        not null,
  cause    text        not null,
  since    timestamptz not null default now(),
  primary key (consumer, topic, key)
);

-- Directory copy -----------------------------------------------------------------------------
create table directory_entry (
  entity  text   primary key,
  kind    text   not null,
  version bigint not null,
  record  bytea  not null
);
create table directory_state (
  one          boolean     primary key default true check (one),
  version      bigint      not null default 0,
  next_offset  bigint      not null default 0,
  heartbeat_at timestamptz not null default '-infinity',
  refused      bigint      not null default 0
);
insert into directory_state default values;

-- Clocks -------------------------------------------------------------------------------------
create table clock (
  aggregate  uuid        not null,
  name       text        not null,
  item       text        not null default '',
  rule       text        not null,
  hard       boolean     not null,
  state      text        not null check (state in ('running', 'paused', 'met', 'run-out', 'cancelled')),
  started_at timestamptz not null,
  due_at     timestamptz not null,
  reason     text,
  primary key (aggregate, name, item)
);
create index clock_due on clock (due_at) where state = 'running';

-- Domain clock: how far the development profile has shifted it -----------------------------------
create table domain_clock (
  one   boolean  primary key default true check (one),
  shift interval not null default interval '0'
);
insert into domain_clock default values;

-- Idempotency keys -----------------------------------------------------------------------------
create table idempotency_key (
  caller     text        not null,
  method     text        not null,
  path       text        not null,
  key        text        not null,
  body_mac   bytea       not null,
  status     integer,
  location   text,
  etag       text,
  created_at timestamptz not null default now(),
  primary key (caller, method, path, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- Rights ---------------------------------------------------------------------------------------
grant select, insert, update, delete on all tables in schema backbone to ${system};
grant insert on outbox, feed to ${api};
grant select on feed, directory_entry, directory_state, domain_clock to ${api};
grant select, insert, update on idempotency_key, clock to ${api};

alter table outbox enable row level security;
alter table feed enable row level security;
alter table idempotency_key enable row level security;
alter table inbox enable row level security;
alter table dead_key enable row level security;
alter table clock enable row level security;

create policy system_all on outbox to ${system} using (true) with check (true);
create policy system_all on feed to ${system} using (true) with check (true);
create policy system_all on idempotency_key to ${system} using (true) with check (true);
create policy system_all on inbox to ${system} using (true) with check (true);
create policy system_all on dead_key to ${system} using (true) with check (true);
create policy system_all on clock to ${system} using (true) with check (true);

create policy api_write on outbox for insert to ${api} with check (true);
create policy api_write on feed for insert to ${api} with check (true);
create policy api_read on feed for select to ${api} using (
  party = current_setting('quickfreeze.party', true)
  and authority = current_setting('quickfreeze.authority', true));
create policy api_own on idempotency_key to ${api}
  using (caller = current_setting('quickfreeze.caller', true))
  with check (caller = current_setting('quickfreeze.caller', true));
-- A clock shows times and rule ids of one aggregate; the owning service narrows who may ask for which.
create policy api_any on clock to ${api}
  using (coalesce(current_setting('quickfreeze.caller', true), '') <> '')
  with check (coalesce(current_setting('quickfreeze.caller', true), '') <> '');
