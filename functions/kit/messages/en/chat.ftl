# What the bot writes into the incident's chat and to people.

room-title = { $desk } · { $service }
room-title-drill = DRILL · { $desk } · { $service }
room-topic = { $product }: failure of "{ $service }", record { $desk }

# Who is in the chat.
team = On this incident: { $people }
team-member = { $role }: { $who }
team-calendar = { $role }: { $who } — on duty by the calendar { $calendar }
team-calendar-old = { $role }: { $who } — on duty by the calendar { $calendar } as it was read { $read_at }; it cannot be read since
team-fallback = { $role }: { $who } — nobody is on duty, called by the fallback chain
team-nobody = { $role }: nobody on duty. Whoever knows whom to call, please do.
chat-moved-unreachable = The messenger does not answer, so the incident goes on here. Everything recorded before stands; what was still to be asked is asked again below. What is typed in the chat before this one is recorded too, once it arrives.
chat-moved-thrown-out = The bot was put out of the chat before this one, or that chat was closed by hand, so the incident goes on here. Everything recorded before stands; what was still to be asked is asked again below.
chat-left = The messenger did not answer, so incident { $desk } goes on in another chat, to which you are invited. This one is for reading alone; what you typed here is recorded.
people-walked-out = Out of the chat, though still needed: { $people }. They are called in again; until then they are asked directly. Who goes off duty hands over: /handover.
message-deleted = You took back a message. What it stated in incident { $desk } is on record and stands. To correct it, write /correct in the incident's chat; to have the words themselves erased, ask the administrator.
people-unreachable = The messenger would not let in: { $people }. Please call them.
people-not-taken-out = { $desk } · { $service }: the messenger would not take out { $people }. Their part is over: please take them out by hand before the summary is written.
neighbours-not-asked = There are more neighbours than we ask at once. Not asked: { $services }.
person-gone = { $person } is no longer among the product's people:{ $roles }
person-gone-role = role "{ $role }" is now with { $to }
person-gone-nobody = nobody is left for role "{ $role }": name somebody, /handover ROLE WHOM
role-taken = Role "{ $role }": { $to }
role-taken-from = Role "{ $role }": now { $to }, before that { $from }

# Handing the shift over.
handover-offered = { $from } hands over the role "{ $role }". { $to }, to take it, write "taking over".
handover-offered-to-you =
    { $from } hands you the role "{ $role }".
    { $priority }: "{ $service }", record { $desk }
    Began: { $began }
    Stage: { $stage }
    What happened: { $summary }
    To take the role, write "taking over".
handover-summary =
    It is yours now. { $priority }: "{ $service }", record { $desk }
    Began: { $began }
    Stage: { $stage }
    What happened: { $summary }
    Expected of you: { $prompts }

# Steps.
prompt-answered = ✓ { $step }: { $value } ({ $by })
prompt-answered-for = ✓ { $step }: { $value } (answered by { $by }, owed by { $owner })
prompt-withdrawn = No answer is needed now; where it is needed again, it is asked again.
corrected =
    Corrected ({ $by }): { $step }
    Was: { $old }
    Is: { $new }
    Reason: { $reason }
waived =
    Step waived ({ $by }): { $step }
    Reason: { $reason }
missing-step = { $step }: { $who }
reminder = Still waiting for an answer: { $owed }
reminder-owner =
    { $priority } failure of "{ $service }", record { $desk }.
    Still waiting for your answer: { $owed }
said-elsewhere = { $who } (to the bot): { $said }

# Nobody answers, time is spent.
escalated =
    No answer from the { $role }. { $level ->
        [1] Calling the next one
       *[other] Calling on ({ $level })
    }: { $to }.
escalated-to-you =
    { $to }, you are needed. { $priority }: "{ $service }", record { $desk }. No answer from the { $role }, call { $level }.
    Please come to the incident's chat. If you take it, write "accepted".
