-- Roll-ups: what the samples of a tag say of each minute, hour and day (UTC), by class: 0 good, 1 uncertain, 2 bad,
-- 3 no finite number. A row tells of the samples within its bucket and of nothing else, so it stays right whatever
-- comes before and after; what holds from one bucket into the next is put together when it is read.

-- The bucket that a time is in. Division in SQL rounds to zero, which is wrong before 1970.
CREATE FUNCTION "bucket_us"(time_us bigint, width_us bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT time_us - ((time_us % width_us) + width_us) % width_us
$$;

CREATE TABLE "rollup_minute" (
  "tag_id" INTEGER NOT NULL,
  "bucket_us" BIGINT NOT NULL,
  "class" SMALLINT NOT NULL,
  "count" BIGINT NOT NULL,
  "min" DOUBLE PRECISION,
  "max" DOUBLE PRECISION,
  "first_us" BIGINT NOT NULL,
  "first" DOUBLE PRECISION,
  "last_us" BIGINT NOT NULL,
  "last" DOUBLE PRECISION,
  -- Sum of value x the time in µs for which it held, within the bucket; a gap ends it.
  "integral" DOUBLE PRECISION NOT NULL,
  "held_us" BIGINT NOT NULL,
  CONSTRAINT "rollup_minute_pkey" PRIMARY KEY ("tag_id", "bucket_us", "class")
);
CREATE TABLE "rollup_hour" (LIKE "rollup_minute" INCLUDING ALL);
CREATE TABLE "rollup_day" (LIKE "rollup_minute" INCLUDING ALL);
SELECT create_hypertable('rollup_minute', by_range('bucket_us', 2592000000000), create_default_indexes => false);
SELECT create_hypertable('rollup_hour', by_range('bucket_us', 31536000000000), create_default_indexes => false);

-- Where samples or gaps came that the roll-ups do not tell of yet; written in the transaction that brings them.
CREATE TABLE "rollup_work" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "tag_ids" INTEGER[] NOT NULL,
  "from_us" BIGINT[] NOT NULL,
  "to_us" BIGINT[] NOT NULL
);

-- What is there already.
INSERT INTO "rollup_work" ("tag_ids", "from_us", "to_us")
  SELECT array_agg(tag_id), array_agg(from_us), array_agg(to_us) FROM (
    SELECT tag_id, min(time_us) AS from_us, max(time_us) + 1 AS to_us FROM sample GROUP BY tag_id
  ) present HAVING count(*) > 0;

-- Gaps as readers ask for them: by tag. One without a tag is of all tags of its connection.
CREATE VIEW "tag_gap" AS
  SELECT tag_id, from_us, to_us, cause, "count" FROM gap WHERE tag_id IS NOT NULL
  UNION ALL
  SELECT connection_tag.tag_id, from_us, to_us, cause, NULL FROM gap
  JOIN connection_tag ON connection_tag.connection_id = gap.connection_id WHERE gap.tag_id IS NULL;
