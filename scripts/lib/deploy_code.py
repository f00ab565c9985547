"""The zips on their way to AWS: what they were built for, and the bucket they and the template lie in."""

import hashlib
import pathlib
import re
import sys
import zipfile

from botocore.exceptions import ClientError

# The C library of Lambda's `provided.al2023` is 2.34.
C_LIBRARY = 34


def architecture(zips: pathlib.Path) -> str:
    """What the programs in the zips were built for, by their own headers (ELF, e_machine)."""
    file = next(iter(sorted(zips.glob("*.zip"))), None)
    if file is None:
        sys.exit(f"there are no zips in {zips}: scripts/package {zips} makes them")
    with zipfile.ZipFile(file) as zipped, zipped.open("bootstrap") as program:
        machine = int.from_bytes(program.read(20)[18:20], "little")
    names = {62: "x86_64", 183: "arm64"}
    return names.get(machine) or sys.exit(f"{file} is for a machine Lambda has not: {machine}")


def must_start_on_lambda(zips: pathlib.Path, built_for: str) -> None:
    """A program that asks for a newer C library than Lambda's ends before its first line, at every event."""
    for file in sorted(zips.glob("*.zip")):
        with zipfile.ZipFile(file) as zipped:
            program = zipped.read("bootstrap")
        wanted = max((int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", program)), default=0)
        if wanted > C_LIBRARY:
            word = "--x86-64" if built_for == "x86_64" else "--arm64"
            sys.exit(
                f"{file} needs the C library 2.{wanted}, Lambda has 2.{C_LIBRARY}: it was built for this machine. "
                f"`scripts/package {word} {zips}` builds it for Lambda"
            )


def uploaded(at, zips: pathlib.Path, stack: str, template: str) -> tuple[dict[str, str], str]:
    """The zips and the template in a bucket of the account; a prefix of their own, so that nothing that runs is
    changed. What the template is told of them, and where it lies itself: it is longer than a request may be."""
    account = at("sts").get_caller_identity()["Account"]
    storage = at("s3")
    # Names of buckets are everybody's: one that somebody else took gets nothing of ours.
    owned = {"ExpectedBucketOwner": account}
    bucket = f"nabat-code-{account}-{storage.meta.region_name}"
    make_bucket(storage, bucket, owned)
    files = sorted(zips.glob("*.zip"))
    version = hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:16]
    prefix = f"{stack}/{version}/"
    for file in files:
        storage.upload_file(str(file), bucket, prefix + file.name, ExtraArgs=owned)
    key = f"{prefix}template-{hashlib.sha256(template.encode()).hexdigest()[:16]}.yaml"
    storage.put_object(Bucket=bucket, Key=key, Body=template.encode(), **owned)
    return {"CodeBucket": bucket, "CodePrefix": prefix}, f"{storage.meta.endpoint_url}/{bucket}/{key}"


def make_bucket(storage, bucket: str, owned: dict[str, str]) -> None:
    """The bucket is there, and the account's own."""
    region = storage.meta.region_name
    elsewhere = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        storage.head_bucket(Bucket=bucket, **owned)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            sys.exit(f"the bucket `{bucket}` is not this account's, or may not be looked at: {error}")
        try:
            storage.create_bucket(Bucket=bucket, **elsewhere)
        except ClientError as refused:
            sys.exit(f"the bucket `{bucket}` cannot be made: {refused}")
