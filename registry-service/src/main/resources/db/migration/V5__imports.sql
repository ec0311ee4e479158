-- Rosters that somebody hands in, until another enters them or they are withdrawn.
create table roster_import (
  id          uuid        primary key,
  format      text        not null check (format in ('csv', 'json')),
  origin      text        not null,
  state       text        not null check (state in ('draft', 'applied', 'withdrawn')),
  author      text        not null,
  author_role text        not null,
  created_at  timestamptz not null,
  approver    text        check (approver <> author),
  closed_at   timestamptz,
  -- How the States were heard about it; functions and documents, no names.
  confirmation jsonb,
  entered     integer,
  check ((state = 'draft') = (closed_at is null)),
  check ((state = 'applied') = (approver is not null and confirmation is not null))
);
create index roster_import_created on roster_import (created_at);

create table roster_import_part (
  import  uuid    not null references roster_import,
  part    integer not null check (part >= 0),
  content bytea   not null,
  primary key (import, part)
);

grant select, insert, update, delete on roster_import, roster_import_part to ${system};
grant select, insert on roster_import to ${api};
grant update (state, approver, closed_at, confirmation, entered) on roster_import to ${api};
grant select, insert, update, delete on roster_import_part to ${api};

alter table roster_import enable row level security;
alter table roster_import_part enable row level security;
create policy system_all on roster_import to ${system} using (true) with check (true);
create policy system_all on roster_import_part to ${system} using (true) with check (true);
create policy keep on roster_import to ${api}
  using ((select current_setting('quickfreeze.role', true) = 'secretariat'))
  with check ((select current_setting('quickfreeze.role', true) = 'secretariat'));
create policy keep on roster_import_part to ${api}
  using ((select current_setting('quickfreeze.role', true) = 'secretariat'))
  with check ((select current_setting('quickfreeze.role', true) = 'secretariat'));

-- An import takes the versions of all its entities at once; never back, and never far ahead.
create or replace function one_further() returns trigger language plpgsql as $$
declare
  furthest bigint := old.version + 1;
begin
  if current_setting('quickfreeze.role', true) = 'secretariat' then
    furthest := old.version + 60000;
  end if;
  if new.version <= old.version or new.version > furthest then
    raise exception 'the directory version goes on by one' using errcode = 'check_violation';
  end if;
  return new;
end $$;