escalated-nobody = No answer from the { $role }, and there is nobody left to call. Whoever can take it, write "accepted".
budget-stage-spent =
    { $percent ->
        [100] The budget of stage "{ $stage }" is spent
       *[other] { $percent } % of the budget of stage "{ $stage }" is spent
    }. Incident { $desk }, { $priority }.
budget-incident-spent =
    { $percent ->
        [100] The time budget of incident { $desk } is spent
       *[other] { $percent } % of the time budget of incident { $desk } is spent
    }. Not restored yet.
budget-stage-escalated =
    { $priority }: "{ $service }", record { $desk }. Stage "{ $stage }" has taken { $percent } % of its budget.
    Please come to the incident's chat, your help is needed.
budget-incident-escalated =
    { $priority }: "{ $service }", record { $desk }. The failure has taken { $percent } % of its time budget and is not restored.
    Please come to the incident's chat, your help is needed.

# What is down and since when.
restored = Restored { $at }. Now checking: first line the functions, neighbours their services.
withdrawn = "{ $function }" does not work. "Restored" is withdrawn: the failure goes on, so does its time.
failed-again = "{ $function }" does not work again since { $at }. The failure was not closed: a second interval, led on here.
service-changed =
    What is down was changed.
    Was: { $old_service } ({ $old_functions })
    Is: { $service } ({ $functions })
priority-changed = Priority is { $priority } now, was { $old }.
restricted-set =
    { $by }: this incident is now for those who take part in it, are on duty for the service or may restrict. Reason: { $reason }
    Every look at its pages is recorded. To open it again: /unrestrict REASON.
restricted-with-incident =
    { $by } restricted the incident this belongs to: from now on this is for those who take part in it, are on duty for the service or may restrict.
restricted-by-catalogue = The catalogue restricts incidents of this service to those who take part in them; every look at the pages is recorded.
restricted-lifted = { $by }: this incident is no longer restricted. Reason: { $reason }
neighbour-linked = A neighbour failed too, we lead it here: "{ $service }" ({ $functions }), record { $desk }.
neighbour-changed = What is down changed for the linked failure, record { $desk }: "{ $service }" ({ $functions }).
other-left = Record { $desk } no longer belongs to this incident.
# What came while the bot kept silent, in one post.
gathered = News: { $notices }
# A drill is seen to be one outside its chat too.
drill =
    DRILL
    { $message }
linked-offered =
    { $who }, the neighbour "{ $service }" does not work. Register its failure in the service desk: we lead it here, with a time and a record of its own.
merged = This is the same failure as { $desk }: we lead it there. This chat is closed.

# The end.
record-opened = The service desk has its record: { $desk } { $url }
problem-recorded = Problem: { $problem } { $url }
report-published = Report: { $address }
problem-refused = The service desk has no such problem. Check the number, we ask again.
closed-no-problem = ✓ Incident { $desk } is closed ({ $by }): "{ $service }", { $priority }. No problem needed.
closed-known-problem = ✓ Incident { $desk } is closed ({ $by }): "{ $service }", { $priority }. Known problem: { $problem }.
closed-new-problem = ✓ Incident { $desk } is closed ({ $by }): "{ $service }", { $priority }. A problem is being created.
annulled =
    False alarm: incident { $desk } is annulled ({ $by }), "{ $service }", { $priority }. It stays out of the figures.
    Reason: { $reason }
# The journal's head stands in chat and desk: a rewritten journal would not fit it.
with-head =
    { $message }
    Journal: { $number ->
        [one] { $number } event
       *[other] { $number } events
    }, the last { $head }

# To one person.
message-masked =
    Your message on incident { $desk } had personal data in it. It was masked, and the message removed from the chat where that can be done.
    If the meaning got lost, please write it again without.
job-given-up =
    Somebody has to look: "{ $job }" of record { $desk } could not be done.
    It stands in the list "Not done", with whatever else was given up since, and can be put back to work there.
registration-refused =
    Record { $desk } did not become an incident: { $reason }
    It waits in the list of refusals: register it from there under the right service.
