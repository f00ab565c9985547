# The problem: stages, steps, buttons, what the bot says in its chat and directly, pages, committees.

stage-registration = Registration
stage-cause = Finding the cause
stage-workaround = Workaround
stage-planning = Planning the fix
stage-fixing = Fix
stage-watch = Watch
stage-conclusion = Lessons

step-lead = Problem lead
step-cause = Cause
step-evidence = Evidence
step-meanwhile = Interim workaround
step-course = Course
step-fixer = Who fixes
step-fix_day = Fix due
step-change = Change number
step-agreed = Committee decision
step-same_as = Same problem
step-fixed = Fixed
step-lessons = Lessons

ask-step-lead =
    { $who }, do you take problem { $desk } of "{ $service }"?
    Answer with the button.
ask-step-cause =
    { $who }, why did "{ $service }" fail? Name the first cause; then we ask for the cause of that cause.
    It cannot be found: /answer course cause_not_found. There is a problem already: /answer course duplicate.
ask-deeper-cause =
    { $who }, and why was that so: { $before }?
    Name the deeper cause. If this is the root, press the button.
ask-step-evidence =
    { $who }, what proves it? Links to charts, logs, incident reports.
ask-step-meanwhile =
    { $who }, what helps until the cause is removed? These words are shown in the chat of the next like incident.
ask-step-course =
    { $who }, what becomes of problem { $desk }?
    Answer with a button.
ask-step-fixer =
    { $who }, who fixes it? By button or reply: a name or an id.
ask-step-fix_day =
    { $who }, by which day? Reply: "15.12", "15 December", "in 2 weeks".
ask-step-change =
    { $who }, which change of the service desk is it, such as "CHG-204"?
ask-step-agreed =
    { $who }, by which committee decision is the error accepted as known? Number and date of the minutes.
ask-step-same_as =
    { $who }, which problem is there already? Reply with its number, such as "PRB-17".
ask-step-fixed =
    { $who }, is the fix of problem { $desk } done?
    Press "Now" or reply with the time it was done.
ask-step-lessons =
    { $who }, what are the lessons? What to do so that it does not happen elsewhere.

choice-lead-accepted = I take it
choice-cause-root_cause = This is the root cause
choice-course-fix = Fix it
choice-course-known_error = Known error, it stays
choice-course-cause_not_found = Cause not found
choice-course-duplicate = Duplicate of another problem
choice-fixed-now = Now

ask-cause-first = There is nothing yet that could be the root: write the first cause in words.
ask-person = No such person among the product's people. Write a name or an id.
ask-person-answers-nothing = By the table of rights { $who } answers nothing. Name somebody else.
ask-day = No day to be seen. Write for example: "15.12", "15 December", "in 2 weeks".
ask-day-past = That day is over. Write a day to come.
refused-not-for-committee = Committee decisions are recorded by whoever leads the problem or may close incidents.
refused-no-owner = The decision's owner is not among the product's people. Name somebody else.
refused-no-such-decision = The problem has no such decision.

# The problem's chat.
room-title-problem = { $desk } · problem · { $service }
room-topic-problem = { $product }: problem { $desk } of "{ $service }"
rules-problem =
    Here the root cause is sought and removed: problem { $desk }, "{ $service }", { $priority }.
    The bot asks one thing at a time; answer by button, by reply, or with /answer STEP TEXT.
    Write no names of patients, policy numbers, phones. /help shows what can be done.
problem-attached = Incidents added to problem { $desk }: { $incidents }.
problem-returned = A like incident { $incident } came during the watch: the fix of problem { $desk } did not help. The plan is asked anew.
problem-reopened = Incident { $incident } was linked to the closed problem { $desk }: it is open again. The plan is asked anew.
problem-reopened-in-desk = The record of problem { $desk } was opened again in the service desk: the problem is open here, too. The plan is asked anew.
problem-desk-closed-by-hand =
    The record of problem { $desk } was closed in the service desk, but the problem is not over: the record is opened again. Waiting for: { $missing }
problem-desk-closed-by-hand-watched =
    The record of problem { $desk } was closed in the service desk, but the fix is watched until { $until }: the record is opened again.
problem-desk-reopened =
    The problem is not over, the record is open again. It closes once everything is answered in the problem's chat. Waiting for: { $missing }
problem-desk-reopened-watched =
    The fix is watched until { $until }, the record is open again. It closes after the watch.
problem-fix-overdue = Problem { $desk }, "{ $service }": the fix was due { $day }, { $who } answers for it. Is it done, or is a new day needed? A new one: /correct fix_day DAY; REASON.
problem-watching = The fix is recorded. We watch until { $until }: a like incident in that time brings problem { $desk } back.
problem-watched = The watch ended { $at }: no like incident came.
problem-committee-decided = The committee on problem { $desk }: { $words }. { $owner } answers for it, due { $due }.
problem-decision-overdue = Problem { $desk }, "{ $service }": a committee decision is overdue. It was due { $due }. The decision: { $words }
problem-closed-fixed = ✓ Problem { $desk } is closed: fixed, and it did not come back while watched.
problem-closed-known-error = ✓ Problem { $desk } is closed: accepted as a known error. Chats of like incidents show the workaround.
problem-closed-not-found = Problem { $desk } is closed: the cause was not found.
problem-closed-duplicate = Problem { $desk } is closed: another number has it.

