"""A service desk nobody of Nabat wrote: the Standard Webhooks project's own library signs, requests sends.

    register.py ADDRESS SECRET_FILE PRODUCT SERVICE FUNCTION     prints the incident's id
"""

import datetime
import json
import sys
import uuid

import requests
from standardwebhooks.webhooks import Webhook

address, secret_file, product, service, function = sys.argv[1:]
with open(secret_file, encoding="utf-8") as file:
    secret = file.read().strip()
now = datetime.datetime.now(tz=datetime.timezone.utc)
body = json.dumps(
    {
        "type": "incident.registered",
        "id": "SD-7001",
        "service": service,
        "functions": [function],
        "summary": "Пациенты не могут записаться",
        "started_at": (now - datetime.timedelta(minutes=20)).isoformat(),
        "registered_by": "первая линия",
    },
    ensure_ascii=False,
)
sent = f"msg_{uuid.uuid4().hex}"
headers = {
    "webhook-id": sent,
    "webhook-timestamp": str(int(now.timestamp())),
    "webhook-signature": Webhook(secret).sign(sent, now, body),
    "content-type": "application/json",
}
answer = requests.post(f"{address}/desk/{product}/generic", data=body.encode(), headers=headers, timeout=30)
if answer.status_code != 202:
    sys.exit(f"{answer.status_code}: {answer.text}")
print(answer.json()["incident"])
