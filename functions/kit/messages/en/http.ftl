# What machines are told over HTTP.
desk-error-signature = The signature is missing, wrong, or more than 300 seconds old or ahead.
desk-error-size = The body is larger than 256 KB.
desk-error-json = The body is not a JSON object, or is nested deeper than 32 levels.
desk-error-type = Field "type" has to be incident.registered, incident.updated, incident.closed, problem.updated, problem.closed or problem.reopened.
desk-error-missing = Field "{ $field }" is missing or empty.
desk-error-not-text = Field "{ $field }" has to be a text.
desk-error-not-list = Field "{ $field }" has to be a list of texts.
desk-error-not-moment = Field "{ $field }" has to be a moment in RFC 3339, such as 2026-11-24T14:32:00+03:00.
desk-error-not-flag = Field "{ $field }" has to be true or false.
desk-error-not-priority = Field "{ $field }" has to be P1, P2, P3 or P4.
desk-error-no-function = Field "{ $field }" has to name at least one function.
desk-error-restored-before-began = Field "{ $field }" lies before "started_at".
desk-error-unknown-product = There is no product "{ $product }".
desk-error-unknown-service = The catalogue has no service "{ $service }". The registration is kept for people to register.
desk-error-unknown-function = Service "{ $service }" has no function "{ $function }". The registration is kept for people to register.
desk-scope-as-sent = Scope as the service desk sent it, unknown to the catalogue: { $organisations }
desk-error-unknown-organisation = The catalogue has no organisation "{ $organisation }". The registration is kept for people to register.
desk-error-no-organisations = The product has no organisations in its catalogue (organisations.yaml), so "{ $organisation }" is not taken. The registration is kept for people to register.
desk-error-not-a-record = "{ $desk }" does not look like the number of a record: it has no spaces and no personal data in it. The registration is kept for people to register.
desk-error-unknown-record = No incident was registered for the desk record "{ $desk }". The message is kept for people.
desk-error-other-body = This webhook-id came before with another body.
desk-error-impossible = Nabat cannot take this, however often it is sent; its log says why. The message is kept for people.
desk-error-later = The store does not answer. Nothing was taken; send it again.
api-error-no-token = A bearer token is needed.
api-error-forbidden = This token may not do that.
api-error-not-found = There is no such thing here.
api-error-cursor = "after" has to be a "next" of the page before.
api-error-answer = Give either "text", or "prompt" and "answer".
api-error-field = A field of the address cannot be read.

# Alerts.
alerts-error-token = This is for an Alertmanager with a token of first line: nabat token --product PRODUCT --role first_line.
alerts-error-body = This is no message of an Alertmanager, version 4.
alerts-proposed = Monitoring proposes an incident: { $alert }. Register it under its service, or leave it.
http-error-too-many = Too many requests: come again after the seconds of Retry-After.
