"""What scripts/bench lambda prints: sizes, starts, what it costs while nothing happens; against a bare program.

    lambda_figures.py ZIPS PROGRAMS TEMPLATE INCIDENT [--json]
    lambda_figures.py incident INCIDENT
    lambda_figures.py idle TEMPLATE

ZIPS and PROGRAMS hold NAME.zip and NAME for each function and for `bare` and `calling`, of one build. INCIDENT is what the test
`functions::costs` counted; alone it is told in words, as is what TEMPLATE costs idle. Each ends with 1 where a bound is broken.
"""

import http.server
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import threading
import time

paths = [pathlib.Path(word) for word in sys.argv[1:] if not word.startswith("-")]
as_json = "--json" in sys.argv

# The bare programs: with AWS's clients alone, as these functions have them, and with one that calls partners too.
# Both carry the usual loader of credentials, which functions do without.
BARE = ("bare", "calling")
CALL_NOBODY = {"step-recording", "console"}
# Functions that draw charts bring a rasteriser and a font.
DRAWS = {"chat-posting", "report-publishing"}
MORE_FOR_CHARTS = 1_200_000
LARGER, SLOWER, RESIDENT, YEAR, INCIDENT = 1.35, 1.3, 20_000_000, 75.0, 0.002
GOAL = 2_500_000
TURNS = 15
# What runs while nothing happens, each after so many minutes; and what tells a function of a secret.
TICKS = {"clock": 1, "desk-webhook": 1, "reliability-rollup": 15}
OF_SECRETS = {"NABAT_SECRET", "NABAT_NAMED_SECRETS"}

# List prices of us-east-1 in November 2026, USD.
MINUTES = 525_600
SQS, FIFO, INVOCATION, GB_SECOND, TICK = 0.40e-6, 0.50e-6, 0.20e-6, 13.33e-6, 1.00e-6
METRIC, ALARM, SECRET = 3.6, 1.2, 4.8
READ, LOG_BYTE, SECRET_READ = 0.125e-6, 0.5e-9, 5e-6
# Secrets are read anew after so many minutes, where something happens then: infra/aws/src/function.rs.
KEPT = 5
# Lambda keeps five pollers at a queue, each asking three times a minute.
ASKED = 5 * 3 * MINUTES

KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
SECRETS = {"keys": json.dumps({"desk": [KEY], "body": KEY}), "partners": json.dumps({"token": "secret"})}
# A connection of every sort: a function builds the clients of those it calls.
FIELDS = ["incidents", "problems", "service", "functions", "priority", "started", "problem", "open", "closed"]
CONNECTIONS = {
    "chats": {"slack": {"base": "https://slack.example", "token": "token", "callback_token": "token"}},
    "metrics": {"monitoring": {"kind": "prometheus", "base": "https://metrics.example", "token": "token", "labels": []}},
    "pages": {
        "wiki": {
            "media_wiki": {
                "settings": {"base": "https://wiki.example", "bot": "nabat", "parent": "Reports"},
                "token": "token",
            }
        }
    },
    "desk": {
        "desk": {
            "roundup": {
                "settings": {
                    "base": "https://desk.example",
                    "bot": "nabat",
                    "fields": {name: name for name in FIELDS},
                },
                "token": "token",
            }
        }
    },
    "duty": {"calendar": {"feed": {"address": "https://duty.example/a.ics", "user": "", "token": None}}},
}


def items() -> list[dict]:
    """The connections as the table holds them."""
    row = lambda name, connection: {
        "pk": {"S": "ALL#CONNECTIONS"},
        "sk": {"S": name},
        "v": {"N": "1"},
        "body": {"S": json.dumps({"schema": 1, "connection": connection})},
    }
    return [row(name, connection) for name, connection in CONNECTIONS.items()]


class Cloud(http.server.BaseHTTPRequestHandler):
    """Lambda's runtime interface, and a cloud that answers at once."""

    protocol_version = "HTTP/1.1"
    # One segment an answer, at once: the rest of one would wait for the other side to say that it has the first.
    disable_nagle_algorithm = True
    wbufsize = -1
    polled = threading.Event()
    moment = 0.0
    # What was asked before the poll.
    asked: list[str] = []

    def do_GET(self):
        if self.path.endswith("/runtime/invocation/next"):
            Cloud.moment = time.perf_counter()
            Cloud.polled.set()
            # There is no event.
            time.sleep(3)

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])) or "{}")
        operation = self.headers["x-amz-target"].split(".")[-1]
        Cloud.asked.append(operation)
        answers = {
            "Query": {"Items": items(), "Count": len(CONNECTIONS), "ScannedCount": len(CONNECTIONS)},
            "GetSecretValue": {"SecretString": SECRETS.get(asked.get("SecretId"), "{}")},
        }
        body = json.dumps(answers.get(operation, {})).encode()
        self.send_response(200)
        self.send_header("content-type", "application/x-amz-json-1.0")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def said(template: str, function: str) -> set[str]:
    """What the template tells a function beside what it tells all of them."""
    block = own(template, function).partition("        Variables:\n")[2]
    return set(re.findall(r"^          (NABAT_\w+):", block, re.M))


