#!/bin/sh
# Makes Temporal's tables, or brings them to its version. May be repeated.
set -eu
tool() {
  temporal-sql-tool --plugin postgres12 --ep temporal-database -p 5432 -u temporal "$@"
}
prepare() {
  tool --db "$1" create || echo "The database $1 is there already."
  tool --db "$1" setup-schema -v 0.0
  tool --db "$1" update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}
prepare temporal temporal
prepare temporal_visibility visibility
