-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "project" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline" (
    "project_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "pipeline_version" (
    "project_id" UUID NOT NULL,
    "pipeline_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_version_pkey" PRIMARY KEY ("project_id","pipeline_id","revision")
);

-- CreateTable
CREATE TABLE "plan_page" (
    "plan_hash" TEXT NOT NULL,
    "page" INTEGER NOT NULL,
    "nodes" JSONB NOT NULL,

    CONSTRAINT "plan_page_pkey" PRIMARY KEY ("plan_hash","page")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "pipeline_id" TEXT NOT NULL,
    "pipeline_name" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "segmentation" TEXT NOT NULL,
    "fresh" BOOLEAN NOT NULL DEFAULT false,
    "seed" BIGINT NOT NULL DEFAULT 0,
    "parent_run_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "cancel_wanted" BOOLEAN NOT NULL DEFAULT false,
    "issues" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step" (
    "run_id" UUID NOT NULL,
    "node" TEXT NOT NULL,
    "project_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "segment" TEXT NOT NULL,
    "block" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "reuse_key" TEXT,
    "reused_from" UUID,
    "outputs" JSONB,
    "rows" BIGINT,
    "bytes" BIGINT,
    "error" JSONB,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "step_pkey" PRIMARY KEY ("run_id","node")
);

-- CreateTable
CREATE TABLE "attempt" (
    "run_id" UUID NOT NULL,
    "node" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "project_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "machine" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "error" JSONB,
    "progress" JSONB,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("run_id","node","number")
);

-- CreateTable
CREATE TABLE "log_line" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "node" TEXT,
    "attempt" INTEGER,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "log_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reuse" (
    "project_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "outputs" JSONB,
    "rows" BIGINT,
    "bytes" BIGINT,
    "run_id" UUID NOT NULL,
    "node" TEXT NOT NULL,
    "claimed_until" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reuse_pkey" PRIMARY KEY ("project_id","key")
);

-- CreateTable
CREATE TABLE "object_reference" (
    "hash" TEXT NOT NULL,
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "node" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "object_reference_pkey" PRIMARY KEY ("hash","run_id","node")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" UUID NOT NULL,
    "machine" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "blocks" TEXT[],
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allowed_transition" (
    "kind" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,

    CONSTRAINT "allowed_transition_pkey" PRIMARY KEY ("kind","from","to")
);

-- CreateTable
CREATE TABLE "tag" (
    "id" SERIAL NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value_type" TEXT NOT NULL,
    "unit" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample" (
    "tag_id" INTEGER NOT NULL,
    "time_us" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "project_id" UUID NOT NULL,
    "number" DOUBLE PRECISION,
    "integer" BIGINT,
    "text" TEXT,
    "boolean" BOOLEAN,
    "quality" SMALLINT NOT NULL DEFAULT 0,
    "raw_status" TEXT,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("tag_id","time_us","revision")
);

-- CreateIndex
CREATE UNIQUE INDEX "project_name_key" ON "project"("name");

-- CreateIndex
CREATE INDEX "run_project_id_created_at_idx" ON "run"("project_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "step_reuse_key_idx" ON "step"("reuse_key");

-- CreateIndex
CREATE INDEX "log_line_run_id_id_idx" ON "log_line"("run_id", "id");

-- CreateIndex
CREATE INDEX "object_reference_run_id_idx" ON "object_reference"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "tag_project_id_name_key" ON "tag"("project_id", "name");

-- AddForeignKey
ALTER TABLE "pipeline" ADD CONSTRAINT "pipeline_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_version" ADD CONSTRAINT "pipeline_version_project_id_pipeline_id_fkey" FOREIGN KEY ("project_id", "pipeline_id") REFERENCES "pipeline"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_parent_run_id_fkey" FOREIGN KEY ("parent_run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_run_id_node_fkey" FOREIGN KEY ("run_id", "node") REFERENCES "step"("run_id", "node") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tag" ADD CONSTRAINT "tag_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Only the changes of state listed here exist. pipeline/run-words.ts holds the same table and a test compares them.
INSERT INTO "allowed_transition" ("kind", "from", "to") VALUES
  ('run', 'queued', 'running'), ('run', 'queued', 'stalled'), ('run', 'queued', 'cancelled'), ('run', 'queued', 'failed'),
  ('run', 'stalled', 'queued'), ('run', 'stalled', 'running'), ('run', 'stalled', 'cancelled'), ('run', 'stalled', 'failed'),
  ('run', 'running', 'stalled'), ('run', 'running', 'done'), ('run', 'running', 'failed'), ('run', 'running', 'cancelled'),
  ('step', 'waiting', 'running'), ('step', 'waiting', 'reused'), ('step', 'waiting', 'skipped'), ('step', 'waiting', 'cancelled'),
  ('step', 'running', 'retrying'), ('step', 'running', 'done'), ('step', 'running', 'reused'), ('step', 'running', 'failed'),
  ('step', 'running', 'cancelled'),
  ('step', 'retrying', 'running'), ('step', 'retrying', 'reused'), ('step', 'retrying', 'failed'), ('step', 'retrying', 'cancelled'),
  ('attempt', 'running', 'done'), ('attempt', 'running', 'failed'), ('attempt', 'running', 'lost'), ('attempt', 'running', 'cancelled');

-- TG_ARGV: kind, first status.
CREATE FUNCTION "refuse_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."status" <> TG_ARGV[1] THEN
      RAISE EXCEPTION 'a % begins as %, not as %', TG_ARGV[0], TG_ARGV[1], NEW."status" USING ERRCODE = '23514';
    END IF;
  ELSIF NEW."status" <> OLD."status" AND NOT EXISTS (
    SELECT FROM "allowed_transition" t WHERE t."kind" = TG_ARGV[0] AND t."from" = OLD."status" AND t."to" = NEW."status"
  ) THEN
    RAISE EXCEPTION 'a % cannot go from % to %', TG_ARGV[0], OLD."status", NEW."status" USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "run_transition" BEFORE INSERT OR UPDATE OF "status" ON "run"
  FOR EACH ROW EXECUTE FUNCTION "refuse_transition"('run', 'queued');
CREATE TRIGGER "step_transition" BEFORE INSERT OR UPDATE OF "status" ON "step"
  FOR EACH ROW EXECUTE FUNCTION "refuse_transition"('step', 'waiting');
CREATE TRIGGER "attempt_transition" BEFORE INSERT OR UPDATE OF "status" ON "attempt"
  FOR EACH ROW EXECUTE FUNCTION "refuse_transition"('attempt', 'running');

-- Where everything belongs until people make their own.
INSERT INTO "project" ("id", "name") VALUES ('00000000-0000-7000-8000-000000000001', 'default');