def resource(function: str) -> str:
    """What the template calls a function."""
    return "".join(word.capitalize() for word in function.split("-"))


def own(template: str, function: str) -> str:
    """A function's part of the template."""
    return template.split(f"\n  {resource(function)}:\n    Type: AWS::Serverless::Function\n")[1].split("\n\n")[0]


def start(program: pathlib.Path, port: int, told: set[str]) -> tuple[float, int]:
    """Milliseconds from exec to the first poll, and bytes resident then."""
    secrets = {
        "NABAT_SECRET": "keys",
        "NABAT_NAMED_SECRETS": "partners",
        "NABAT_HEARTBEAT": f"http://127.0.0.1:{port}/alive",
    }
    environment = {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_LOG_STREAM_NAME": "l",
        "AWS_LAMBDA_LOG_GROUP_NAME": "g",
        "NABAT_TABLE_NAME": "nabat",
        "NABAT_QUEUES": f"http://127.0.0.1:{port}/1/nabat",
    }
    environment |= {name: secrets[name] for name in told}
    Cloud.polled.clear()
    Cloud.asked.clear()
    begun = time.perf_counter()
    child = subprocess.Popen([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        if not Cloud.polled.wait(10):
            child.kill()
            sys.exit(f"{program.name} never polled: {child.stderr.read().decode()}")
        # Connections warmed, secrets read: before the first event, not at it.
        wanted = [{"GetItem", "Query"}, {"GetQueueAttributes"}]
        wanted += [{"GetSecretValue"}] * bool(told & OF_SECRETS)
        if any(operations.isdisjoint(Cloud.asked) for operations in wanted):
            sys.exit(f"{program.name} polls before table, queues and secrets were asked: {Cloud.asked}")
        status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
        return (Cloud.moment - begun) * 1000, int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def memory(text: str, function: str) -> float:
    """GB a function is given: its own, or what all are given."""
    found = re.search(r"^      MemorySize: (\d+)$", own(text, function), re.M) or re.search(r"^    MemorySize: (\d+)$", text, re.M)
    return int(found[1]) / 1024


def idle(template: pathlib.Path) -> dict[str, float]:
    """USD a year while nothing happens, by what the template holds."""
    text = template.read_text()
    count = lambda kind: len(re.findall(rf"Type: {kind}$", text, re.M))
    mapped = count("SQS")
    ordered = 1 if "FifoQueue" in text else 0
    tick = lambda function: MINUTES * (TICK + INVOCATION + memory(text, function) * 0.05 * GB_SECOND)
    return {
        "queues": ASKED * (SQS * (mapped - ordered) + FIFO * ordered),
        # Eight shards of the index, half a unit each, and a line of the log.
        "tick": tick("clock") + MINUTES * (8 * 0.5 * READ + 400 * LOG_BYTE),
        # Desks are asked as often: connections and products are read, and a function is kept waiting.
        "desks": tick("desk-webhook") + MINUTES * (2 * READ + 400 * LOG_BYTE) if "-desks\"" in text else 0.0,
        "rollup": tick("reliability-rollup") / 15,
        "alarms": count("AWS::CloudWatch::Alarm") * ALARM,
        "metrics": len(set(re.findall(r"Namespace: Nabat\n\s+MetricName: (\w+)", text))) * METRIC,
        "secrets": count("AWS::SecretsManager::Secret") * SECRET,
        "secrets read": sum(
            MINUTES / max(KEPT, minutes) * len(said(text, function) & OF_SECRETS) * SECRET_READ
            for function, minutes in TICKS.items()
        ),
    }


def incident(counted: dict) -> str:
    """What one incident used and cost, in words."""
    one = counted["incident"]
    spent = ", ".join(f"{name} ${value:.6f}" for name, value in one["usd"].items())
    queued = sum(one["queue_requests"].values())
    return (
        f"an incident: {one['write_units']} units written, {one['read_units']:g} read, {queued} requests of queues, "
        f"{one['invocations']} invocations of {one['charged_seconds']:.1f} s in all; {spent} (goal ${INCIDENT})\n"
        f"an answered step: {', '.join(min(counted['steps'], key=len))}"
    )


def too_much(counted: dict | None, year: dict[str, float] | None) -> list[str]:
    """Which bounds of money are broken."""
    broken = []
    if year and sum(year.values()) > YEAR:
        broken.append(f"idle it costs more than ${YEAR} a year")
    if counted and counted["incident"]["usd"]["all"] > INCIDENT:
        broken.append(f"an incident costs more than ${INCIDENT}")
    return broken


def figures(counted: dict | None, year: dict[str, float] | None) -> list[str]:
    """The same as the table of proofs reads it."""
    lines = []
    if counted:
        one = counted["incident"]
        used = f"write_units={one['write_units']} read_units={one['read_units']:g} invocations={one['invocations']}"
        lines.append(f"figure performance.lambda of=incident usd={one['usd']['all']:.6f} most={INCIDENT} {used}")
    if year:
        lines.append(f"figure performance.lambda of=idle usd_a_year={sum(year.values()):.2f} most={YEAR:g}")
    return lines


def in_words(year: dict[str, float]) -> str:
    return "idle for a year: " + ", ".join(f"{name} ${value:.2f}" for name, value in year.items())


def tell(text: str, counted: dict | None = None, year: dict[str, float] | None = None) -> None:
    broken = too_much(counted, year)
    print("\n".join([text, *figures(counted, year), *broken]))
    sys.exit(1 if broken else 0)


def main() -> None:
    if paths[0].name == "incident":
        counted = json.loads(paths[1].read_text())
        tell(incident(counted), counted=counted)
    if paths[0].name == "idle":
        year = idle(paths[1])
        tell(in_words(year | {"all": sum(year.values())}), year=year)
    zips, programs, template, counted = paths
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = sorted(file.stem for file in zips.glob("*.zip") if file.stem not in BARE)
    runs = {name: [] for name in [*BARE, *names]}
    text = template.read_text()
    told_to = {name: said(text, name) for name in names} | {name: {"NABAT_NAMED_SECRETS"} for name in BARE}
    # By turns, so that whatever else the machine does falls on all of them.
    for _ in range(TURNS):
        for name in runs:
            runs[name].append(start(programs / name, server.server_port, told_to[name]))
    started = {name: statistics.median(run[0] for run in turns) for name, turns in runs.items()}
    resident = {name: max(run[1] for run in turns) for name, turns in runs.items()}
    size = {name: (zips / f"{name}.zip").stat().st_size for name in runs}
    year = idle(template)
    counted = json.loads(counted.read_text())
    functions, broken = {}, []
    for name in names:
        bare = "bare" if name in CALL_NOBODY else "calling"
        allowed = LARGER * size[bare] + (MORE_FOR_CHARTS if name in DRAWS else 0)
        functions[name] = {
            "zip": size[name],
            "allowed": round(allowed),
            "start": round(started[name] / started[bare], 2),
            "resident": resident[name],
        }
        if size[name] > allowed:
            broken.append(f"{name}: the zip is larger than {allowed:.0f}")
        if started[name] > SLOWER * started[bare]:
            broken.append(f"{name}: starts {functions[name]['start']} times as slowly as the bare program")
        if resident[name] > RESIDENT:
            broken.append(f"{name}: {resident[name]} bytes resident")
    broken += too_much(counted, year)
    bare = {
        name: {"zip": size[name], "start_ms": round(started[name], 1), "resident": resident[name]} for name in BARE
    }
    told = {"bare": bare, "goal": GOAL, "functions": functions, "idle": year | {"all": sum(year.values())}}
    told |= counted
    print(json.dumps(told | {"broken": broken}) if as_json else words(told, broken))
    sys.exit(1 if broken else 0)


def words(told: dict, broken: list[str]) -> str:
    lines = [
        f"{name:18} zip {one['zip']:>9,} B, first poll {one['start_ms']} ms, {one['resident']:,} B resident"
        for name, one in told["bare"].items()
    ]
    for name, one in told["functions"].items():
        lines.append(
            f"{name:18} zip {one['zip']:>9,} of {one['allowed']:,} B (goal {GOAL:,}), "
            f"start x{one['start']}, {one['resident']:,} B resident"
        )
    for name, one in told["functions"].items():
        measured = f"zip={one['zip']} allowed={one['allowed']} start={one['start']} most={SLOWER} resident={one['resident']}"
        lines.append(f"figure performance.functions of={name} {measured}")
    idle_year = {name: value for name, value in told["idle"].items() if name != "all"}
    return "\n".join([*lines, in_words(told["idle"]), incident(told), *figures(told, idle_year), *broken])


main()
