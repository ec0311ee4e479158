-- Shared requests, their entries, and each side's own file. Content is encrypted: shared content with
-- the request's shared key, a side's own with that side's private key; both keys lie here wrapped.

grant usage on schema request to ${api}, ${system}, ${app};

create table request (
  id             uuid        primary key,
  from_party     text        not null,
  from_authority text        not null,
  to_party       text        not null,
  to_authority   text        not null,
  state          text        not null,
  ended          boolean     not null,
  urgency        text        not null,
  version        bigint      not null,
  -- Ids, codes and times; no content.
  shared         jsonb       not null,
  -- The shared key, wrapped to each Party.
  key_from       bytea,
  key_to         bytea,
  submitted_at   timestamptz not null,
  changed_at     timestamptz not null
);
create index request_from on request (from_authority, submitted_at);
create index request_to on request (to_authority, submitted_at);

create table entry (
  request           uuid        not null references request,
  number            bigint      not null,
  kind              text        not null check (kind in ('act', 'reply', 'recorded', 'clock')),
  type              text        not null,
  author_party      text        not null,
  author_authority  text        not null,
  hash              text        not null,
  directory_version bigint      not null,
  at                timestamptz not null,
  -- The signed bytes, under the shared key.
  sealed            bytea,
  -- The states before and after, under the shared key, and the event whose detail covers them.
  event_id          uuid,
  change            bytea,
  primary key (request, number),
  unique (request, hash)
);

-- A side's own half: wrapped private key, notes, order documents.
create table own_key (
  request uuid  not null,
  party   text  not null,
  wrapped bytea not null,
  primary key (request, party)
);
create table note (
  id        uuid        primary key,
  request   uuid        not null,
  party     text        not null,
  authority text        not null,
  at        timestamptz not null,
  sealed    bytea       not null
);
create index note_request on note (request);
create table order_document (
  order_id  uuid        not null,
  document  text        not null,
  request   uuid        not null,
  party     text        not null,
  authority text        not null,
  kind      text        not null,
  provider  text        not null,
  at        timestamptz not null,
  sealed    bytea       not null,
  primary key (order_id, document)
);
create table draft (
  id         uuid        primary key,
  party      text        not null,
  authority  text        not null,
  version    bigint      not null,
  -- The content under a key of its own; both go when the draft has become a request.
  wrapped    bytea,
  sealed     bytea,
  request    uuid,
  changed_at timestamptz not null,
  check ((request is null) = (sealed is not null and wrapped is not null))
);
create index draft_changed on draft (authority, changed_at);

-- Acts that were taken in on a stale copy of the register, until they could be verified again.
create table held_act (
  id                uuid        primary key,
  request           uuid        not null,
  type              text        not null,
  party             text        not null,
  authority         text        not null,
  caller            text        not null,
  role              text        not null,
  directory_version bigint      not null,
  -- Ids and codes; no content.
  facts             jsonb       not null,
  held_at           timestamptz not null,
  real_at           timestamptz not null,
  state             text        not null check (state in ('held', 'released', 'stopped')),
  reason            text,
  decided_at        timestamptz,
  -- The act under a key of its own, wrapped to its author's Party; both go with the decision.
  wrapped           bytea,
  sealed            bytea,
  check ((state = 'held') = (sealed is not null and wrapped is not null))
);
create index held_act_waiting on held_act (real_at) where state = 'held';
create index held_act_request on held_act (request);
create index held_act_own on held_act (authority, held_at);
-- One act of a side waits at a time: the next one would build on it.
create unique index held_act_one on held_act (request, authority) where state = 'held';

grant select, insert, update, delete on all tables in schema request to ${system};
grant select, insert, update on request, entry, own_key, note, order_document to ${api};
grant select, insert, update, delete on draft to ${api};
grant select, insert on held_act to ${api};

create function request.own_party() returns text stable language sql
  return coalesce(nullif(current_setting('quickfreeze.party', true), ''), '-');
create function request.own_authority() returns text stable language sql
  return coalesce(nullif(current_setting('quickfreeze.authority', true), ''), '-');
grant execute on function request.own_party(), request.own_authority() to ${api};

alter table request enable row level security;
alter table entry enable row level security;
alter table own_key enable row level security;
alter table note enable row level security;
alter table order_document enable row level security;
alter table draft enable row level security;
alter table held_act enable row level security;

create policy system_all on request to ${system} using (true) with check (true);
create policy system_all on entry to ${system} using (true) with check (true);
create policy system_all on own_key to ${system} using (true) with check (true);
create policy system_all on note to ${system} using (true) with check (true);
create policy system_all on order_document to ${system} using (true) with check (true);
create policy system_all on draft to ${system} using (true) with check (true);
create policy system_all on held_act to ${system} using (true) with check (true);

-- Authority first: only the two authorities of a request see it.
create policy two_sides on request for select to ${api} using (
  (from_party = request.own_party() and from_authority = request.own_authority())
  or (to_party = request.own_party() and to_authority = request.own_authority()));
create policy requester_submits on request for insert to ${api} with check (
  from_party = request.own_party() and from_authority = request.own_authority());
create policy two_sides_move on request for update to ${api} using (
  (from_party = request.own_party() and from_authority = request.own_authority())
  or (to_party = request.own_party() and to_authority = request.own_authority()));
create policy two_sides on entry for select to ${api}
  using (exists (select 1 from request.request r where r.id = request));
create policy own_act on entry for insert to ${api} with check (
  kind = 'act' and author_party = request.own_party()
  and author_authority = request.own_authority()
  and exists (select 1 from request.request r where r.id = request));
create policy own on own_key to ${api}
  using (party = request.own_party()) with check (party = request.own_party());
create policy own on note to ${api}
  using (party = request.own_party() and authority = request.own_authority())
  with check (party = request.own_party() and authority = request.own_authority());
create policy own on order_document to ${api}
  using (party = request.own_party() and authority = request.own_authority())
  with check (party = request.own_party() and authority = request.own_authority());
create policy own on held_act to ${api}
  using (party = request.own_party() and authority = request.own_authority())
  with check (party = request.own_party() and authority = request.own_authority());
create policy own on draft to ${api}
  using (party = request.own_party() and authority = request.own_authority())
  with check (party = request.own_party() and authority = request.own_authority());

-- A clock is visible with its request.
drop policy api_any on backbone.clock;
create policy two_sides on backbone.clock to ${api}
  using (exists (select 1 from request.request r where r.id = aggregate))
  with check (exists (select 1 from request.request r where r.id = aggregate));
