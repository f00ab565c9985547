# The screen "now".
now-title = Now
now-count = { $count ->
    [0] Nothing is down
    [one] { $count } failure now
   *[other] { $count } failures now
}
now-refused = { $count ->
    [one] { $count } registration was refused: nobody leads that failure
   *[other] { $count } registrations were refused: nobody leads those failures
}
now-none = No failure is being led now.
now-last = The last failure was closed
now-all = All incidents
now-touches = Touches
now-beside = In the same chat
now-lasts = Lasts
now-holder = Held by
now-doing = What is being done
now-contractor = with the contractor: { $contractor }
now-late = late by { $length }

# What is late.
overdue-title = Overdue
overdue-short = Overdue
overdue-counted = { $count ->
    [0] Nothing is overdue.
    [one] { $count } thing is overdue, drills not counted.
   *[other] { $count } things are overdue, drills not counted.
}
overdue-drills-alone = Nothing is overdue but things of drills: { $count }.
overdue-none = Everything was done in time.
overdue-column-record = Record
overdue-column-what = What is owed
overdue-column-who = By whom
overdue-column-since = Was due
overdue-column-by = Late by
overdue-sort-step = step
overdue-sort-contractor = contractor
overdue-sort-report = contractor's report
overdue-sort-problem = problem
overdue-sort-decision = committee's decision
overdue-fix = the fix
overdue-minutes = { $minutes } min
overdue-hours = { $hours } h { $minutes } min
overdue-days = { $days } d { $hours } h
