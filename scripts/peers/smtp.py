"""A real SMTP server on 127.0.0.1 (aiosmtpd), for the end-to-end tests.

    smtp.py STATE_DIR PORT MODE

MODE: take | refuse (550) | busy (451 once, then takes) | drop (closes after the mail, without a word, once, then
takes) | mute (closes at once) | tls (STARTTLS and a password, or nothing). Mails are kept as STATE_DIR/N.eml; with
`tls` STATE_DIR/ca.pem is what to trust and nabat/correct horse who may send. Prints READY, stays in the foreground.
"""
import asyncio
import pathlib
import ssl
import subprocess
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

state, port, mode = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
state.mkdir(parents=True, exist_ok=True)


class Mailbox:
    kept = 0
    stumbled = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode == "refuse":
            return f"550 5.1.1 <{address}> nobody of that name here"
        if mode == "busy" and not self.stumbled:
            self.stumbled = True
            return "451 4.3.0 come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.kept += 1
        (state / f"{self.kept}.part").write_bytes(envelope.content)
        (state / f"{self.kept}.part").rename(state / f"{self.kept}.eml")
        if mode == "drop" and not self.stumbled:
            self.stumbled = True
            server.transport.abort()
        return "250 OK"


def certificate():
    run = lambda *args: subprocess.run(["openssl", *args], check=True, capture_output=True, cwd=state)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=the tests' own CA")
    run("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (state / "ext").write_text("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n")
    run("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
        "-extfile", "ext", "-out", "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(state / "server.pem", state / "server.key")
    return context


def sign_in(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"nabat", b"correct horse")
    return AuthResult(success=good)


async def mute():
    async def close(reader, writer):
        writer.close()

    server = await asyncio.start_server(close, "127.0.0.1", port)
    print("READY", flush=True)
    await server.serve_forever()


if mode == "mute":
    asyncio.run(mute())
guarded = {}
if mode == "tls":
    guarded = dict(tls_context=certificate(), require_starttls=True, auth_required=True, authenticator=sign_in)
Controller(Mailbox(), hostname="127.0.0.1", port=port, **guarded).start()
print("READY", flush=True)
threading.Event().wait()
