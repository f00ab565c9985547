# Rules of the chat, help and status.

rules =
    { $priority } incident: "{ $service }", record { $desk }
    1. The bot asks one thing at a time, of whoever owes the step.
    2. Answer with a button, a reply or a sentence: "accepted", "restored 14:32", "does not work".
    3. Times: "now", "14:32", "10 minutes ago".
    4. What is expected of you: /help. How it stands: /status.
    5. Correct: /correct STEP VALUE; REASON. Hand the shift over: /handover PERSON, the new one writes "taking over".
    6. The shift head waives what is not needed, /waive STEP REASON, and answers for others, /for STEP TEXT.
    7. No personal or medical data: no patients' names, policy numbers or SNILS. Work contacts are fine.
    8. The shift head's decision closes the incident once every step is done. Closing the desk's record does not.
rules-drill =
    DRILL. Everything as in a real failure, outside the figures.
    { rules }

help-owed =
    Expected of you: { $prompts }
    Reply to the message that asks: with a button or in words. Times: "now", "14:32", "10 minutes ago".
    A command does as well: /answer STEP TEXT
    { help-commands }
    The stage is "{ $stage }".
help-offered =
    The role "{ $role }" is being handed to you: write "taking over", until then the one before you answers.
    Expected of you besides: { $prompts }
    { help-commands }
    The stage is "{ $stage }".
help-others-owe =
    Nothing is expected of you now. The stage is "{ $stage }". Waiting for: { $others }
    If you learn something, write it here: "restored 14:32", "does not work".
    { help-commands }
help-nothing-owed =
    Nothing is expected of you now. The stage is "{ $stage }".
    If you learn something, write it here: "restored 14:32", "does not work".
    { help-commands }
help-no-incident =
    No incident with you in it is open now, so there is nothing to record this in.
    Once one begins that needs you, you are called here and into its chat. The page "Now" shows what goes on.
help-commands =
    /status — the incident's card
    /correct STEP VALUE; REASON
    /handover ROLE PERSON — hand the shift over, /takeover — take it
    /change service=… functions=… scope=… — what is down and where
    /priority P1 REASON
    For the contractor: /request WHAT YOU NEED, /handback WHY, /objection WORDS, to the bot directly /clock and /report TEXT
    /search SERVICE TIME — monitoring once more, /mark NUMBER cause (noise, not now)
    /action NAME — an action of the runbook
    For the shift head: /for STEP TEXT, /waive STEP REASON, /problem NUMBER. For the process manager: /annul REASON. Either: /restrict REASON, /unrestrict REASON.

status = The card shows how it stands: it is pinned in the chat.
status-stage = Incident { $desk }: stage "{ $stage }".
