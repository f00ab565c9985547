# Hydrogen, a Matrix client of somebody else's: from npm by tests/peers/hydrogen, bundled once, static files.

install_hydrogen() {
  local source=tests/peers/hydrogen
  local place
  place="$cache/hydrogen-$(cat $source/package-lock.json $source/main.js $source/index.html | sha256sum | cut -c1-12)"
  hydrogen="$place/www"
  [ -f "$hydrogen/app.js" ] && return 0
  command -v npm >/dev/null || install_packages npm
  rm -rf "$place"
  mkdir -p "$hydrogen"
  cp "$source"/* "$place"
  npm ci --prefix "$place" --ignore-scripts --no-audit --no-fund
  local modules="$place/node_modules"
  cp -r "$modules/hydrogen-view-sdk/asset-build/assets" "$modules/hydrogen-view-sdk/lib-build/sw.js" "$hydrogen"
  cp "$modules/@matrix-org/olm"/olm* "$place/index.html" "$hydrogen"
  # Last: what is half made is made again.
  (cd "$place" && node_modules/.bin/esbuild main.js --bundle --format=esm --target=es2022 --log-level=error \
    --external:crypto --external:path --external:fs --outfile="$hydrogen/app.js")
}
