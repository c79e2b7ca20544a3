-- Times are epoch microseconds in a bigint: the extension needs to be told what time it is in them.
CREATE FUNCTION "now_us"() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (extract(epoch FROM now()) * 1000000)::bigint
$$;

-- Chunks of seven days: with one day a year of history makes 365 tables (six times as long to write first), and a
-- statement over ten years locks more of them than a server with default settings can. The primary key (tag, time, revision) serves both reading a window of a tag and finding the
-- newest revision, so no other index is made.
SELECT create_hypertable('sample', by_range('time_us', 604800000000), create_default_indexes => false);
SELECT set_integer_now_func('sample', 'now_us');

-- A sample holds a value of one type.
ALTER TABLE "sample" ADD CONSTRAINT "sample_one_value" CHECK (num_nonnulls("number", "integer", "text", "boolean") = 1);
ALTER TABLE "tag" ADD CONSTRAINT "tag_value_type" CHECK ("value_type" IN ('number', 'integer', 'text', 'boolean'));
