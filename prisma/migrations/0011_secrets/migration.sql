-- Secrets of what people set up: encrypted by EcoKI (AES-256-GCM), bound to the row and the field they belong to. The
-- keys are not in the database.
create table secret (
  id uuid primary key,
  project_id uuid not null references project (id),
  owner_table text not null,
  owner_id text not null,
  owner_field text not null,
  key_id text not null,
  nonce bytea not null check (octet_length(nonce) = 12),
  ciphertext bytea not null check (octet_length(ciphertext) >= 16),
  created_at timestamptz(6) not null default now(),
  updated_at timestamptz(6) not null default now(),
  updated_by text not null,
  unique (project_id, owner_table, owner_id, owner_field)
);
create index secret_key on secret (key_id);
