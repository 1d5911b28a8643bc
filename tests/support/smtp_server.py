"""A real SMTP server (aiosmtpd, Debian's python3-aiosmtpd) for the tests of mails, on the loopback.

One argument, a folder. In it settings.json says how to serve: {"tls": "none|starttls|implicit", "certificate", "key", "user", "password",
"token", "mechanisms": [those not to offer]}. Once it listens, the file `port` is there. behavior.json, read anew with every connection,
says where to do something else than to serve: {"at": {STEP: ACTION}, "to": {ADDRESS: REPLY}, "greylist": true}. A STEP is GREETING, a
command, or END (after the mail); an ACTION is "hang", "close", or a reply ("450 4.3.2 busy"). Greylisting refuses each recipient once.

What was received is written to 1.json, 2.json, ...: the mail as it came, and as Python's own parser reads it. `commands` has a line for
each step that was reached.
"""
import asyncio
import email
import email.policy
import json
import logging
import os
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


class Place:
    def __init__(self, folder):
        self.folder = folder
        self.mails = 0
        self.greylisted = set()
        self.settings = json.loads(self.read("settings.json"))

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(path + ".new", path)

    def note(self, step):
        with open(os.path.join(self.folder, "commands"), "a", encoding="utf-8") as file:
            file.write(step + "\n")

    def behavior(self):
        try:
            return json.loads(self.read("behavior.json"))
        except FileNotFoundError:
            return {}


def parsed(raw):
    """As a mail program reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
    defects = [str(defect) for part in message.walk() for defect in part.defects]
    defects += [f"{name}: {defect}" for name, value in message.items() for defect in value.defects]
    return {
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "names": [name for name, _ in message.items()],
        "to": [[address.display_name, address.addr_spec] for address in message["to"].addresses],
        "from": [[address.display_name, address.addr_spec] for address in message["from"].addresses],
        "type": message.get_content_type(),
        "types": list(parts),
        "plain": parts["text/plain"].get_content().replace("\r\n", "\n"),
        "html": parts["text/html"].get_content().replace("\r\n", "\n"),
        "defects": defects,
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "is_ascii": raw.isascii(),
        "bare_breaks": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
    }


class Receiver:
    """What aiosmtpd asks for."""

    def __init__(self, place):
        self.place = place

    def login(self, _server, _session, _envelope, mechanism, data):
        wanted = (self.place.settings["user"], self.place.settings.get("password"))
        self.place.note("login by " + mechanism)
        return AuthResult(success=(data.login.decode(), data.password.decode()) == wanted, handled=False)

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 (aiosmtpd finds it by this name)
        said = await server.challenge_auth("") if len(args) == 1 else args[1]
        self.place.note("login by XOAUTH2")
        wanted = f"user={self.place.settings['user']}\x01auth=Bearer {self.place.settings.get('token')}\x01\x01"
        if said == wanted.encode():
            return AuthResult(success=True)
        # As Google's: the reason comes as a challenge, and the client has to give up.
        await server.challenge_auth('{"status": "400"}')
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.place.mails += 1
        self.place.write(f"{self.place.mails}.json", json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "hello": session.host_name,
            "tls": session.ssl is not None or self.place.settings["tls"] == "implicit", "authenticated": session.authenticated,
            "raw": envelope.original_content.decode("latin-1"), "parsed": parsed(envelope.original_content)}))
        reply = await server.act("END")
        return reply or f"250 2.0.0 Ok: queued as {self.place.mails}"


class Server(SMTP):
    def __init__(self, place, **kwargs):
        self.place = place
        super().__init__(Receiver(place), hostname="mail.test", ident="ready", **kwargs)

    async def act(self, step):
        """The reply to give instead of what would come, "" where it was closed; nothing to go on."""
        self.place.note(step)
        action = self.place.behavior().get("at", {}).get(step)
        if action == "hang":
            await asyncio.sleep(3600)
        if action == "close":
            self.transport.abort()
            await asyncio.sleep(3600)
        return action

    async def or_else(self, step, serve, arg):
        reply = await self.act(step)
        if reply:
            await self.push(reply)
        else:
            await serve(arg)

    async def _handle_client(self):
        reply = await self.act("GREETING")
        if reply:
            await self.push(reply)
            self.transport.close()
        else:
            await super()._handle_client()

    async def smtp_EHLO(self, hostname):  # noqa: N802
        await self.or_else("EHLO", super().smtp_EHLO, hostname)

    async def smtp_STARTTLS(self, arg):  # noqa: N802
        await self.or_else("STARTTLS", super().smtp_STARTTLS, arg)

    async def smtp_AUTH(self, arg):  # noqa: N802
        await self.or_else("AUTH", super().smtp_AUTH, arg)

    async def smtp_MAIL(self, arg):  # noqa: N802
        await self.or_else("MAIL", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg):  # noqa: N802
        behavior = self.place.behavior()
        address = arg[arg.index("<") + 1:arg.index(">")]
        reply = behavior.get("to", {}).get(address)
        if behavior.get("greylist") and address not in self.place.greylisted:
            self.place.greylisted.add(address)
            reply = "450 4.2.0 Greylisted, come back in 5 minutes"
        if reply:
            self.place.note("RCPT")
            await self.push(reply)
        else:
            await self.or_else("RCPT", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg):  # noqa: N802
        await self.or_else("DATA", super().smtp_DATA, arg)

    async def smtp_QUIT(self, arg):  # noqa: N802
        await self.or_else("QUIT", super().smtp_QUIT, arg)


async def serve(place):
    settings = place.settings
    tls = None
    if settings["tls"] != "none":
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(settings["certificate"], settings["key"])
    options = {"auth_exclude_mechanism": settings.get("mechanisms", [])}
    if settings["tls"] == "starttls":
        options.update(tls_context=tls, require_starttls=True)
    else:
        options["auth_require_tls"] = False
    if settings.get("user"):
        options.update(authenticator=Receiver(place).login, auth_required=True)
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(place, **options), "127.0.0.1", 0, ssl=tls if settings["tls"] == "implicit" else None)
    place.write("port", str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


if __name__ == "__main__":
    # Clients that hang up, and logins without TLS, are part of the tests.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asyncio.run(serve(Place(sys.argv[1])))
