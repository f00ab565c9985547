"""Puts each function's program into NAME.zip as `bootstrap`: the same program makes the same bytes.

    zips.py arm64|x86-64|native BUILT OUT NAME...

cargo-lambda leaves a program in BUILT/NAME/bootstrap, cargo in BUILT/NAME. Symbols go where `strip` knows them.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

kind, built, out, *names = sys.argv[1:]
pathlib.Path(out).mkdir(parents=True, exist_ok=True)


def stripped(program: pathlib.Path, place: str) -> bytes:
    if kind == "native" and shutil.which("strip"):
        copy = pathlib.Path(place) / program.name
        subprocess.run(["strip", "-o", str(copy), str(program)], check=True)
        return copy.read_bytes()
    return program.read_bytes()


with tempfile.TemporaryDirectory() as place:
    for name in names:
        program = pathlib.Path(built) / name
        if kind != "native":
            program = program / "bootstrap"
        body = stripped(program, place)
        file = pathlib.Path(out) / f"{name}.zip"
        entry = zipfile.ZipInfo("bootstrap", (2020, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100755 << 16
        with zipfile.ZipFile(file, "w") as zipped:
            # Hardest for what is shipped; a program for an emulator is large and gone in a minute.
            level = 9 if len(body) < 20_000_000 else 1
            zipped.writestr(entry, body, zipfile.ZIP_DEFLATED, level)
        print(f"{name} {file.stat().st_size} {len(body)}")
