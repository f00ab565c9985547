# What Nabat writes into the service desk's record.
desk-recorded-only = Nabat: "{ $service }", { $priority }. Not high priority; it is recorded and left to the desk.
desk-claimed-restored = Nabat: "{ $service }" was restored { $at }; it is being verified.
desk-withdrawn = Nabat: the restoration did not hold, "{ $function }" does not work.
desk-closed-by-hand = Record { $desk } was closed by hand, but the incident is not over. Missing:{ $missing }
desk-reopened = Nabat: the record was closed by hand, but the incident is not over. Missing:{ $missing }
desk-merged = Nabat: this is the same failure, it is led under another record.
desk-closed-with-parent = Nabat: closed together with the incident this record is linked to.
problem-title = "{ $service }": { $summary }
problem-text = Problem of incident { $desk }, service "{ $service }". { $summary }
