#!/usr/bin/env python3
"""The table of proofs over invented logs: what is missing, fails or tells nothing is seen."""

import contextlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "lib"))
import proofs  # noqa: E402

ROWS = """# a remark
promise.1 | nothing is lost | one:lost::* | runs
fault.x | it breaks | two:breaks
release | it is made | long
later | not yet | unproved: nobody can
"""


class Table(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "tests").mkdir()
        (self.folder / "tests" / "proofs.txt").write_text(ROWS)
        self.log("one", "        PASS [   1.5s] (1/1) crate::bin lost::here\n    figure promise.1 table=memory runs=7\n")
        self.log("two", "test breaks ... ok\n")

    def log(self, suite, text):
        (self.folder / f"{suite}.log").write_text(text)

    def made(self, *suites):
        """How it ended, and what stands in the table."""
        before = os.getcwd()
        os.chdir(self.folder)
        said = io.StringIO()
        try:
            with mock.patch.object(sys, "argv", ["proofs.py", str(self.folder), *suites]), contextlib.redirect_stdout(said):
                ended = proofs.main()
        finally:
            os.chdir(before)
        return ended, (self.folder / "proofs.md").read_text() + said.getvalue()

    def test_figures_stand_in_the_table(self):
        ended, table = self.made("one", "two")
        self.assertEqual(ended, 0, table)
        self.assertIn("| one: table=memory runs=7 |", table)

    def test_a_figure_nobody_said_breaks_the_row(self):
        self.log("one", "        PASS [   1.5s] (1/1) crate::bin lost::here\n")
        ended, table = self.made("one", "two")
        self.assertEqual((ended, "nobody said runs" in table), (1, True), table)

    def test_of_the_same_thing_measured_again_the_last_counts(self):
        again = "test lost::a ... ok\nfigure promise.1 table=memory runs=1\nfigure promise.1 table=sqlite runs=2\n"
        self.log("one", again + "test lost::b ... figure promise.1 table=memory runs=3\n")
        _, table = self.made("one", "two")
        self.assertIn("| one: table=memory runs=3; one: table=sqlite runs=2 |", table)

    def test_figures_of_no_row_are_a_mistake(self):
        self.log("two", "test breaks ... ok\nfigure promise.l runs=7\n")
        self.assertEqual(self.made("one", "two")[0], 1)

    def test_what_did_not_run_or_pass_breaks_the_row(self):
        self.log("two", "test breaks ... FAILED\n")
        self.assertEqual(self.made("one", "two")[0], 1)
        self.assertIn("two:breaks did not run", self.made("one")[1])

    def test_what_the_pages_rest_on_has_to_have_run(self):
        (self.folder / "docs").mkdir()
        page = self.folder / "docs" / "threats.md"
        page.write_text("| a threat | `check` | `nobody_comes_in_uninvited` |\n")
        ended, table = self.made("one", "two")
        self.assertEqual((ended, "nobody_comes_in_uninvited did not run" in table), (1, True), table)
        self.log("two", "test breaks ... ok\ntest doors::nobody_comes_in_uninvited ... ok\n")
        self.assertEqual(self.made("one", "two")[0], 0)
        self.log("two", "test breaks ... ok\ntest doors::nobody_comes_in_uninvited ... FAILED\n")
        self.assertIn("nobody_comes_in_uninvited did not pass", self.made("one", "two")[1])

    def test_the_last_long_run_stands_with_its_date_and_commit(self):
        self.assertIn("no long run on this machine yet", self.made("one", "two")[1])
        (self.folder / "long").mkdir()
        (self.folder / "long" / "release.txt").write_text("2026-01-01 abc of=x bytes=1\n2026-02-02 def of=x bytes=2\n")
        ended, table = self.made("one", "two")
        self.assertEqual(ended, 0)
        self.assertIn("| 2026-02-02 def: of=x bytes=2 |", table)
        self.assertNotIn("bytes=1", table)

    def test_a_last_long_run_that_failed_breaks_its_row_until_one_ends_well(self):
        (self.folder / "long").mkdir()
        kept = self.folder / "long" / "release.txt"
        kept.write_text("2026-01-01 abc of=x bytes=1\n2026-02-02 def of=x bytes=2 ended=FAILED\n")
        ended, table = self.made("one", "two")
        self.assertEqual((ended, "the last long run did not end well" in table), (1, True), table)
        with kept.open("a") as more:
            more.write("2026-03-03 aaa of=y bytes=9\n")
        self.assertEqual(self.made("one", "two")[0], 1, "another thing measured does not make up for it")
        with kept.open("a") as more:
            more.write("2026-03-03 aaa of=x bytes=3\n")
        self.assertEqual(self.made("one", "two")[0], 0)

    def test_what_a_long_run_says_is_kept_and_how_it_ended(self):
        script = f"set -euo pipefail; cache={self.folder}; source {ROOT}/scripts/lib/figures.sh; keep_figures eval"
        said = "echo hello; echo 'figure release of=x bytes=3'"
        subprocess.run(["bash", "-c", f'{script} "{said}"'], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        failed = subprocess.run(["bash", "-c", f'{script} "{said}; false"'], cwd=ROOT, stdout=subprocess.DEVNULL)
        self.assertNotEqual(failed.returncode, 0)
        kept = (self.folder / "long" / "release.txt").read_text().splitlines()
        self.assertRegex(kept[0], r"^\d{4}-\d\d-\d\d \S+ of=x bytes=3$")
        self.assertTrue(kept[1].endswith(" of=x bytes=3 ended=FAILED"), kept)


if __name__ == "__main__":
    unittest.main()
