-- An entity whose latest record in the topic is not a good one: what was refused there may have
-- taken the place of its present state. Until that comes again the copy is not whole.
alter table directory_entry add column doubted boolean not null default false;
create index directory_doubted on directory_entry (entity) where doubted;
