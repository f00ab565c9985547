# The built-in messenger: the pages of rooms.

messenger-bot = Nabat
messenger-direct = Nabat: direct messages
messenger-rooms = Chats
messenger-section-chats = Incident chats
messenger-section-direct = Direct messages
messenger-section-archived = Archive
messenger-no-rooms = You have not been invited to any chat yet. When you are, it will appear here by itself.
messenger-choose = Choose a chat from the list.
messenger-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
}
messenger-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
messenger-pinned = Pinned messages
messenger-messages = Messages of the chat
messenger-earlier = Show earlier ones
messenger-newest = To the latest messages
messenger-new-below = New messages ↓
messenger-to-rooms = To the list of chats

messenger-edited = edited
messenger-removed = The message was removed.
messenger-on-its-way = not delivered yet
messenger-not-taken = not taken
messenger-answer = Answer
messenger-edit = Edit
messenger-size-b = { $amount } B
messenger-size-kb = { $amount } KB
messenger-size-mb = { $amount } MB

messenger-message = Message
messenger-send = Send
messenger-attach = Attach a file, up to 10 MB
messenger-answering = Answer to:
messenger-changing = Changing a message
messenger-cancel = Cancel

messenger-lost = No connection to the server, trying again. What you typed will not be lost.
messenger-failed = Not sent: no connection to the server. Please try again.
messenger-archived = The chat is closed: it can be read but not written to.
messenger-empty = There is nothing to send.
messenger-too-long = Too much: a message may have 8000 characters, a file 10 MB.
messenger-not-yours = Only your own message can be changed.
messenger-no-room = There is no such chat, or you are not in it.
messenger-forged = The form is out of date or did not come from this page. Open the chat again and repeat.
messenger-sign-in = You are not signed in. Open the sign-in link you were given.
