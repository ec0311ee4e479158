-- Replies signed with a key that this service's copy of the register does not hold yet.
create table parked_reply (
  id       bigint generated always as identity primary key,
  provider text        not null,
  order_id uuid        not null,
  value    bytea       not null,
  at       timestamptz not null
);
create index parked_reply_provider on parked_reply (provider, order_id);

grant select, insert, update, delete on parked_reply to ${system};
alter table parked_reply enable row level security;
create policy system_all on parked_reply to ${system} using (true) with check (true);
