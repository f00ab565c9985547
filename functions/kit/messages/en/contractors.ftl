# The contractor: what it hears itself (directly, and of itself alone), what the shift head and the desk's record hear.
# Words for a contractor hold no term of the contract, no overrun, no sum.

# The hand-over and the clock.
contractor-handed-over =
    An incident { $priority } is handed to you: { $service }, record { $desk }. It began { $began }.
    What happened: { $summary }
    Your time runs from this message on. Something is missing from us: /request WHAT YOU NEED, your time stands until we answer.
    Done: answer the question "what was done". Handing back: /handback WHY. You object: /objection WORDS. Your time: /clock.
contractor-request-recorded =
    { $desk } · { $service }: the request is recorded, the duty engineer answers.
    { $clock }
contractor-request-met =
    { $desk } · { $service }: the answer to your request "{ $request }".
    { $answer }
    { $clock }
contractor-back-recorded =
    { $desk } · { $service }: it is recorded that you hand it back. The duty engineer accepts or refuses.
    { $clock }
contractor-back-accepted =
    { $desk } · { $service }: the work is accepted.
    { $clock }
contractor-back-refused =
    { $desk } · { $service }: the work is not accepted, the incident is still yours.
    { $clock }
contractor-withdrawn =
    { $desk } · { $service }: the hand-over is taken back, nothing is needed from you any more.
    { $clock }
clock-runs = Yours since { $from }: { $held } count, { $paused } you waited for us, { $waiting } outside service hours. Your time runs.
clock-pauses = Yours since { $from }: { $held } count, { $paused } you waited for us, { $waiting } outside service hours. Your time stands, the answer is ours.
clock-waits = Yours since { $from }: { $held } count, { $paused } you waited for us, { $waiting } outside service hours. It is outside your service hours now.
clock-is-stopped = From { $from } to { $until }: { $held } count, { $paused } you waited for us, { $waiting } outside service hours. Your time has stopped.
clock-not-delivered = Your time does not run yet: the hand-over has not reached you.
clock-reply = { $clock }
clock-ask-directly = Ask the bot for your time directly: /clock. Others would read it here.

# Objection.
contractor-objection-recorded = { $desk } · { $service }: your objection stands beside the facts: { $text }
contractor-objects =
    { $desk } · { $service }: { $contractor } objects, contract { $contract }.
    { $text }

# Failure on contractor.
on-contractor-title = Failure on contractor: { $fault }, incident { $desk }
on-contractor-text =
    Mass failure { $desk }: { $service }. { $summary }
    It began { $began }. Service at fault: { $fault }.
    A report of the mass failure is due by { $due }: times, cause, actions, why it was not prevented, measures with dates and owners.
on-contractor-opened = A failure on contractor is opened: { $contractor }, contract { $contract }.
on-contractor-times =
    Times of the failure. Began: { $began }. Restored: { $restored }.
    Handed over: { $handed }, delivered: { $delivered }, received: { $received }, handed back: { $back }.
on-contractor-times-changed =
    The times are corrected. Began: { $began }. Restored: { $restored }.
    Handed over: { $handed }, delivered: { $delivered }, received: { $received }, handed back: { $back }.
on-contractor-never = never
on-contractor-objection = The contractor objects: { $text }
on-contractor-dropped = Withdrawn: the failure is not on the contractor.
on-contractor-reopened = Closed by hand, but the report of the mass failure is still owed, by { $due }. The record is open again.
on-contractor-reopened-unread = Closed by hand, but the report is not accepted yet (it was due by { $due }). The record is open again.
on-contractor-closed-by-hand = { $desk } · { $service }: the record of the failure on contractor ({ $contractor }, contract { $contract }) was closed by hand. The report is not accepted, the record is open again.
on-contractor-report =
    Report of the mass failure:
    { $text }
on-contractor-report-lacking =
    Report of the mass failure, it lacks:{ $parts }
    { $text }
on-contractor-report-refused = The report is not accepted: { $reason }
on-contractor-report-lost = The file sent as the report could not be kept; the report is owed again.
on-contractor-report-overdue = The report of the mass failure is overdue: it was due by { $due }.
on-contractor-done = The report is accepted. Closed.
contractor-not-covered = { $desk }: a contractor is at fault, but no contract covered { $fault } on { $day }. No failure on contractor is opened.

