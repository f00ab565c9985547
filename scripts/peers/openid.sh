#!/usr/bin/env bash
# A real OpenID provider on 127.0.0.1: oidc-provider, which is certified.
#
#   scripts/peers/openid.sh STATE_DIR PORT FOLDER SETTINGS
#
# FOLDER has the modules tests/peers/openid/package.json names. SETTINGS is JSON: the client, and people with their
# claims by login; any password is theirs. Each start signs with a new key. Prints READY, stays in the foreground;
# SIGTERM ends it.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
folder=${3:?a folder with oidc-provider}
settings=${4:?settings}
here=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$state"
printf '%s' "$settings" >"$state/settings.json"
"$folder/node_modules/.bin/node" "$here/tests/peers/openid/server.mjs" "$port" "$state/settings.json" "$folder" \
  >"$state/openid.log" 2>&1 &
source "$here/scripts/lib/emulators.sh"
stay_until_told "$!" "$port" /.well-known/openid-configuration "$state/openid.log"
