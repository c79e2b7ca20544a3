-- What the numbers of a tag mean. Tags that are there already know nothing of it: NULL, and availability not known.
ALTER TABLE "tag" ADD COLUMN     "availability_known" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "availability_us" BIGINT,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "quantity" TEXT,
ADD COLUMN     "stamp" TEXT;

ALTER TABLE "tag" ADD CONSTRAINT "tag_kind" CHECK ("kind" IN ('level', 'amount', 'counter'));
ALTER TABLE "tag" ADD CONSTRAINT "tag_stamp" CHECK ("stamp" IN ('instant', 'interval-start', 'interval-end'));
ALTER TABLE "tag" ADD CONSTRAINT "tag_availability" CHECK ("availability_known" OR "availability_us" IS NULL);
