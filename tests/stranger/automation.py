"""An automation nobody of Nabat wrote: the Standard Webhooks project's own library checks who calls.

    automation.py SECRET     prints its port; answers 200 with what it does, 401 to whoever did not sign
"""

import http.server
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

secret = sys.argv[1]


class Automation(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            asked = Webhook(secret).verify(body, dict(self.headers.items()))
        except WebhookVerificationError as error:
            return self.answer(401, str(error))
        data = asked["data"]
        return self.answer(200, f"{data['action']} of {data['service']} begun, {data['desk_id']}")

    def answer(self, status, text):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Automation)
print(server.server_port, flush=True)
server.serve_forever()
