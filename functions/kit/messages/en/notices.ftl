# Notices to those who are not in the chat. The first line is the subject; below it one of three texts:
# -engineers for those who mend, -managers for those who answer, -callers to be read out to callers.

notice-began = Failure: { $service } ({ $priority }, { $desk })
notice-began-engineers =
    { $priority } failure: “{ $service }”, record { $desk }.
    Lost: { $functions }
    Scope: { $scope }
    Began: { $began }
    Led by: { $who }
    { $page }
notice-began-managers =
    { $priority } failure: “{ $service }”.
    Users cannot: { $functions }
    Scope: { $scope }
    Since { $began }. Led by: { $who }. Next word at { $next }.
    { $page }
notice-began-callers = Since { $began } this does not work: { $functions }. Where: { $scope }. Specialists are on it, there is no need to call again. Next word at { $next }.

notice-update = Failure goes on: { $service } ({ $desk })
notice-update-engineers =
    { $priority } failure: “{ $service }”, record { $desk }. Stage: { $stage }
    { $who } leads: { $word }
    Lost: { $functions }. Scope: { $scope }
    Next word: { $next }
    { $page }
notice-update-managers =
    “{ $service }” has been down since { $began }, stage: { $stage }.
    Users cannot: { $functions }. Scope: { $scope }
    Led by: { $who }. Next word at { $next }.
    { $page }
notice-update-callers = Still not working: { $functions }. Where: { $scope }. It is being worked on. Next word at { $next }.

notice-late = No news yet: { $service } ({ $desk })
notice-late-engineers =
    { $priority } failure: “{ $service }”, record { $desk }. The promised word did not come and was asked for again.
    Stage: { $stage }. Led by: { $who }
    { $page }
notice-late-managers =
    “{ $service }” has been down since { $began }, stage: { $stage }. The promised word did not come and was asked for again.
    Led by: { $who }
    { $page }
notice-late-callers = Still not working: { $functions }. Where: { $scope }. It is being worked on, no time can be given yet.

notice-corrected = Correction: { $service } ({ $desk })
notice-corrected-engineers =
    The failure was told as “{ $old_service }”: { $old_functions }.
    It is “{ $service }”: { $functions }. Record { $desk }, { $priority }
    { $page }
notice-corrected-managers =
    You were told that “{ $old_service }” failed ({ $old_functions }). That is corrected: it is “{ $service }”.
    Users cannot: { $functions }
    { $page }
notice-corrected-callers = A correction. Not working: { $functions }. You were told: { $old_functions }.

notice-start = Correction: { $service } ({ $desk })
notice-start-engineers =
    “{ $service }” has been failing since { $new }; you were told since { $old }. Record { $desk }, { $priority }
    { $page }
notice-start-managers =
    The failure of “{ $service }” began at { $new }, not at { $old } as you were told.
    { $page }
notice-start-callers = A correction. Not working since { $new }: { $functions }. You were told: since { $old }.

notice-restored = Restored: { $service } ({ $desk })
notice-restored-engineers =
    “{ $service }” was restored at { $at }, the failure lasted { $lasted }. Record { $desk }. It is being verified.
    { $page }
notice-restored-managers =
    “{ $service }” works again since { $at }, the failure lasted { $lasted }. It is being verified: if that fails, you will be told.
    { $page }
notice-restored-callers = Working again: { $functions }. Restored at { $at }.

notice-restored-otherwise = Correction: when { $service } was restored ({ $desk })
notice-restored-otherwise-engineers =
    “{ $service }” was restored at { $at }, the failure lasted { $lasted }: that is corrected. Record { $desk }.
    { $page }
notice-restored-otherwise-managers =
    “{ $service }” works again since { $at }, the failure lasted { $lasted }: you were told another time, that is corrected.
    { $page }
notice-restored-otherwise-callers = A correction: restored at { $at }. Working: { $functions }.

notice-withdrawn = Taken back: { $service } is not restored ({ $desk })
notice-withdrawn-engineers =
    “Restored” is taken back: { $function } does not work. The { $priority } failure of “{ $service }” goes on since { $began }, record { $desk }.
    { $page }
notice-withdrawn-managers =
    We told you that “{ $service }” was restored. Verification failed: { $function } does not work. The failure goes on since { $began }.
    Led by: { $who }
    { $page }
notice-withdrawn-callers = What was said of restoration is not right. Still not working: { $function }. It is being worked on.

notice-failed-again = Failed again: { $service } ({ $desk })
notice-failed-again-engineers =
    { $function } does not work again since { $at }. The { $priority } failure of “{ $service }” was not closed yet, record { $desk }: a second interval.
    { $page }
notice-failed-again-managers =
    “{ $service }” was restored and verified, but { $function } does not work again since { $at }. The failure is led on.
    Led by: { $who }
    { $page }
notice-failed-again-callers = Not working again since { $at }: { $function }. It is being worked on.

notice-closed = Closed: { $service } ({ $desk })
notice-closed-engineers =
    The failure of “{ $service }”, record { $desk }, is closed. It began { $began }.
    { $page }
notice-closed-managers =
    The failure of “{ $service }” is closed. It began { $began }. The report is on the incident's page.
    { $page }
notice-closed-callers = Fully restored and verified: { $functions }.

notice-annulled = False alarm: { $service } ({ $desk })
notice-annulled-engineers =
    The failure of “{ $service }”, record { $desk }, was a false alarm.
    { $page }
notice-annulled-managers =
    You were told in error that “{ $service }” failed: it was a false alarm and counts in no figure.
    { $page }
notice-annulled-callers = What was said of a failure was wrong. Working: { $functions }.

notice-merged = The same failure: { $service } ({ $desk })
notice-merged-engineers =
    Record { $desk } of “{ $service }” is the same failure as { $other }. Follow { $other }.
    { $page }
notice-merged-managers =
    The failure of “{ $service }” in record { $desk } is the same as { $other }. You will hear of { $other }.
    { $page }
notice-merged-callers = Not available: { $functions }. This failure is known and being worked on.

# Calling somebody who does not answer in the chat: read out, or sent as a message.
called-out = { $to }, you are needed. { $priority } failure: “{ $service }”, record { $desk }. No answer from: { $role }. Open the chat and write “accept”.
called-out-holder = { $to }, you are needed. { $priority } failure: “{ $service }”, record { $desk }. You are on duty: { $role }. Open the chat and write “accept”.
called-out-fallback = { $to }, you are needed. { $priority } failure: “{ $service }”, record { $desk }. Nobody is on duty: { $role }. Open the chat and write “accept”.
called-out-in-room = { $to } does not answer in the chat ({ $role }): being called another way.
called-out-subject = You are needed: { $service } ({ $priority }, { $desk })
notice-word-withheld = the words are for those who take part

channel-topic = { $product }: notices of failures
