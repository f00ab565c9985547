# Users a failure takes away: expected at this hour less seen, with the range the usual's scatter leaves.

users-now = Users affected at { $at }: { $users } ({ $low } to { $high }){ $beside }
users-worst = Users affected: up to { $users } ({ $low } to { $high }) at { $at }{ $beside }
users-unknown = Users affected: unknown, { $why }{ $beside }
users-why-source = monitoring did not answer: { $reason }
users-why-no-sample = monitoring has no sample of this minute
users-why-no-history = there is too little history to say what is usual at this hour
users-organisation = { $organisation }: { $users }
users-silent = nothing is known of so many organisations: { $count }
users-elsewhere = more people than usual in the other organisations: { $count }
users-linked = without users of linked failures ({ $desks }): they are counted there, and some may miss both
users-uncounted = nobody counts the users of: { $functions }
users-line =
    { $post }
    { $users }

users-minutes = { $minutes } ({ $low } to { $high })
users-minutes-part = at least { $minutes } ({ $low } to { $high }) in { $known }; { $unknown } of the failure are unknown
users-minutes-unknown = unknown

# Actions of the runbook.
actions =
    What can be done (a button, or /action NAME):{ $actions }
action-line = { $id }: { $name }
action-taken = { $action }: taken, nothing was answered
action-answer = { $action }: { $text }
action-link = { $action }: { $address }
action-failed = { $action }: it did not work: { $reason }
action-why-status = it answered { $status }
action-why-unreachable = no answer ({ $reason })
action-why-refused = it must not be called so ({ $reason })
action-why-secret = secret { $secret } is not set, or signs nothing
action-why-gone = the configuration has no such action any more
action-why-no-monitoring = the product has no monitoring
action-why-monitoring = monitoring did not answer ({ $reason })
action-why-inside = something failed in Nabat, its operator has been told
action-table = { $action }:{ $rows }
action-table-empty = { $action }: monitoring has nothing to show
action-row = { $labels } = { $value }
action-more = and so many more: { $count }
