# Reliability: the page, its methodology, the same as a file.
reliability-short = Reliability
reliability-title = Reliability
reliability-period = From { $from } to { $to }, the last day not included ({ $zone })
reliability-method-link = How it is counted

reliability-from = From
reliability-to = To, not included
reliability-target = Target
reliability-by = Weak places by
reliability-show = Show
reliability-by-service = Service
reliability-by-function = Function
reliability-by-contractor = Contractor
reliability-by-class = Class

reliability-fact = Fact
reliability-reliability = Reliability
reliability-failure = Failure, h:min
reliability-counted = Counted, h:min
reliability-between = Between failures in the mean, h:min
reliability-repeats = Repeats

reliability-allowed = Allowed failure time, h:min
reliability-plan = Plan
reliability-forecast = Forecast
reliability-spent = Spent
reliability-left = Left
reliability-burn-rate = Burn rate
reliability-exhausted = The last of it was spent on { $day }.
reliability-exhausted-ahead = At this pace the last of it is spent on { $day }.
reliability-exhausted-never = At this pace it lasts to the end of the period.

reliability-months = Plan, fact and forecast by month
reliability-months-explained = Bars are the failure time of each month, the line across is what the target allows. The table says the same.
reliability-month = Month
reliability-month-name = { $month ->
    [m1] January
    [m2] February
    [m3] March
    [m4] April
    [m5] May
    [m6] June
    [m7] July
    [m8] August
    [m9] September
    [m10] October
    [m11] November
   *[m12] December
} { $year }

reliability-weak = Weak places
reliability-weak-explained = Alone: what would vanish had it never failed. Share: every moment split equally among those failing in it; the shares sum to the product's failure time.
reliability-outages = Outages
reliability-own = Failed, h:min
reliability-exclusive = Alone, h:min
reliability-shared = Share, h:min
reliability-availability = Availability
reliability-part = Part of the whole
reliability-none = No failures in this period.
reliability-unknown = not known
reliability-more = And { $count } more.

reliability-week = The week
reliability-week-explained = Failure time by weekday and hour of the product's clock; the darker, the more.
reliability-weekday = Weekday
reliability-weekday-0 = Mon
reliability-weekday-1 = Tue
reliability-weekday-2 = Wed
reliability-weekday-3 = Thu
reliability-weekday-4 = Fri
reliability-weekday-5 = Sat
reliability-weekday-6 = Sun

reliability-outages-merged = Failures, newest first
reliability-began = Began
reliability-restored = Restored
reliability-length = Length, h:min
reliability-incidents = Incidents
reliability-fingerprint = Fingerprint of the interval list:

reliability-method-title = How reliability is counted
reliability-method-interval = Outage interval
reliability-method-interval-text = Belongs to a service and a function, from the first moment without it, included, to the first moment with it again, not included. Integer milliseconds, UTC inside.
reliability-method-counted = What counts
reliability-method-counted-text = Confirmed high-priority incidents with at least one function unavailable, whoever is at fault, and imported histories. Drills, annulled and recorded-only incidents do not count. What lasts counts up to now.
reliability-method-share = Reliability
reliability-method-share-text = One minus the length of the union of all outage intervals within the period, over the length of the period. Overlaps count once. Availability of a service or a function is the same over its own intervals.
reliability-method-works = Planned works
reliability-method-works-text = Works announced before they began leave both sides of the share where the policy excludes them. What overran its announcement is failure.
reliability-method-edges = Edges
reliability-method-edges-text = Days, weeks, months, quarters and years begin at midnight of the product's zone, changes of clocks included.
reliability-method-allowed = Allowed failure time
reliability-method-allowed-text = One minus the target, times the period. The burn rate is the share of it spent over the share of the period passed: at 1 the last of it is spent when the period ends.
reliability-method-shared = Alone and share
reliability-method-shared-text = Alone is what would vanish had the service never failed. The share splits every moment equally among the services failing in it. Shares are rounded once, to the millisecond, by largest remainder, and sum to the union.
reliability-method-repeats = Repeats
reliability-method-repeats-text = Another incident of the same service and function began in the 30 days before.
reliability-method-recount = Counting again
reliability-method-recount-text = The fingerprint is SHA-256 over one line an interval of the union, in order of time: beginning and end in milliseconds since 1970, a space between, a line feed after.
reliability-method-example = Worked example: Moscow, June
reliability-method-example-interval = Interval
reliability-method-example-day = Day
reliability-method-example-A = a day in June
reliability-method-example-B = the same day
reliability-method-example-C = another day in June; works announced for 02:00–04:00
reliability-method-example-D = from 31 May to 1 June
reliability-method-example-not-counted = Not counted: a drill of 3 h, an annulled incident of 1 h, a recorded-only one of 5 h.
reliability-method-example-excluded = Works excluded: 4.5 h of 718 h, reliability 99.3733 %.
reliability-method-example-included = Works counted: 6.5 h of 720 h, reliability 99.0972 %.
reliability-method-example-shares = A and B: alone 1 h, share 1.5 h each; C 1 h (3 h if works count), D 0.5 h. The shares sum to 4.5 h (6.5 h).

# What is posted on schedule.
digest =
    { $title } { $from } – { $to }: { $fact }, plan { $plan }.{ $lines }
    { $page }
digest-week = Reliability, week
digest-month = Reliability, month
digest-none = no failure that counts
digest-failure = failure time { $failure }
digest-outages = outages: { $outages }, led by Nabat: { $led }, repeats: { $repeats }
digest-weak = weak place: { $service }, its part { $shared }, alone { $exclusive }
digest-year = since the year began { $fact }
digest-left = of the year's allowed failure time { $left } left
digest-over = the year's allowed failure time is overspent by { $over }
digest-runs-out = at this pace it runs out on { $day }
committee-announced =
    { $name } meets on { $meets }. { $subject }
    { $page }
committee-announced-problems = On the agenda: overdue problems, those that came back, known errors to accept.
committee-announced-reliability = On the agenda: services with repeats, and what was decided about them.
