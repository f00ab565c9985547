#!/usr/bin/env bash
# A real DokuWiki (Debian package, flat files, PHP's own server) on 127.0.0.1 with XML-RPC, for the end-to-end tests.
#
#   scripts/peers/dokuwiki.sh STATE_DIR PORT
#
# Users nabat and anna, each with its name and "-pass". Prints READY, stays in the foreground; SIGTERM ends it and
# what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
package=/usr/share/dokuwiki
mkdir -p "$state"
state=$(cd "$state" && pwd)
www="$state/www"
if [ ! -e "$state/installed" ]; then
  rm -rf "$www"
  # The package's links lead to folders of the system: a copy has its own. Some lead nowhere.
  cp -rL $package "$www" 2>/dev/null || true
  rm -f "$www/inc/preload.php" "$www/install.php"
  mkdir -p "$www/conf"
  cp -rL /etc/dokuwiki/* "$www/conf/" 2>/dev/null || true
  for folder in pages media meta attic media_attic media_meta cache index locks tmp log; do mkdir -p "$www/data/$folder"; done
  cat >"$www/conf/local.php" <<P
<?php
\$conf['title'] = 'Tests'; \$conf['savedir'] = './data'; \$conf['useacl'] = 1; \$conf['superuser'] = '@admin';
\$conf['remote'] = 1; \$conf['remoteuser'] = '@user'; \$conf['authtype'] = 'authplain'; \$conf['userewrite'] = 0;
P
  printf '* @ALL 1\n* @user 16\n' >"$www/conf/acl.auth.php"
  for user in nabat anna; do
    php -r 'printf("%s:%s:%s:%s@example.org:user\n", $argv[1], password_hash($argv[1]."-pass", PASSWORD_BCRYPT, ["cost"=>4]), $argv[1], $argv[1]);' $user
  done >"$www/conf/users.auth.php"
  touch "$state/installed"
fi
export PHP_CLI_SERVER_WORKERS=3
# A process group of its own: workers outlive a parent that is killed alone.
setsid php -d error_reporting=0 -S "127.0.0.1:$port" -t "$www" >"$state/php.log" 2>&1 &
server=$!
trap 'kill -- -"$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
for _ in $(seq 1 300); do
  if curl -fs "http://127.0.0.1:$port/doku.php" >/dev/null 2>&1; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/php.log" >&2
exit 1
