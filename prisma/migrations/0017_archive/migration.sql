-- The archive: files of samples that are no longer in "sample". A row is written in the transaction that drops the
-- samples from there, so that a sample is always in one of the two. Samples that come late for a time that is archived
-- are in "sample" again, and count beside those in the file, until the file is replaced by one that holds both.
-- Readers hold the table "archive_file" in ACCESS SHARE mode from before their snapshot on; whoever drops locks it alone.
CREATE TABLE "archive_file" (
  -- In the folder of the archive.
  "name" TEXT NOT NULL PRIMARY KEY,
  "value_type" TEXT NOT NULL,
  -- The range in which its samples are.
  "from_us" BIGINT NOT NULL,
  "to_us" BIGINT NOT NULL,
  "samples" BIGINT NOT NULL CHECK ("samples" > 0),
  "bytes" BIGINT NOT NULL,
  -- SHA-256 of the file.
  "hash" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  CHECK ("from_us" < "to_us")
);

-- A sample of a tag and time is in one file at most.
CREATE TABLE "archive_tag" (
  "tag_id" INTEGER NOT NULL REFERENCES "tag" ("id"),
  "first_us" BIGINT NOT NULL,
  "last_us" BIGINT NOT NULL,
  "file" TEXT NOT NULL REFERENCES "archive_file" ("name") ON DELETE CASCADE,
  "samples" BIGINT NOT NULL CHECK ("samples" > 0),
  -- The valid sample of last_us, as a row of "sample".
  "newest" JSONB NOT NULL,
  PRIMARY KEY ("tag_id", "first_us")
);
CREATE INDEX "archive_tag_file" ON "archive_tag" ("file");
