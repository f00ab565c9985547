# `nabat check --live`: what is found out before the night, told to whoever runs it.

live-head = { $product }, by { $messenger }
live-builtin = the built-in messenger: everybody is there
live-can = the bot makes a chat, posts and pins
live-cannot-room = the bot cannot make a chat: { $why }
live-cannot-post = the bot cannot post: { $why }
live-cannot-pin = the bot cannot pin: { $why }
live-people = { $count ->
    [one] { $count } person who may be called in the next seven days can be reached
   *[other] { $count } people who may be called in the next seven days can be reached
}
live-person-no-address = { $person } ({ $name }) may be called and cannot be reached: no name in { $messenger }. Write it under their contacts in people.yaml
live-person-unknown = { $person } ({ $name }) may be called and cannot be reached: { $messenger } says of { $user }: { $why }. Correct the name in people.yaml, or have the account made
live-person-untold = whether { $person } ({ $name }) can be reached as { $user } was not told: { $why }
live-untold-why = the messenger does not tell
live-desk = { $desk } has every field it is to have
live-desk-silent = what { $desk } has was not told: { $why }
live-desk-untold = which fields { $desk } has is told of a record only, and there is none yet: register one, and ask again
live-desk-absent = { $desk } has no `{ $field }`: say in connections.yaml under `fields` what it is called there, or have it made
live-desk-ambiguous = { $desk } has two of the name `{ $field }`: say in connections.yaml under `fields` the id of the right one
live-desk-off-screen = { $desk } has `{ $field }`, but not on the screen Nabat would fill in: have it put there
live-desk-needed = { $desk } asks for `{ $field }` whenever a record is made, and Nabat has nothing to give: have it made optional, or given a default
live-provider = people can sign in with { $provider }: it says what it can, and by which keys it signs
live-provider-silent = nobody can sign in with { $provider }: { $why }
live-no-gaps = somebody is on duty at any moment of the next thirty days
live-gap = nobody is on duty from { $from } until { $until }: { $role }, { $services }. Until duty.yaml says who, the fallback chain is called
live-gap-everything = every service
live-probe-title = Nabat: a check before the night
live-probe-topic = Only the bot is in this chat. It is here so that making, posting and pinning can be tried.
live-probe-post = If you read this, Nabat can post here and pin what it posts.
