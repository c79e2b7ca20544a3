-- Hypertables of later migrations need the extension in place.
CREATE EXTENSION IF NOT EXISTS timescaledb;
