# What the search of monitoring found. Numbers come as short texts.

finding-up = { $service }, { $series }: { $now }, usually { $usual }; { $far } times its usual spread, since { $since }
finding-down = { $service }, { $series }: down to { $now }, usually { $usual }; { $far } times its usual spread, since { $since }
finding-before = it went as far before ({ $before } times its spread)
finding-season-day = held against the same hour a day earlier
finding-season-week = held against the same hour a week earlier
finding-nothing = Nothing stands out: no series left its usual by much.
finding-vanished = { $service }, { $series }: no samples since { $since }
finding-new = { $service }, { $series }: new since { $since }
finding-coverage =
    { $series ->
        [one] { $series } series read
       *[other] { $series } series read
    }, { $measured } measured, { $sparse } with too few samples, { $vanished } gone, { $new } new.
finding-symptom = { $service } is what users meet first: it shows the failure, it is not ranked.

finding-missing-query = Not read: { $query }: { $reason }
finding-missing-limit =
    { $series ->
        [one] { $series } series was left out for the limit.
       *[other] { $series } series were left out for the limit.
    }
finding-missing-service = Monitoring knows nothing of { $service }.
finding-missing-warning = Monitoring warns: { $reason }

chart-usual = usual
chart-suspected = suspected
chart-began = began

finding-series = { $service }, { $series }
finding-missing-source = Monitoring did not answer: { $reason }
finding-missing-more = Not read besides: { $count } more.
finding-with = { $finding }; { $note }
finding-plain = { $finding }{ $marked }
finding-numbered = { $number }. { $finding }{ $marked }{ $address }
finding-marked = {" "}[{ $mark }: { $who }]
finding-earlier = last time ({ $desk }, { $at }) it was called: { $mark }
finding-address = {"\u000A"}  { $address }

findings =
    Monitoring around "{ $service }" up to { $until }, the most suspicious first:{ $findings }
    Besides:{ $rest }
    Which of it is the cause, say by a button or so: /mark 1 cause (noise, not now). Search anew: "again", /search SERVICE TIME.
findings-none =
    Monitoring around "{ $service }" up to { $until }: nothing stands out.{ $findings }{ $rest }
    Search anew: "again", /search SERVICE TIME.
findings-unasked =
    Monitoring around "{ $service }" up to { $until } could not be looked at.{ $findings }{ $rest }
    The incident goes on without it. Search anew: "again".
findings-button = { $number }: { $mark }

choice-finding-cause = cause
choice-finding-noise = noise
choice-finding-not_now = not now
findings-file = Monitoring, { $service }
