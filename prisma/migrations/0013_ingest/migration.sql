-- What connections bring. When a sample arrived, and the source's own number of an event: unknown for what blocks wrote.
alter table sample add column received_us bigint, add column sequence bigint;

-- A machine may say no more than that a value is bad.
alter table sample drop constraint sample_one_value;
alter table sample add constraint sample_one_value check (
  num_nonnulls(number, integer, text, boolean) = 1
  or (quality = 2 and num_nonnulls(number, integer, text, boolean) = 0)
);

-- Of a state the newest revision is the valid one; every row of an event tag is an event.
alter table tag add column class text not null default 'state';
alter table tag add constraint tag_class check (class in ('state', 'event'));

-- Samples that are missing for good. Whoever finds the loss makes the id, so that writing it twice is harmless.
-- No foreign keys, also below: a row about a loss is never refused, and its tag may be gone.
create table gap (
  id uuid primary key,
  project_id uuid,
  tag_id integer,
  connection_id uuid,
  from_us bigint not null,
  to_us bigint not null,
  cause text not null,
  count bigint,
  created_at timestamptz(6) not null default now(),
  check (from_us <= to_us)
);
create index gap_tag_from on gap (tag_id, from_us);
create index gap_connection_from on gap (connection_id, from_us);

-- Samples that the historian could not take, as they came.
create table quarantine (
  id uuid primary key,
  project_id uuid,
  tag_id integer not null,
  connection_id uuid,
  time_us bigint,
  received_us bigint not null,
  value_type text not null,
  value text,
  quality smallint not null,
  raw_status text,
  sequence bigint,
  cause text not null,
  created_at timestamptz(6) not null default now()
);
create index quarantine_tag_time on quarantine (tag_id, time_us);
create index quarantine_project_created on quarantine (project_id, created_at desc);
