#!/usr/bin/env bash
# AWS on 127.0.0.1 without containers: ministack, of one version, from PyPI.
#
#   scripts/peers/ministack.sh STATE_DIR PORT
#
# Installs it once into the cache, with the SAM translator its stacks need. Prints READY, stays in the
# foreground; SIGTERM ends it and what it started. Everything is forgotten with it.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
source "$(dirname "$0")/../lib/emulators.sh"
install_ministack
mkdir -p "$state"
cd "$state"
GATEWAY_PORT="$port" "$ministack/bin/ministack" >"$state/ministack.log" 2>&1 &
stay_until_told "$!" "$port" /_localstack/health "$state/ministack.log"
