-- Keys: what replaces what and for how long both count, and keys that are suspended.

-- How long the key that is replaced still counts; whether the change resumes a suspended key.
alter table change
  add column overlap_seconds bigint check (overlap_seconds between 0 and 90 * 86400),
  add column resumes boolean not null default false check (not resumes or kind = 'key'),
  -- resuming needs the owner's word, as entering does
  add check (not resumes or (confirm and operation = 'change'));

-- A key whose last row says so is suspended: not in force, but it can be resumed until planned_to
-- (null: without end). One that ended otherwise never comes back.
alter table entity_version
  add column suspended boolean not null default false,
  add column planned_to timestamptz,
  add check (not suspended or (kind = 'key' and valid_to is not null)),
  add check (planned_to is null or (suspended and planned_to > valid_to));
create index entity_version_suspended on entity_version (entity)
  where suspended and superseded_at is null;

-- Should the code forget it: the end of a key only comes nearer, and what has ended stays ended.
-- What a write replaces was superseded a moment before, in the same transaction.
create function key_ends_for_good() returns trigger language plpgsql as $$
declare
  was timestamptz;
  resumed boolean;
begin
  if not exists (select 1 from registry.entity_version where entity = new.entity) then
    return new;
  end if;
  select max(coalesce(case when suspended then planned_to else valid_to end, 'infinity')),
      bool_or(suspended)
    into was, resumed
    from registry.entity_version where entity = new.entity and superseded_at = new.recorded_at;
  if was is null
      or coalesce(case when new.suspended then new.planned_to else new.valid_to end, 'infinity') > was
  then
    raise exception 'the end of a key only comes nearer' using errcode = 'check_violation';
  end if;
  if (new.suspended or (resumed and coalesce(new.valid_to, 'infinity') > new.recorded_at))
      and coalesce(current_setting('quickfreeze.role', true), '') not in ('', 'secretariat')
  then
    raise exception 'keys are suspended and resumed by the secretariat'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger key_ends_for_good before insert on entity_version
  for each row when (new.kind = 'key') execute function registry.key_ends_for_good();
