# What the bot tells the one who answered: a question back, "recorded", "already so".

# How the bot addresses a person in the chat.
reply =
    → { $who }
    { $message }

ask-time-missing = There is no time in it. Write, for example, "14:32", "10 minutes ago", "now".
ask-time-before-beginning =
    { $at } is before the failure began. Write a later time; one that has not come yet, once it has.
    If it began earlier, correct that first: /correct began TIME; REASON.
ask-time-too-long-ago = { $at } was more than 12 hours ago. If that is right, reply with the date: "{ $at }".
ask-time-in-future = { $at } has not come yet. Write a time that has passed.
ask-time-not-on-the-clock = No clock shows that time. Write, for example, "14:32".
ask-time-two = There are two times in it: { $first } and { $second }. Write one.
ask-began-after-restored = It cannot have begun after it was restored, and that was { $at }. Write an earlier time.

ask-accept = Do you take it? Write "accepted".
ask-choice = It is not clear which one. Reply with one of: { $choices }.
ask-scope = Where is it down? Write "everywhere", or names of organisations, comma between.
ask-scope-partly = Known: { $organisations }. The rest was not understood, so nothing is recorded. Name organisations by id or name, comma between.
ask-scope-none-known = The product has no organisations in its catalogue, so none can be named. Write "everywhere"; the administrator adds organisations (organisations.yaml).
ask-service = The catalogue has no such service. Write its name and "certain" or "probably".
ask-service-several = Several services are named: { $services }. Write one.
ask-problem = A problem's number is needed, such as "PRB-17".
ask-degraded-word = What works badly? Reply in a few words; if there is nothing to add, repeat the answer.
ask-shorter = That is too long to be understood as an answer. Answer in a few words; a log is best attached as a file.
ask-text-short = That is short, others may not understand it. Write a little more; if there is nothing to add, repeat it and it is taken as it is.
ask-reason = A reason is needed, a few words will do. Repeat the command with it.
ask-change =
    What is to change? Write: /change service=ID functions=ID,ID scope=all
    What the command leaves out stays as it is.
ask-which =
    This answers more than one question: { $prompts }
    Reply to the very message that asks.
ask-which-incident =
    You have several incidents open:{ $incidents }
    Which one is it about? Say it again beginning with the number, such as: { $desk } restored 14:32. Or reply to the question's own message.
incident-named = { $desk } · { $service }
ask-is-it-the-answer = { $step }: shall this be the answer? Press below, or reply to this message "yes" or "no".
button-yes = Yes
button-no = No
ask-correct-instead =
    { $step }: already on record ({ $by }, { $at }).
    To change it: /correct { $instance } VALUE; REASON
ask-command-incomplete =
    The command lacks something. Write it so: { $command ->
        [answer] /answer STEP TEXT
        [for] /for STEP TEXT
        [waive] /waive STEP REASON
        [correct] /correct STEP VALUE; REASON
        [handover] /handover ROLE PERSON
        [change] /change service=ID functions=ID,ID scope=all
        [priority] /priority P2 REASON
        [annul] /annul REASON
        [problem] /problem NUMBER
        [request] /request WHAT YOU NEED
        [objection] /objection WORDS
        [refuse-report] /refuse-report REASON
       *[other] /{ $command }
    }

already-done = It already is so.
already-registered = This record is registered already.
already-answered = That is on record already: { $step } ({ $by }, { $at }).
already-waived = This step was waived, no answer is needed.

reply-recorded = Recorded: { $step }.
reply-changed = Changed.
reply-corrected = Corrected. The old value is kept too.
reply-waived = The step is waived.
reply-handover-offered = Offered. Until it is taken, the first holder answers.
reply-not-the-answer = Fine, that was just talk.
reply-restored-partly = Recorded. Still down: { $rest }.
reply-search = Searching around "{ $service }" up to { $until }.
ask-search-moment = Up to which moment? Like this: /search SERVICE 14:30, at most thirty days ago.
reply-action = Doing it: { $action }. What comes of it will stand here.
ask-action = Which one? Like this: /action NAME.{ $actions }
ask-mark = Say by a button or so: /mark 1 cause, /mark 2 noise, /mark 3 not now.
