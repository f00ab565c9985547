# What an answer says: stands after a step's name and a colon.

value-accepted = taken
value-scope-all = all organisations
value-fault-certain = { $service }, certain
value-fault-suspected = { $service }, suspected
value-fault-unknown = not known yet
value-word = { $text } · next word { $next }
value-works = works
value-works-but = works: { $remark }
value-degraded = degraded
value-degraded-but = degraded: { $remark }
value-does-not-work = does not work
value-does-not-work-but = does not work: { $remark }
value-together = together with this one
value-apart = by itself
