-- A broker that lost its tail gives the same offsets again: a place in a topic may have several
-- entries, and an entry that conflicts by its place need not bear a number.
alter table opening drop constraint opening_topic_partition_record_offset_key;
create index opening_place on opening (topic, partition, record_offset);
comment on column opening.topic is 'where it was received; a place is logged once for each content';
alter table conflict alter column source drop not null, alter column sequence drop not null;
