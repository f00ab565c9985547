# Signing in, and the demo's choice of people.
sign-in-title = Sign in to Nabat
sign-in-button = Sign in
sign-in-used-up = This link no longer works
sign-in-new-link = A link works once and for a day. Ask the administrator for a new one: nabat token --person ID.
play-title = Whom do you play?
play-explained = Every person of the demo can be played. Open several in private windows to be several people at once.
play-button = Play