# The report of the mass failure.
contractor-report-asked =
    { $desk } · { $service }, the failure of { $began }: a report of the mass failure is due by { $due }.
    Send it here in one message, each part on a line of its own:
    /report
    Times: when it began, was handed over, restored
    Cause: …
    Actions: …
    Why it was not prevented: …
    Measures: what, by which date, owner
contractor-report-not-owed = { $desk } · { $service }: the report of the mass failure is not needed any more.
contractor-report-recorded = { $desk } · { $service }: the report is recorded and will be looked at.
contractor-report-in =
    { $desk } · { $service }: the report of the mass failure has come from { $contractor }, contract { $contract }.
    { $text }
    Accept: { $desk } /accept-report. Refuse: { $desk } /refuse-report REASON.
contractor-report-in-lacking =
    { $desk } · { $service }: the report of the mass failure has come from { $contractor }, contract { $contract }. It lacks:{ $parts }
    { $text }
    Accept: { $desk } /accept-report. Refuse: { $desk } /refuse-report REASON.
contractor-report-unread = { $desk } · { $service }: the report of { $contractor } (contract { $contract }) waits for your word: /accept-report or /refuse-report REASON.
contractor-report-accepted = { $desk } · { $service }: the report of the mass failure is accepted.
contractor-report-refused = { $desk } · { $service }: the report of the mass failure is not accepted: { $reason }. Send another: /report TEXT.
contractor-report-lost = { $desk } · { $service }: the file { $contractor } sent as its report of the mass failure, contract { $contract }, could not be kept and has no words beside it. The report is owed again.
contractor-report-overdue = { $desk } · { $service }: the report of the mass failure was due by { $due }. Send it: /report TEXT. Reminder { $times }.
contractor-report-overdue-head = { $desk } · { $service }: no report of the mass failure from { $contractor }, contract { $contract }. It was due by { $due }, reminder { $times }.
ask-report-lacks =
    The report lacks:{ $parts }
    Complete it and send it again: /report TEXT. Sent as it is, it is recorded as it is.
ask-report-file =
    The file is attached to the report. The bot cannot read it; not said in words:{ $parts }
    Send these parts: /report TEXT. If you do not, the report stays as it is.
report-part-times = times
report-part-cause = cause
report-part-actions = actions
report-part-prevention = why it was not prevented
report-part-measures = measures
report-part-measure_dates = dates of the measures
report-part-measure_owners = owners of the measures
owed-report = the report of the mass failure { $desk } ({ $service }) by { $due }: /report TEXT
owed-look-at-report = to look at the contractor's report of { $desk } ({ $service }), it was due by { $due }: /accept-report or /refuse-report REASON

# Refusals and questions.
act-look-at-report = Accepting or refusing a contractor's report
refused-not-handed-over = Nothing is handed to you now.
refused-nothing-of-yours = You have no part in this incident.
refused-no-report-owed = No report of a mass failure is expected from you for this record.
refused-file-large = File "{ $file }" is not taken: { $size } MB, up to { $largest } MB are. Its name and size are recorded; send a smaller one or a link.
refused-file-kind = File "{ $file }" is not taken: it runs when it is opened. Its name is recorded; send text, a table, a picture or an archive.
refused-file-macros = File "{ $file }" is not taken: it is a document with macros. Its name is recorded; save it without macros (docx, xlsx) or as PDF and send that.
refused-file-many = File "{ $file }" is not taken: this incident keeps as many files as it may. Its name is recorded; send a link, or several as one archive.
refused-no-report-in = There is no report for this record that waits for your word.
refused-correct-hand-back = Accepting a hand-back is not corrected: the time stopped by it, and the contractor was told.
already-handed-back = It is recorded that you hand it back: the duty engineer has the word.
already-report-accepted = The report is accepted already.
ask-hand-back-why = Why do you hand it back? Write: /handback WHY

