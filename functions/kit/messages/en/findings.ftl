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
