# The pages: open incidents, one incident, refused registrations, jobs given up.
pages-language = In English
pages-sign-out = Sign out
pages-refused-short = Refused
pages-dead-short = Not done
pages-to-start = To open incidents
pages-back = Back
pages-next = Next

# Open incidents.
pages-open-title = Open incidents
pages-open-none = No open incidents.
pages-open-before = { $count ->
    [one] { $count } more urgent
   *[other] { $count } more urgent
}
pages-open-after = { $count ->
    [one] { $count } more, less urgent
   *[other] { $count } more, less urgent
}
pages-refresh-on = loads anew every { $seconds } s.
pages-refresh-off = does not load anew.
pages-refresh-stop = Stop
pages-refresh-start = Start again
pages-drill = drill
pages-whole = Whole failure
pages-of-budget = of { $budget }
pages-over = over budget
pages-stages = Stages
pages-holder = Led by
pages-not-accepted = not accepted yet
pages-nobody = nobody
pages-next-word = Next word
pages-word-asked = waited for since
pages-in = in { $length }
pages-restored = Restored
pages-unanswered = Unanswered prompts
pages-in-this-chat = In this chat
pages-to-incident = Details
pages-to-chat = Chat
pages-to-report = Report
pages-to-record = Desk record
pages-others-title = Recent
pages-lasts = lasts

pages-column-desk = Record
pages-column-service = Service
pages-column-standing = Standing
pages-column-registered = Registered
pages-column-outage = Outage
pages-column-stage = Stage
pages-column-began = Began
pages-column-ended = Ended
pages-column-actual = Actual
pages-column-budget = Budget
pages-column-chart = Actual against budget
pages-column-function = Function
pages-column-restored = Restored
pages-column-length = Length

# One incident.
pages-functions = Does not work
pages-scope = Scope
pages-criticality = Criticality
pages-began = Began
pages-registered = Registered
pages-closed = Closed
pages-description = Description
pages-procedure = Procedure
pages-outage = Outage for users
pages-team-called = Team called
pages-team-answered = Team answered
pages-outages = Outage intervals
pages-timeline = Timeline
pages-events = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
pages-unreadable = The event cannot be read
pages-owed = Waiting for
pages-optional = optional
pages-asked = asked
pages-reminders = { $count ->
    [one] { $count } reminder
   *[other] { $count } reminders
}
pages-people = People
pages-people-counted = Invited: { $invited }, acted: { $acted }
pages-invited = in the chat since
pages-not-invited = not in the chat
pages-unreachable = the messenger would not let in
pages-left = left
pages-acted = { $count ->
    [one] { $count } action
   *[other] { $count } actions
}
pages-related = Related services
pages-consumer = consumer
pages-supplier = supplier
pages-hard = hard dependency
pages-at-start = At the start
pages-afterwards = After restoration
pages-silent = silent
pages-waived = waived
pages-not-asked = not asked
pages-not-asked-many = Too many, not asked:
pages-others = Other incidents
pages-waivers = Waivers
pages-notices = Told outside the chat
pages-notice-began = Began
pages-notice-update = News
pages-notice-corrected = Corrected
pages-notice-restored = Restored
pages-notice-withdrawn = Taken back
pages-notice-closed = Closed
pages-notice-by-direct = direct message
pages-notice-by-channel = channel
pages-notice-by-mail = mail
pages-notice-by-gateway = gateway
pages-notice-waits = not handed over yet
pages-corrections = Corrections
pages-decision = Decision
pages-problem = Problem
pages-problem-state = { $state }
pages-journal = Journal
pages-journal-holds = The journal holds
pages-journal-broken = The journal is broken at event { $number }
pages-journal-events = Events
pages-journal-head = Hash of the last

# Refused registrations.
pages-refused-title = Refused registrations
pages-refused-explained = The catalogue does not know the service or the function. Nobody leads the incident until it is registered.
pages-refused-none = Nothing was refused.
pages-refused-all = All refused registrations
pages-refused-badge = not registered
pages-refused-unknown-service = The catalogue has no service "{ $service }".
pages-refused-unknown-function = The service "{ $service }" has no function "{ $function }".
pages-refused-unknown-organisation = The catalogue has no organisation "{ $organisation }".
pages-refused-not-a-record = "{ $desk }" does not look like the number of a record.
pages-refused-unknown-record = Record { $desk } was changed or closed, but no incident was registered for it.
pages-payload = What came
pages-register-as = Register as…
pages-register-title = Register as…
pages-register-in-desk = Register this record in the service desk anew, and the refusal goes by itself.
pages-choose-service = Choose a service
pages-register-functions = what does not work?
pages-register = Register
pages-register-no-function = Mark at least one function that does not work.
pages-register-unknown-service = The catalogue has no such service. Choose another.
pages-register-bad-field = Fields are missing from what came, or are not understood. Register the incident in the service desk anew.
pages-field-type = Type
pages-field-id = Record
pages-field-service = Service
pages-field-functions = Functions
pages-field-summary = What happened
pages-field-description = Description
pages-field-priority = Priority
pages-field-scope = Scope
pages-field-started_at = Began
pages-field-restored_at = Restored
pages-field-registered_by = Registered by
pages-field-url = Link
pages-field-drill = Drill

