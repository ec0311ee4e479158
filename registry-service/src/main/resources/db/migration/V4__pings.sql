-- Tests of channels: was somebody there who answered? Never anything of a case.
create table ping (
  id            uuid        primary key,
  round         uuid        not null,
  -- Which random round of the year this is; null for one that somebody asked for.
  period        text,
  contact_point text        not null,
  party         text        not null,
  authority     text        not null,
  channel       text        not null,
  address       text        not null,
  planned_at    timestamptz not null,
  state         text        not null
    check (state in ('planned', 'sent', 'answered', 'missed', 'untested')),
  tries         integer     not null default 0,
  sent_at       timestamptz,
  due_at        timestamptz,
  ended_at      timestamptz,
  -- Why it was missed or not tested, or who has answered.
  how           text        not null default '',
  call          text,
  unique (contact_point, period, channel, address),
  check ((state in ('planned', 'sent')) = (ended_at is null)),
  check (state <> 'sent' or (sent_at is not null and due_at is not null))
);
create index ping_planned on ping (planned_at) where state = 'planned';
create index ping_due on ping (due_at) where state = 'sent';
create index ping_own on ping (authority, planned_at);
create index ping_channel on ping (contact_point, channel, address, planned_at);

-- What a Party lets others see of how its channels did.
create table ping_publication (
  party      text        primary key,
  published  boolean     not null,
  changed_at timestamptz not null,
  changed_by text        not null
);

grant select, insert, update, delete on ping, ping_publication to ${system};
grant select, insert on ping to ${api};
grant update (state, tries, ended_at, how) on ping to ${api};
grant select, insert on ping_publication to ${api};
grant update (published, changed_at, changed_by) on ping_publication to ${api};

alter table ping enable row level security;
alter table ping_publication enable row level security;
create policy system_all on ping to ${system} using (true) with check (true);
create policy system_all on ping_publication to ${system} using (true) with check (true);
create function registry.own_people(own_party text, own_authority text) returns boolean
  language sql stable as $$
  select current_setting('quickfreeze.role', true) in ('officer', 'supervisor')
    and current_setting('quickfreeze.authority', true) <> ''
    and own_authority = current_setting('quickfreeze.authority', true)
    and own_party = current_setting('quickfreeze.party', true)
$$;
create policy read on ping for select to ${api} using (
  current_setting('quickfreeze.role', true) = 'secretariat'
  or registry.own_people(party, authority));
create policy plan on ping for insert to ${api} with check (
  state = 'planned' and period is null
  and (current_setting('quickfreeze.role', true) = 'secretariat'
    or registry.own_people(party, authority)));
create policy answer on ping for update to ${api} using (registry.own_people(party, authority));
create policy read on ping_publication for select to ${api} using (true);
create policy publish on ping_publication to ${api}
  using (current_setting('quickfreeze.role', true) = 'supervisor'
    and party = current_setting('quickfreeze.party', true))
  with check (current_setting('quickfreeze.role', true) = 'supervisor'
    and party = current_setting('quickfreeze.party', true));
