-- Who changed what, and what was refused. Rows are only ever added; each holds the hash of the one before.
create table audit (
  seq bigint primary key,
  at timestamptz(6) not null,
  -- No foreign key: what is written here outlives the project.
  project_id uuid,
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
  result text not null,
  prev_hash text not null,
  hash text not null
);
create index audit_project on audit (project_id, seq desc);
create index audit_at on audit (at);

-- The text of a row that is hashed: its fields in this order, each as its length in bytes, a colon and itself, or '-'
-- for none, with commas between. Times are microseconds since 1970.
create function audit_text(entry audit) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select string_agg(coalesce(octet_length(field) || ':' || field, '-'), ',' order by place)
  from unnest(array[
    entry.seq::text, (extract(epoch from entry.at) * 1000000)::bigint::text, entry.project_id::text, entry.actor_kind,
    entry.actor_id, entry.actor_name, entry.address, entry.request_id, entry.action, entry.object_kind, entry.object_id,
    entry.before_hash, entry.after_hash, entry.result, entry.prev_hash
  ]) with ordinality as fields (field, place)
$$;

-- Numbers without gaps, time and hashes are the chain's own, whatever an insert says. One row after the other: the lock
-- is held until the commit, so the row of a change is the last statement of its transaction.
create function chain_audit() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  head record;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'audit rows are written in transactions of isolation level read committed'
      using errcode = '25001';
  end if;
  perform pg_advisory_xact_lock(4711003);
  select seq, hash into head from public.audit order by seq desc limit 1;
  new.seq := coalesce(head.seq, 0) + 1;
  new.at := clock_timestamp();
  new.prev_hash := coalesce(head.hash, repeat('0', 64));
  new.hash := encode(sha256(convert_to(public.audit_text(new), 'UTF8')), 'hex');
  return new;
end $$;
create trigger audit_chain before insert on audit for each row execute function chain_audit();

create function keep_audit() returns trigger language plpgsql as $$
begin
  raise exception 'rows of the audit are only ever added' using errcode = '42501';
end $$;
create trigger audit_kept before update or delete or truncate on audit for each statement execute function keep_audit();

-- How often an address was refused the same within a minute. Apart from the audit, whose row of it never changes.
create table refusal_count (
  address text not null,
  minute timestamptz not null,
  actor_id text not null,
  result text not null,
  count bigint not null,
  -- The row of the audit that tells of it.
  seq bigint,
  primary key (address, minute, actor_id, result)
);
create unique index refusal_count_seq on refusal_count (seq);
