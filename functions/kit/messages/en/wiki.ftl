# The built-in wiki: pages.

wiki-title = Reports
wiki-none = There are no reports yet. One is published once the duty engineer has given the summary.
wiki-to-pages = All reports
wiki-page = Report
wiki-product = Product
wiki-revision = Revision
wiki-changed = Revised
wiki-revisions = Revisions
wiki-revision-number = Revision { $number }
wiki-made = First published
wiki-old = This is revision { $number }, not the last one.
wiki-to-last = Open the last one
wiki-full = Full view
wiki-redacted = Without names
wiki-views = Views
wiki-printed = Revision { $number }, { $at }
wiki-what-changed = What changed
wiki-no-words = Nothing but times and the journal's head.
wiki-compare = Lines that changed
wiki-first = The first revision.
wiki-compared = Revision { $number } against { $before }
wiki-same = In this view no line changed.
wiki-chart-mark = what it is about
wiki-not-found = There is no such page, or it is not for you to see.
wiki-sign-in = You are not signed in. Open the sign-in link you were given.

# Wikis of others.
wiki-section = What stands between these marks Nabat writes anew; write above or below.
