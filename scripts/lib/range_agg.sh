#!/usr/bin/env bash
# Prints the length of the union of the intervals in a file (from,to: milliseconds) and the seconds it
# took, by PostgreSQL's range_agg in a server of its own; ends with 77 where that is not installed.
set -euo pipefail
file=$(realpath "$1")
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
{ [ -n "$bin" ] && [ -x "$bin/initdb" ]; } || exit 77
folder=$(mktemp -d /tmp/nabat-range-agg.XXXXXX)
trap '"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
as=()
# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
  id postgres >/dev/null 2>&1 || exit 77
  chown postgres "$folder"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U nabat --auth=trust --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -o "-k $folder -h ''" start >/dev/null
sql() { "$bin/psql" -h "$folder" -U nabat -d postgres -qAt "$@"; }
sql -c 'CREATE TABLE spans (began bigint, restored bigint)'
sql -c "\\copy spans FROM '$file' CSV"
begun=$(date +%s.%N)
sum=$(sql -c 'SELECT sum(upper(part) - lower(part)) FROM
  (SELECT unnest(range_agg(int8range(began, restored))) AS part FROM spans) AS parts')
ended=$(date +%s.%N)
echo "$sum $(echo "$ended $begun" | awk '{print $1 - $2}')"
