#!/usr/bin/env bash
# A real Zabbix on 127.0.0.1 (server, PostgreSQL, front end), for the end-to-end tests.
#
#   scripts/peers/zabbix.sh STATE_DIR PORT SERVER_PORT
#
# The front end is at PORT, the server takes values at SERVER_PORT. Installs the Debian packages where they are
# missing. Prints READY with the front end's address, stays in the foreground; SIGTERM ends all it started.
set -euo pipefail
state=$(realpath "${1:?state directory}")
port=${2:?port}
server_port=${3:?port of the server}
packages=(zabbix-server-pgsql zabbix-frontend-php postgresql php-cli php-pgsql php-mbstring php-xml php-bcmath php-gd)
missing=()
for package in "${packages[@]}"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
tools=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
mkdir -p "$state/sockets"
# PostgreSQL and the Zabbix server refuse to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  chown -R postgres "$state"
  as=(setpriv --reuid postgres --regid postgres --clear-groups)
fi
# Each in a process group of its own: PHP's workers outlive their parent. The last started ends first; PostgreSQL
# waits for its clients but at SIGINT.
set -m
started=()
ended() {
  local number
  for ((number = ${#started[@]} - 1; number >= 0; number--)); do
    kill -"$([ "$number" -eq 0 ] && echo INT || echo TERM)" -- "-${started[number]}" 2>/dev/null || true
    wait "${started[number]}" 2>/dev/null || true
  done
}
trap 'trap - EXIT; ended; exit 0' TERM INT
trap ended EXIT

"${as[@]}" "$tools/initdb" -D "$state/db" -U zabbix -A trust --no-sync >"$state/initdb.log"
# Nothing of it has to outlive the test.
"${as[@]}" "$tools/postgres" -D "$state/db" -k "$state/sockets" -c listen_addresses= -c fsync=off -c full_page_writes=off \
  -c synchronous_commit=off >"$state/postgres.log" 2>&1 &
started+=($!)
database() { psql -q -h "$state/sockets" -U zabbix -v ON_ERROR_STOP=1 "$@"; }
wait_for() {
  for _ in $(seq 1 300); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  tail -n 5 "$state"/*.log >&2
  exit 1
}
wait_for database -d postgres -c 'select 1'
database -d postgres -c 'create database zabbix'
# The schema, and the users without whom nobody signs in; none of the templates, which take half a minute.
needed='role|role_rule|users|usrgrp|users_groups|hstgrp|config|config_autoreg_tls'
{
  zcat /usr/share/zabbix-server-pgsql/schema.sql.gz
  zcat /usr/share/zabbix-server-pgsql/data.sql.gz | grep -E "^INSERT INTO ($needed) "
} | database -d zabbix >"$state/schema.log" 2>&1
mkdir -p "$state/front"
cp -r /usr/share/zabbix/. "$state/front/zabbix"
# Debian's front end reads its configuration in /etc.
sed -i "s|/etc/zabbix/zabbix.conf.php|$state/front/zabbix.conf.php|" "$state/front/zabbix/include/classes/core/CConfigFile.php"
cat >"$state/front/zabbix.conf.php" <<CONF
<?php
\$DB['TYPE'] = 'POSTGRESQL'; \$DB['SERVER'] = '$state/sockets'; \$DB['PORT'] = '0'; \$DB['DATABASE'] = 'zabbix';
\$DB['USER'] = 'zabbix'; \$DB['PASSWORD'] = ''; \$DB['SCHEMA'] = ''; \$DB['ENCRYPTION'] = false; \$DB['KEY_FILE'] = '';
\$DB['CERT_FILE'] = ''; \$DB['CA_FILE'] = ''; \$DB['VERIFY_HOST'] = false; \$DB['CIPHER_LIST'] = ''; \$DB['VAULT_URL'] = '';
\$DB['VAULT_DB_PATH'] = ''; \$DB['VAULT_TOKEN'] = ''; \$DB['DOUBLE_IEEE754'] = true;
\$ZBX_SERVER = '127.0.0.1'; \$ZBX_SERVER_PORT = '$server_port'; \$ZBX_SERVER_NAME = ''; \$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
CONF
PHP_CLI_SERVER_WORKERS=4 "${as[@]}" php -d post_max_size=16M -d max_execution_time=300 -d max_input_time=300 -d date.timezone=UTC \
  -d memory_limit=512M -S "127.0.0.1:$port" -t "$state/front" >"$state/front.log" 2>&1 &
started+=($!)
cat >"$state/server.conf" <<CONF
ListenIP=127.0.0.1
ListenPort=$server_port
LogType=console
PidFile=$state/server.pid
SocketDir=$state/sockets
DBHost=$state/sockets
DBName=zabbix
DBUser=zabbix
StartPollers=1
StartPollersUnreachable=1
StartPreprocessors=1
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
StartTrappers=2
StartDBSyncers=1
StartAlerters=1
StartEscalators=1
StartTimers=1
StartLLDProcessors=1
StartODBCPollers=0
StartHistoryPollers=1
StatsAllowedIP=127.0.0.1
Timeout=4
CacheUpdateFrequency=1
CONF
"${as[@]}" zabbix_server -f -c "$state/server.conf" >"$state/server.log" 2>&1 &
started+=($!)
asked() { curl -sS --max-time 5 -H 'content-type: application/json-rpc' "http://127.0.0.1:$port/zabbix/api_jsonrpc.php" -d "$1"; }
answers() { asked '{"jsonrpc":"2.0","method":"apiinfo.version","params":{},"id":1}' | grep -q '"result"'; }
wait_for answers
takes() { (exec 3<>"/dev/tcp/127.0.0.1/$server_port"); }
wait_for takes
echo "READY http://127.0.0.1:$port/zabbix"
wait
