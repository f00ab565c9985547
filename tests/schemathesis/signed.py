"""How the calls of schemathesis are let in: the token as the API wants it, the desk's webhook signed as it is sent."""

import base64
import hashlib
import hmac
import os
import time

import schemathesis
from requests.auth import AuthBase

TOKEN = os.environ["NABAT_TOKEN"]
SECRET = base64.b64decode(os.environ["NABAT_DESK_SECRET"].removeprefix("whsec_"))


class Signed(AuthBase):
    """A bearer token; on the desk's address a signature by Standard Webhooks over the very bytes that are sent."""

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {TOKEN}"
        if "/desk/" in request.url:
            body = request.body or b""
            body = body.encode() if isinstance(body, str) else body
            name, moment = f"msg_{hashlib.sha256(body).hexdigest()[:24]}", str(int(time.time()))
            mac = hmac.new(SECRET, b".".join([name.encode(), moment.encode(), body]), hashlib.sha256)
            request.headers["webhook-id"] = name
            request.headers["webhook-timestamp"] = moment
            request.headers["webhook-signature"] = "v1," + base64.b64encode(mac.digest()).decode()
        return request


schemathesis.auth.set_from_requests(Signed())
