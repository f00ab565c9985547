"""What the template promises whichever account it goes to: rights, queues, the table, alarms. And that each of these
checks sees its own fault: the same template broken in one place is refused for it.

Needs PyYAML, which cfn-lint brings.
"""

import collections
import copy
import functools
import pathlib
import re
import unittest

import yaml

TEMPLATE = pathlib.Path(__file__).parents[2] / "infra/deploy/template.yaml"
# Where it stands how long a lease lasts.
PERFORM = pathlib.Path(__file__).parents[2] / "functions/kit/src/perform.rs"

# Statements whose action or resource has a star, by role, each with its reason. There is none: a log group's Arn, which
# ends in one because Lambda makes up the names of its streams, is never written out.
STARS: dict[str, str] = {}
# Who may read every partition: the console looks sessions and tokens up, and shows all the rest.
READS_ALL = {"ConsoleRole"}
# Partitions that give access or say what holds: no function writes them.
GUARDED = {"ACCESS#*", "ALL#*", "*#CONFIG"}
# Who writes nothing but these: what messengers deliver is written down by their door, and worked on by others.
WRITES_ALONE = {"ChatWebhookRole": {"D#*"}}
READS = {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"}

# Who answers HTTP: open to whoever signs, or has a token.
DOORS = {"DeskWebhook", "ChatWebhook", "Console"}
# Custom metrics cost each month.
MOST_METRICS = 2
# Whatever stops is told within five minutes.
RINGS_WITHIN = 300
# What runs each quarter of an hour and nobody waits for, with the seconds in which two of its runs are seen.
UNHURRIED = {"RollupThrottled": 1800, "RollupFailed": 1800}
# Lambda asks for a message to be hidden so many times as long as its function may run.
HIDDEN = 6
# It carries jobs out and calls nobody: what it leaves when its time is over is rung for again, none the worse.
CALLS_NOBODY = {"StepRecording"}

FUNCTION, QUEUE, ROLE = "AWS::Serverless::Function", "AWS::SQS::Queue", "AWS::IAM::Role"
ALARM, SCHEDULE = "AWS::CloudWatch::Alarm", "AWS::Scheduler::Schedule"


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, as their long ones."""


def long_form(loader: Loader, tag: str, node: yaml.Node) -> dict:
    is_list = isinstance(node, yaml.SequenceNode)
    value = loader.construct_sequence(node, deep=True) if is_list else loader.construct_scalar(node)
    return {tag if tag == "Ref" else f"Fn::{tag}": value}


Loader.add_multi_constructor("!", long_form)


def listed(value: object) -> list:
    return value if isinstance(value, list) else [value]


def attribute(name: str) -> dict:
    return {"Fn::GetAtt": name}


class Template:
    """The template, and what is wrong with it."""

    def __init__(self, read: dict) -> None:
        self.read, self.resources = read, read["Resources"]
        self.shared = read["Globals"]["Function"]

    def of(self, kind: str) -> dict[str, dict]:
        found = {name: one for name, one in self.resources.items() if one["Type"] == kind}
        return {name: one.get("Properties", {}) for name, one in found.items()}

    def statements(self) -> list[tuple[str, dict]]:
        """What roles allow, each with its role."""
        roles = self.of(ROLE).items()
        policies = [(role, policy["PolicyDocument"]) for role, one in roles for policy in one["Policies"]]
        return [(role, statement) for role, policy in policies for statement in listed(policy["Statement"])]

    def told(self, function: str) -> dict:
        """The environment of a function."""
        own = self.of(FUNCTION)[function].get("Environment", {}).get("Variables", {})
        return self.shared["Environment"]["Variables"] | own

    def mappings(self) -> list[tuple[str, dict]]:
        """What functions are called by, each with its function."""
        functions = self.of(FUNCTION).items()
        return [(name, event) for name, one in functions for event in one.get("Events", {}).values()]

    def queues(self) -> dict[str, dict]:
        """Those whose messages a function answers."""
        return {name: queue for name, queue in self.of(QUEUE).items() if not name.endswith("Dead")}


def stars(template: Template):
    for role, statement in template.statements():
        for key in ("NotAction", "NotResource", "Principal", "NotPrincipal"):
            if key in statement:
                yield f"{role} allows by {key}"
        if statement["Effect"] != "Allow":
            yield f"{role} has a statement that does not allow"
        wide = "*" in str(statement["Action"]) or "*" in str(statement["Resource"])
        if wide and role not in STARS:
            yield f"{role} has a star nobody gave a reason for: {statement}"


def roles(template: Template):
    for name, one in template.of(FUNCTION).items():
        if one.get("Role") != attribute(f"{name}Role.Arn"):
            yield f"{name} has no role of its own"
        if "Policies" in one or "ManagedPolicyArns" in template.of(ROLE).get(f"{name}Role", {}):
            yield f"{name} is given more than stands in its role"
        secrets = {"NABAT_SECRET": "Keys", "NABAT_NAMED_SECRETS": "Partners"}
        told = {secret for variable, secret in secrets.items() if variable in template.told(name)}
        asks = [one for role, one in template.statements() if role == f"{name}Role"]
        asks = [one for one in asks if one["Action"] == "secretsmanager:GetSecretValue"]
        allowed = {one["Resource"].get("Ref") for one in asks}
        if told != allowed:
            yield f"{name} is told of {told or 'no secret'} and may read {allowed or 'none'}"


def leading_keys(template: Template):
    for role, statement in template.statements():
        actions, where = set(listed(statement["Action"])), listed(statement["Resource"])
        if attribute("Table.Arn") not in where:
            continue
        if role in READS_ALL and actions <= READS:
            continue
        condition = statement.get("Condition", {})
        keys = {how: set(one["dynamodb:LeadingKeys"]) for how, one in condition.items() if how.startswith("ForAllValues:")}
        # "All of them" is true of none: a call has to name one.
        if condition.get("Null") != {"dynamodb:LeadingKeys": "false"} or not keys:
            yield f"{role} reaches every partition: {actions}"
        kept, only = keys.get("ForAllValues:StringNotLike", set()), keys.get("ForAllValues:StringLike")
        if not actions <= READS and not GUARDED <= kept:
            yield f"{role} writes what gives access or says what holds: {actions}"
        if not actions <= READS and WRITES_ALONE.get(role, only) != only:
            yield f"{role} writes more than its own: {actions}"
        if actions <= READS and "ACCESS#*" not in kept and "ForAllValues:StringLike" not in keys:
            yield f"{role} reads what gives access"


def dead_letters(template: Template):
    queues = template.of(QUEUE)
    for name, queue in template.queues().items():
        dead = name.removesuffix("Queue") + "Dead"
        redrive = queue.get("RedrivePolicy", {})
        if redrive.get("deadLetterTargetArn") != attribute(f"{dead}.Arn") or dead not in queues:
            yield f"{name} has no dead-letter queue of its own"
            continue
        if queues[dead].get("FifoQueue") != queue.get("FifoQueue"):
            yield f"{name} and its dead letters are not of one sort"
        if queues[dead].get("MessageRetentionPeriod", 0) <= queue["MessageRetentionPeriod"]:
            yield f"dead letters of {name} go before anybody looks at them"


def mappings(template: Template):
    asked = collections.Counter()
    for function, event in template.mappings():
        properties = event["Properties"]
        if event["Type"] != "SQS":
            yield f"{function} is called by {event['Type']}"
            continue
        asked[properties["Queue"]["Fn::GetAtt"].removesuffix(".Arn")] += 1
        if properties["Queue"] != attribute(f"{function}Queue.Arn"):
            yield f"{function} answers a queue that is not its own"
        # Lambda deletes what a filter does not match.
        if "FilterCriteria" in properties:
            yield f"{function} has a filter on its queue"
        if properties.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{function} gives whole batches back"
    for queue in template.queues():
        if asked[queue] != 1:
            yield f"{queue} is answered by {asked[queue]} functions"


def hidden(template: Template):
    for function, _ in template.mappings():
        runs = template.of(FUNCTION)[function].get("Timeout", template.shared["Timeout"])
        queue = template.queues().get(f"{function}Queue", {})
        if queue.get("VisibilityTimeout", 30) < HIDDEN * runs:
            yield f"{function} runs for {runs} s and its messages come again before six times that"


@functools.cache
def lease() -> int:
    found = re.search(r"pub const LEASE: Length = Length::seconds\((\d+)\);", PERFORM.read_text())
    assert found, "perform.rs does not say how long a lease lasts"
    return int(found[1])


def leases(template: Template):
    for function, _ in template.mappings():
        runs = template.of(FUNCTION)[function].get("Timeout", template.shared["Timeout"])
        # Else whoever is slow is cut off before somebody else may go on, and no lease ever begins anew.
        if function not in CALLS_NOBODY and runs <= lease():
            yield f"{function} runs for {runs} s and a lease lasts {lease()} s"


def table(template: Template):
    one, parameters = template.resources["Table"], template.read["Parameters"]
    properties = one["Properties"]
    if properties.get("PointInTimeRecoverySpecification") != {"PointInTimeRecoveryEnabled": True}:
        yield "the table cannot be brought back to a moment"
    if properties.get("DeletionProtectionEnabled") != {"Ref": "DeletionProtection"}:
        yield "the table is not protected from deletion"
    if parameters.get("DeletionProtection", {}).get("Default") != "true":
        yield "protection from deletion has to be asked for"
    if "Retain" not in one.get("DeletionPolicy", "") or one.get("UpdateReplacePolicy") != "Retain":
        yield "the table goes with its stack"
    if properties.get("BillingMode") != "PAY_PER_REQUEST":
        yield "the table costs while nothing happens"


def runtime(template: Template):
    parameter = template.read["Parameters"].get("Architecture", {})
    if set(parameter.get("AllowedValues", [])) != {"arm64", "x86_64"} or parameter.get("Default") != "arm64":
        yield "the architecture is no parameter"
    if template.shared.get("Architectures") != [{"Ref": "Architecture"}]:
        yield "the parameter is not what functions run on"
    for name, one in [("Globals", template.shared), *template.of(FUNCTION).items()]:
        expected = "provided.al2023" if name == "Globals" else None
        if one.get("Runtime") != expected or (name != "Globals" and "Architectures" in one):
            yield f"{name} runs on something else than provided.al2023 of the parameter's architecture"


def alarms(template: Template):
    found = template.of(ALARM)
    sends = {"Fn::If": ["Told", [{"Ref": "Alarms"}], {"Ref": "AWS::NoValue"}]}
    for name, alarm in found.items():
        if alarm.get("AlarmActions") != sends or alarm.get("OKActions") != sends:
            yield f"nobody is told of {name} or of its end"
    for queue in template.of(QUEUE):
        dimension = [{"Name": "QueueName", "Value": attribute(f"{queue}.QueueName")}]
        tells = [alarm for alarm in found.values() if alarm["Dimensions"] == dimension]
        tells = [alarm for alarm in tells if (alarm["MetricName"], alarm["Threshold"]) == ("NumberOfMessagesSent", 0)]
        if queue.endswith("Dead") and len(tells) != 1:
            yield f"no alarm rings for {queue}"
    own = [alarm for alarm in found.values() if alarm["Namespace"] == "Nabat"]
    pending = [alarm for alarm in own if alarm["MetricName"] == "OldestPending"]
    if not any(alarm["Statistic"] == "Maximum" and alarm["Threshold"] > 0 for alarm in pending):
        yield "no alarm rings for a job that waits"
    stopped = [alarm for alarm in pending if alarm["Statistic"] == "SampleCount"]
    if not any(alarm["TreatMissingData"] == "breaching" for alarm in stopped):
        yield "no alarm rings for a clock that stopped"
    metrics = {alarm["MetricName"] for alarm in own}
    if len(metrics) > MOST_METRICS:
        yield f"so many metrics cost each month: {metrics}"


def in_time(template: Template):
    for name, alarm in template.of(ALARM).items():
        seconds = alarm["Period"] * alarm["EvaluationPeriods"]
        # The metric is an age: what is this old has waited so long before anybody counts.
        if alarm["MetricName"] == "OldestPending" and alarm["Statistic"] == "Maximum":
            seconds += alarm["Threshold"]
        if seconds > UNHURRIED.get(name, RINGS_WITHIN):
            yield f"{name} rings only after {seconds} s"


def clock(template: Template):
    parameter = template.read["Parameters"].get("Heartbeat", {})
    # Whoever knows the address can keep it quiet.
    if parameter.get("Default") != "" or parameter.get("NoEcho") is not True:
        yield "the heartbeat's address is no parameter, or shown to everybody"
    if template.told("Clock").get("NABAT_HEARTBEAT") != {"Ref": "Heartbeat"}:
        yield "the clock does not know whom to call"
    ticks = [one for one in template.of(SCHEDULE).values() if one["Target"]["Arn"] == attribute("Clock.Arn")]
    if [one["ScheduleExpression"] for one in ticks] != ["rate(1 minute)"]:
        yield "the clock does not tick each minute"
    for name, one in template.of(SCHEDULE).items():
        if one["Target"].get("RetryPolicy") != {"MaximumRetryAttempts": 0}:
            yield f"{name} is repeated for a day where its function fails"


def doors(template: Template):
    found = {name for name, one in template.of(FUNCTION).items() if "FunctionUrlConfig" in one}
    if found != DOORS:
        yield f"open to the world are {found}"


CHECKS = (
    stars, roles, leading_keys, dead_letters, mappings, hidden, leases, table, runtime, alarms, in_time, clock, doors,
)


@functools.cache
def read() -> dict:
    return yaml.load(TEMPLATE.read_text(), Loader)


def wrong(read: dict) -> list[str]:
    template = Template(read)
    return [fault for check in CHECKS for fault in check(template)]


class Invariants(unittest.TestCase):
    maxDiff = None

    def test_the_template_holds_to_all_of_them(self) -> None:
        self.assertEqual(wrong(read()), [])

    def test_it_is_read_as_it_stands(self) -> None:
        template = Template(read())
        self.assertEqual((len(template.of(FUNCTION)), len(template.queues()), len(template.mappings())), (13, 8, 8))
        self.assertGreater(len(template.statements()), 60)

    def broken(self, change, words: str) -> None:
        """The template with one change is refused, in these words."""
        changed = copy.deepcopy(read())
        change(changed["Resources"], changed)
        found = wrong(changed)
        self.assertTrue(any(words in fault for fault in found), f"{words!r} is not among {found}")

    def property(self, resource: str, name: str, value: object, words: str) -> None:
        """The same where a property is another, or none."""

        def change(resources: dict, _: dict) -> None:
            properties = resources[resource]["Properties"]
            properties.pop(name, None)
            if value is not None:
                properties[name] = value

        self.broken(change, words)

    def statement(self, role: str, action: str, change: dict, words: str) -> None:
        """The same where the statement of a role that allows an action says something else."""

        def changed(resources: dict, _: dict) -> None:
            statements = resources[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
            one = next(one for one in listed(statements) if action in listed(one["Action"]))
            one |= change

        self.broken(changed, words)

    def event(self, function: str, change: dict, words: str) -> None:
        """The same where a function is called otherwise."""

        def changed(resources: dict, _: dict) -> None:
            next(iter(resources[function]["Properties"]["Events"].values()))["Properties"].update(change)

        self.broken(changed, words)

    def parameter(self, name: str, change: dict, words: str) -> None:
        self.broken(lambda _, read: read["Parameters"][name].update(change), words)

    def test_rights_that_are_too_wide(self) -> None:
        self.statement("ClockRole", "sqs:SendMessage", {"Resource": "*"}, "ClockRole has a star")
        self.statement("TickRole", "lambda:InvokeFunction", {"Action": "lambda:*"}, "TickRole has a star")
        self.statement("ClockRole", "dynamodb:PutItem", {"NotAction": "iam:PassRole"}, "ClockRole allows by NotAction")
        self.property("Clock", "Role", attribute("ConsoleRole.Arn"), "Clock has no role of its own")
        self.property("Clock", "Policies", ["AmazonDynamoDBFullAccess"], "Clock is given more")
        self.statement("ClockRole", "secretsmanager:GetSecretValue", {"Resource": {"Ref": "Partners"}}, "may read")
        self.statement("ClockRole", "dynamodb:PutItem", {"Condition": {}}, "reaches every partition")
        of_access = {"dynamodb:LeadingKeys": ["ACCESS#*"]}
        condition = {"Null": {"dynamodb:LeadingKeys": "false"}, "ForAllValues:StringNotLike": of_access}
        self.statement("ClockRole", "dynamodb:PutItem", {"Condition": condition}, "ClockRole writes what gives access")
        of_all = condition | {"ForAllValues:StringNotLike": {"dynamodb:LeadingKeys": ["ALL#*"]}}
        self.statement("ChatPostingRole", "dynamodb:Query", {"Condition": of_all}, "ChatPostingRole reads what gives")
        unnamed = {"ForAllValues:StringNotLike": of_access}
        self.statement("ChatPostingRole", "dynamodb:Query", {"Condition": unnamed}, "reaches every partition")
        anywhere = condition | {"ForAllValues:StringNotLike": {"dynamodb:LeadingKeys": sorted(GUARDED)}}
        self.statement("ChatWebhookRole", "dynamodb:PutItem", {"Condition": anywhere}, "writes more than its own")
        self.property("Clock", "FunctionUrlConfig", {"AuthType": "NONE"}, "open to the world")

    def test_queues_that_lose_messages(self) -> None:
        self.property("ChatPostingQueue", "RedrivePolicy", None, "ChatPostingQueue has no dead-letter queue")
        shared = {"deadLetterTargetArn": attribute("ChatCreationDead.Arn"), "maxReceiveCount": 5}
        self.property("ChatPostingQueue", "RedrivePolicy", shared, "ChatPostingQueue has no dead-letter queue")
        self.property("StepRecordingDead", "FifoQueue", None, "not of one sort")
        self.property("ChatPostingDead", "MessageRetentionPeriod", 3600, "before anybody looks")
        self.event("ChatPosting", {"Queue": attribute("ChatCreationQueue.Arn")}, "ChatCreationQueue is answered by 2")
        self.event("ChatPosting", {"FilterCriteria": {"Filters": []}}, "ChatPosting has a filter")
        self.event("ChatPosting", {"FunctionResponseTypes": []}, "ChatPosting gives whole batches back")
        self.property("ChatPostingQueue", "VisibilityTimeout", 359, "ChatPosting runs for 60 s")
        self.property("StepRecording", "Timeout", 16, "StepRecording runs for 16 s")
        self.property("ChatPosting", "Timeout", lease(), f"ChatPosting runs for {lease()} s and a lease lasts")

    def test_a_table_that_may_be_lost(self) -> None:
        self.property("Table", "PointInTimeRecoverySpecification", None, "brought back")
        self.property("Table", "DeletionProtectionEnabled", False, "not protected")
        self.parameter("DeletionProtection", {"Default": "false"}, "has to be asked for")
        self.broken(lambda resources, _: resources["Table"].pop("DeletionPolicy"), "goes with its stack")

    def test_another_machine(self) -> None:
        self.property("Clock", "Runtime", "provided.al2", "Clock runs on something else")
        self.property("Clock", "Architectures", ["x86_64"], "Clock runs on something else")
        self.broken(lambda _, read: read["Globals"]["Function"].update(Runtime="provided.al2"), "Globals runs on")
        self.broken(lambda _, read: read["Globals"]["Function"].update(Architectures=["arm64"]), "is not what functions")
        self.parameter("Architecture", {"AllowedValues": ["arm64"]}, "no parameter")

    def test_faults_nobody_hears_of(self) -> None:
        self.broken(lambda resources, _: resources.pop("ChatPostingBuried"), "no alarm rings for ChatPostingDead")
        self.broken(lambda resources, _: resources.pop("Waiting"), "a job that waits")
        self.broken(lambda resources, _: resources.pop("Stopped"), "a clock that stopped")
        self.property("Stopped", "TreatMissingData", "notBreaching", "a clock that stopped")
        self.property("Waiting", "AlarmActions", None, "nobody is told of Waiting")
        self.property("Stopped", "Period", 3600, "Stopped rings only after 3600 s")
        self.property("Waiting", "EvaluationPeriods", 10, "Waiting rings only after 720 s")
        self.property("Waiting", "Threshold", 600, "Waiting rings only after 780 s")
        self.property("ChatPostingBuried", "Period", 900, "ChatPostingBuried rings only after 900 s")
        self.property("RollupFailed", "Period", 3600, "RollupFailed rings only after 7200 s")
        self.parameter("Heartbeat", {"NoEcho": False}, "shown to everybody")

        def nobody(resources: dict, _: dict) -> None:
            del resources["Clock"]["Properties"]["Environment"]["Variables"]["NABAT_HEARTBEAT"]

        self.broken(nobody, "does not know whom to call")
        self.property("Tick", "ScheduleExpression", "rate(5 minutes)", "does not tick each minute")
        self.broken(lambda resources, _: resources["Rollup"]["Properties"]["Target"].pop("RetryPolicy"), "Rollup is")


if __name__ == "__main__":
    unittest.main()
