-- Files that people have brought. A file belongs to a project by its row here, or because one of its runs reads it;
-- its object is kept by a reference whose run_id is this row's id.
create table upload (
  id uuid primary key,
  project_id uuid not null references project (id),
  hash text not null,
  name text not null,
  mime text not null,
  bytes bigint not null,
  created_by text not null,
  created_at timestamptz(6) not null default now(),
  unique (project_id, hash, name)
);
create index upload_project_created on upload (project_id, created_at desc);
