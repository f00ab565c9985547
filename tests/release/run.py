"""What scripts/release makes beside the program: its bill of materials, packed file and sums, the unit for systemd.

    cargo metadata --format-version 1 --locked --filter-platform TRIPLE >METADATA
    python tests/release/run.py METADATA

Needs the library of scripts/lib/sbom.txt. Nothing is compiled: a folder with a word in it stands for the release.
"""

import configparser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
METADATA = ""


def package(name, source="registry", licence="MIT/Apache-2.0"):
    return {"id": name, "name": name, "version": "1.0.0", "source": source, "license": licence}


def node(name, *needs):
    return {"id": name, "deps": [{"pkg": other, "dep_kinds": [{"kind": kind}]} for other, kind in needs]}


INVENTED = {
    "packages": [package("nabat", None), package("linked"), package("builds"), package("tests-alone"), package("below")],
    "resolve": {
        "nodes": [
            node("nabat", ("linked", None), ("builds", "build"), ("tests-alone", "dev")),
            node("linked", ("below", None)),
            node("builds"),
            node("tests-alone", ("below", None)),
            node("below"),
        ]
    },
}


def bill(metadata):
    """What sbom.py writes for these packages."""
    script = [sys.executable, str(ROOT / "scripts/lib/sbom.py"), "9.9.9"]
    return subprocess.run(script, input=metadata, capture_output=True, text=True, check=True).stdout


class Bill(unittest.TestCase):
    def test_it_lists_what_is_linked_or_builds_and_no_test_s_crates(self):
        made = json.loads(bill(json.dumps(INVENTED)))
        self.assertEqual({one["name"] for one in made["components"]}, {"linked", "builds", "below"})
        root = made["metadata"]["component"]
        self.assertEqual((root["name"], root["version"]), ("nabat", "9.9.9"))
        needs = {one["ref"]: set(one.get("dependsOn", [])) for one in made["dependencies"]}
        self.assertEqual(needs["nabat@1.0.0"], {"linked@1.0.0", "builds@1.0.0"})
        linked = next(one for one in made["components"] if one["name"] == "linked")
        self.assertEqual(linked["purl"], "pkg:cargo/linked@1.0.0")
        self.assertEqual(linked["licenses"], [{"expression": "MIT OR Apache-2.0"}])

    def test_the_same_packages_give_the_same_bytes(self):
        self.assertEqual(bill(json.dumps(INVENTED)), bill(json.dumps(INVENTED)))

    def test_the_bill_of_this_very_tree_holds(self):
        # sbom.py validates it against the specification's schema; what is asked here is that it is the tree's.
        names = {one["name"] for one in json.loads(bill(METADATA))["components"]}
        self.assertLessEqual({"nabat-domain", "nabat-kit", "rusqlite", "axum", "ring"}, names)
        self.assertFalse(names & {"nabat-tests", "thirtyfour", "insta", "proptest"}, "tests ship nothing")


class Packed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name)

    def run_of(self, words, check=True):
        script = f"set -euo pipefail; source {ROOT}/scripts/lib/pack.sh; {words}"
        told = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=check, env=told)

    def packed(self, where, names):
        """A release of these files, made in this order."""
        stage = self.out / where / "nabat-1"
        stage.mkdir(parents=True)
        for name in names:
            (stage / name).write_text(f"{name}\n")
        self.run_of(f"pack {self.out / where} nabat-1")
        return self.out / where

    def test_the_same_content_gives_the_same_bytes_whenever_it_was_written(self):
        one, other = self.packed("one", ["nabat", "README.md"]), self.packed("other", ["README.md", "nabat"])
        os.utime(other / "nabat-1" / "nabat", (1, 1))
        self.run_of(f"pack {other} nabat-1")
        self.assertEqual((one / "nabat-1.tar.gz").read_bytes(), (other / "nabat-1.tar.gz").read_bytes())

    def test_sums_stand_for_every_file_and_see_one_changed_byte(self):
        out = self.packed("one", ["nabat", "nabat.service", "nabat.cdx.json"])
        summed = {line.split()[1] for line in (out / "SHA256SUMS").read_text().splitlines()}
        files = {f"nabat-1/{name}" for name in ("nabat", "nabat.service", "nabat.cdx.json")}
        self.assertEqual(summed, files | {"nabat-1.tar.gz"})
        self.assertEqual(self.run_of(f"sums_hold {out}", check=False).returncode, 0)
        (out / "nabat-1" / "nabat").write_text("nabaT\n")
        self.assertNotEqual(self.run_of(f"sums_hold {out}", check=False).returncode, 0)

    def test_a_program_that_is_not_static_is_told(self):
        said = self.run_of(f"prove_static {sys.executable}", check=False)
        self.assertEqual((said.returncode, "is not static" in said.stdout), (1, True), said)


class Unit(unittest.TestCase):
    def setUp(self):
        self.text = (ROOT / "infra/systemd/nabat.service").read_text()
        read = configparser.RawConfigParser(strict=False, delimiters=("=",), allow_no_value=False)
        read.optionxform = str
        read.read_string(self.text)
        self.read = read

    def test_it_starts_what_the_handbook_installs_with_words_the_program_knows(self):
        service, handbook = self.read["Service"], (ROOT / "docs/operations.md").read_text()
        program, command, configuration, *rest = service["ExecStart"].split()
        self.assertEqual(command, "serve")
        self.assertIn(f"install -m 755 nabat {program}", handbook)
        self.assertIn(f"nabat init {configuration}", handbook)
        self.assertEqual(service["ExecStartPre"], f"{program} check {configuration}")
        knows = (ROOT / "infra/host/src/commands/serve.rs").read_text()
        for option in (word for word in rest if word.startswith("--")):
            self.assertRegex(knows, rf"\b{option.removeprefix('--')}: ", f"serve knows no {option}")

    def test_it_is_never_given_up_on_and_has_no_rights_of_the_machine(self):
        service = self.read["Service"]
        self.assertEqual((service["Restart"], self.read["Unit"]["StartLimitIntervalSec"]), ("always", "0"))
        self.assertEqual(self.read["Install"]["WantedBy"], "multi-user.target")
        self.assertEqual(service["CapabilityBoundingSet"], "")
        for switch in ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "MemoryDenyWriteExecute"):
            self.assertEqual(service[switch], "yes", switch)
        self.assertEqual((service["ProtectSystem"], service["StateDirectory"]), ("strict", "nabat"))
        # What it keeps stands where the state directory is: nothing else may be written.
        self.assertRegex(service["ExecStart"], r"--data /var/lib/nabat\b")

    def test_it_holds_no_secret(self):
        self.assertEqual(re.findall(r"^Environment=.*", self.text, re.MULTILINE), [])


if __name__ == "__main__":
    METADATA = pathlib.Path(sys.argv.pop(1)).read_text()
    unittest.main()
