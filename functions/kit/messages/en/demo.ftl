# The demo: what invented people say and what the program prints.
demo-begins = Nabat: story no. { $seed }. Everything is kept in { $data }. The story has a clock of its own.
demo-ended = The story is over. Stages, minutes:seconds of those allowed:
demo-figures = Team called in { $called }, answered in { $answered }; the failure lasted { $outage }. { $events } events in the journal, head { $head }….
demo-report = The report: { $address }, revision { $revisions }
demo-runs-on = The pages are up and the clock runs on. Choose whom to play: { $address } (Ctrl-C ends it)
demo-runs-on-matrix = The clock runs on, another failure's chat is open on the homeserver. The pages: { $address } (Ctrl-C ends it)
demo-you-are = There you are { $name }: accept the invitation and answer the question.
demo-registration = Written: { $file }, with new tokens. On the homeserver, put it among app_service_config_files of homeserver.yaml and restart it; it must reach { $url }. Then run this command again.
demo-registered = "{ $service }" does not work, the clinics are calling
demo-accepted = accepted, looking into it
demo-restored = restored { $at }
demo-restored-early = restored 2 minutes ago
demo-works = works
demo-does-not-work = does not work, same error
demo-degraded = works, but slow
demo-take-over = taking over
demo-hand-over = /handover duty_engineer { $to }
demo-correct-began = /correct began { $at }; monitoring shows it began earlier
demo-waive-workaround = /waive workaround there is none, checked with first line
demo-text-changed = The gateway was updated in the evening, certificates changed at night, nothing else
demo-text-workaround = Reception writes on paper and enters it after restoration
demo-text-summary = The gateway's certificate expired and requests were refused; a new one was issued, the queue drained
demo-text-contractor_cause = On our side the database ran out of log space
demo-text-contractor_done = The volume was extended and the database restarted, we watch the space
demo-text-provided = Access is granted, the account is in the safe
demo-text-request = /request access to the database server
demo-objection = /objection access to the server was not given at once, that time is not ours
demo-report-empty = /report all fixed, details later
demo-report-whole =
    /report
    Times: handed over at night, taken at once, restored after 40 minutes
    Cause: the volume of the database log was full
    Actions: the volume was extended, the database restarted, booking checked
    Why it was not prevented: nobody watched the growth of the log
    Measures: an alert at 80 % by 2026-12-15, owner the contractor's engineer on duty
demo-report-accepted = /accept-report
demo-text-comment = The cause is known and removed, no repeat is expected
demo-word-1 = Reading the gateway's logs, next word in 15 minutes
demo-word-2 = Rolling the update back, next word in 10 minutes
demo-word-3 = Waiting for the database, next word in 20 minutes

# The problem: taken apart in days.
demo-cause-1 = The gateway's certificate expired and every request was refused
demo-cause-2 = Its renewal stood in one engineer's own calendar, and he was on leave
demo-cause-3 = Nobody keeps or checks the expiry dates of certificates
demo-fix-day = in 2 weeks
demo-text-evidence = The chart of refused requests in the incident report, the gateway's log of that night
demo-text-meanwhile = Issue a certificate by hand as instruction I-12 says and restart the gateway, it takes ten minutes
demo-text-change = CHG-204, a register of certificates and their automatic renewal
demo-text-lessons = Check the expiry dates of the other services, the service owner reports in a month
demo-problem = Problem { $problem }: { $exit }
