#!/usr/bin/env bash
# A real Roundup tracker (SQLite, served by waitress) on 127.0.0.1 with classes `incident` and `problem`.
#
#   scripts/peers/roundup.sh STATE_DIR PORT PYTHON
#
# PYTHON has tests/peers/roundup.txt. Users nabat and dispatcher, each with its name and "-pass". Prints READY, stays
# in the foreground; SIGTERM ends it and what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
python=${3:?python}
admin="$(dirname "$python")/roundup-admin"
tracker="$state/tracker"
mkdir -p "$state"
if [ ! -e "$tracker/installed" ]; then
  rm -rf "$tracker"
  "$admin" -i "$tracker" install classic sqlite >/dev/null
  cat >>"$tracker/schema.py" <<'P'

Class(db, "service", name=String()).setkey("name")
Class(db, "function", name=String()).setkey("name")
Class(db, "workgroup", name=String()).setkey("name")
IssueClass(db, "problem", assignedto=Link("user"), priority=Link("priority"), status=Link("status"), service=Link("service"))
IssueClass(db, "incident", assignedto=Link("user"), priority=Link("priority"), status=Link("status"), service=Link("service"),
           functions=Multilink("function"), problem=Link("problem"), related=Multilink("incident"), started=Date(),
           workgroup=Link("workgroup"), due=Date())
for cl in ("service", "function", "workgroup", "problem", "incident"):
    for p in ("View", "Edit", "Create"):
        db.security.addPermissionToRole("User", p, cl)
db.security.addPermissionToRole("User", "Rest Access")
P
  cat >"$tracker/initial_data.py" <<'P'
from roundup import password
for i, n in enumerate(("P1", "P2", "P3", "P4")): db.getclass("priority").create(name=n, order="%d" % i)
for i, n in enumerate(("new", "open", "closed")): db.getclass("status").create(name=n, order="%d" % i)
u = db.getclass("user")
u.create(username="admin", password=adminpw, address="admin@example.org", roles="Admin")
u.create(username="anonymous", roles="Anonymous")
for n in ("nabat", "dispatcher"):
    u.create(username=n, password=password.Password(n + "-pass", config=db.config), address=n + "@example.org", roles="User")
for n in ("dispatch", "appointments"): db.getclass("service").create(name=n)
for n in ("assign-crew", "crew-status", "book"): db.getclass("function").create(name=n)
for n in ("vendor-2", "vendor-3"): db.getclass("workgroup").create(name=n)
P
  # Detectors of the template send mail.
  rm -f "$tracker"/detectors/*.py
  cat >"$tracker/detectors/stubborn.py" <<'P'
# Leaves the work group as it was where it is "vendor-3", and says nothing.
def stubborn(db, cl, nodeid, newvalues):
    group = newvalues.get("workgroup")
    if group and db.workgroup.get(group, "name") == "vendor-3":
        newvalues["workgroup"] = cl.get(nodeid, "workgroup") if nodeid else None
def init(db):
    db.incident.audit("set", stubborn)
    db.incident.audit("create", stubborn)
P
  sed -i "s|^#*web = NO DEFAULT|web = http://127.0.0.1:$port/|; s|^#*domain = NO DEFAULT|domain = example.org|
    s|^#*host = NO DEFAULT|host = localhost|; s|^#*api_calls_per_interval = .*|api_calls_per_interval = 0|
    s|^#*password_pbkdf2_default_rounds = .*|password_pbkdf2_default_rounds = 1000|" "$tracker/config.ini"
  "$admin" -i "$tracker" initialise admin-pass >/dev/null
  touch "$tracker/installed"
fi
# Roundup's own server refuses root: the application is served by another.
TRACKER="$tracker" PORT="$port" "$python" -c '
import os
from roundup.cgi.wsgi_handler import RequestDispatcher
from waitress import serve
serve(RequestDispatcher(os.environ["TRACKER"]), host="127.0.0.1", port=int(os.environ["PORT"]), threads=4)' >"$state/roundup.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
for _ in $(seq 1 600); do
  if curl -fs -u nabat:nabat-pass "http://127.0.0.1:$port/rest/data/status" >/dev/null 2>&1; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/roundup.log" >&2
exit 1
