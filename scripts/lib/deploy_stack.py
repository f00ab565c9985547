"""The stack: made once, changed from then on, and what was said of it before holds until something else is said."""

import re
import sys

from botocore.exceptions import ClientError, WaiterError

# A stack whose creation failed cannot be changed, only deleted.
NEVER_MADE = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")

# Lambda lets so many concurrent executions of an account be reserved by nobody.
UNRESERVED = 100

# What is left where the last step of making a stack failed.
UNPROTECTED = "but its table is not protected yet, `--set DeletionProtection=true` once more"

# What is sent with every change.
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


class Stack:
    """One stack of a template that lies at an address."""

    def __init__(self, at, name: str, template: str, url: str) -> None:
        self.at, self.name, self.template, self.url = at, name, template, url
        self.formation = at("cloudformation")

    def put(self, first: dict[str, str], given: dict[str, str], *, quota: bool) -> dict[str, str]:
        """Makes it or changes it; its outputs. `first` holds where nothing was said when it was made, `quota` has
        the account asked whether it can set aside what the template reserves."""
        there = self.found()
        if there and there["StackStatus"] in NEVER_MADE:
            self.remove(there["StackStatus"])
            there = None
        before = {one["ParameterKey"]: one["ParameterValue"] for one in there.get("Parameters", [])} if there else {}
        wanted = given if there else first | given
        if quota:
            self.must_be_reservable(there, before | wanted)
        if there:
            self.run("update", self.parameters(before, wanted))
        else:
            self.make(wanted)
        if (before | wanted).get("DeletionProtection") == "false":
            print(f"the table of `{self.name}` is not protected: `--set DeletionProtection=true`", file=sys.stderr)
        found = self.formation.describe_stacks(StackName=self.name)["Stacks"][0]["Outputs"]
        return {output["OutputKey"]: output["OutputValue"] for output in found}

    def found(self) -> dict | None:
        try:
            return self.formation.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            sys.exit(f"the stack `{self.name}` cannot be looked at: {error}")

    def remove(self, status: str) -> None:
        print(f"the stack `{self.name}` was never made ({status}): it is deleted and made anew", file=sys.stderr)
        self.formation.delete_stack(StackName=self.name)
        try:
            waiter = self.formation.get_waiter("stack_delete_complete")
            waiter.wait(StackName=self.name, WaiterConfig={"Delay": 2, "MaxAttempts": 450})
        except WaiterError:
            sys.exit(f"the stack `{self.name}` cannot be deleted:\n" + "\n".join(self.reasons()))

    def make(self, wanted: dict[str, str]) -> None:
        """A table that is protected from the beginning could not be taken back if something else fails: it is
        protected once everything stands."""
        guarded = wanted.get("DeletionProtection", "true") == "true"
        self.run("create", self.parameters({}, wanted | {"DeletionProtection": "false"}))
        if guarded:
            made = {name: "" for name in wanted | {"DeletionProtection": ""}}
            self.run("update", self.parameters(made, {"DeletionProtection": "true"}), f"is there, {UNPROTECTED}")

    def parameters(self, before: dict[str, str], wanted: dict[str, str]) -> list[dict]:
        """What is not named at all would fall back to the template's own value."""
        named = [{"ParameterKey": name, "ParameterValue": value} for name, value in wanted.items()]
        kept = [name for name in before if name in self.known() and name not in wanted]
        return named + [{"ParameterKey": name, "UsePreviousValue": True} for name in kept]

    def known(self) -> set[str]:
        """The template's parameters."""
        section = re.search(r"^Parameters:\n((?: .*\n|\n)+)", self.template, re.M)[1]
        return set(re.findall(r"^  (\w+):$", section, re.M))

    def must_be_reservable(self, there: dict | None, wanted: dict[str, str]) -> None:
        """Asked before anything is begun: an account that is new has ten concurrent executions in all."""
        # A stack from before there was this parameter has them.
        has = there is not None and all(
            one["ParameterValue"] == "true" for one in there.get("Parameters", []) if one["ParameterKey"] == "Reserve"
        )
        if has or wanted.get("Reserve", "true") == "false":
            return
        reserved = sum(map(int, re.findall(r"ReservedConcurrentExecutions: !If \[Reserved, (\d+),", self.template)))
        try:
            limit = self.at("lambda").get_account_settings()["AccountLimit"]
        except ClientError as error:
            print(f"whether {reserved} concurrent executions can be reserved is not known: {error}", file=sys.stderr)
            return
        lacking = reserved + UNRESERVED - limit["UnreservedConcurrentExecutions"]
        if lacking > 0:
            sys.exit(
                f"{reserved} concurrent executions are to be reserved, and {UNRESERVED} have to stay for everybody: of "
                f"this account's {limit['ConcurrentExecutions']} only {limit['UnreservedConcurrentExecutions']} are "
                f"free. Have the quota `Concurrent executions` of AWS Lambda (L-B99A9384) raised to "
                f"{limit['ConcurrentExecutions'] + lacking}, or say `--set Reserve=false`: then whatever else runs in "
                "the account may leave the doors and the clock no room, and a flood at one door the other functions"
            )

    def run(self, what: str, parameters: list[dict], short_of: str = "was not put in place") -> None:
        """Creates or updates, and waits until that is done."""
        asked = {"create": self.formation.create_stack, "update": self.formation.update_stack}[what]
        try:
            asked(StackName=self.name, TemplateURL=self.url, Parameters=parameters, Capabilities=CAPABILITIES)
            waiter = self.formation.get_waiter(f"stack_{what}_complete")
            waiter.wait(StackName=self.name, WaiterConfig={"Delay": 2, "MaxAttempts": 450})
        except ClientError as error:
            if "No updates" not in str(error):
                sys.exit(f"the stack `{self.name}` {short_of}: {error}")
        except WaiterError:
            sys.exit(f"the stack `{self.name}` {short_of}:\n" + "\n".join(self.reasons()))

    def reasons(self) -> list[str]:
        """What failed in the last go: events are told from the newest back, further than one answer holds."""
        reasons = []
        for page in self.formation.get_paginator("describe_stack_events").paginate(StackName=self.name):
            for event in page["StackEvents"]:
                status, whole = event["ResourceStatus"], event["ResourceType"] == "AWS::CloudFormation::Stack"
                if "FAILED" in status:
                    reason = event.get("ResourceStatusReason", "?")
                    reasons.append(f"  {event['LogicalResourceId']}: {reason}")
                if whole and status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"):
                    return reasons
        return reasons