# Timeline.
event-not_covered = A contractor is at fault, but no contract covered { $service } on { $day }
event-contractor-handed_over = { $by }: handed to the contractor { $contractor }
event-contractor-delivered = The hand-over to { $contractor } was delivered { $at }: { $to }
event-contractor-requested = { $by }: the contractor asks. { $text }
event-contractor-met = { $by }: the contractor's request is answered. { $text }
event-contractor-handed_back = { $by }: the contractor hands it back. { $text }
event-contractor-back_accepted = The work of { $contractor } is accepted, its time stopped { $at }{ $owner }
event-contractor-back_refused = { $by }: the work of { $contractor } is not accepted
event-contractor-withdrawn = The hand-over to { $contractor } is taken back
event-contractor-objected = { $by }: the contractor objects. { $text }
event-contractor-suspected = The contractor { $contractor } is suspected, at fault { $service }: the shift head decides
event-contractor-declined = { $by }: no failure on contractor ({ $contractor }) is opened
event-contractor-opened = A failure on contractor is opened: { $contractor }, at fault { $service }, report due by { $at }
event-contractor-recorded = Failure on contractor: record { $desk }
event-contractor-dropped = The failure on contractor ({ $contractor }) is withdrawn
event-contractor-closed_by_hand = The record of the failure on contractor ({ $contractor }) was closed by hand
event-contractor-edited_by_hand = The record of the failure on contractor ({ $contractor }) was changed by hand
event-contractor-report_doubted = { $by }: the report is incomplete, the bot asked back. It lacks:{ $parts }
event-contractor-report_given = { $by }: report of the mass failure{ $lacks }. { $text }
event-contractor-report_accepted = { $by }: the report of { $contractor } is accepted
event-contractor-report_refused = { $by }: the report of { $contractor } is not accepted. { $reason }
event-contractor-report_lost = The file { $by } sent as the report of { $contractor } could not be kept: it is owed again
event-contractor-report_chased = The report of { $contractor } is overdue, reminder { $times }{ $to }
event-contractor-report_unread = The report of { $contractor } waits for the shift head's word{ $to }
timeline-accepted-by = , accepted by { $person }
timeline-lacks = , it lacks:{ $parts }

# In the report (full view) and on pages.
report-delivered = Delivered
report-handed-back = Handed back
report-back-offered = { $at }, not accepted
report-back-done = { $at }, done
report-back-returned = { $at }, returned
report-withdrawn = Hand-over taken back
report-clock-held = Time held by the contractor, counts
report-clock-paused = Waited for us
report-clock-waiting = Outside service hours
report-on-contractor = Failure on contractor
report-on-suspected = suspected, at fault { $service }, record { $record }
report-on-declined = not opened, at fault { $service }, record { $record }
report-on-opened = opened, at fault { $service }, record { $record }
report-on-over = was opened, report accepted, at fault { $service }, record { $record }
report-on-dropped = withdrawn, at fault { $service }, record { $record }
report-mass-due = Report of the mass failure by
report-mass = Report of the mass failure
report-mass-given = has come, waits for the shift head's word
report-mass-accepted = accepted
report-mass-refused = not accepted
report-mass-came = Report sent by
report-mass-lacks = The report lacks
report-mass-term = Term of the report
report-claimable = May be claimed, in the contract's currency
report-claimable-working = { $sum } = { $fixed } (fixed, terms missed: { $terms }) + { $shares } (share, units begun: { $units }, a unit: { $per }), at most { $ceiling }
report-per-hour = hour
report-per-day = day
report-request-at = Request
report-request-by = Asked by
report-request = What is needed
report-request-met = Answered
report-objection-at = Objection
report-objection-by = Objected by
report-objection = Words

# The page of contractors.
pages-contractors-short = Contractors
pages-contractors-title = Contractors
pages-contractors-explained = A contractor's time from the delivered hand-over to the accepted hand-back, terms of the contract, overruns and reports. Contractors do not see this page.
pages-contractors-none = None of the latest incidents was handed to a contractor or opened on one.
pages-contractors-open = Time runs
pages-contractors-owed = A report, or a word on it, is owed
pages-contractors-rest = The rest
pages-contractors-clock = Time
pages-contractors-since = since
pages-contractors-runs = runs
pages-contractors-paused = stands, the answer is ours
pages-contractors-waiting = stands, outside service hours
pages-contractors-stopped = stopped
pages-contractors-undelivered = does not run yet: the hand-over is not delivered
pages-contractors-requests = Requests
pages-contractors-objections = Objections
