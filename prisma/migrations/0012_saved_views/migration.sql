-- Filters of the list of runs that a person comes back to.
create table saved_view (
  project_id uuid not null references project (id),
  user_id text not null,
  name text not null check (length(name) between 1 and 100),
  search jsonb not null,
  created_at timestamptz(6) not null default now(),
  primary key (project_id, user_id, name)
);

-- Outputs of earlier runs that somebody tries things out on: [{ "node": ..., "port": ..., "run": ... }].
alter table pipeline_draft add column pins jsonb not null default '[]';
