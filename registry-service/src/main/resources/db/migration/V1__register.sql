-- The register. Nothing is overwritten: a row says what was true from when to when (valid_*), and
-- from when to when we believed it (recorded_at, superseded_at). Both questions of G16 are a query.

grant usage on schema registry to ${api}, ${system}, ${app};

create table entity_version (
  entity            text        not null,
  kind              text        not null,
  directory_version bigint      not null,
  valid_from        timestamptz not null,
  valid_to          timestamptz,
  recorded_at       timestamptz not null,
  recorded_by       text        not null,
  superseded_at     timestamptz,
  reason            text        not null default '',
  body              jsonb       not null,
  primary key (entity, directory_version, valid_from),
  check (valid_to is null or valid_to > valid_from)
);
create index entity_version_current on entity_version (entity) where superseded_at is null;
create index entity_version_kind on entity_version (kind, entity) where superseded_at is null;
create index entity_version_change on entity_version (directory_version);

-- Stays locked until commit, so that versions reach the outbox in order.
create table directory_version (
  one     boolean primary key default true check (one),
  version bigint  not null default 0
);
insert into directory_version default values;

grant select, insert on entity_version to ${api}, ${system};
grant update (superseded_at) on entity_version to ${api}, ${system};
grant select, update on directory_version to ${api}, ${system};

alter table entity_version enable row level security;
create policy system_all on entity_version to ${system} using (true) with check (true);
-- Officers read the register; callers' rows and all writing are the secretariat's.
create policy api_read on entity_version for select to ${api} using (
  current_setting('quickfreeze.role', true) = 'secretariat'
  or (coalesce(current_setting('quickfreeze.role', true), '') <> '' and kind <> 'caller'));
create policy api_insert on entity_version for insert to ${api}
  with check (current_setting('quickfreeze.role', true) = 'secretariat');
-- Whoever could set the version back would make readers ignore what changes next.
alter table directory_version enable row level security;
create policy system_all on directory_version to ${system} using (true) with check (true);
create policy api_read on directory_version for select to ${api} using (true);
create policy api_next on directory_version for update to ${api}
  using (current_setting('quickfreeze.role', true) = 'secretariat')
  with check (current_setting('quickfreeze.role', true) = 'secretariat');
create policy api_supersede on entity_version for update to ${api}
  using (current_setting('quickfreeze.role', true) = 'secretariat')
  with check (current_setting('quickfreeze.role', true) = 'secretariat');
