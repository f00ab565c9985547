# What Nabat writes into the service desk's record.

desk-recorded-only = { $priority }: Nabat keeps this record and does not lead it. It will if the priority becomes P1 or P2.
desk-merged = The same failure as another record, which Nabat leads. This one is closed so that there are not two.
desk-closed-with-parent = The failure of "{ $service }" was closed with the incident whose chat it was led in.
desk-claimed-restored = "{ $service }" was restored { $at }. It is being checked.
desk-restored-otherwise = Corrected: "{ $service }" was restored { $at }.
desk-withdrawn = The check failed: "{ $function }" does not work. The failure goes on.
desk-failed-again = After it was verified, "{ $function }" does not work again since { $at }. The failure goes on with a second interval.
desk-closed-by-hand =
    Record { $desk } was closed in the service desk, but the incident is not over: the record is opened again. Waiting for: { $missing }
desk-reopened =
    The incident is not over, the record is open again. A decision in the chat will close it. Waiting for: { $missing }
desk-report-published = Report: { $address }
desk-closed-by-hand-linked =
    Record { $desk } ("{ $service }") was closed in the service desk, but its failure is led in this chat: the record is opened again and will be closed with this incident.
desk-reopened-linked =
    The failure is led in the chat of another incident, the record is open again. It will be closed with that one.
desk-closed-by-hand-duplicate =
    Record { $desk } was closed in the service desk, but nobody has said yet whether it is the same failure: the record is opened again.
desk-reopened-duplicate =
    The record is open again: the chat has not answered yet whether it is the same failure.
desk-scope = Where the failure is felt: { $scope }

# The record of a failure that monitoring told of. Its title are the alert's own words, unless they were erased.
record-title = { $service }: monitoring tells of a failure
record-text =
    Monitoring told of it: { $service } ({ $functions }). It began { $began }, it was registered { $registered }, priority { $priority }.
    Incident { $incident }: { $address }
record-alert = The alert: { $alert }

problem-title = { $service }: { $summary }
problem-text =
    Created for incident { $desk }, service "{ $service }".
    { $summary }
