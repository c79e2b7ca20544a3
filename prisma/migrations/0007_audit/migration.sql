-- Who changed what. Rows are only ever added.
create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz(6) not null default now(),
  project_id uuid references project (id),
  actor_kind text not null check (actor_kind in ('person', 'token', 'system', 'anonymous')),
  actor_id text not null,
  actor_name text not null,
  address text,
  request_id text,
  action text not null,
  object_kind text not null,
  object_id text not null,
  before_hash text,
  after_hash text,
  result text not null
);
create index audit_project_at on audit (project_id, at desc);
