# Steps of the procedure: name (step-) and question (ask-step-). Names are short: commands use them.
# A question is given who, desk, service, priority, began, and subject where the step is about one of many.

step-began = Beginning
step-scope = Scope
step-detected = Source
step-planned = Planned works
step-duplicate = Duplicate
step-linked = Neighbour's failure
step-impact = Impact
step-accept = Acceptance
step-changed = Changes
step-located = Location
step-handover = To the contractor
step-word = Progress
step-workaround = Workaround
step-restored = Restored
step-received = Contractor's acceptance
step-contractor_cause = Contractor's diagnosis
step-contractor_done = Done by the contractor
step-provided = Answer to the contractor
step-hand_back = Hand-back by the contractor
step-on_contractor = Failure on contractor
step-works = Function check
step-recovered = Service check
step-summary = Summary
step-fault_service = Service at fault
step-whose_fault = Whose fault
step-decision = Decision
step-comment = Comment
step-problem = Problem

# A step with what it is about.
step-about = { $step } "{ $subject }"

# First line, at once.
ask-step-began =
    { $who }, when did the failure begin? Record { $desk } says { $began }.
    Use a button, or reply "14:32", "10 minutes ago".
ask-step-scope =
    { $who }, where is it down?
    Use the button "All organisations", or reply with names, comma between.
ask-step-detected =
    { $who }, how did we find out?
    Answer with a button.
ask-step-planned =
    { $who }, are planned works under way that touch "{ $service }"?
    Answer with a button.

# Other records that turned up in this chat.
ask-step-duplicate =
    { $who }, one more record came for "{ $service }": { $subject }. Is it the same failure as { $desk }?
    Use a button, or /same, /different.
ask-step-linked =
    { $who }, a neighbour has failed too: record { $subject }. Shall we keep it in this chat?
    Use a button, or /keep, /separate.

# Owners of neighbouring services: one message, they may not see the chat.
ask-step-impact =
    { $who }, { $priority } failure of "{ $service }" since { $began }, record { $desk }. How does "{ $subject }" work now?
    Answer with a button.

# Duty engineer.
ask-step-accept =
    { $who }, { $priority }: "{ $service }", record { $desk }, began { $began }. Do you take it?
    Use the button, or write "accepted".
ask-step-changed =
    { $who }, what changed in the last 24 hours: updates, settings, certificates, network?
    Reply to this message. If nothing did, just say so.
ask-step-located =
    { $who }, in which service does the fault lie?
    Use a button, or reply "certain, bus", "probably the network".
ask-step-handover =
    { $who }, do we hand restoration to the contractor?
    Answer with a button.
ask-step-word =
    { $who }, what is being done now?
    Reply to this message and say when the next word comes: "restarting the database, next in 15 minutes".
ask-step-workaround =
    { $who }, how can people work until it is fixed?
    Reply to this message. If they cannot, write "no workaround".
ask-step-restored =
    { $who }, when was it restored?
    Once it works, press "Now" or write "restored 14:32".

# The contractor, once it is handed over.
ask-step-received =
    { $who }, a { $priority } failure was handed to you: "{ $service }", record { $desk }, began { $began }. Do you take it?
    Use the button, or write "accepted".
ask-step-contractor_cause =
    { $who }, what is the cause?
    Reply to this message.
ask-step-contractor_done =
    { $who }, what was done to fix it?
    Reply to this message.

# What the contractor waits for, and what it hands back.
ask-step-provided =
    { $who }, the contractor needs: "{ $subject }". Its time stands until we answer.
    Reply to this message: what was done, where it is.
ask-step-hand_back =
    { $who }, { $subject } hands the incident back. Do you accept?
    By a button. If you do, the contractor's time stopped when it was handed back.

# After "restored".
ask-step-works =
    { $who }, does "{ $subject }" work again?
    Check it and answer with a button.
ask-step-recovered =
    { $who }, "{ $service }" is restored, record { $desk }. How does "{ $subject }" work now?
    Answer with a button.

# For the report.
ask-step-summary =
    { $who }, what was it? What failed, what it did to people, what helped, the preliminary cause.
    Reply to this message, two or three sentences will do.
ask-step-fault_service =
    { $who }, which service was at fault?
    Use a button, or reply "certain, bus", "probably the network".
ask-step-whose_fault =
    { $who }, whose fault was it?
    Answer with a button.
ask-step-on_contractor =
    { $who }, the contractor is only suspected: { $subject }. Do we open a failure on contractor?
    Answer by a button.

# Closure.
ask-step-decision =
    { $who }, how do we close incident { $desk }? Every mandatory step before this is done.
    Answer with a button.
ask-step-comment =
    { $who }, with what comment do we close it?
    Reply to this message.
ask-step-problem =
    { $who }, which problem is it?
    Reply with its number, such as "PRB-17".
