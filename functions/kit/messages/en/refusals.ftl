# Refusals: what cannot be done, and what can be done instead.

refused-no-incident = There is no such incident. Check the number.
refused-not-known = Only people with a role in the product can answer. Tell the shift head, who can answer for you under their own name.
refused-no-right = { $act }: this can be done by { $who } only. Please ask them.
refused-not-yours = The role "{ $role }" is not yours now, it is held by: { $who }. If the shift has passed to you, ask for it: /handover.

# What cannot be done: stands before "this can be done by".
act-waive = Waiving a step
act-on-behalf = Answering for somebody else
act-correct = Correcting what is on record
act-change = Changing service, functions or scope
act-lower-priority = Lowering the priority
act-annul = Annulling an incident
act-restrict = Restricting an incident or opening it again
act-close = Deciding how to close

refused-no-such-step = The procedure of this incident has no such step. What is expected of you: /help.
refused-no-such-step-named = There is no step "{ $word }". Names of the steps expected of you: /help.
refused-no-such-prompt = That question is gone. What is expected of you: /help.
refused-which-service = It is not clear what this is about. Reply to the very message that asks.

refused-steps-open =
    It cannot be closed yet. Waiting for: { $missing }
    The shift head waives a step that is not needed: /waive STEP REASON.
refused-no-contract = No contract covers this service now, there is nobody to hand it to. Choose "We fix it ourselves".
refused-already-restored =
    Restoration is on record already. Another time: /correct restored 14:32; REASON.
    If it is down again, first line answers "does not work" when asked about the function.
refused-not-restored-yet = Too early to check: restoration is not on record. First the duty engineer writes "restored 14:32".
refused-already-decided = The decision is taken and does not change. Write what is new into the desk's record or the problem.
refused-nothing-to-correct = This step has no answer to correct yet. Answer it: /answer STEP TEXT.

refused-over = Incident { $desk } is over: only what is on record can be corrected. A failure that came back is registered as a new one.
refused-not-led = Record { $desk } has no chat and no steps of its own. Write in the chat of the incident it belongs to, or in the service desk.
refused-correct-other = What another incident is to this one is not corrected but said anew: /same, /different, /keep or /separate.
refused-not-asked-now = Nothing of this step is asked now. What is expected of you: /help.
refused-which-subject = It is not clear which one is meant by "{ $step }". Name one of: { $of }.

refused-cannot-waive = This step cannot be waived, the incident does not close without it. Answer it; for somebody else: /for STEP TEXT.
refused-waive-own = Your own step cannot be waived by you. Ask the process manager or another shift head.
refused-annul-not-led = Only an incident that Nabat leads can be annulled. Close this record in the service desk.
refused-priority-below-high = The incident is being led, it cannot go below P2. If it is a false alarm: /annul REASON.
refused-no-such-priority = There is no priority "{ $word }". There are P1, P2, P3 and P4.

refused-no-such-service = The catalogue has no service "{ $word }". Write its ID as the catalogue has it.
refused-no-such-function = The service has no function "{ $word }". It has: { $functions }.

refused-nothing-offered = Nothing is being handed to you now. Ask the one on shift: /handover and your name.
refused-no-role-held = You hold no role in this incident, there is nothing to hand over. What is expected of you: /help.
refused-which-role = You hold several roles: { $roles }. Name one: /handover ROLE PERSON.
refused-no-such-role = There is no role "{ $word }". Write, for example: /handover duty engineer PERSON.
refused-which-person = Several people fit: { $people }. Write the whole name.
refused-no-such-person = Nobody in this product is called "{ $word }". Write the name as the catalogue has it.
refused-successor-without-role = { $who } cannot take the role "{ $role }": the catalogue does not give it to them. Name somebody else.
refused-successor-of-no-contract = { $who } cannot take the role "{ $role }": they do not speak for the contractor whose contract covers this service. Name somebody else.

refused-unknown-command = There is no command /{ $word }. { $hint }
hint-help = What there is: /help.
hint-did-you-mean = It is much like /{ $word }.
act-search = Searching monitoring
act-action = Doing an action of the runbook
act-mark = Marking what monitoring showed
refused-no-monitoring = This product has no monitoring configured: there is nowhere to search. An administrator connects it.
refused-no-actions = No actions are configured for this service. An administrator adds them to actions.yaml.
refused-no-finding = There is no such finding. The numbers stand in the last post on monitoring.
