# What scripts/release makes of a folder it has filled: proved static, packed, summed. In a file of its own, so that
# tests/release/run.py can do the same with a folder of nothing.

# A program that says it is static and is not would fail on somebody else's machine, at night.
prove_static() {
  if ldd "$1" >/dev/null 2>&1 && ! ldd "$1" 2>&1 | grep -q "statically linked"; then
    echo "the program is not static:"; ldd "$1"; return 1
  fi
}

# The folder NAME below OUT as one file, and the sums of both. The same content gives the same bytes: order, owners and
# times are no part of it.
pack() {
  local out=$1 name=$2
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$out" -c "$name" | gzip -n9 >"$out/$name.tar.gz"
  (cd "$out" && sha256sum "$name.tar.gz" "$name"/* >SHA256SUMS)
}

sums_hold() { (cd "$1" && sha256sum --check --quiet SHA256SUMS); }
