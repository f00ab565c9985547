"""What scripts/deploy does: the zips into a bucket, the template into a stack, secrets, configuration."""

import argparse
import base64
import json
import os
import pathlib
import secrets
import subprocess
import sys

import boto3

sys.dont_write_bytecode = True

from deploy_code import architecture, must_start_on_lambda, uploaded  # noqa: E402 (nothing of Python lies beside it)
from deploy_stack import Stack  # noqa: E402

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


def known_to_an_emulator() -> None:
    """An emulator lets in whoever asks; who says nothing is somebody all the same."""
    os.environ.setdefault("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "us-east-1"))
    if boto3.Session().get_credentials() is None:
        os.environ |= {"AWS_ACCESS_KEY_ID": "nabat", "AWS_SECRET_ACCESS_KEY": "nabat"}


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
    else:
        must_start_on_lambda(words.zips, built_for)
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    session = boto3.Session(region_name=region)

    def at(service: str):
        return session.client(service, endpoint_url=words.endpoint)

    template = TEMPLATE.read_text()
    code, url = uploaded(at, words.zips, words.stack, template)
    given = code | {"Architecture": built_for} | dict(word.split("=", 1) for word in words.set)
    first = {"Endpoint": words.endpoint} if words.endpoint else {}
    # An emulator sets aside whatever it is asked to.
    outputs = Stack(at, words.stack, template, url).put(first, given, quota=not words.endpoint)
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


if __name__ == "__main__":
    main()
