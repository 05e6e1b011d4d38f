"""Mail by the server whose variables begin with SMTP_."""

import smtplib
from email.message import EmailMessage

from utils.env import prefixed


def send(sender: str, text: str) -> None:
    server = prefixed("SMTP_")
    if not server.get("host"):
        return
    message = EmailMessage()
    message["From"], message["To"] = sender, server.get("to", sender)
    message.set_content(text)
    with smtplib.SMTP(server["host"], int(server.get("port") or 587)) as smtp:
        smtp.starttls()
        if server.get("password"):
            smtp.login(server["user"], server["password"])
        smtp.send_message(message)
