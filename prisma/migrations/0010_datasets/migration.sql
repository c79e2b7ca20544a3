-- Files that people have brought. A file belongs to a project by its row here, or because one of its runs reads it.
-- A row keeps its object in the store as a reference of a run does.
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

CREATE TRIGGER "upload_lock" BEFORE INSERT ON "upload"
  FOR EACH ROW EXECUTE FUNCTION "share_object_lock"();

CREATE TRIGGER "upload_release" AFTER DELETE ON "upload"
  REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT EXECUTE FUNCTION "note_object_release"();
