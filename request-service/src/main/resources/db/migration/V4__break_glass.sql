-- Acts that were sent although something hindered them; the sender's side alone sees them.
create table glass_break (
  id          uuid        primary key,
  request     uuid        not null,
  act         text        not null unique,
  type        text        not null,
  party       text        not null,
  authority   text        not null,
  caller      text        not null,
  urgency     text        not null check (urgency in ('URGENT', 'EMERGENCY')),
  hindrances  text        not null,
  broken_at   timestamptz not null,
  review_by   timestamptz not null,
  event_id    uuid        not null,
  -- The reason, under the side's own key of the request.
  change      bytea       not null,
  state       text        not null check (state in ('open', 'overdue', 'reviewed')),
  verdict     text        check (verdict in ('justified', 'not-justified')),
  reviewer    text        check (reviewer <> caller),
  reviewed_at timestamptz,
  remark      bytea,
  check ((state = 'reviewed') = (verdict is not null and reviewer is not null
    and reviewed_at is not null))
);
create index glass_break_own on glass_break (authority, broken_at);
create index glass_break_request on glass_break (request);

grant select, insert, update, delete on glass_break to ${system};
grant select, insert on glass_break to ${api};
grant update (state, verdict, reviewer, reviewed_at, remark) on glass_break to ${api};

alter table glass_break enable row level security;
create policy system_all on glass_break to ${system} using (true) with check (true);
create policy own on glass_break to ${api}
  using (party = request.own_party() and authority = request.own_authority())
  with check (party = request.own_party() and authority = request.own_authority());

-- The clock of a review is visible with what it is about.
create policy own_glass on backbone.clock to ${api}
  using (exists (select 1 from request.glass_break g where g.id = aggregate))
  with check (exists (select 1 from request.glass_break g where g.id = aggregate));
