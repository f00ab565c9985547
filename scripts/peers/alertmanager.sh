#!/usr/bin/env bash
# A real Alertmanager on 127.0.0.1 that sends groups of alerts on.
#
#   scripts/peers/alertmanager.sh STATE_DIR PORT ADDRESS TOKEN
#
# ADDRESS is where groups (by alertname and service) are posted, with TOKEN as bearer; it tells of a group after a
# second, of what changed in it after a second more. Prints READY, stays in the foreground; SIGTERM ends it.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
address=${3:?address}
token=${4:?token}
mkdir -p "$state/data"
cat >"$state/alertmanager.yml" <<Y
route: {receiver: nabat, group_by: [alertname, service], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: nabat
    webhook_configs:
      - url: "$address"
        send_resolved: true
        http_config: {authorization: {type: Bearer, credentials: "$token"}}
Y
prometheus-alertmanager --config.file="$state/alertmanager.yml" --storage.path="$state/data" \
  --web.listen-address="127.0.0.1:$port" --web.external-url="http://127.0.0.1:$port" --cluster.listen-address= \
  --log.level=warn >"$state/alertmanager.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
for _ in $(seq 1 300); do
  if curl -fs "http://127.0.0.1:$port/-/ready" >/dev/null 2>&1; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/alertmanager.log" >&2
exit 1
