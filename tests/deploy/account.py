"""An account as AWS documents it, as far as scripts/deploy meets it: stacks, a bucket, a quota."""

import re

from botocore.exceptions import ClientError, WaiterError

# What CloudFormation takes in a request; longer templates come from a bucket.
LONGEST_BODY = 51_200

# States of a stack that can be changed.
STEADY = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")


def refused(code: str, why: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": why}}, "Asked")


class Formation:
    """Stacks by name. `breaks` lets creations fail, `stuck` changes."""

    def __init__(self, storage: "Storage") -> None:
        self.storage, self.stacks, self.breaks, self.stuck = storage, {}, False, False

    def create_stack(self, StackName: str, Parameters: list, **asked) -> None:
        if StackName in self.stacks:
            raise refused("AlreadyExistsException", f"Stack [{StackName}] already exists")
        values = self.values(Parameters, {}, **asked)
        # A protected table cannot be deleted, also by a rollback.
        failed = "ROLLBACK_FAILED" if values["DeletionProtection"] == "true" else "ROLLBACK_COMPLETE"
        self.stacks[StackName] = {"status": failed if self.breaks else "CREATE_COMPLETE", "values": values}

    def update_stack(self, StackName: str, Parameters: list, **asked) -> None:
        stack = self.stacks[StackName]
        if stack["status"] not in STEADY:
            raise refused("ValidationError", f"Stack is in {stack['status']} state and can not be updated")
        values = self.values(Parameters, stack["values"], **asked)
        if values == stack["values"]:
            raise refused("ValidationError", "No updates are to be performed.")
        if self.stuck:
            stack["status"] = "UPDATE_ROLLBACK_COMPLETE"
        else:
            stack |= {"status": "UPDATE_COMPLETE", "values": values}

    def values(self, given: list, before: dict, TemplateURL: str | None = None, TemplateBody: str = "", **_) -> dict:
        """What each parameter comes to: whatever is not named falls back to the template's own value."""
        if len(TemplateBody.encode()) > LONGEST_BODY:
            raise refused("ValidationError", f"Member must have length less than or equal to {LONGEST_BODY}")
        template = TemplateBody or self.storage.objects[TemplateURL.removeprefix("https://s3.test/")].decode()
        section = re.search(r"^Parameters:\n((?: .*\n|\n)+)", template, re.M)[1]
        values = dict(re.findall(r'^  (\w+):\n(?:    .*\n)*?    Default: "?([^"\n]*)"?$', section, re.M))
        for one in given:
            name = one["ParameterKey"]
            if f"\n  {name}:\n" not in f"\n{section}":
                raise refused("ValidationError", f"Parameters: [{name}] do not exist in the template")
            values[name] = before[name] if one.get("UsePreviousValue") else one["ParameterValue"]
        return values

    def delete_stack(self, StackName: str) -> None:
        del self.stacks[StackName]

    def describe_stacks(self, StackName: str) -> dict:
        if StackName not in self.stacks:
            raise refused("ValidationError", f"Stack with id {StackName} does not exist")
        stack = self.stacks[StackName]
        # Values that are not to be seen are told as stars.
        shown = {name: "****" if name == "Heartbeat" else value for name, value in stack["values"].items()}
        told = [{"ParameterKey": name, "ParameterValue": value} for name, value in shown.items()]
        return {"Stacks": [{"StackStatus": stack["status"], "Parameters": told, "Outputs": []}]}

    def get_waiter(self, name: str) -> "Formation":
        self.waits = name
        return self

    def wait(self, StackName: str, **_) -> None:
        wanted = self.waits.removeprefix("stack_").upper()
        status = self.stacks.get(StackName, {"status": "DELETE_COMPLETE"})["status"]
        if status != wanted:
            raise WaiterError(self.waits, status, {})

    def get_paginator(self, _: str) -> "Formation":
        return self

    def paginate(self, **_) -> list:
        resource, stack = {"ResourceType": "AWS::SQS::Queue"}, {"ResourceType": "AWS::CloudFormation::Stack"}
        failed = {"LogicalResourceId": "Queue", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "why"}
        before = failed | {"ResourceStatusReason": "another day"}
        begun = {"LogicalResourceId": "night", "ResourceStatus": "CREATE_IN_PROGRESS"}
        return [{"StackEvents": [resource | failed]}, {"StackEvents": [stack | begun, resource | before]}]


class Storage:
    """Buckets with their owners, and what lies in them."""

    def __init__(self) -> None:
        self.meta = type("Meta", (), {"region_name": "eu-west-1", "endpoint_url": "https://s3.test"})
        self.owners, self.objects = {}, {}

    def head_bucket(self, Bucket: str, ExpectedBucketOwner: str | None = None) -> None:
        if Bucket not in self.owners:
            raise refused("404", "Not Found")
        self.is_owned(Bucket, ExpectedBucketOwner)

    def create_bucket(self, Bucket: str, CreateBucketConfiguration: dict) -> None:
        assert CreateBucketConfiguration == {"LocationConstraint": "eu-west-1"}
        self.owners[Bucket] = "ours"

    def upload_file(self, file: str, bucket: str, key: str, ExtraArgs: dict | None = None) -> None:
        with open(file, "rb") as body:
            self.put_object(bucket, key, body.read(), **(ExtraArgs or {}))

    def put_object(self, Bucket: str, Key: str, Body: bytes, ExpectedBucketOwner: str | None = None) -> None:
        self.is_owned(Bucket, ExpectedBucketOwner)
        self.objects[f"{Bucket}/{Key}"] = Body

    def is_owned(self, bucket: str, expected: str | None) -> None:
        # AWS lets whoever does not say whose it is write into anybody's that lets them; here that is a fault.
        assert expected is not None, f"whose {bucket} is was not said"
        if expected != self.owners[bucket]:
            raise refused("403", "Forbidden")


class Account:
    """All of it. `limit` is what may run at once, `taken` what is reserved of it already."""

    def __init__(self) -> None:
        self.storage = Storage()
        self.formation = Formation(self.storage)
        self.limit, self.taken = 1_000, 0

    def at(self, service: str):
        return {"cloudformation": self.formation, "s3": self.storage}.get(service, self)

    def get_caller_identity(self) -> dict:
        return {"Account": "ours"}

    def get_account_settings(self) -> dict:
        free = self.limit - self.taken
        return {"AccountLimit": {"ConcurrentExecutions": self.limit, "UnreservedConcurrentExecutions": free}}
