-- Documents that wait until their provider's channel is open, in the order in which they came.
create table waiting (
  id       bigint generated always as identity primary key,
  event_id uuid   not null unique references document (event_id)
);

grant select, insert, update, delete on waiting to ${system};
alter table waiting enable row level security;
create policy system_all on waiting to ${system} using (true) with check (true);
