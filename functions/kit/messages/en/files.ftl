# Files posted in an incident's chat.

file-not-kept-empty = { $who }, the file "{ $file }" is not kept: it is empty. Send it once more, or write it as text.
file-not-kept-large = { $who }, the file "{ $file }" is not kept: it is larger than { $largest } MB. Send a smaller one, in parts, or a link.
file-not-kept-macros = { $who }, the file "{ $file }" is not kept: there are macros in it, or its ending hides what it is. Save it without macros (docx, xlsx) or as PDF and send that.
file-not-kept-runs = { $who }, the file "{ $file }" is not kept: it runs when it is opened. Send text, a table, a picture or an archive.
file-not-kept-gone = { $who }, the file "{ $file }" is not kept: the messenger does not have it any more. Send it once more.

# Why, in a list.
file-why-empty = it is empty
file-why-large = it is too large
file-why-macros = it has macros in it
file-why-runs = it runs when it is opened
file-why-gone = the messenger did not have it any more

file-size-bytes = { $number } B
file-size-kilobytes = { $number } KB
file-size-megabytes = { $number } MB

event-file-posted = { $by } posted file { $number }: { $name }
event-file-kept = File { $number } is kept, { $size }, SHA-256 { $hash }
event-file-not-kept = File { $number } is not kept: { $why }

report-files = Files posted in the chat
report-number = No.
report-file = File
report-file-by = Posted by
report-file-size = Size
report-file-hash = SHA-256
report-file-not-kept = not kept: { $why }
report-file-waits = not fetched yet

pages-files = Files
pages-file-open = Save the file { $name }
pages-file-erased = erased
desk-files = Files

# What is written beside a file on the desk's record.
desk-file = File from the chat: { $name }, { $size }, posted by { $by }. SHA-256 { $hash }. It is kept at { $address }
