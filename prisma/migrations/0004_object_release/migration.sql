-- Since when nobody needs an object any more; an object that was never referenced has no row.
CREATE TABLE "object_release" (
    "hash" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "object_release_pkey" PRIMARY KEY ("hash")
);

-- One of 256 locks: the sweep holds it alone while it looks for references to objects and removes them, whoever
-- takes references shares it until the commit. So what is there after that commit stays there, and no transaction
-- needs more than 256 of them.
CREATE FUNCTION "object_lock"("hash" text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ('x' || substr("hash", 1, 2))::bit(8)::integer
$$;

CREATE FUNCTION "share_object_lock"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(1162039115, "object_lock"(NEW."hash"));
  RETURN NEW;
END $$;

CREATE TRIGGER "object_reference_lock" BEFORE INSERT ON "object_reference"
  FOR EACH ROW EXECUTE FUNCTION "share_object_lock"();

CREATE FUNCTION "note_object_release"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "object_release" ("hash", "released_at")
    SELECT "hash", clock_timestamp() FROM "removed" GROUP BY "hash" ORDER BY "hash"
    ON CONFLICT ("hash") DO UPDATE SET "released_at" = excluded."released_at";
  RETURN NULL;
END $$;

CREATE TRIGGER "object_reference_release" AFTER DELETE ON "object_reference"
  REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT EXECUTE FUNCTION "note_object_release"();
