-- Real time: how long somebody has waited for an answer does not depend on the domain's clock.
alter table waiting add column since timestamptz not null default now();
