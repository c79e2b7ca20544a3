-- The plant as people see it: site, area, line, machine.
create table asset (
  id uuid primary key,
  project_id uuid not null references project (id),
  parent_id uuid references asset (id),
  kind text not null check (kind in ('site', 'area', 'line', 'machine')),
  name text not null check (name <> ''),
  created_at timestamptz(6) not null default now(),
  check (parent_id <> id)
);
create unique index asset_name on asset (project_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name);
create index asset_parent on asset (parent_id);

alter table tag add column description text, add column asset_id uuid references asset (id) on delete set null,
  -- How long it may say nothing until it counts as stale; null: it may be silent for ever.
  add column stale_after_ms integer check (stale_after_ms between 100 and 2000000000);
create index tag_asset on tag (asset_id);

-- What people want: a machine that is read, and how. Secrets in the config are references.
create table connection (
  id uuid primary key,
  project_id uuid not null references project (id),
  name text not null check (name <> ''),
  protocol text not null,
  adapter_version integer not null,
  config jsonb not null,
  desired text not null default 'running' check (desired in ('running', 'paused')),
  -- Silent for longer: stale, whatever the socket says.
  stale_after_ms integer not null default 60000 check (stale_after_ms between 500 and 86400000),
  revision integer not null default 1 check (revision > 0),
  created_at timestamptz(6) not null default now(),
  created_by text not null,
  changed_at timestamptz(6) not null default now(),
  changed_by text not null,
  removed_at timestamptz(6)
);
create unique index connection_name on connection (project_id, name) where removed_at is null;

-- What the host sees, and since when.
create table connection_state (
  connection_id uuid primary key references connection (id) on delete cascade,
  state text not null check (state in ('connecting', 'running', 'stale', 'down', 'paused', 'refused')),
  since timestamptz(6) not null,
  reason text,
  params jsonb not null default '{}',
  -- Up to here nothing is missing that the host knows of: what a host that died leaves behind.
  covered_us bigint,
  last_good_us bigint,
  samples_per_s double precision not null default 0,
  lag_ms double precision,
  buffered integer not null default 0,
  bad_tags integer not null default 0,
  updated_at timestamptz(6) not null default now()
);

-- Which tags a connection brings. A tag comes from one connection at most.
create table connection_tag (
  tag_id integer primary key references tag (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  address jsonb not null,
  interval_ms integer not null default 1000 check (interval_ms between 10 and 86400000),
  setup jsonb not null default '{}',
  problem jsonb,
  created_at timestamptz(6) not null default now()
);
create index connection_tag_connection on connection_tag (connection_id, tag_id);

-- Certificates that machines have shown; people decide.
create table connection_certificate (
  connection_id uuid not null references connection (id) on delete cascade,
  fingerprint text not null,
  pem text not null,
  state text not null default 'seen' check (state in ('seen', 'trusted', 'refused')),
  is_authority boolean not null default false,
  seen_at timestamptz(6) not null default now(),
  decided_at timestamptz(6),
  decided_by text,
  primary key (connection_id, fingerprint)
);

-- Small things of an adapter that outlive its session.
create table connection_memory (
  connection_id uuid not null references connection (id) on delete cascade,
  name text not null,
  value jsonb not null,
  primary key (connection_id, name)
);

-- The host hears of every change of what is wanted; state is the host's own.
create function notify_connection() returns trigger language plpgsql as $$
declare
  row_now jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('connection_changed', coalesce(row_now->>'connection_id', row_now->>'id'));
  return null;
end $$;
create trigger connection_notify after insert or update or delete on connection
  for each row execute function notify_connection();
create trigger connection_certificate_notify after update of state or insert on connection_certificate
  for each row when (new.state <> 'seen') execute function notify_connection();
create trigger connection_tag_notify after insert or delete or update of address, interval_ms, setup on connection_tag
  for each row execute function notify_connection();

-- For those who watch.
create function tell_connection() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, kind, payload) values (new.project_id, 'connection', jsonb_build_object(
    'connection', new.id, 'change', case when new.removed_at is null then 'saved' else 'removed' end));
  return null;
end $$;
create trigger connection_live after insert or update on connection for each row execute function tell_connection();

create function tell_connection_state() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, kind, payload)
    select project_id, 'connection', jsonb_build_object('connection', id, 'change', 'state', 'state', new.state)
    from connection where id = new.connection_id;
  return null;
end $$;
create trigger connection_state_new after insert on connection_state
  for each row execute function tell_connection_state();
create trigger connection_state_live after update on connection_state for each row
  when (old.state <> new.state or old.since <> new.since or old.reason is distinct from new.reason)
  execute function tell_connection_state();

create function tell_certificate() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, kind, payload)
    select project_id, 'connection', jsonb_build_object('connection', id, 'change', 'certificate')
    from connection where id = new.connection_id;
  return null;
end $$;
create trigger connection_certificate_live after insert or update of state on connection_certificate
  for each row execute function tell_certificate();
