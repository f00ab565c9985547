"""Asks the real program what its served OpenAPI allows and what it does not, and holds the answers to the document."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
ESTATE = HERE.parent.parent / "infra" / "host" / "example"
PRODUCT = "emergency"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# A registration led by hand, so that addresses of an incident lead somewhere.
REGISTERED = HERE.parent.parent / "events" / "generic" / "registered.json"
# What the document does not say of HTTP itself is not asked for; what is left holds for every answer.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def started(program, data):
    command = [program, "serve", str(ESTATE), "--listen", "127.0.0.1:0", "--data", data]
    environment = {**os.environ, "NABAT_DESK_SECRET": SECRET}
    log = open(Path(data).with_suffix(".log"), "wb")
    host = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    address = re.search(r"http://\S+", host.stdout.readline())
    if not address:
        raise SystemExit("the program did not serve")
    return host, address[0]


def token(program, data):
    command = [program, "token", "--data", data, "--product", PRODUCT, "--role", "process_manager", "--act-as"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def registered(address):
    """One incident, sent as a desk sends it; its id."""
    os.environ["NABAT_TOKEN"] = "none"
    import requests
    from signed import Signed

    body = json.loads(REGISTERED.read_text())
    now = int(time.time())
    body["started_at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - 1800))
    answer = requests.post(f"{address}/desk/{PRODUCT}/generic", json=body, auth=Signed(), timeout=10)
    answer.raise_for_status()
    return answer.json()["incident"]


def document(address, incident, folder):
    """The served document, with this product and this incident as examples of their parameters."""
    served = json.load(urllib.request.urlopen(f"{address}/openapi.json", timeout=10))
    known = {"product": PRODUCT, "incident": incident}

    def named(node):
        if isinstance(node, dict):
            if node.get("in") == "path" and node.get("name") in known:
                node["schema"] = {"type": "string", "enum": [known[node["name"]], "nobody-knows"]}
                node.pop("examples", None)
                node.pop("example", None)
            for inner in node.values():
                named(inner)
        elif isinstance(node, list):
            for inner in node:
                named(inner)

    named(served)
    path = Path(folder, "openapi.json")
    path.write_text(json.dumps(served))
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the nabat binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=40, help="calls of each operation at most")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nabat-schemathesis-") as folder:
        data = str(Path(folder, "data"))
        host, address = started(arguments.program, data)
        try:
            environment = {**os.environ, "NABAT_DESK_SECRET": SECRET}
            os.environ["NABAT_DESK_SECRET"] = SECRET
            environment["NABAT_TOKEN"] = token(arguments.program, data)
            environment["SCHEMATHESIS_HOOKS"] = "signed"
            environment["PYTHONPATH"] = str(HERE)
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
            schema = document(address, registered(address), folder)
            command = [str(Path(sys.executable).parent / "schemathesis"), "run", str(schema), "--url", address]
            command += ["--checks", CHECKS, "--mode", "all", "--phases", "examples,coverage,fuzzing"]
            command += ["--max-examples", str(arguments.examples), "--seed", str(arguments.seed)]
            command += ["--request-timeout", "10", "--continue-on-failure", "--no-color"]
            told = subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.PIPE, text=True)
            print(told.stdout)
            # Answers of a door that lets nobody in prove nothing.
            held = told.returncode == 0 and "returned only 401/403" not in told.stdout
            if host.poll() is not None:
                print(f"the program ended with {host.returncode}")
                held = False
        finally:
            host.terminate()
            host.wait(timeout=30)
        print(f"test schemathesis::answers_are_as_the_document_says ... {'ok' if held else 'FAILED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(HERE))
    sys.exit(main())
