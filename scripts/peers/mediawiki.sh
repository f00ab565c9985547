#!/usr/bin/env bash
# A real MediaWiki (Debian package, SQLite, PHP's own server) on 127.0.0.1, for the end-to-end tests.
#
#   scripts/peers/mediawiki.sh STATE_DIR PORT
#
# People: Admin / admin-pass-of-the-tests; the bot Nabat logs in as "Nabat@nabat" with the password below. The
# package stays as it is: settings, pages and pictures are in STATE_DIR. Prints READY, stays in the foreground;
# SIGTERM ends it and what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
mediawiki=/usr/share/mediawiki
password=nabat0bot0password000000000tests
mkdir -p "$state/db" "$state/images" "$state/cache"
state=$(cd "$state" && pwd)
export MW_CONFIG_FILE="$state/LocalSettings.php"
if [ ! -e "$state/installed" ]; then
  rm -f "$MW_CONFIG_FILE"
  php $mediawiki/maintenance/install.php --quiet --dbtype sqlite --dbname nabat --dbpath "$state/db" --confpath "$state" \
    --server "http://127.0.0.1:$port" --scriptpath "" --lang en --pass admin-pass-of-the-tests "Tests" Admin >&2
  cat >>"$MW_CONFIG_FILE" <<P
\$wgEnableUploads = true;
\$wgUploadDirectory = "$state/images";
\$wgUploadPath = "/images";
\$wgCacheDirectory = "$state/cache";
\$wgLocalisationCacheConf['store'] = 'array';
\$wgMainCacheType = CACHE_DB;
\$wgSessionCacheType = CACHE_DB;
\$wgArticlePath = "/index.php/\$1";
\$wgUseImageMagick = false;
\$wgRateLimits = [];
\$wgRunJobsAsync = false;
\$wgEnableEmail = false;
\$wgGroupPermissions['*']['edit'] = false;
\$wgGroupPermissions['sysop']['suppressredirect'] = true;
\$wgNamespacesWithSubpages[NS_MAIN] = true;
P
  php $mediawiki/maintenance/createAndPromote.php --quiet --bot Nabat password-of-a-person >&2
  php $mediawiki/maintenance/createBotPassword.php --appid nabat \
    --grants basic,highvolume,editpage,createeditmovepage,uploadfile,uploadeditmovefile Nabat "$password" >&2
  touch "$state/installed"
fi
cat >"$state/router.php" <<P
<?php // Uploads are in the state directory, everything else in the package.
\$path = urldecode(parse_url(\$_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (strpos(\$path, '/images/') === 0 && strpos(\$path, '..') === false && is_file("$state\$path")) {
  header('Content-Type: ' . mime_content_type("$state\$path"));
  readfile("$state\$path");
  return true;
}
return false;
P
export PHP_CLI_SERVER_WORKERS=3
# A process group of its own: workers outlive a parent that is killed alone.
setsid php -d memory_limit=256M -d upload_max_filesize=20M -d post_max_size=25M -S "127.0.0.1:$port" -t $mediawiki \
  "$state/router.php" >"$state/php.log" 2>&1 &
server=$!
trap 'kill -- -"$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
for _ in $(seq 1 600); do
  if curl -fs "http://127.0.0.1:$port/api.php?action=query&meta=siteinfo&format=json" >/dev/null 2>&1; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/php.log" >&2
exit 1
