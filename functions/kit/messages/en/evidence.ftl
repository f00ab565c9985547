# What stands at the front of an evidence pack.

evidence-readme =
    What this is: the record of one incident, as Nabat kept it while it happened.

    MANIFEST.txt: which incident, as of which event, signed when and by which key; SHA-256 of every other file.
    MANIFEST.sig: the Ed25519 signature of MANIFEST.txt. public-key.pem: the key it is checked with.
    journal/events.jsonl: every event, one a line. Each names the SHA-256 of the line before it (without the line end), so that none can be changed, taken out or put in unnoticed.
    journal/hashes.txt: the hash of each event. journal/texts.json: typed words; events hold SHA-256 over salt and text. Words erased on request are not there, and the journal holds without them.
    people.json: who the ids in the events are.
    clocks.json: stages against their budgets, outages, the contractor's clock: held by it, paused, waiting.
    contracts.json: the terms in force. overruns.json: what lies over them, and what may be claimed, with the working.
    report/: the report, every published revision and the last, in full and redacted. contractor/: what the contractor handed in.
    findings/: the samples of monitoring behind the findings, and their charts.
    files/: what was posted in the chat, as it was posted; the journal holds SHA-256 of each. files.json: whose, when, how large. A file erased on request is not there.
    heads/: lists signed day by day in which this journal's last event of the day stands.

    To check it without a network: nabat verify FILE.zip --key KEY, where KEY came by another way than this file. When the incident was closed, the hash of its last event was written into the service desk's record: nabat verify FILE.zip --head HASH looks for it.
    Without Nabat: openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in MANIFEST.txt -sigfile MANIFEST.sig, then compare the hashes.
    A qualified signature, where one is wanted, is made over MANIFEST.txt and kept beside this file, not in it.