# An incident's chat: problems like it.
known-problems = Like what is known:{ $problems }
known-problem-open = { $problem }, the cause is sought. { $address }
known-problem-open-workaround = { $problem }, the cause is sought. Workaround: { $workaround } { $address }
known-problem-watched = { $problem } is fixed and watched: if this is it, the fix did not help. { $address }
known-problem-error = { $problem }, a known error. { $address }
known-problem-error-workaround = { $problem }, a known error. Workaround: { $workaround } { $address }
known-problem-because-function = { $known } Why: the same service and function, words in common { $words }.
known-problem-because-service = { $known } Why: the same service, words in common { $words }.
known-problem-because-named = { $known } Why: its service is named in the description, words in common { $words }.

# The card.
problem-card-title = Problem { $problem } · { $service } · { $priority }
problem-card-title-drill = DRILL · Problem { $problem } · { $service } · { $priority }
problem-card-summary = What happened: { $summary }
problem-card-incidents = Incidents: { $incidents }
problem-card-leader = Led by: { $who }
problem-card-fix = Fixed by: { $who }, until { $day }
problem-card-watch = Watched until { $until }
problem-card-overdue = Overdue since { $since }
problem-card-exit = Outcome: { $exit }

problem-exit-fixed_and_watched = fixed, did not come back
problem-exit-known_error = known error
problem-exit-cause_not_found = cause not found
problem-exit-duplicate = duplicate of another problem

# The timeline.
problem-event-raised = Problem { $problem }: "{ $service }", { $priority }. Down were: { $functions }. { $summary }
problem-event-like = Like problems: { $problems }
problem-event-attached = Incidents of this problem: { $incidents }
problem-event-returned = A like incident { $incident } during the watch: the plan is asked anew
problem-event-reopened = Incident { $incident } was linked: the problem is open again
problem-event-reopened_in_desk = Its record was opened again in the service desk: the problem is open again
problem-event-fixer_named = { $person } fixes it
problem-event-fix_overdue = The fix was due { $day }{ $owner }
problem-event-owner = { ", " }{ $person } answers for it
problem-event-watched = The watch ended { $at }: it did not come back
problem-event-exited = Outcome: { $exit }
problem-event-committee_decided = Committee decision (recorded by { $by }): { $words }. { $owner } answers for it, due { $due }
problem-event-decision_overdue = A committee decision is overdue, { $owner } answers for it
problem-event-decision_done = { $by }: the committee decision is done

# The problem's regulation.
regulation-ends-watched =
    { $days ->
        [one] Ends when for { $days } day after the fix no like incident came.
       *[other] Ends when for { $days } days after the fix no like incident came.
    } If one comes, what was promised is asked anew.
regulation-not-if = Not asked if { $step }: { $answers }.
regulation-asked-causes = Repeats: the cause of each cause, until one is the root.
regulation-short-cause = for each cause

# As in an incident's chat, but of a problem.
problem-team = On the problem: { $people }
problem-reminder-owner =
    Problem { $desk }, "{ $service }", { $priority }.
    Still waiting for your answer: { $owed }
problem-escalated-to-you =
    { $to }, you are needed: problem { $desk }, "{ $service }", { $priority }. { $role } does not answer, call { $level }.
    Please come to its chat. If you take it, write "accepted".
problem-escalated-nobody = { $role } does not answer, and nobody is left to call. Whoever can lead the problem, write "accepted".
problem-stage-spent =
    { $percent ->
        [100] The time of stage "{ $stage }" is over
       *[other] Stage "{ $stage }" has taken { $percent } % of its time
    }. Problem { $desk }, { $priority }.
problem-stage-escalated =
    Problem { $desk }, "{ $service }", { $priority }. Stage "{ $stage }" has taken { $percent } % of its time.
    Please come to its chat, your help is needed.
problem-refused-over = Problem { $desk } is closed: only what is recorded can be corrected. If it failed again, link the new incident to it and it opens again.
problem-ask-accept = Do you take the problem? Write "accepted".

# Pages.
problems-title = Problems
problems-explained = What is overdue stands first.
problems-none = No open problems.
problems-ended = Closed
problems-column-number = Number
problems-column-service = Service
problems-column-stage = Stage, outcome
problems-column-leader = Led by
problems-column-due = Due
problems-column-repeats = Repeats
problems-overdue = overdue
problems-came-back =
    { $count ->
        [one] came back once
       *[other] came back { $count } times
    }
problems-causes = Causes
problems-causes-none = No cause is named yet.
problems-root = root
problems-fix = Fix
problems-watched-until = Watched until
problems-watched = Watch ended
problems-incidents = Incidents
problems-decisions = Committee decisions
problems-done = done

# Committees.
committees-title = Committees
committee-problems = Problem committee
committee-reliability = Reliability committee
committees-next = Next meeting:
committees-agenda = Agenda of the meeting
committees-nothing = Nothing is on the agenda.
committees-repeats =
    { $count ->
        [one] repeated { $count } time
       *[other] repeated { $count } times
    }
committees-came-back = came back after the fix
committees-to-accept = to accept as a known error
committees-decided = decision not done
committees-with-repeats = repeats
committees-new = new
committees-record = Record a decision
committees-words = What was decided
committees-owner = Who answers for it
committees-due = By which day
committees-save = Record
committees-mark-done = Done
committees-too-long = The decision is too long. Record its substance, leave the rest in the minutes.
regulation-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
regulation-time-lead = The problem manager says whether they take it
regulation-column-days = How long

# Waived steps.
waivers-title = Waived steps
waivers-counted =
    { $count ->
        [one] { $count } step is waived, drills not counted.
       *[other] { $count } steps are waived, drills not counted.
    }
waivers-none = No step was waived.
waivers-column-record = Record
waivers-column-step = Step
waivers-column-by = Waived by
waivers-column-at = When
waivers-column-reason = Reason
ask-person-contractor = { $who } speaks for a contractor, who is not called into a problem's chat. Name whoever answers for that work on our side.
