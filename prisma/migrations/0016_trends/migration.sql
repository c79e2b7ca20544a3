-- What people know about an interval of time; serves as label of samples later.
create table annotation (
  id uuid primary key,
  project_id uuid not null references project (id),
  from_us bigint not null,
  to_us bigint not null,
  text text not null check (length(text) between 1 and 4000),
  -- What such intervals have in common: 'leak', 'maintenance'.
  label text check (length(label) between 1 and 100),
  -- Ids of tags; none: the whole plant.
  tag_ids integer[] not null default '{}',
  revision integer not null default 1 check (revision > 0),
  created_at timestamptz(6) not null default now(),
  created_by text not null,
  changed_at timestamptz(6) not null default now(),
  changed_by text not null,
  check (from_us <= to_us)
);
create index annotation_time on annotation (project_id, from_us, to_us);

-- Curves that people come back to. The content says its own version.
create table trend (
  id uuid primary key,
  project_id uuid not null references project (id),
  name text not null check (length(name) between 1 and 200),
  content jsonb not null check (content ? 'version'),
  revision integer not null default 1 check (revision > 0),
  created_at timestamptz(6) not null default now(),
  created_by text not null,
  changed_at timestamptz(6) not null default now(),
  changed_by text not null,
  constraint trend_name unique (project_id, name)
);

-- Pages of values and curves that people lay out.
create table dashboard (
  id uuid primary key,
  project_id uuid not null references project (id),
  name text not null check (length(name) between 1 and 200),
  content jsonb not null check (content ? 'version'),
  revision integer not null default 1 check (revision > 0),
  created_at timestamptz(6) not null default now(),
  created_by text not null,
  changed_at timestamptz(6) not null default now(),
  changed_by text not null,
  constraint dashboard_name unique (project_id, name)
);
