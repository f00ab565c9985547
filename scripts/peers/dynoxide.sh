#!/usr/bin/env bash
# DynamoDB on 127.0.0.1 once more, by other people and in another language: dynoxide, of one version.
#
#   scripts/peers/dynoxide.sh STATE_DIR PORT
#
# Builds it once into the cache. Prints READY, stays in the foreground; SIGTERM ends it. Everything is
# kept in memory and forgotten with it.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
source "$(dirname "$0")/../lib/emulators.sh"
install_dynoxide
mkdir -p "$state"
"$dynoxide" --port "$port" >"$state/dynoxide.log" 2>&1 &
stay_until_told "$!" "$port" / "$state/dynoxide.log"
