# How long it took, short: "40 s", "12 min", "1 h 05 min", "2 days 3 h".
# minutes of length-hours are a text of two digits.

length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $hours } h { $minutes } min
length-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    } { $hours } h
