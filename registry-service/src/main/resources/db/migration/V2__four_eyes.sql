-- What one person wants of the register and another has to approve.
create table change (
  id                uuid        primary key,
  entity            text        not null,
  kind              text        not null,
  operation         text        not null check (operation in ('create', 'change')),
  base_version      bigint      check ((operation = 'change') = (base_version is not null)),
  body              jsonb       not null,
  owner             text        not null,
  author            text        not null,
  author_role       text        not null,
  proposed_at       timestamptz not null,
  expires_at        timestamptz not null,
  confirm           boolean     not null,
  challenge         text,
  proven_at         timestamptz,
  approver          text        check (approver <> author),
  approver_role     text,
  approved_at       timestamptz,
  confirmer         text        check (confirmer <> author),
  confirmed_at      timestamptz,
  confirmation      jsonb,
  state             text        not null
    check (state in ('proposed', 'applied', 'rejected', 'withdrawn')),
  reason            text        not null default '',
  decided_at        timestamptz,
  directory_version bigint,
  check (state <> 'applied' or (approver is not null and directory_version is not null
    and (not confirm or confirmer is not null)
    and (challenge is null or proven_at is not null)))
);
create index change_entity on change (entity);
create index change_open on change (proposed_at, id) where state = 'proposed';

-- By whom an entry is owned: asked with each proposal and each approval. A column of its own, since
-- row-level security lets no index be used for what a function makes of the body.
alter table entity_version add column owner text generated always as (
  case kind
    when 'contact-point' then 'authority/' || (body ->> 'authority')
    when 'key' then body ->> 'owner'
    when 'caller' then
      coalesce('authority/' || (body ->> 'authority'), 'provider/' || (body ->> 'provider'))
  end) stored;
create index entity_version_owner on entity_version (owner, kind) where owner is not null;

grant select, insert on change to ${api};
grant update (proven_at, approver, approver_role, approved_at, confirmer, confirmed_at,
  confirmation, state, reason, decided_at, directory_version) on change to ${api};
grant select on change to ${system};

alter table change enable row level security;
create policy system_read on change for select to ${system} using (true);
create policy api_read on change for select to ${api} using (
  current_setting('quickfreeze.role', true) = 'secretariat'
  or author = current_setting('quickfreeze.caller', true)
  or (current_setting('quickfreeze.role', true) in ('officer', 'supervisor')
    and current_setting('quickfreeze.authority', true) <> ''
    and owner = 'authority/' || current_setting('quickfreeze.authority', true)));
create policy api_propose on change for insert to ${api}
  with check (author = current_setting('quickfreeze.caller', true) and state = 'proposed'
    and approver is null and confirmer is null);
create policy api_decide on change for update to ${api} using (
  current_setting('quickfreeze.role', true) = 'secretariat'
  or author = current_setting('quickfreeze.caller', true)
  or (current_setting('quickfreeze.role', true) in ('officer', 'supervisor')
    and current_setting('quickfreeze.authority', true) <> ''
    and owner = 'authority/' || current_setting('quickfreeze.authority', true)));

-- An authority keeps its own points, keys and people; never somebody of a wider role.
create function own_entry(kind text, body jsonb) returns boolean language sql stable as $$
  select current_setting('quickfreeze.role', true) in ('officer', 'supervisor')
    and current_setting('quickfreeze.authority', true) <> ''
    and case kind
      when 'contact-point' then
        body ->> 'authority' = current_setting('quickfreeze.authority', true)
      when 'key' then
        body ->> 'owner' = 'authority/' || current_setting('quickfreeze.authority', true)
      when 'caller' then
        body ->> 'authority' = current_setting('quickfreeze.authority', true)
        and body ->> 'role' not in ('secretariat', 'auditor', 'operator', 'provider')
        and body ->> 'provider' is null
        and body ->> 'kafkaClient' is null
      else false
    end
$$;
drop policy api_read on entity_version;
create policy api_read on entity_version for select to ${api} using (
  current_setting('quickfreeze.role', true) = 'secretariat'
  or (coalesce(current_setting('quickfreeze.role', true), '') <> '' and kind <> 'caller')
  or registry.own_entry(kind, body));
drop policy api_insert on entity_version;
create policy api_insert on entity_version for insert to ${api}
  with check (current_setting('quickfreeze.role', true) = 'secretariat'
    or registry.own_entry(kind, body));
drop policy api_supersede on entity_version;
create policy api_supersede on entity_version for update to ${api}
  using (current_setting('quickfreeze.role', true) = 'secretariat'
    or registry.own_entry(kind, body))
  with check (current_setting('quickfreeze.role', true) = 'secretariat'
    or registry.own_entry(kind, body));
drop policy api_next on directory_version;
create policy api_next on directory_version for update to ${api}
  using (current_setting('quickfreeze.role', true) in ('secretariat', 'officer', 'supervisor'))
  with check (current_setting('quickfreeze.role', true) in ('secretariat', 'officer', 'supervisor'));

-- Whoever could set the version back would make readers ignore what changes next.
create function one_further() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise exception 'the directory version goes on by one' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger one_further before update on directory_version
  for each row execute function registry.one_further();
