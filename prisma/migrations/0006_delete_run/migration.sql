-- A run can be deleted with all that is its own. What still holds a deleted run's id, such as a worker that only
-- seemed dead, can leave nothing behind: its rows are refused.
DELETE FROM "object_reference" o WHERE NOT EXISTS (SELECT FROM "run" r WHERE r."id" = o."run_id");
DELETE FROM "log_line" l WHERE NOT EXISTS (SELECT FROM "run" r WHERE r."id" = l."run_id");
DELETE FROM "reuse" u WHERE NOT EXISTS (SELECT FROM "run" r WHERE r."id" = u."run_id");
UPDATE "step" s SET "reused_from" = NULL
  WHERE s."reused_from" IS NOT NULL AND NOT EXISTS (SELECT FROM "run" r WHERE r."id" = s."reused_from");

-- CreateIndex
CREATE INDEX "run_parent_run_id_idx" ON "run"("parent_run_id");

-- CreateIndex
CREATE INDEX "step_reused_from_idx" ON "step"("reused_from");

-- CreateIndex
CREATE INDEX "reuse_run_id_idx" ON "reuse"("run_id");

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_reused_from_fkey" FOREIGN KEY ("reused_from") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_line" ADD CONSTRAINT "log_line_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reuse" ADD CONSTRAINT "reuse_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "object_reference" ADD CONSTRAINT "object_reference_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
