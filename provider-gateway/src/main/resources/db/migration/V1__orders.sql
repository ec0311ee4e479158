-- Orders on their way to providers. Documents are ciphertext to the provider's key: nothing here can
-- be read by this service.

grant usage on schema gateway to ${api}, ${system}, ${app};

create table provider_order (
  id           uuid        primary key,
  request      uuid        not null,
  provider     text        not null,
  state        text        not null,
  version      bigint      not null,
  issued_at    timestamptz not null,
  changed_at   timestamptz not null
);
create index provider_order_provider on provider_order (provider, issued_at);

-- Each document of an order: the order itself, then its cancellation or release.
create table document (
  order_id     uuid        not null references provider_order,
  hash         text        not null,
  kind         text        not null,
  event_id     uuid        not null unique,
  sealed       text        not null,
  issued_at    timestamptz not null,
  delivered_at timestamptz,
  primary key (order_id, hash)
);

-- Providers whose topics and access rules stand.
create table channel (
  provider text        primary key,
  client   text        not null,
  open     boolean     not null,
  since    timestamptz not null
);

grant select, insert, update, delete on all tables in schema gateway to ${system};
grant select on provider_order to ${api};

alter table provider_order enable row level security;
alter table document enable row level security;
alter table channel enable row level security;
create policy system_all on provider_order to ${system} using (true) with check (true);
create policy system_all on document to ${system} using (true) with check (true);
create policy system_all on channel to ${system} using (true) with check (true);
