"""Recomputes an incident's figures from its journal alone; shares no code with the program."""

import hashlib
import json
import re
from datetime import datetime, timezone

from contractor import contractor

# The steps whose stated times end a stage (process.md, section 4); the other three ends are facts.
ENDING_STEPS = {
    "assembly": ["accept"], "diagnosis": ["located"],
    "reporting": ["summary", "fault_service", "whose_fault"], "closure": ["decision", "comment", "problem"],
}
ASKED_ONLY_IF = {"comment": "no_problem", "problem": "known_problem"}


def rfc3339(ms):
    if ms is None:
        return None
    whole = datetime.fromtimestamp(ms // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{ms % 1000:03d}Z" if ms % 1000 else f"{whole}Z"


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def without_samples(data):
    """An event's fields but the hash of a search's samples, which are no words and stand in a row of their own."""
    if not data or "found" not in data:
        return data
    found = {key: value for key, value in data["found"].items() if key != "samples"}
    return {**data, "found": found}


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
        for named in set(re.findall(r'"([0-9a-f]{64})"', json.dumps(without_samples(event["data"])))):
            side = event["texts"].get(named)
            if side is None or sha256(side["salt"] + side["text"]) != named:
                yield f"event {number}: text {named[:12]} is missing or is another one"


class Story:
    """What the events say, one after another."""

    def __init__(self, events):
        self.done, self.roles, self.invited, self.acted, self.moved = {}, {}, {}, {}, {}
        self.called = self.closed = self.decided = self.problem = None
        self.asked, self.asked_in_room, self.waivers, self.faults = {None}, 0, 0, []
        self.reports, self.facts_given = [], None
        for event in events:
            self.at, self.number, data = event["at"], event["number"], event["data"]
            if event["type"] in ("answered", "corrected", "waived"):
                getattr(self, event["type"])(data)
            self.people(event["type"], data)
            self.facts(event["type"], data)
            if self.facts_given is None and all(step in self.done for step in ENDING_STEPS["reporting"]):
                self.facts_given = self.number

    def joins(self, person, *roles):
        if person:
            self.roles.setdefault(person, set()).update(roles)

    def people(self, kind, data):
        """Who is in, in which roles, and how much they stated."""
        for member in data["team"] if kind == "assembled" else ():
            self.joins(member["person"], member["role"])
        if kind in ("asked", "escalated", "role_taken"):
            self.joins(data["holder" if kind == "asked" else "to"], data["role"])
        if kind in ("chat_opened", "people_invited"):
            for person in data["invited"] + data["failed"]:
                self.joins(person)
            self.invited = {person: self.at for person in data["invited"]} | self.invited
        if kind in ("answered", "corrected", "waived", "message_masked"):
            self.joins(data["by"])
            self.acted[data["by"]] = self.acted.get(data["by"], 0) + 1

    def facts(self, kind, data):
        """Everything but people and answers."""
        match kind:
            case "registered":
                self.registered, self.began, self.priority = self.at, data["began"], data["priority"]
                self.desk, self.service, self.functions = data["desk"], data["service"], data["functions"]
                self.intervals = {(self.service, name): data["restored"] for name in self.functions}
            case "assembled":
                self.stages, self.budgets = data["stages"], data["terms"]["stages"]
                self.related = {one["service"]: one for one in data["neighbours"]}
            case "chat_opened":
                self.called = self.called or self.at
            case "asked":
                self.asked.add(data["id"])
                self.asked_in_room += data["role"] != "service_owner"
            case "outage_began":
                self.began = data["at"]
            case "outage_restored":
                self.intervals |= {key: data["at"] for key in self.intervals if key[1] in data["functions"]}
            case "outage_reopened":
                self.intervals[data["service"], data["function"]] = None
            case "service_changed":
                keys, restored = [(data["service"], name) for name in data["functions"]], self.restored()
                self.intervals = {key: self.intervals.get(key, restored) for key in keys}
                self.service, self.functions = data["service"], data["functions"]
            case "priority_changed":
                self.priority = data["priority"]
            case "neighbour_suspected":
                self.related[data["service"]]["asked"] = True
            case "stages_moved":
                self.moved = data["ends"]
            case "decided":
                if self.decided and self.decided["kind"] != data["decided"]["kind"]:
                    self.faults.append("two decisions were taken")
                self.decided = {"kind": data["decided"]["kind"], "by": data["by"]}
            case "problem_recorded":
                self.problem = data["problem"]
            case "closed":
                self.closed = self.at
            case "report_published":
                self.reports.append({**data, "number": self.number, "at": self.at})
        undone = kind == "contractor" and data["event"].get("undone") or []
        self.done = {name: one for name, one in self.done.items() if name not in undone}
        if kind in ("outage_reopened", "service_changed", "problem_refused"):
            self.done = {name: one for name, one in self.done.items() if name not in data["undone"]}

    def answered(self, data):
        name, by = data["instance"], data["by"]
        # A fact after a waiver is a fact; nothing else is answered a second time but the word.
        if name in self.done and not self.done[name]["waived"] and data["step"] != "word":
            self.faults.append(f"step {name} was answered twice")
        if data["prompt"] not in self.asked:
            self.faults.append(f"step {name} was answered to {data['prompt']}, which was not asked")
        if data["on_behalf_of"] is None and data["role"] not in self.roles.get(by, ()):
            self.faults.append(f"step {name} was answered by {by}, who is no {data['role']} here")
        self.done[name] = {**data, "recorded": self.at, "waived": False}

    def corrected(self, data):
        answer = self.done.get(data["instance"], {"waived": True})
        if answer["waived"] or answer["value"] != data["old"]:
            self.faults.append(f"step {data['instance']} was corrected from what it did not say")
        answer.update(value=data["new"], stated_at=data["stated_at"])

    def waived(self, data):
        self.waivers += 1
        if data["owed_by"] == data["by"] or data["instance"] in self.done:
            self.faults.append(f"step {data['instance']} was waived by whom it falls on, or was done")
        self.done[data["instance"]] = {**data, "recorded": self.at, "stated_at": self.at, "waived": True}

    def restored(self):
        ends = list(self.intervals.values())
        return None if None in ends else max(ends)

    def stated_end(self, stage):
        """The moment people stated for the end of a stage; nothing while something is owed."""
        if stage in ("detection", "restoration"):
            return self.registered if stage == "detection" else self.restored()
        if stage == "verification":
            owed = [f"works.{service}:{name}" for service, name in self.intervals]
            owed += [f"recovered.{name}" for name, one in self.related.items() if one["asked"]]
        else:
            chosen = self.done.get("decision", {}).get("value", {}).get("choice")
            owed = [step for step in ENDING_STEPS[stage] if ASKED_ONLY_IF.get(step, chosen) == chosen]
        moments = [self.done.get(name, {}).get("stated_at") for name in owed]
        moments += [self.restored()] if stage == "verification" else []
        return None if None in moments else max(moments)

    def spans(self):
        """Stages without gaps: an end stated for a later stage ends the earlier ones too."""
        stated, began = [self.stated_end(stage) for stage in self.stages], self.began
        for number, stage in enumerate(self.stages):
            later = [end for end in stated[number:] if end is not None]
            end = max(began, min(later)) if later else None
            yield stage, began, end
            if end is None:
                return
            began = end

    def outage(self):
        """Length of the union of all functions' intervals, which begin together, in milliseconds."""
        ends = [self.closed or self.at if end is None else end for end in self.intervals.values()]
        return max(0, max(ends) - self.began)

    def verdict(self, name):
        return self.done.get(name, {}).get("value", {}).get("verdict")


def figures(story):
    """The demo's `incident`, as the journal has it."""
    until, accepted = story.closed or story.at, story.done.get("accept", {"waived": True})
    return {
        "desk_id": story.desk, "service": story.service, "functions": sorted(story.functions), "priority": story.priority,
        "stages": [
            {"stage": stage, "began": rfc3339(began), "ended": rfc3339(end),
             "actual_seconds": max(0, (until if end is None else end) - began) // 1000,
             "budget_seconds": story.budgets[stage] // 1000 if stage in story.budgets else None}
            for stage, began, end in story.spans()],
        "steps": [
            {"step": one["step"], "subject": name.removeprefix(one["step"]).removeprefix(".") or None,
             "role": one["role"], "person": one["by"], "waived": one["waived"],
             "answered_at": rfc3339(one["recorded"]), "stated_at": None if one["waived"] else rfc3339(one["stated_at"])}
            for name, one in sorted(story.done.items())],
        "people": [
            {"person": person, "roles": sorted(roles), "invited_at": rfc3339(story.invited.get(person)),
             "acted": story.acted.get(person, 0)}
            for person, roles in sorted(story.roles.items())],
        "related": [
            {"service": name, "owner": one["owner"], "impact": story.verdict(f"impact.{name}"),
             "recovered": story.verdict(f"recovered.{name}")}
            for name, one in sorted(story.related.items()) if one["asked"]],
        "decision": story.decided and {**story.decided, "problem": story.problem},
        "team_called_seconds": story.called and (story.called - story.registered) // 1000,
        "team_answered_seconds": None if accepted["waived"] else (accepted["stated_at"] - story.registered) // 1000,
        "outage_seconds": story.outage() // 1000,
    }


# What a report has to tell anew, once there is one.
CHANGING = ("contractor", "not_covered", "answered", "corrected", "waived", "decided", "problem_recorded", "closed", "outage_began", "stages_moved")


def report_faults(events, story):
    """Published after its facts, once a revision, and again until it tells everything."""
    if not story.reports:
        yield "no report was published"
        return
    first, last = story.reports[0], story.reports[-1]
    if not story.facts_given or first["upto"] < story.facts_given:
        yield f"the report was published as of event {first['upto']}, its facts were given by {story.facts_given}"
    for number, one in enumerate(story.reports, 1):
        if one["revision"] != number or one["address"] != first["address"] or one["upto"] >= one["number"]:
            yield f"revision {number} is recorded as {one}"
    for one, following in zip(story.reports, story.reports[1:]):
        changed = [e["at"] for e in events if one["upto"] < e["number"] <= following["upto"] and e["type"] in CHANGING]
        if not changed:
            yield f"revision {following['revision']} tells nothing new"
        elif not 60_000 <= following["at"] - min(changed) <= 120_000:
            yield f"revision {following['revision']} came {following['at'] - min(changed)} ms after what it gathers"
    untold = [event["number"] for event in events if event["type"] in CHANGING and event["number"] > last["upto"]]
    if untold:
        yield f"the last revision knows nothing of events {untold}"


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
    events, said = journal["events"], demo["incident"]
    story = Story(events)
    for one in said["people"]:
        one["roles"].sort()
    faults = list(chain_faults(events)) + story.faults
    faults += differences("incident", {"id": journal["incident"], **figures(story)}, said)
    faults += differences("journal", {"events": len(events), "head": events[-1]["hash"], "verified": True}, demo["journal"])
    faults += report_faults(events, story)
    faults += differences("contractor", {"is": contractor(events, rfc3339)}, {"is": demo["contractor"]})
    last = story.reports[-1] if story.reports else {"address": None, "revision": 0, "upto": 0}
    told = {"address": last["address"], "revisions": last["revision"], "upto": last["upto"]}
    faults += differences("report", told, demo["report"] or {})
    if last["address"] != f"/wiki/clinics/{journal['incident']}":
        faults.append(f"the report stands at {last['address']}")
    ends = {stage: end for stage, _, end in story.spans() if end is not None}
    faults += differences("ends of stages in the journal", ends, story.moved)
    if len(ends) != len(story.stages) or not story.closed or not story.decided or story.waivers > 1:
        faults.append(f"the incident did not end as it should, or {story.waivers} steps were waived")
    if demo["messages"].get("prompt", 0) < story.asked_in_room:
        faults.append(f"{story.asked_in_room} prompts were asked in the room, {demo['messages']} messages were kept")
    return faults
