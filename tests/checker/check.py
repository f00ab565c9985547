"""Recomputes an incident's figures from its journal alone; shares no code with the program."""

import hashlib
import json
import re
from datetime import datetime, timezone

# What states the end of each stage: an event, or the steps that have to be done (process.md, section 4).
ENDING_STEPS = {
    "assembly": ["accept"],
    "diagnosis": ["located"],
    "reporting": ["summary", "fault_service", "whose_fault"],
    "closure": ["decision", "comment", "problem"],
}
ASKED_ONLY_IF = {"comment": "no_problem", "problem": "known_problem"}


def rfc3339(ms):
    if ms is None:
        return None
    whole = datetime.fromtimestamp(ms // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{ms % 1000:03d}Z" if ms % 1000 else f"{whole}Z"


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def chain_faults(events):
    """Numbers, links, hashes, and the side texts the events point to."""
    previous = "0" * 64
    for number, event in enumerate(events, 1):
        sealed = {key: event[key] for key in ("at", "data", "number", "previous", "type")}
        canonical = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if event["number"] != number or event["previous"] != previous:
            yield f"event {number}: does not follow the one before"
        if sha256(canonical) != event["hash"]:
            yield f"event {number}: its bytes do not have its hash"
        previous = event["hash"]
        for named in set(re.findall(r'"([0-9a-f]{64})"', json.dumps(event["data"]))):
            side = event["texts"].get(named)
            if side is None or sha256(side["salt"] + side["text"]) != named:
                yield f"event {number}: text {named[:12]} is missing or is another one"


class Replay:
    """What the events say, one after another."""

    def __init__(self, events):
        self.done, self.roles, self.invited, self.acted = {}, {}, {}, {}
        self.called = self.closed = self.decided = self.problem = None
        self.moved, self.asked_in_room, self.waivers, self.faults = {}, 0, 0, []
        for event in events:
            self.at = event["at"]
            handler = getattr(self, "on_" + event["type"], None)
            if handler:
                handler(event["data"])

    def gives(self, person, role=None):
        if person:
            self.roles.setdefault(person, set()).update({role} if role else ())

    def acts(self, person):
        self.gives(person)
        self.acted[person] = self.acted.get(person, 0) + 1

    def on_registered(self, data):
        self.registered, self.began = self.at, data["began"]
        self.service, self.functions, self.priority = data["service"], data["functions"], data["priority"]
        self.intervals = {(self.service, name): data["restored"] for name in self.functions}

    def on_assembled(self, data):
        self.stages, self.budgets = data["stages"], data["terms"]["stages"]
        self.related = {one["service"]: one for one in data["neighbours"]}
        for member in data["team"]:
            self.gives(member["person"], member["role"])

    def on_chat_opened(self, data):
        self.called = self.called or self.at
        self.on_people_invited(data)

    def on_people_invited(self, data):
        for person in data["invited"] + data["failed"]:
            self.gives(person)
        for person in data["invited"]:
            self.invited.setdefault(person, self.at)

    def on_asked(self, data):
        self.asked_in_room += data["role"] != "service_owner"
        self.gives(data["holder"], data["role"])

    def on_escalated(self, data):
        self.gives(data["to"], data["role"])

    def on_role_taken(self, data):
        self.gives(data["to"], data["role"])

    def on_message_masked(self, data):
        self.acts(data["by"])

    def on_answered(self, data):
        name = data["instance"]
        if name in self.done and data["step"] != "word":
            self.faults.append(f"step {name} was answered twice")
        if data["on_behalf_of"] is None and data["role"] not in self.roles.get(data["by"], ()):
            self.faults.append(f"step {name} was answered by {data['by']}, who is no {data['role']} here")
        self.done[name] = {**data, "recorded": self.at, "waived": False}
        self.acts(data["by"])

    def on_corrected(self, data):
        answer = self.done.get(data["instance"])
        if answer is None or answer["waived"] or answer["value"] != data["old"]:
            self.faults.append(f"step {data['instance']} was corrected from what it did not say")
            return
        answer.update(value=data["new"], stated_at=data["stated_at"])
        self.acts(data["by"])

    def on_waived(self, data):
        self.waivers += 1
        if data["owed_by"] == data["by"] or data["instance"] in self.done:
            self.faults.append(f"step {data['instance']} was waived by whom it falls on, or was done")
        self.done[data["instance"]] = {**data, "recorded": self.at, "stated_at": self.at, "waived": True}
        self.acts(data["by"])

    def on_outage_began(self, data):
        self.began = data["at"]

    def on_outage_restored(self, data):
        for key in self.intervals:
            if key[1] in data["functions"]:
                self.intervals[key] = data["at"]

    def on_outage_reopened(self, data):
        self.intervals[data["service"], data["function"]] = None
        self.undo(data)

    def on_service_changed(self, data):
        keys = [(data["service"], name) for name in data["functions"]]
        restored = self.restored()
        self.intervals = {key: self.intervals.get(key, restored) for key in keys}
        self.service, self.functions = data["service"], data["functions"]
        self.undo(data)

    def on_priority_changed(self, data):
        self.priority = data["priority"]

    def on_neighbour_suspected(self, data):
        self.related[data["service"]]["asked"] = True

    def on_problem_refused(self, data):
        self.undo(data)

    def undo(self, data):
        for name in data["undone"]:
            self.done.pop(name, None)

    def on_stages_moved(self, data):
        self.moved = data["ends"]

    def on_decided(self, data):
        kind = data["decided"]["kind"]
        if self.decided and self.decided["kind"] != kind:
            self.faults.append("two decisions were taken")
        self.decided = {"kind": kind, "by": data["by"]}

    def on_problem_recorded(self, data):
        self.problem = data["problem"]

    def on_closed(self, _):
        self.closed = self.at

    def restored(self):
        ends = list(self.intervals.values())
        return None if None in ends else max(ends)

    def stated_end(self, stage):
        """The moment people stated for the end of a stage; nothing while something is owed."""
        if stage == "detection":
            return self.registered
        if stage == "restoration":
            return self.restored()
        if stage == "verification":
            owed = [f"works.{service}:{name}" for service, name in self.intervals]
            owed += [f"recovered.{name}" for name, one in self.related.items() if one["asked"]]
            moments = [self.restored()]
        else:
            chosen = self.done.get("decision", {}).get("value", {}).get("choice")
            owed = [step for step in ENDING_STEPS[stage] if ASKED_ONLY_IF.get(step, chosen) == chosen]
            moments = []
        moments += [self.done.get(name, {}).get("stated_at") for name in owed]
        return None if None in moments else max(moments)

    def spans(self):
        """Stages without gaps: an end stated for a later stage ends the earlier ones too."""
        stated = [self.stated_end(stage) for stage in self.stages]
        began = self.began
        for number, stage in enumerate(self.stages):
            later = [end for end in stated[number:] if end is not None]
            end = max(began, min(later)) if later else None
            yield stage, began, end
            if end is None:
                return
            began = end

    def outage(self):
        """Length of the union of all functions' intervals, milliseconds."""
        until = self.closed or self.at
        total, covered = 0, self.began
        for end in sorted(until if end is None else end for end in self.intervals.values()):
            total, covered = total + max(0, end - covered), max(covered, end)
        return total

    def verdict(self, name):
        return self.done.get(name, {}).get("value", {}).get("verdict")


def figures(story):
    """The demo's `incident`, as the journal has it; what the journal does not hold is left out."""
    until = story.closed or story.at
    accepted = story.done.get("accept", {})
    stages = [
        {"stage": stage, "began": rfc3339(began), "ended": rfc3339(end),
         "actual_seconds": max(0, (until if end is None else end) - began) // 1000,
         "budget_seconds": story.budgets[stage] // 1000 if stage in story.budgets else None}
        for stage, began, end in story.spans()
    ]
    steps = [
        {"step": name, "role": None if one["waived"] else one["role"], "person": one["by"], "waived": one["waived"],
         "answered_at": rfc3339(one["recorded"]), "stated_at": None if one["waived"] else rfc3339(one["stated_at"])}
        for name, one in sorted(story.done.items())
    ]
    people = [
        {"person": person, "roles": sorted(roles), "invited_at": rfc3339(story.invited.get(person)), "acted": story.acted.get(person, 0)}
        for person, roles in sorted(story.roles.items())
    ]
    related = [
        {"service": name, "owner": one["owner"], "impact": story.verdict(f"impact.{name}"), "recovered": story.verdict(f"recovered.{name}")}
        for name, one in sorted(story.related.items()) if one["asked"]
    ]
    return {
        "service": story.service, "functions": sorted(story.functions), "priority": story.priority,
        "stages": stages, "steps": steps, "people": people, "related": related,
        "decision": story.decided and {**story.decided, "problem": story.problem},
        "team_called_seconds": story.called and (story.called - story.registered) // 1000,
        "team_answered_seconds": (accepted["stated_at"] - story.registered) // 1000 if not accepted.get("waived", True) else None,
        "outage_seconds": story.outage() // 1000,
    }


def differences(path, computed, said):
    """Every place where two JSON values differ."""
    if isinstance(computed, dict) and isinstance(said, dict):
        for key in computed:
            yield from differences(f"{path}.{key}", computed[key], said.get(key, "nothing"))
    elif isinstance(computed, list) and isinstance(said, list) and len(computed) == len(said):
        for number, (one, other) in enumerate(zip(computed, said)):
            yield from differences(f"{path}[{number}]", one, other)
    elif computed != said:
        yield f"{path}: the journal gives {json.dumps(computed)}, the demo says {json.dumps(said)}"


def check(journal, demo):
    """Every fault of a journal, and every difference between it and what the demo says."""
    events = journal["events"]
    story = Replay(events)
    faults = list(chain_faults(events)) + story.faults
    said = demo["incident"]
    for one in said["people"]:
        one["roles"].sort()
    faults += differences("incident", {"id": journal["incident"], **figures(story)}, said)
    faults += differences("journal", {"events": len(events), "head": events[-1]["hash"], "verified": True}, demo["journal"])
    ends = {stage: end for stage, _, end in story.spans() if end is not None}
    faults += differences("the journal's own ends of stages", ends, story.moved)
    if len(ends) != len(story.stages) or story.closed is None or story.decided is None:
        faults.append("the incident did not come to its end")
    if story.waivers > 1:
        faults.append(f"{story.waivers} steps were waived")
    if demo["messages"].get("prompt", 0) < story.asked_in_room:
        faults.append(f"{story.asked_in_room} prompts were asked in the room, {demo['messages']} messages were kept")
    return faults
