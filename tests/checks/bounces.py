# ruff: noqa: E501 (samples are kept as they are)
"""Bounces of our own writing, as real servers word them: (text, enhanced code, meaning, server)."""

from __future__ import annotations


def report(status: str, diagnostic: str, remote: str = "", reporting: str = "mail.sender.example") -> str:
    """A delivery report by RFC 3464, as pasted with everything around it."""
    remote_line = f"Remote-MTA: dns; {remote}\n" if remote else ""
    return (
        "This is the mail system at host mail.sender.example.\n\nI'm sorry to have to inform you that your message could\n"
        "not be delivered to one or more recipients.\n\n--=_boundary\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; {reporting}\n\nFinal-Recipient: rfc822; info@example.com\nAction: failed\n"
        f"Status: {status}\n{remote_line}Diagnostic-Code: smtp; {diagnostic}\n"
    )


MX = "mx1.example.com"
BOUNCES: list[tuple[str, str, str, str]] = [
    (report("5.1.1", "550 5.1.1 <info@example.com>: Recipient address rejected: User unknown", MX), "5.1.1", "unknown-user", MX),
    (report("5.0.0", "550 5.2.2 Mailbox full", MX), "5.2.2", "full", MX),
    (report("5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example", MX), "5.7.1", "spam", MX),
    (report("5.7.1", "554 5.7.1 <info@example.com>: Relay access denied", MX), "5.7.1", "relay-denied", MX),
    (report("4.4.1", "connect to mx1.example.com[192.0.2.25]:25: Connection timed out"), "4.4.1", "no-connection", MX),
    (report("5.4.4", "Host or domain name not found. Name service error"), "5.4.4", "no-such-domain", "mail.sender.example"),
    (report("5.3.4", "552 5.3.4 Message size exceeds fixed limit", MX), "5.3.4", "too-large", MX),
    (report("5.4.6", "Routing loop detected"), "5.4.6", "loop", "mail.sender.example"),
    (report("5.7.26", "550-5.7.26 This mail is unauthenticated, DMARC policy", MX), "5.7.26", "authentication", MX),
    (report("5.0.0", "550 No such user here", MX), "5.0.0", "unknown-user", MX),
    (report("5.7.0", "530 5.7.0 Must issue a STARTTLS command first", MX), "5.7.0", "tls", MX),
    # Postfix, without the report
    (
        "<info@example.com>: host mx1.example.com[192.0.2.25] said: 550 5.1.1\n    <info@example.com>: Recipient address "
        "rejected: User unknown in virtual\n    mailbox table (in reply to RCPT TO command)",
        "5.1.1", "unknown-user", MX,
    ),
    ("<info@example.com>: connect to mx1.example.com[192.0.2.25]:25: Connection refused\nUndelivered mail returned to sender", "", "no-connection", MX),
    ("<info@example.com>: mail for example.com loops back to myself\nUndelivered Mail Returned to Sender", "", "loop", ""),
    ("<a@example.com>: host mx1.example.com[192.0.2.25] said: 452 4.2.2 Over quota (in reply to RCPT TO)", "4.2.2", "full", MX),
    # Exim
    (
        "A message that you sent could not be delivered.\n\n  info@example.com\n    host mx1.example.com [192.0.2.25]\n"
        "    SMTP error from remote mail server after RCPT TO:<info@example.com>:\n    550 No such person at this address",
        "", "unknown-user", MX,
    ),
    ("Mail delivery failed\n info@example.com\n Unrouteable address", "", "no-such-domain", ""),
    ("info@example.com\n retry timeout exceeded\nMail delivery failed: returning message to sender", "", "no-connection", ""),
    ("SMTP error from remote mail server after end of data:\n host mx1.example.com [192.0.2.25]: 552 message too large", "", "too-large", MX),
    # Gmail
    (
        "Address not found\nYour message wasn't delivered to info@example.com because the address couldn't be found.\n"
        "The response was:\n550 5.1.1 The email account that you tried to reach does not exist.",
        "5.1.1", "unknown-user", "",
    ),
    ("Message not delivered. The response from the remote server was:\n452 4.2.2 The email account that you tried to reach is over quota", "4.2.2", "full", ""),
    ("Technical details of temporary failure:\nThe server for the recipient domain example.com by mx1.example.com. [192.0.2.25].\n421 4.7.0 Try again later", "4.7.0", "temporary", MX),
    ("DNS Error: 1234 DNS type 'mx' lookup of example.con responded with code NXDOMAIN\nDelivery Status Notification (Failure)", "", "no-such-domain", ""),
    ("550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy", "5.7.26", "authentication", ""),
    # Exchange and Outlook.com
    (
        "Delivery has failed to these recipients or groups:\ninfo@example.com\nGenerating server: ex1.sender.example\n"
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'",
        "5.1.10", "unknown-user", "ex1.sender.example",
    ),
    ("mx1.example.com rejected your message to the following email addresses:\n550 5.4.1 Recipient address rejected: Access denied", "5.4.1", "no-connection", MX),
    ("Generating server: a.prod.outlook.example\ninfo@example.com\nRemote Server returned '550 5.7.64 TenantAttribution; Relay Access Denied'", "5.7.64", "relay-denied", "a.prod.outlook.example"),
    ("Remote Server returned '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception'\nDelivery has failed", "5.2.2", "full", ""),
    ("Remote Server returned '550 5.7.23 The message was rejected because of Sender Policy Framework violation'", "5.7.23", "authentication", ""),
    ("550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. You can also refer your provider to our block list (S3140).", "5.7.1", "spam", ""),
    ("Remote Server at example.com returned '400 4.4.7 Message delayed'\nDelivery is delayed", "4.4.7", "no-connection", ""),
    ("info@example.com\n<mx1.example.com #5.1.1 smtp;550 5.1.1 unknown>", "5.1.1", "unknown-user", MX),
    ("550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", "5.2.3", "too-large", ""),
    # qmail
    (
        "Hi. This is the qmail-send program at sender.example.\nI'm afraid I wasn't able to deliver your message.\n"
        "<info@example.com>:\n192.0.2.25 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name (#5.1.1)\n"
        "Giving up on 192.0.2.25.",
        "5.1.1", "unknown-user", "192.0.2.25",
    ),
    ("Hi. This is the qmail-send program.\nSorry, I couldn't find any host named example.con. (#5.1.2)", "5.1.2", "no-such-domain", ""),
    ("<info@example.com>:\nsorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)\nGiving up on 192.0.2.25.", "5.7.1", "relay-denied", "192.0.2.25"),
    ("<info@example.com>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; too old in queue.", "4.4.1", "no-connection", ""),
    # Other languages
    ("Ihre Nachricht konnte nicht zugestellt werden.\n<info@example.com>: Empfänger unbekannt", "", "unknown-user", ""),
    ("Unzustellbar: Das Postfach ist voll. 552 5.2.2", "5.2.2", "full", ""),
    ("mx1.example.com hat Ihre Nachricht zurückgewiesen: 550 5.1.1 Benutzer unbekannt", "5.1.1", "unknown-user", MX),
    ("Votre message n'a pas été remis : la boîte aux lettres est pleine", "", "full", ""),
    ("Le message n'a pas pu être remis. L'adresse n'existe pas.", "", "unknown-user", ""),
    ("No se pudo entregar el mensaje: el buzón está lleno", "", "full", ""),
    ("Il messaggio non è stato consegnato: l'utente è sconosciuto", "", "unknown-user", ""),
    # Messy
    ("<html><body><p>Delivery failed</p><br>host mx1.example.com[192.0.2.25] said:<br>550 5.1.1 no such user</body></html>", "5.1.1", "unknown-user", MX),
    ("> > Status: 5.2.2\r\n> > Diagnostic-Code: smtp; 552 5.2.2 quota\r\n>  exceeded\r\n> > Remote-MTA: dns; mx1.example.com\r\n", "5.2.2", "full", MX),
    ("Status: 5.1.=\n1\nDiagnostic-Code: smtp;550 5.1.1 unknown user\n", "5.1.1", "unknown-user", ""),
]  # fmt: skip
