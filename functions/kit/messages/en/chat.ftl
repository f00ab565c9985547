# What the bot says in the chat and to a person.
room-title = { $desk } · { $service }
room-title-drill = DRILL · { $desk } · { $service }
room-topic = "{ $service }" fails, { $product }

rules =
    Chat of incident { $desk }: "{ $service }", { $priority }.
    The bot asks one question at a time, of whoever answers for it.
    Answer by button, by reply, by command or in plain words: "accepted", "restored 14:32".
    "help" says what is expected of you. "status" shows the card.
    Correct: /correct STEP VALUE; REASON. Waive a step: /waive STEP REASON (shift head).
    Hand a role over: /handover ROLE PERSON. Answer for somebody: /for STEP ANSWER (shift head).
    No personal or medical data here: the bot masks it and removes the message. Work contacts are fine.
    The shift head's decision closes the incident once every mandatory step is done.
rules-drill =
    DRILL { $desk }: "{ $service }", { $priority }. It stays out of all figures.
    The bot asks one question at a time, of whoever answers for it.
    Answer by button, by reply, by command or in plain words: "accepted", "restored 14:32".
    "help" says what is expected of you. "status" shows the card.
    No personal or medical data here.

team = Who is here:{ $people }
team-member = { $role }: { $who }
team-nobody = { $role }: nobody is on duty
people-unreachable = The messenger does not let in: { $people }. Somebody has to call them.
neighbours-not-asked = There are too many related services. Not asked: { $services }.
role-taken = { $to } is { $role } now.
role-taken-from = { $to } is { $role } now, in place of { $from }.
handover-offered = { $from } hands the role "{ $role }" to { $to }. Until it is taken, { $from } answers.
handover-offered-to-you =
    { $from } hands you the role "{ $role }" in incident { $desk }: "{ $service }", { $priority }, since { $began }. Stage: { $stage }.
    { $summary }
    To take it, write "taking over" in the incident's chat.
handover-summary =
    Incident { $desk }: "{ $service }", { $priority }, since { $began }. Stage: { $stage }.
    { $summary }
    Now yours: { $prompts }
escalated = No answer. { $to } ({ $role }) was called.
escalated-to-you = You are called: incident { $desk }, "{ $service }", { $priority }. Role: { $role }. Go to its chat and answer "accepted".
escalated-nobody = No answer, and nobody is left to call: { $role }. Somebody is needed.
message-masked = Your message in incident { $desk } held personal data. It was masked and the message removed. Write it again without.
neighbour-linked = Linked incident { $desk }: "{ $service }" ({ $functions }). It is led in this chat and keeps its own interval.

prompt-answered = ✓ { $step }: { $value } ({ $by })
prompt-answered-for = ✓ { $step }: { $value } ({ $by } for { $owner })
prompt-withdrawn = This question is no longer needed.
corrected = Corrected: { $step }. Was: { $old }. Is: { $new }. { $by }, reason: { $reason }
waived = Step waived: { $step }. { $by }, reason: { $reason }
reminder = Waiting for:{ $owed }
reminder-owner = Incident { $desk }, "{ $service }". Your answer is awaited: { $owed }
missing-step = { $step } ({ $who })

budget-stage-spent = Stage "{ $stage }": { $percent } % of its time budget is spent.
budget-stage-escalated = Incident { $desk }, "{ $service }", { $priority }: stage "{ $stage }" has spent { $percent } % of its time budget.
budget-incident-spent = { $percent } % of the incident's time budget is spent.
budget-incident-escalated = Incident { $desk }, "{ $service }", { $priority }: { $percent } % of its time budget is spent.

restored = Restored { $at }. Functions and related services are being checked.
withdrawn = The restoration did not hold: "{ $function }" does not work. The failure goes on.
service-changed = The service was changed. Was: "{ $old_service }" ({ $old_functions }). Is: "{ $service }" ({ $functions }).
priority-changed = Priority: { $priority }, was { $old }.
problem-recorded = Problem { $problem } was opened: { $url }
problem-refused = The service desk has no such problem. Give another number.
closed-no-problem = Incident { $desk } is closed without a problem. Decided by { $by }.
closed-known-problem = Incident { $desk } is closed and linked to problem { $problem }. Decided by { $by }.
closed-new-problem = Incident { $desk } is closed, a problem is being opened. Decided by { $by }.
annulled = Incident { $desk } is annulled: { $reason } ({ $by }). It stays out of the figures.
with-head =
    { $message }
    Journal: { $number } events, hash { $head }.
said-elsewhere = { $who } (elsewhere): { $said }
reply = { $who }, { $message }
status = the card is above.
registration-refused = Record { $desk } was not registered: { $reason } Open "Refused" and register it as a known service.
