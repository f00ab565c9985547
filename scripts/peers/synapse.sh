#!/usr/bin/env bash
# A real Matrix homeserver (Synapse, SQLite) on 127.0.0.1 with Nabat as its application service.
#
#   scripts/peers/synapse.sh STATE_DIR PORT REGISTRATION PYTHON USER...
#
# REGISTRATION is the application service's, as the README has it. PYTHON has matrix-synapse. Each USER gets an account
# whose password is its name and "-pass". Prints READY, stays in the foreground; SIGTERM ends what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
registration=${3:?registration}
python=${4:?python}
shift 4
mkdir -p "$state"
cat >"$state/log.yaml" <<Y
version: 1
disable_existing_loggers: false
formatters: {plain: {format: '%(asctime)s %(name)s %(levelname)s %(message)s'}}
handlers: {file: {class: logging.FileHandler, filename: "$state/homeserver.log", formatter: plain}}
root: {level: WARNING, handlers: [file]}
Y
free='{per_second: 10000, burst_count: 10000}'
cat >"$state/homeserver.yaml" <<Y
server_name: "nabat.test"
public_baseurl: "http://127.0.0.1:$port/"
pid_file: "$state/homeserver.pid"
listeners:
  - {port: $port, bind_addresses: [127.0.0.1], type: http, tls: false, x_forwarded: false, resources: [{names: [client]}]}
database: {name: sqlite3, args: {database: "$state/homeserver.db"}}
log_config: "$state/log.yaml"
media_store_path: "$state/media"
signing_key_path: "$state/signing.key"
registration_shared_secret: "registration-secret-of-the-tests"
macaroon_secret_key: "macaroon-of-the-tests"
form_secret: "form-of-the-tests"
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
federation_domain_whitelist: []
enable_registration: false
bcrypt_rounds: 4
presence: {enabled: false}
url_preview_enabled: false
app_service_config_files: ["$registration"]
rc_message: $free
rc_registration: $free
rc_login: {address: $free, account: $free, failed_attempts: $free}
rc_joins: {local: $free, remote: $free}
rc_joins_per_room: $free
rc_invites: {per_room: $free, per_user: $free, per_issuer: $free}
rc_room_creation: $free
Y
"$python" -m synapse.app.homeserver -c "$state/homeserver.yaml" --generate-keys >/dev/null
export MALLOC_ARENA_MAX=2
"$python" -m synapse.app.homeserver -c "$state/homeserver.yaml" >"$state/output.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
NABAT_BASE="http://127.0.0.1:$port" "$python" - "$@" <<'P'
import hashlib, hmac, json, os, sys, time, urllib.request

base = os.environ["NABAT_BASE"] + "/_synapse/admin/v1/register"


def call(body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(base, data=data, headers={"Content-Type": "application/json"})) as answer:
        return json.load(answer)


for _ in range(600):
    try:
        call()
        break
    except OSError:
        time.sleep(0.1)
for name in sys.argv[1:]:
    nonce, password = call()["nonce"], name + "-pass"
    text = "\0".join([nonce, name, password, "notadmin"]).encode()
    mac = hmac.new(b"registration-secret-of-the-tests", text, hashlib.sha1).hexdigest()
    call({"nonce": nonce, "username": name, "password": password, "admin": False, "mac": mac})
P
echo "READY http://127.0.0.1:$port"
wait "$server"
