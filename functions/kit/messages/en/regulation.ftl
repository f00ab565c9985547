# The regulation: diagram, sheets of roles, text. Written from the very data the bot leads incidents by.

regulation-sort = Regulation
regulation-subject-incident = High-priority incident
regulation-subject-drill = Drill
regulation-subject-problem = Problem
regulation-source = This text is made of the very data the bot leads incidents by: what stands here is what it will ask. An open incident is led to its end by the version it began with.

# Facts of the version.
regulation-product = Product
regulation-version = Version
regulation-approved-by = Approved by
regulation-approved-on = Approved on
regulation-in-force = In force since

regulation-picture = Stages and steps
regulation-roles = Who takes part
regulation-times = Time allowed
regulation-times-explained = At 100 % and at 200 % of a budget the chat is told and the next in the chain is called; at half of it only the card shows it.
regulation-rights = Who may do what
regulation-rules = Rules
regulation-column-role = Role
regulation-column-does = What it does
regulation-column-time = For what
regulation-hours = { $hours } h

regulation-time-whole = The whole failure, began to restored
regulation-time-accept = Acceptance by the duty engineer
regulation-time-remind = Reminder of an unanswered prompt
regulation-time-rhythm = Word on progress

# Stages and their ends.
regulation-stage = Stage { $number }. { $name }
regulation-ends-registered = Ends when the failure is registered.
regulation-ends-answered = { $count ->
    [one] Ends when step { $steps } is answered.
   *[other] Ends when steps { $steps } are answered, as far as they are asked.
}
regulation-ends-restored = Ends when the last function is restored.
regulation-ends-verified = Ends when first line has confirmed every function and every related service asked has answered or was waived.
regulation-quoted = "{ $name }"

# Steps.
regulation-only-if = Only if { $step }: { $answers }.
regulation-or = {" "}or{" "}
regulation-optional = Optional: does not hold up closing.
regulation-asked-rhythm = Repeats until restoration, when the time one named oneself is up.
regulation-asked-functions = One prompt for each function that was lost.
regulation-asked-impact = One prompt for each related service, at the start.
regulation-asked-recovered = One prompt for each related service, after "restored".
regulation-asked-records = One prompt for each further record of this service.
regulation-asked-incidents = One prompt for each neighbour's incident in this chat.
regulation-asked-requests = One prompt for each request of the contractor.
regulation-asked-hand-backs = One prompt for each hand-back by the contractor.
regulation-asked-suspected = Only where a contractor is suspected.

# What stands in a prompt in place of an incident's own facts.
regulation-blank-who = [name]
regulation-blank-desk = [record]
regulation-blank-service = [service]
regulation-blank-priority = [priority]
regulation-blank-began = [time it began]
regulation-blank-function = [function]
regulation-blank-record = [other record]
regulation-blank-related = [related service]
regulation-blank-request = [what the contractor needs]
regulation-blank-contractor = [contractor]

# Sheets of roles.
regulation-sheet = Role sheet · { $subject }
regulation-at-any-time = At any time
regulation-sheet-answers = Answer in any order: with a button, a reply, a command or a plain sentence, in Russian or in English.
regulation-sheet-help = The command /help says what is expected of you; /handover passes the role on, and until the successor accepts, you answer.
regulation-sheet-may = You may also: { $rights }.

# What a role does.
regulation-role-first_line = Registers the failure, talks to users, confirms every function, proposes the decision.
regulation-role-duty_engineer = Leads recovery: accepts, finds where the fault lies, tells progress, states restoration, writes the summary.
regulation-role-contractor = Speaks for the contractor the failure was handed to: acceptance, diagnosis, what was done.
regulation-role-service_owner = Answers for a related service: it works, is degraded or does not work.
regulation-role-shift_head = Waives steps with a reason, corrects times, takes the closing decision.
regulation-role-process_manager = As the shift head; the only one who annuls a false alarm.
regulation-role-problem_manager = Leads a problem to its root cause and its removal.
regulation-role-methodologist = Owns the regulation: approves its versions.
regulation-role-head = Sees all that happens.
regulation-role-observer = Sees what happens.
regulation-role-product_owner = Hears of what was not done and what was refused.
regulation-role-admin = Tokens, configuration, jobs given up; decides nothing.

# Rights, as columns of a table.
regulation-right-sees = Sees
regulation-right-answers = Answers
regulation-right-waives = Waives steps
regulation-right-annuls = Annuls
regulation-right-corrects = Corrects
regulation-right-closes = Closes
regulation-right-approves = Approves the regulation
regulation-right-publishes = Publishes figures
regulation-right-restricts = Restricts, reads restricted

# Rules that hold for all.
regulation-rule-order = The bot asks each role one thing at a time. Answers may come in any order, and before they are asked for.
regulation-rule-times = A stage's border is the time a person stated; the time of recording is kept beside it. A time without a day is the latest such time that has passed.
regulation-rule-early = "Restored" before the diagnosis ends the stages before it at that very moment; their steps stay owed.
regulation-rule-correct = A correction wipes nothing out: both values are kept.
regulation-rule-waive = A step is waived by the shift head or the process manager, always with a reason and never by whoever owes it. Waivers stand in the report.
regulation-rule-behalf = They may answer for somebody else too, under their own name.
regulation-rule-handover = When a shift is handed over, the first holder answers until the successor accepts; open prompts move along.
regulation-rule-silence = A prompt without an answer is asked again, then the next in the chain is called.
regulation-rule-personal = No patients' data: no names, policy numbers, SNILS. Work contacts are fine.

# The diagram and the BPMN model.
regulation-bot = Nabat, the bot
regulation-begin = Incident registered
regulation-end = Chat closed
regulation-ready = Every mandatory step is answered or waived
regulation-stage-over = Stage over: { $stage }
regulation-if = if { $answers }
regulation-choose = { $step }?
regulation-optional-short = if it arises
regulation-spine = Stage
regulation-legend = Dashed: asked if it arises. Dark edge: the step ends its stage. A role gets its prompts from top to bottom.

# Short, on the diagram.
regulation-short-rhythm = repeats
regulation-short-function = for each function
regulation-short-service = for each neighbour
regulation-short-record = for each record
regulation-short-request = for each request
regulation-short-hand-back = for each hand-back
regulation-short-contract = where suspected

# The sheet for when Nabat is away.
paper-sort = Paper fallback
paper-printed = Printed
paper-when = An incident is led by this sheet while Nabat does not answer. Print it once a week and keep it where the shift sits.
paper-rule-gather = Whoever sees the failure calls the head of shift, who brings those on duty and the owners of neighbouring services into one call.
paper-rule-write = Write down every answer here: who, what, at what time. The time it happened is wanted, not the time of writing.
paper-rule-silence = Whoever is on duty and does not answer: call the next in the chain.
paper-rule-after = Once Nabat is back, register the incident with its true start and pass the answers on with their times: “08:14 duty …”.
paper-duty = Who is on duty
paper-every-service = every service
paper-calendar = Who is on duty stands in the calendar { $calendar } first; what is below is for when nobody is in it.
paper-nobody = nobody
paper-no-phone = no telephone
paper-chain = From { $from }, call next: { $people }.
paper-people = Whom else to call
paper-services = Services
paper-contractors = Contractors
paper-stage = Began __:__   Ended __:__
paper-column-call = Whom to call
paper-column-service = Service
paper-column-class = Criticality
paper-column-neighbours = Neighbours
paper-column-contractor = Contractor (contract)
paper-column-terms = React / restore
paper-column-step = Step
paper-column-ask = Ask
paper-column-answer = Answer, by whom
paper-column-moment = Time
