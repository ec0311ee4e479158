-- A copy of who holds which addresses, names and numbers, as registry.ranges says it.
create table range_part (
  key     text   primary key,
  version bigint not null
);
create table held_range (
  part       text             not null references range_part,
  kind       text             not null,
  key        text collate "C" not null,
  holder     text             not null,
  list       text             not null,
  as_of      date             not null,
  basis      text             not null,
  valid_from date,
  valid_to   date
);
create index held_range_key on held_range (kind, key);
create index held_range_part on held_range (part);

-- A database that was made anew reads the topic from its beginning: its group is new as well.
create table range_reader (
  one boolean primary key default true check (one),
  id  uuid    not null default gen_random_uuid()
);
insert into range_reader default values;

grant select, insert, update, delete on range_part, held_range to ${system};
grant select on range_reader to ${system};
grant select on held_range to ${api};

alter table range_part enable row level security;
alter table held_range enable row level security;
alter table range_reader enable row level security;
create policy system_all on range_part to ${system} using (true) with check (true);
create policy system_all on held_range to ${system} using (true) with check (true);
create policy system_all on range_reader to ${system} using (true) with check (true);
create policy look on held_range for select to ${api}
  using ((select coalesce(current_setting('quickfreeze.role', true), '') <> ''));