# Jobs given up.
pages-dead-title = Not done
pages-dead-explained = No attempt at these succeeded. Mend what stood in the way and try again.
pages-dead-none = Everything is done.
pages-dead-more = Not all are shown: deal with these first.
pages-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
pages-retry = Try again
pages-discard = Discard
pages-discard-why = Why it need not be done
pages-discard-hint = The reason stays on record; what would have been sent is gone.
pages-discarded-title = Discarded
pages-discarded-by = discarded by
pages-job-open_chat = Create the chat
pages-job-bring_in = Bring people into the chat
pages-job-take_out = Take people out of the chat
pages-job-search = Search monitoring
pages-job-charts = Post charts of monitoring
pages-job-count_users = Count affected users
pages-job-act = Do an action of the runbook
pages-job-launch = Do an action of the runbook
pages-job-post = Post a message
pages-job-card = Show the status card
pages-job-erase = Remove a message with personal data
pages-job-desk_comment = Write to the desk's record
pages-job-desk_close = Close the desk's record
pages-job-desk_reopen = Reopen the desk's record
pages-job-desk_link = Link the desk's records
pages-job-open_record = Open the desk's record
pages-job-open_problem = Create the problem
pages-job-link_problem = Link the record to the problem
pages-job-leave_chat = Take leave of a chat that was left
pages-job-keep_file = Fetch a file from the chat and keep it
pages-job-desk_problem = Tell the problem's record
pages-job-desk_file = Put a file on the desk's record
pages-job-tell_all = Tell other incidents
pages-job-hand_over = Hand the failure over to the contractor
pages-job-open_on_contractor = Open the failure on contractor
pages-job-comment_on_contractor = Write to the contractor's record
pages-job-close_on_contractor = Close the contractor's record
pages-job-reopen_on_contractor = Reopen the contractor's record
pages-job-assign_on_contractor = Put the contractor's group and deadline back
pages-job-publish_report = Publish the report
pages-job-archive = Make the chat read-only
pages-job-tell = Tell another incident
pages-job-notice = Find out who is to be told
pages-job-notice_post = Post a notice
pages-job-notice_delivery = Send a notice
pages-job-call_out = Call somebody who does not answer
pages-job-webhook_publish = Find out which webhooks are due
pages-job-webhook_send = Send a webhook
pages-job-delivery = Take in a message from a chat
pages-job-wake = Do what the clock says is due
pages-job-unreadable = Something this version cannot read

# Pages that say one thing.
pages-sign-in-title = Sign in
pages-sign-in-words = Open the sign-in link you were given. An administrator can make a new one.
pages-not-found-title = No such page
pages-not-found-words = It does not exist, or it is not for you to see.
pages-error-title = That did not work
pages-error-words = Nothing was changed. Try again in a minute; if that does not help, tell an administrator.
pages-forged-title = The form is too old
pages-forged-words = It is too old, or it was sent from another page. Open the page anew and try again.
pages-only-chats-title = Your incidents are in the chats
pages-only-chats-words = The list of all incidents is not shown to your role. The chats you were invited to are open.

pages-users = Users affected
pages-user-minutes = User-minutes:
pages-mark = What this series is

pages-restricted = Restricted
reads-title = Who read { $number }
reads-restricted = Restricted: those alone read it who take part in it, are on duty for its service or may restrict. One look within a minute is one line.
reads-not-restricted = Not restricted now: nothing is recorded. What was recorded before stays.
reads-none = Nobody yet.
reads-column-at = When
reads-column-who = Who
reads-column-what = What
reads-token = Token { $token }
reads-command-line = Command line, { $user }
pages-too-many-title = Too many requests
pages-too-many-words = You, or somebody at the same address, asked more than is allowed. Wait a minute and look again; nothing was changed.
