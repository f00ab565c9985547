# The report's page. Names of columns and facts stand alone.

report-title = Report on incident { $desk }: { $service }
report-title-drill = Report on drill { $desk }: { $service }
report-drill = This was a drill. It is outside all figures.
report-annulled = False alarm: the incident is annulled and outside all figures ({ $by }). Reason: { $reason }
report-goes-on = The incident is not closed yet, stage: { $stage }. This page will be revised.

report-summary = Summary
report-facts = What failed
report-stages = Stages against budgets
report-outages = Outage intervals
report-timeline = Timeline
report-people = People
report-related = Related services
report-others = Other incidents in the same chat
report-findings = Findings in monitoring
report-actions = Actions of the runbook
report-contractor = The contractor's part
report-waivers = Steps waived
report-corrections = Corrections
report-decision = Decision
report-journal = Journal

# What failed.
report-words = In the service desk's words
report-description = Details
report-service = Service
report-criticality = Class of the service
report-priority = Priority
report-functions = Does not work
report-scope = Scope
report-users = Users affected
report-users-unknown = unknown
report-user-minutes = User-minutes
report-users-worst = up to { $users } ({ $low } to { $high }) at { $at }{ $beside }
report-began = Began
report-registered = Registered
report-restored = Restored
report-not-restored = not yet
report-closed = Closed
report-not-closed = not yet
report-outage = Outage for users
report-team-called = Team called
report-team-answered = Team answered
report-desk = Record
report-procedure = Procedure
report-to-record = Open the service desk's record
report-moment = { $day }, { $clock }

# Columns.
report-stage = Stage
report-whole = Whole incident
report-ended = Ended
report-actual = Actual
report-budget = Budget
report-against-budget = Against budget
report-within = within
report-over = over by { $over }
report-lasts = goes on
report-function = Function
report-length = Lasted
report-happened = When
report-recorded = Recorded
report-what = What
report-person = Who
report-roles = Roles
report-invited = Invited
report-left = Left
report-acted = Acts
report-unreachable = the messenger would not
report-not-invited = no
report-people-counted = Invited: { $invited }. Acted: { $acted }.
report-direction = Relation
report-consumer = consumer
report-consumer-hard = consumer, cannot work without it
report-supplier = supplier
report-supplier-hard = supplier, cannot be done without
report-owner = Owner
report-at-start = At the start
report-afterwards = After restoration
report-silent = no answer
report-not-asked = not asked
report-not-asked-many = Too many to ask: { $services }.
report-standing = Standing
report-step = Step
report-owed-by = Owed by
report-waived-by = Waived by
report-at = When
report-reason = Reason
report-was = Was
report-is = Is
report-corrected-by = Corrected by
report-failing = { $service } ({ $functions })
report-waived = step waived
report-not-given = not given
report-to-monitoring = Look at it in monitoring

# The contractor's part.
report-contractor-name = Contractor
report-contract = Contract
report-handed-over = Handed over
report-by-at = { $by }, { $at }
report-said-by-at = { $said } ({ $by }, { $at })
report-reaction = Reaction
report-restoration = Restoration
report-reaction-before = Reaction, earlier hand-over
report-restoration-before = Restoration, earlier hand-over
report-term = { $actual } of { $allowed } allowed: { $against }

# The decision and the journal.
report-decided = Decision
report-decided-by = Taken by
report-problem = Problem
report-to-problem = Open the problem
report-journal-events = Events
report-journal-head = Hash of the last

# The redacted view: in place of a name and of typed words.
report-somebody = somebody without a role
report-words-withheld = (not shown here)
report-search = Around "{ $service }" up to { $until }, the most suspicious first.
report-search-none = Around "{ $service }" up to { $until } nothing stands out.
