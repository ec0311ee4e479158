-- What waits for the people of an authority, and how they were called.
create table notice (
  id           uuid        primary key,
  source       uuid        not null,
  subject      uuid        not null,
  occasion     text        not null,
  party        text        not null,
  authority    text        not null,
  urgency      text        not null check (urgency in ('EMERGENCY', 'URGENT', 'ROUTINE')),
  exercise     boolean     not null,
  created_at   timestamptz not null,
  state        text        not null
    check (state in ('open', 'confirmed', 'settled', 'unanswered')),
  round        integer     not null,
  line         integer     not null,
  tries        integer     not null,
  line_since   timestamptz not null,
  next_at      timestamptz not null,
  confirmed_by text,
  ended_at     timestamptz,
  -- An event that comes again tells nobody twice.
  unique (source, authority),
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'confirmed') = (confirmed_by is not null))
);
create index notice_due on notice (next_at) where state = 'open';
create index notice_subject on notice (subject) where state = 'open';
create index notice_own on notice (authority, created_at);

-- The delivery log. No address: the register says it, and its history says what it was.
create table notice_attempt (
  notice   uuid        not null references notice,
  number   integer     not null,
  round    integer     not null,
  line     integer     not null,
  channel  text        not null,
  function text        not null,
  at       timestamptz not null,
  outcome  text        not null,
  -- The adapter's id of a call that is under way.
  call     text,
  primary key (notice, number)
);
create index notice_attempt_ringing on notice_attempt (at) where outcome = 'ringing';

grant select, insert, update, delete on notice, notice_attempt to ${system};
grant select on notice, notice_attempt to ${api};
grant update (state, confirmed_by, ended_at) on notice to ${api};

alter table notice enable row level security;
alter table notice_attempt enable row level security;
create policy system_all on notice to ${system} using (true) with check (true);
create policy system_all on notice_attempt to ${system} using (true) with check (true);
create policy own_read on notice for select to ${api} using (
  current_setting('quickfreeze.role', true) = 'secretariat'
  or (current_setting('quickfreeze.role', true) in ('officer', 'supervisor')
    and current_setting('quickfreeze.authority', true) <> ''
    and authority = current_setting('quickfreeze.authority', true)
    and party = current_setting('quickfreeze.party', true)));
create policy own_confirm on notice for update to ${api} using (
  current_setting('quickfreeze.role', true) in ('officer', 'supervisor')
    and current_setting('quickfreeze.authority', true) <> ''
    and authority = current_setting('quickfreeze.authority', true)
    and party = current_setting('quickfreeze.party', true));
create policy with_notice on notice_attempt for select to ${api}
  using (exists (select 1 from registry.notice n where n.id = notice_attempt.notice));
