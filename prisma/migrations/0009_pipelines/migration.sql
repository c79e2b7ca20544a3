-- Pipelines that people no longer want to see, and who changed them last.
alter table pipeline add column archived_at timestamptz(6), add column changed_by text;
create index pipeline_project_updated on pipeline (project_id, updated_at desc, id desc);

-- Who saved a version, and what people call it. Versions of before this migration were saved by nobody known.
alter table pipeline_version add column saved_by text, add column name text, add column note text;

-- What somebody is working on and has not saved; the pipeline may not exist yet.
create table pipeline_draft (
  project_id uuid not null references project (id),
  pipeline_id text not null,
  user_id text not null,
  document jsonb not null,
  hash text not null,
  -- The revision that the work began with; 0: none.
  base_revision integer not null check (base_revision >= 0),
  updated_at timestamptz(6) not null default now(),
  primary key (project_id, pipeline_id, user_id)
);

-- Who or what started a run, and what of: null where the document is no saved version.
alter table run add column actor_kind text check (actor_kind in ('person', 'token', 'system', 'anonymous')),
  add column actor_name text, add column pipeline_revision integer, add column document_hash text,
  -- { "kind": "until" | "only", "node": ... } where only a part of the document was run.
  add column part jsonb;
drop index run_project_id_created_at_idx;
create index run_project_created on run (project_id, created_at desc, id desc);
create index run_pipeline_created on run (project_id, pipeline_id, created_at desc, id desc);
create index run_open on run (created_at) where status in ('queued', 'stalled', 'running');

-- What a repeated request is answered with. The row is written in the transaction of the effect.
create table idempotency (
  project_id uuid not null references project (id),
  actor_id text not null,
  procedure text not null,
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  created_at timestamptz(6) not null default now(),
  primary key (project_id, actor_id, procedure, key)
);
create index idempotency_created on idempotency (created_at);

-- What happened, for those who watch. Numbers of a sequence become visible out of order, so a reader remembers the
-- snapshot it has read in and asks for what that snapshot did not see: nothing is skipped, nothing comes twice.
create table live_event (
  seq bigint generated always as identity primary key,
  xid bigint not null default pg_current_xact_id()::text::bigint,
  at timestamptz(6) not null default clock_timestamp(),
  project_id uuid not null,
  run_id uuid,
  kind text not null,
  payload jsonb not null
);
create index live_event_xid on live_event (xid, seq);
create index live_event_at on live_event (at);

-- Events of transactions up to this one may have been removed.
create table live_horizon (only_one boolean primary key default true check (only_one), xid bigint not null);
insert into live_horizon (xid) values (pg_current_xact_id()::text::bigint);

create function tell_run() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into live_event (project_id, run_id, kind, payload)
      values (old.project_id, old.id, 'run', jsonb_build_object('pipeline', old.pipeline_id, 'status', 'deleted'));
    return null;
  end if;
  insert into live_event (project_id, run_id, kind, payload) values (new.project_id, new.id, 'run', jsonb_build_object(
    'pipeline', new.pipeline_id, 'status', new.status, 'cancelWanted', new.cancel_wanted));
  return null;
end $$;
create trigger run_live after insert or delete on run for each row execute function tell_run();
create trigger run_live_change after update on run for each row
  when (old.status <> new.status or old.cancel_wanted <> new.cancel_wanted) execute function tell_run();

create function tell_step() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, run_id, kind, payload) values (new.project_id, new.run_id, 'step',
    jsonb_build_object('node', new.node, 'status', new.status, 'attempt', new.attempt, 'rows', new.rows,
      'startedAt', new.started_at, 'finishedAt', new.finished_at, 'errorCode', new.error->>'code'));
  return null;
end $$;
create trigger step_live after update on step for each row
  when (old.status <> new.status or old.attempt <> new.attempt) execute function tell_step();

create function tell_progress() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, run_id, kind, payload) values (new.project_id, new.run_id, 'progress',
    jsonb_build_object('node', new.node, 'attempt', new.number, 'done', new.progress->'done',
      'total', new.progress->'total'));
  return null;
end $$;
create trigger attempt_live after update of progress on attempt for each row
  when (new.progress is distinct from old.progress) execute function tell_progress();

create function tell_log() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, run_id, kind, payload) values (new.project_id, new.run_id, 'log',
    jsonb_build_object('id', new.id::text, 'node', new.node, 'attempt', new.attempt, 'level', new.level));
  return null;
end $$;
create trigger log_live after insert on log_line for each row execute function tell_log();

create function tell_version() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, kind, payload) values (new.project_id, 'pipeline', jsonb_build_object(
    'pipeline', new.pipeline_id, 'change', 'saved', 'revision', new.revision, 'hash', new.hash, 'by', new.saved_by));
  return null;
end $$;
create trigger version_live after insert on pipeline_version for each row execute function tell_version();

create function tell_archive() returns trigger language plpgsql as $$
begin
  insert into live_event (project_id, kind, payload) values (new.project_id, 'pipeline', jsonb_build_object(
    'pipeline', new.id, 'change', case when new.archived_at is null then 'restored' else 'archived' end,
    'revision', new.revision, 'by', new.changed_by));
  return null;
end $$;
create trigger pipeline_live after update of archived_at on pipeline for each row
  when (new.archived_at is distinct from old.archived_at) execute function tell_archive();
