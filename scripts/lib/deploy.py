"""What scripts/deploy does: the zips into a bucket, the template into a stack, secrets, configuration."""

import argparse
import base64
import hashlib
import json
import os
import pathlib
import secrets
import subprocess
import sys
import zipfile

import boto3
from botocore.exceptions import ClientError, WaiterError

TEMPLATE = pathlib.Path(__file__).parents[2] / "infra/deploy/template.yaml"

# What stands before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410, 10.3).
PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="scripts/deploy")
    words.add_argument("zips", type=pathlib.Path)
    words.add_argument("--stack", default="nabat")
    words.add_argument("--config")
    words.add_argument("--secrets", type=pathlib.Path)
    words.add_argument("--endpoint", default=os.environ.get("AWS_ENDPOINT_URL"))
    words.add_argument("--set", action="append", default=[])
    words.add_argument("--json", action="store_true")
    return words.parse_args()


def architecture(zips: pathlib.Path) -> str:
    """What the programs in the zips were built for, by their own headers (ELF, e_machine)."""
    file = next(iter(sorted(zips.glob("*.zip"))), None)
    if file is None:
        sys.exit(f"there are no zips in {zips}: scripts/package {zips} makes them")
    with zipfile.ZipFile(file) as zipped, zipped.open("bootstrap") as program:
        machine = int.from_bytes(program.read(20)[18:20], "little")
    names = {62: "x86_64", 183: "arm64"}
    return names.get(machine) or sys.exit(f"{file} is for a machine Lambda has not: {machine}")


def known_to_an_emulator() -> None:
    """An emulator lets in whoever asks; who says nothing is somebody all the same."""
    os.environ.setdefault("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "us-east-1"))
    if boto3.Session().get_credentials() is None:
        os.environ |= {"AWS_ACCESS_KEY_ID": "nabat", "AWS_SECRET_ACCESS_KEY": "nabat"}


def code(at, zips: pathlib.Path, stack: str) -> dict[str, str]:
    """The zips in a bucket of the account; a prefix of their own, so that nothing that runs is changed."""
    account = at("sts").get_caller_identity()["Account"]
    storage = at("s3")
    region = storage.meta.region_name
    bucket = f"nabat-code-{account}-{region}"
    try:
        storage.head_bucket(Bucket=bucket)
    except ClientError:
        elsewhere = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        storage.create_bucket(Bucket=bucket, **elsewhere)
    files = sorted(zips.glob("*.zip"))
    version = hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:16]
    prefix = f"{stack}/{version}/"
    for file in files:
        storage.upload_file(str(file), bucket, prefix + file.name)
    return {"CodeBucket": bucket, "CodePrefix": prefix}


def put(at, stack: str, parameters: dict[str, str]) -> dict[str, str]:
    """Makes the stack or changes it; its outputs."""
    formation = at("cloudformation")
    try:
        formation.describe_stacks(StackName=stack)
        what, waiter = formation.update_stack, "stack_update_complete"
    except ClientError:
        what, waiter = formation.create_stack, "stack_create_complete"
    try:
        what(
            StackName=stack,
            TemplateBody=TEMPLATE.read_text(),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
        formation.get_waiter(waiter).wait(StackName=stack, WaiterConfig={"Delay": 2, "MaxAttempts": 450})
    except ClientError as error:
        if "No updates" not in str(error):
            sys.exit(f"the stack `{stack}` cannot be put in place: {error}")
    except WaiterError:
        sys.exit(f"the stack `{stack}` was not made:\n" + "\n".join(reasons(formation, stack)))
    found = formation.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    return {output["OutputKey"]: output["OutputValue"] for output in found}


def reasons(formation, stack: str) -> list[str]:
    events = formation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if "FAILED" in event["ResourceStatus"]]
    return [f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}" for event in failed]


def signing() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def pem() -> str:
    body = base64.b64encode(PKCS8 + secrets.token_bytes(32)).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"


def fill(at, outputs: dict[str, str], given: dict[str, str]) -> None:
    """Keys are made once; secrets of connections are added to those that are there."""
    keeper = at("secretsmanager")
    keys = json.loads(keeper.get_secret_value(SecretId=outputs["KeysSecret"])["SecretString"] or "{}")
    made = {"desk": [signing()], "body": signing(), "signing": pem()}
    if missing := {name: value for name, value in made.items() if name not in keys}:
        keeper.put_secret_value(SecretId=outputs["KeysSecret"], SecretString=json.dumps(keys | missing))
    partners = json.loads(keeper.get_secret_value(SecretId=outputs["PartnersSecret"])["SecretString"] or "{}")
    if given:
        keeper.put_secret_value(SecretId=outputs["PartnersSecret"], SecretString=json.dumps(partners | given))


def main() -> None:
    words = asked()
    built_for = architecture(words.zips)
    if words.endpoint:
        known_to_an_emulator()
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    session = boto3.Session(region_name=region)

    def at(service: str):
        return session.client(service, endpoint_url=words.endpoint)

    parameters = code(at, words.zips, words.stack) | {"Architecture": built_for}
    if words.endpoint:
        parameters["Endpoint"] = words.endpoint
    parameters |= dict(word.split("=", 1) for word in words.set)
    outputs = put(at, words.stack, parameters)
    fill(at, outputs, json.loads(words.secrets.read_text()) if words.secrets else {})
    if words.config:
        told = ["push", words.config, "--table", f"dynamodb:{outputs['TableName']}"]
        elsewhere = {"AWS_ENDPOINT_URL": words.endpoint} if words.endpoint else {}
        subprocess.run([os.environ["NABAT_PROGRAM"], *told], check=True, stdout=sys.stderr, env=os.environ | elsewhere)
    if words.json:
        print(json.dumps(outputs))
        return
    print(f"Desks post to      {outputs['Desk']}desk/PRODUCT/generic")
    print(f"Alerts go to       {outputs['Desk']}alerts/PRODUCT")
    print(f"Messengers post to {outputs['Chat']}chat/CONNECTION")
    print(f"Machines ask       {outputs['Console']}api/…")
    print(f"Desks sign with the first secret of `desk` in {outputs['KeysSecret']}")
    if words.endpoint:
        host = outputs["Console"].removeprefix("https://").strip("/")
        print(f"Where these names lead nowhere: curl -H 'Host: {host}' {words.endpoint}/api/…")


main()
