"""What scripts/deploy does where no emulator says no: quotas, owners, rollbacks, parameters nobody repeats."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest
import zipfile

sys.dont_write_bytecode = True
sys.path += [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parents[2] / "scripts/lib")]

from account import LONGEST_BODY, Account  # noqa: E402 (they lie where this file says)
from deploy import TEMPLATE  # noqa: E402
from deploy_code import architecture, must_start_on_lambda, uploaded  # noqa: E402
from deploy_stack import Stack  # noqa: E402

X86_64 = b"\x7fELF" + bytes(14) + b"\x3e\x00"


class Deployed(unittest.TestCase):
    """Each test has an account of its own, and zips in a folder."""

    def setUp(self) -> None:
        self.account, self.template = Account(), TEMPLATE.read_text()
        folder = tempfile.TemporaryDirectory(prefix="nabat-deploy-")
        self.addCleanup(folder.cleanup)
        self.zips = pathlib.Path(folder.name)
        self.zip(b"GLIBC_2.34")

    def zip(self, program: bytes) -> None:
        with zipfile.ZipFile(self.zips / "clock.zip", "w") as zipped:
            zipped.writestr("bootstrap", X86_64 + program)

    def deploy(self, *, quota: bool = True, **words: str) -> str:
        """Deploys as `--set` says; what was told on the way."""
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            code, url = uploaded(self.account.at, self.zips, "night", self.template)
            stack = Stack(self.account.at, "night", self.template, url)
            stack.put({"Endpoint": "http://first"}, code | {"Architecture": "x86_64"} | words, quota=quota)
        return told.getvalue()

    def values(self) -> dict:
        return self.account.formation.stacks["night"]["values"]

    def refusal(self, **words: str) -> str:
        with self.assertRaises(SystemExit) as ended:
            self.deploy(**words)
        return str(ended.exception)

    def test_what_was_said_once_holds_until_something_else_is_said(self) -> None:
        said = {"Heartbeat": "https://outside.test", "Alarms": "arn:topic", "Endpoint": "http://other"}
        self.deploy(**said)
        self.deploy()
        self.assertEqual({name: self.values()[name] for name in said}, said)
        self.deploy(Alarms="", Pages="https://pages.test")
        self.assertEqual(self.values() | {"Alarms": "", "Pages": "https://pages.test"}, self.values())
        self.assertEqual(self.values()["Heartbeat"], said["Heartbeat"])

    def test_a_parameter_the_template_has_no_more_is_not_sent(self) -> None:
        self.deploy(Pages="https://pages.test")
        at = self.template.index("  Pages:\n")
        self.template = self.template[:at] + self.template[self.template.index("  DeletionProtection:\n") :]
        self.deploy()
        self.assertNotIn("Pages", self.values())

    def test_a_first_deployment_that_fails_is_taken_back_and_may_be_tried_again(self) -> None:
        self.account.formation.breaks = True
        told = self.refusal(Heartbeat="https://outside.test")
        self.assertIn("Queue: why", told)
        self.assertNotIn("another day", told, "what failed before is no news")
        self.assertEqual(self.account.formation.stacks["night"]["status"], "ROLLBACK_COMPLETE")
        self.account.formation.breaks = False
        self.assertIn("made anew", self.deploy())
        self.assertEqual(self.account.formation.stacks["night"]["status"], "UPDATE_COMPLETE")
        self.assertEqual(self.values()["Heartbeat"], "", "what was said of a stack that never was is forgotten")

    def test_the_table_is_protected_once_all_stands(self) -> None:
        self.deploy(Heartbeat="https://outside.test")
        self.assertEqual(self.values()["DeletionProtection"], "true")
        self.assertEqual((self.values()["Heartbeat"], self.values()["Endpoint"]), ("https://outside.test", "http://first"))
        self.assertIn("is not protected", self.deploy(DeletionProtection="false"))
        self.assertIn("is not protected", self.deploy())
        self.assertEqual(self.values()["DeletionProtection"], "false")

    def test_a_table_that_could_not_be_protected_is_told_of(self) -> None:
        self.account.formation.stuck = True
        self.assertIn("not protected yet", self.refusal())
        self.account.formation.stuck = False
        self.assertIn("is not protected", self.deploy())
        self.assertEqual(self.deploy(DeletionProtection="true"), "")
        self.assertEqual(self.values()["DeletionProtection"], "true")

    def test_an_account_with_too_small_a_quota_is_told_before_anything_is_begun(self) -> None:
        for limit, taken, wanted in ((10, 0, 162), (1_000, 860, 1_022)):
            self.account.limit, self.account.taken = limit, taken
            told = self.refusal()
            self.assertIn(f"raised to {wanted},", told)
            self.assertIn("--set Reserve=false", told)
            self.assertNotIn("night", self.account.formation.stacks)
        self.deploy(Reserve="false")
        self.deploy()
        self.assertIn("raised to", self.refusal(Reserve="true"))

    def test_what_a_stack_has_reserved_is_not_asked_for_again(self) -> None:
        self.account.limit = 162
        self.deploy()
        self.account.taken = 62
        self.deploy(Pages="https://pages.test")
        del self.values()["Reserve"]
        self.deploy(Pages="")

    def test_a_bucket_of_that_name_that_somebody_else_took_gets_nothing(self) -> None:
        self.account.storage.owners["nabat-code-ours-eu-west-1"] = "somebody"
        self.assertIn("not this account's", self.refusal())
        self.assertEqual(self.account.storage.objects, {})
        # Taken between the look and the writing.
        self.account.storage.head_bucket = lambda **_: None
        with self.assertRaises(Exception):
            self.deploy()
        self.assertEqual(self.account.storage.objects, {})

    def test_the_template_is_longer_than_a_request_may_be_and_lies_beside_the_zips(self) -> None:
        self.assertGreater(len(self.template.encode()), LONGEST_BODY)
        self.deploy()
        names = [name.rpartition("/")[0] for name in self.account.storage.objects]
        self.assertEqual((len(names), len(set(names))), (2, 1))

    def test_a_program_built_for_this_machine_is_not_sent_where_it_cannot_begin(self) -> None:
        self.assertEqual(architecture(self.zips), "x86_64")
        must_start_on_lambda(self.zips, "x86_64")
        self.zip(b"GLIBC_2.4\0GLIBC_2.39\0GLIBC_2.34")
        for built_for, word in (("x86_64", "--x86-64"), ("arm64", "--arm64")):
            with self.assertRaises(SystemExit) as ended:
                must_start_on_lambda(self.zips, built_for)
            self.assertIn("2.39, Lambda has 2.34", str(ended.exception))
            self.assertIn(f"scripts/package {word}", str(ended.exception))


unittest.main()
