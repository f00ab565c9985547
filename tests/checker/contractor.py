"""Recomputes a contractor's clock, overruns and report from the journal; shares no code with the program."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def moment(zone, day, clock):
    """The first moment at which the zone's wall clock shows this, in milliseconds."""
    wall = datetime.combine(day, datetime.strptime(clock[:5], "%H:%M").time())
    return int(wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(timezone.utc).timestamp() * 1000)


def open_at(deal, begin, end):
    """Stretches inside the service hours; all of it where there are none."""
    if not deal["hours"]:
        return [(begin, end)]
    zone = ZoneInfo(deal["zone"])
    day = datetime.fromtimestamp(begin / 1000, zone).date() - DAY
    last, found = datetime.fromtimestamp(end / 1000, zone).date(), []
    while day <= last:
        for window in deal["hours"]:
            if not window.get("days") or day.isoweekday() in window["days"]:
                closes = day if window["to"] > window["from"] else day + DAY
                found.append((moment(deal["zone"], day, window["from"]), moment(deal["zone"], closes, window["to"])))
        day += DAY
    return [(max(begin, one), min(end, other)) for one, other in found if max(begin, one) < min(end, other)]


class Matter:
    """What stands between us and one contractor, event by event."""

    def __init__(self):
        self.deal = self.handed = self.delivered = self.received = self.back = self.withdrawn = None
        self.requests, self.record, self.asked, self.due, self.reports = [], None, None, None, []
        self.opened = self.owed = False
        self.earlier = []

    def tell(self, at, fact):
        match fact["is"]:
            case "handed_over":
                # Each hand-over has a clock of its own; the one before is kept beside.
                if self.delivered is not None:
                    before = Matter()
                    before.deal, before.handed, before.delivered, before.received = self.deal, self.handed, self.delivered, self.received
                    before.back, before.withdrawn, before.requests = self.back, self.withdrawn, self.requests
                    self.earlier.append(before)
                self.deal, self.handed, self.delivered, self.received = fact["deal"], at, None, None
                self.back, self.withdrawn, self.requests = None, None, []
            case "delivered":
                self.delivered = self.delivered or fact["at"]
            case "requested":
                self.requests.append([at, None])
            case "met":
                self.requests[fact["number"]][1] = self.requests[fact["number"]][1] or at
            case "handed_back":
                self.back = {"at": at, "claim": fact["claim"], "accepted": False}
            case "back_accepted":
                self.back = {**(self.back or {"claim": "done"}), "at": fact["at"], "accepted": True}
            case "back_refused":
                self.back = None
            case "withdrawn":
                self.withdrawn = at
            case "suspected":
                self.deal = self.deal or fact["deal"]
            case "opened":
                self.deal, self.opened, self.asked, self.due = fact["deal"], True, at, fact["due"]
                self.owed, self.reports = True, []
            case "dropped":
                self.opened = False
            case "recorded":
                self.record = fact["desk"]
            case "report_given":
                self.owed, self.reports = False, self.reports + [at]
            case "report_refused":
                self.owed = True

    def ended(self):
        accepted = self.back["at"] if self.back and self.back["accepted"] else None
        return min((end for end in (accepted, self.withdrawn) if end is not None), default=None)

    def clock(self, now, until=None):
        """Milliseconds held, paused and waiting; nothing before the hand-over was delivered."""
        if self.delivered is None:
            return None
        begin, ended = self.delivered, self.ended()
        end = max(begin, now if ended is None else ended)
        end = end if until is None else max(begin, min(end, until))
        hours = open_at(self.deal, begin, end)
        cuts = {begin, end} | {edge for span in hours for edge in span}
        cuts |= {edge for request in self.requests for edge in request if edge is not None}
        cuts = sorted(cut for cut in cuts if begin <= cut <= end)
        held = paused = waiting = 0
        for one, other in zip(cuts, cuts[1:]):
            if not any(first <= one < after for first, after in hours):
                waiting += other - one
            elif any(asked <= one and (met is None or one < met) for asked, met in self.requests):
                paused += other - one
            else:
                held += other - one
        return {"held": held, "paused": paused, "waiting": waiting}

    def clocks(self, now):
        """The same over every hand-over."""
        found = [clock for clock in (one.clock(now) for one in [*self.earlier, self]) if clock is not None]
        return {of: sum(clock[of] for clock in found) for of in ("held", "paused", "waiting")} if found else None

    def overrun(self, now):
        over = sum(one.overrun(now) for one in self.earlier)
        if self.delivered is not None:
            until = now if self.received is None else self.received
            over += max(0, self.clock(now, until)["held"] - self.deal["reaction"])
            over += max(0, self.clock(now)["held"] - self.deal["restoration"])
        if self.opened and self.asked is not None:
            given = now if self.owed or not self.reports else self.reports[-1]
            over += max(0, given - self.due)
        return over


def matters(events):
    """Every contract's matter, as of the last event."""
    found = {}
    for event in events:
        data = event["data"]
        if event["type"] == "contractor":
            found.setdefault(data["contract"], Matter()).tell(event["at"], data["event"])
        if event["type"] == "answered" and data["role"] == "contractor" and data["value"]["kind"] == "accepted":
            held = [matter for _, matter in sorted(found.items()) if matter.handed and matter.withdrawn is None]
            if held:
                held[-1].received = data["stated_at"]
        if event["type"] == "outage_reopened" and not data.get("anew"):
            for matter in found.values():
                if matter.back and matter.back["claim"] == "done":
                    matter.back = None
    return found


def contractor(events, rfc3339):
    """The demo's `contractor`, as the journal has it."""
    found = matters(events)
    if not found:
        return None
    # Of several alike the last by contract.
    _, matter = max(sorted(found.items()), key=lambda pair: (pair[1].opened, pair[1].handed is not None, pair[0]))
    now = events[-1]["at"]
    return {
        "incident": matter.record, "clock": matter.clocks(now), "overrun": matter.overrun(now),
        "report_received": rfc3339(matter.reports[-1] if matter.opened and matter.reports else None),
    }
