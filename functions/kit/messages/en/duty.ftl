# Duty calendars: what whoever is responsible for a rota is written, what `nabat duty` and `nabat check --live` say.

duty-calendar-trouble = Duty calendar { $calendar }, role "{ $role }": { $what }
duty-calendar-unread = Duty calendar { $calendar }, role "{ $role }", cannot be read: { $why } People are called as it was last read, { $read_at }; after that by the shifts of duty.yaml, then the fallback chain.
duty-calendar-never-read = Duty calendar { $calendar }, role "{ $role }", cannot be read: { $why } Until it can, people are called by the shifts of duty.yaml, then the fallback chain.
duty-calendar-well = Duty calendar { $calendar }, role "{ $role }", can be read again.
duty-unread-unreachable = its server does not answer. Whoever runs it has to look.
duty-unread-refused = its server does not let Nabat in. The password or the address changed: an operator has to put the new one among Nabat's secrets.
duty-unread-missing = there is nothing at its address. It was moved or removed: put it back, or correct the address in connections.yaml.
duty-unread-not-calendar = what stands at its address is no calendar, perhaps a page that asks people to log in. Give Nabat the address of the calendar itself (iCalendar, .ics).
duty-unread-long = it is longer than { $megabytes } MB. Take years that are over out of it, or give duty a calendar of its own.
duty-fault-zone = it names the time zone "{ $zone }", which nobody knows. Its hours are taken for the product's own zone; choose a known zone for these events.
duty-fault-rule = the repetition of the event { $event } cannot be followed. Only its first turn counts; set the repetition again.
duty-fault-start = the event { $event } has no beginning and is passed over. Set its time again.
duty-fault-many = it has more turns than are read, only the first { $count } count. Take what is no duty out of it.
duty-fault-unknown = nobody knows who is meant by: { $people }. Write the address under their contacts in people.yaml, or explain the name under "names" of the calendar in duty.yaml.
duty-fault-role = in people.yaml these people do not have the role "{ $role }", so they are not called: { $people }.
duty-fault-nobody = nobody Nabat knows is on duty in it for the next 45 days.
duty-gaps = { $count ->
    [one] There is { $count } gap in the duty of the next thirty days:
   *[other] There are { $count } gaps in the duty of the next thirty days:
} { $gaps }
    Until somebody is named, the fallback chain is called.
duty-gap = { $role }, { $services }: { $from } – { $until }
duty-gap-everything = every service

# `nabat duty`.
duty-on = { $role }, { $service }, { $at }: { $who }
duty-nobody = { $role }, { $service }, { $at }: nobody is on duty, and there is no fallback chain
duty-by-rota = by the rota of duty.yaml
duty-by-fallback = nobody is on duty: the first of the fallback chain
duty-by-calendar = by the calendar { $calendar }, event { $event }, { $instance }, { $from } – { $until }
duty-by-calendar-old = the calendar cannot be read; this is what it said { $read_at }
duty-calendar-silent = the calendar { $calendar } names nobody then
duty-calendar-unread-then = the calendar { $calendar } is not known as far as that
duty-next = then: { $people }
duty-instance-exception = changed for this once
duty-instance-added = added for this once
duty-instance-single = a single event
duty-instance-recurring = by its repetition

# `nabat check --live`.
live-calendar = { $calendar }, { $role }: the calendar can be read, { $count ->
    [one] { $count } turn
   *[other] { $count } turns
} in the next 45 days
live-calendar-trouble = { $calendar }, { $role }: { $what }
