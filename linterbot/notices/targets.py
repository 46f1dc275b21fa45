"""The ways to tell somebody: a webhook, a channel of Discord, a mail."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage

from linterbot.config.sections import Config, TargetConfig
from linterbot.credentials import from_file
from linterbot.ledger.notices import Notice
from linterbot.notices.public_post import NotSent, post

_SENDMAIL = "/usr/sbin/sendmail"  # where it is, if it is not in the path
_MAIL_SECONDS = 30
_LONGEST = 1_900  # characters; Discord takes 2,000
_MARKDOWN = re.compile(r"([\\*_`~|>\[\]()#<@:-])")


def send(config: Config, target: TargetConfig, wiki: str, notice: Notice) -> None:
    """Tell one target of one notice; raises NotSent, or ConfigError if a secret cannot be read."""
    _SENDERS[target.kind](config, target, wiki, notice)


def _webhook(config: Config, target: TargetConfig, wiki: str, notice: Notice) -> None:
    """Send JSON; with a key, the header `Linterbot-Signature` proves where it comes from and when."""
    values = {"event": notice.event, "wiki": wiki, "at": notice.at, "id": notice.id, "text": notice.body}
    body = json.dumps(values).encode()
    headers = {"Content-Type": "application/json"}
    if target.password_file is not None:
        key = from_file(config.path(target.password_file)).encode()
        time = str(int(datetime.fromisoformat(notice.at).timestamp()))
        digest = hmac.new(key, f"{time}.".encode() + body, hashlib.sha256).hexdigest()
        headers["Linterbot-Signature"] = f"t={time},v1={digest}"
    post(target.address or "", body, headers, target.allow_private)


def _discord(config: Config, target: TargetConfig, _wiki: str, notice: Notice) -> None:
    """Send a message that mentions nobody; the address is a secret, hence in a file."""
    assert target.password_file is not None
    text = _MARKDOWN.sub(r"\\\1", notice.body)[:_LONGEST]
    body = json.dumps({"content": text, "allowed_mentions": {"parse": []}}).encode()
    address = from_file(config.path(target.password_file))
    post(address, body, {"Content-Type": "application/json"}, target.allow_private)


def _mail(_config: Config, target: TargetConfig, wiki: str, notice: Notice) -> None:
    """Send a mail by the machine's own sendmail."""
    message = EmailMessage()
    message["To"] = target.address or ""
    message["Subject"] = " ".join(f"linterbot, {wiki}: {notice.event}".split())
    message.set_content(f"{notice.body}\n\n{notice.at}\n")
    command = [shutil.which("sendmail") or _SENDMAIL, "-t", "-i"]
    try:
        done = subprocess.run(
            command, input=message.as_bytes(), capture_output=True, check=False, timeout=_MAIL_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotSent(f"sendmail did not work ({type(error).__name__})") from None
    if done.returncode:
        raise NotSent(f"sendmail failed with status {done.returncode}")


_SENDERS: Mapping[str, Callable[[Config, TargetConfig, str, Notice], None]] = {
    "webhook": _webhook,
    "discord": _discord,
    "mail": _mail,
}
