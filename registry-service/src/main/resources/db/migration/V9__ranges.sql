-- Who holds which addresses, names and numbers, from lists that are read again and again. Apart
-- from the entities: a list is large, public, and nobody's own word about itself.
create table range_list (
  name         text        primary key check (name ~ '^[a-z0-9-]{3,40}$'),
  as_of        date        not null,
  snapshot     uuid        not null,
  published_at timestamptz not null
);

create table range_snapshot (
  id          uuid        primary key,
  list        text        not null check (list ~ '^[a-z0-9-]{3,40}$'),
  format      text        not null check (format in ('delegated', 'csv')),
  as_of       date        not null,
  -- By which id a list names a provider of the register.
  holders     jsonb       not null,
  state       text        not null check (state in ('draft', 'published', 'withdrawn')),
  author      text        not null,
  author_role text        not null,
  created_at  timestamptz not null,
  closed_at   timestamptz,
  closed_by   text,
  added       bigint,
  ended       bigint,
  check ((state = 'draft') = (closed_at is null))
);
create index range_snapshot_list on range_snapshot (list, created_at);

create table range_snapshot_part (
  snapshot uuid    not null references range_snapshot,
  part     integer not null check (part >= 0),
  lines    integer not null,
  ignored  integer not null,
  primary key (snapshot, part)
);

-- What a snapshot says, until it is published or withdrawn.
create table range_line (
  snapshot   uuid             not null,
  part       integer          not null,
  kind       text             not null,
  key        text collate "C" not null,
  holder     text             not null,
  basis      text             not null,
  valid_from date
);
create index range_line_key on range_line (snapshot, kind, key, holder);
create index range_line_part on range_line (snapshot, part);

create table held_range (
  kind       text             not null,
  key        text collate "C" not null,
  holder     text             not null
    check (holder ~ '^(provider/[a-z0-9-]{3,40}|country/[A-Z]{2})$'),
  list       text             not null,
  basis      text             not null check (basis in ('declared', 'delegated')),
  valid_from date,
  valid_to   date,
  check (valid_to > valid_from)
);
-- In the order in which the index in memory is built.
create index held_range_key on held_range (kind, key);
create index held_range_holder on held_range (holder, kind, key);
create unique index held_range_open on held_range (list, kind, key, holder) where valid_to is null;

-- How many parts of a holder were published, so that one that is not needed any more is emptied.
create table range_holder (
  holder text    primary key,
  parts  integer not null
);

-- Stays locked until commit: publications follow each other.
create table range_version (
  one     boolean primary key default true check (one),
  version bigint  not null default 0
);
insert into range_version default values;

grant select, insert, update, delete on range_list, range_snapshot, range_snapshot_part, range_line,
  held_range, range_holder, range_version to ${system};
grant select, insert, update on range_list, range_holder to ${api};
grant select, insert on range_snapshot to ${api};
grant update (state, closed_at, closed_by, added, ended) on range_snapshot to ${api};
grant select, insert, delete on range_snapshot_part, range_line to ${api};
grant select, insert on held_range to ${api};
grant update (valid_to) on held_range to ${api};
grant select, update on range_version to ${api};
-- A list of half a million lines is planned for what it is, not for the empty table it was before.
grant maintain on range_line, held_range to ${api};

create function registry.is_secretariat() returns boolean language sql stable as $$
  select current_setting('quickfreeze.role', true) = 'secretariat'
$$;
do $$
declare one text;
begin
  foreach one in array array['range_list', 'range_snapshot', 'range_snapshot_part', 'range_line',
    'held_range', 'range_holder', 'range_version'] loop
    execute format('alter table %I enable row level security', one);
    execute format('create policy system_all on %I to ${system} using (true) with check (true)', one);
    execute format('create policy keep on %I to ${api} using ((select registry.is_secretariat()))'
      ' with check ((select registry.is_secretariat()))', one);
  end loop;
end $$;
