"""Was die Prüfungen der Verbindungen und der Server ergeben und was dann zu tun ist, auf Deutsch."""

from typing import Final

GERMAN_FINDINGS_SERVERS: Final = {
    # net.tcp
    "The server takes connections on this port.": "Der Server nimmt auf diesem Port Verbindungen an.",
    "The server turns connections to this port away: nothing listens there.": (
        "Der Server weist Verbindungen zu diesem Port ab: Dort läuft kein Dienst."
    ),
    "See that the service runs, and that the firewall passes the port on to it.": (
        "Prüfen Sie, ob der Dienst läuft und ob die Firewall den Port an ihn weiterleitet."
    ),
    "The server does not answer on this port. Most often a firewall drops the connection.": (
        "Der Server antwortet auf diesem Port nicht. Meist verwirft eine Firewall die Verbindung."
    ),
    "Open the port in the firewall, and ask the internet provider whether they block it.": (
        "Öffnen Sie den Port in der Firewall, und fragen Sie den Internetanbieter, ob er ihn sperrt."
    ),
    "The connection comes about and is cut at once.": "Die Verbindung kommt zustande und wird sofort getrennt.",
    "Look for a filter in between, and in the log of the service.": (
        "Suchen Sie nach einem Filter dazwischen und im Protokoll des Dienstes."
    ),
    "The network says that there is no way to this server.": "Das Netz meldet, dass kein Weg zu diesem Server führt.",
    "Check that the address in the DNS is the right one, and that the internet line is up.": (
        "Prüfen Sie, ob die Adresse im DNS stimmt und ob der Internetanschluss funktioniert."
    ),
    "Our own network does not let us reach this server, so we cannot tell.": (
        "Unser eigenes Netz lässt uns nicht zu diesem Server, deshalb können wir nichts sagen."
    ),
    "Nothing is known about your side. Run the check from another place.": (
        "Über Ihre Seite ist nichts bekannt. Prüfen Sie von einem anderen Ort aus."
    ),
    # smtp.connect
    "Your mail servers take connections.": "Ihre Mailserver nehmen Verbindungen an.",
    "Some of your mail servers take connections and others do not. Mail arrives, but may be late.": (
        "Einige Ihrer Mailserver nehmen Verbindungen an, andere nicht. Mail kommt an, aber vielleicht verspätet."
    ),
    "Repair the addresses that failed, or take them out of the DNS.": (
        "Bringen Sie die Adressen in Ordnung, die nicht antworten, oder nehmen Sie sie aus dem DNS."
    ),
    "Your mail server turns connections away: nothing listens on port 25.": (
        "Ihr Mailserver weist Verbindungen ab: Auf Port 25 hört nichts."
    ),
    "See that the mail service runs, and that the firewall passes port 25 on to it.": (
        "Prüfen Sie, ob der Maildienst läuft und ob die Firewall Port 25 an ihn weiterleitet."
    ),
    "Your mail server does not answer on port 25. Most often a firewall drops the connection.": (
        "Ihr Mailserver antwortet auf Port 25 nicht. Meist verwirft eine Firewall die Verbindung."
    ),
    "Open port 25 inbound in your firewall, and ask your internet provider whether they block it.": (
        "Öffnen Sie Port 25 eingehend in Ihrer Firewall, und fragen Sie Ihren Internetanbieter, ob er ihn sperrt."
    ),
    "The connection to your mail server comes about and is cut at once.": (
        "Die Verbindung zu Ihrem Mailserver kommt zustande und wird sofort getrennt."
    ),
    "Look in the mail server's log, and for a filter in between, such as a firewall.": (
        "Sehen Sie im Protokoll des Mailservers nach, und suchen Sie nach einem Filter dazwischen, etwa einer Firewall."
    ),
    "The network says that there is no way to your mail server.": (
        "Das Netz meldet, dass kein Weg zu Ihrem Mailserver führt."
    ),
    "Check that the address in the DNS is the right one, and that your internet line is up.": (
        "Prüfen Sie, ob die Adresse im DNS stimmt und ob Ihr Internetanschluss funktioniert."
    ),
    # smtp.banner
    "The mail server greets as it should.": "Der Mailserver grüßt, wie er soll.",
    "The mail server takes long to greet. Some senders give up before it does.": (
        "Der Mailserver lässt sich mit der Begrüßung viel Zeit. Manche Absender geben vorher auf."
    ),
    "If the delay is not meant to slow down spammers, look at DNS look-ups and load on the server.": (
        "Soll die Verzögerung nicht Spammer bremsen, sehen Sie nach DNS-Abfragen und Last auf dem Server."
    ),
    "The mail server says that it is busy and asks to come back later.": (
        "Der Mailserver sagt, dass er ausgelastet ist, und bittet, später wiederzukommen."
    ),
    "Senders try again by themselves. If it lasts, look at the server's load, disk and limits on connections.": (
        "Absender versuchen es von selbst wieder. Bleibt es so, prüfen Sie Last, Plattenplatz und die "
        "Obergrenze für Verbindungen."
    ),
    "Something between us and the mail server rewrites what it says, most often a firewall.": (
        "Etwas zwischen uns und dem Mailserver schreibt um, was er sagt, meist eine Firewall."
    ),
    "Switch off SMTP inspection (“fixup”, “ALG”) in the firewall; it breaks encryption and large mail.": (
        "Schalten Sie in der Firewall die SMTP-Inspektion („fixup“, „ALG“) ab. Sie stört die Verschlüsselung "
        "und große Mails."
    ),
    "The mail server answers, but refuses to talk to us.": (
        "Der Mailserver antwortet, will aber nicht mit uns sprechen."
    ),
    "Read its words in the evidence: it may refuse everybody, or only senders on a list.": (
        "Lesen Sie seine Worte unter „Was gesprochen wurde“: Vielleicht weist er alle ab, vielleicht nur "
        "Absender auf einer Liste."
    ),
    "Something answers, but it does not speak like a mail server.": (
        "Es antwortet etwas, aber es spricht nicht wie ein Mailserver."
    ),
    "Check that port 25 leads to the mail server, and not to another service or a proxy.": (
        "Prüfen Sie, ob Port 25 zum Mailserver führt und nicht zu einem anderen Dienst oder einem Proxy."
    ),
    # smtp.ehlo
    "The mail server says what it can do.": "Der Mailserver sagt, was er kann.",
    "The mail server knows only the old greeting (HELO), so it can offer neither encryption nor large mail.": (
        "Der Mailserver kennt nur die alte Begrüßung (HELO). Deshalb kann er weder Verschlüsselung noch große "
        "Mails anbieten."
    ),
    "Switch off SMTP inspection in the firewall, or bring the mail server up to date.": (
        "Schalten Sie in der Firewall die SMTP-Inspektion ab, oder bringen Sie den Mailserver auf den neuesten Stand."
    ),
    "The mail server breaks off after our greeting.": "Der Mailserver bricht nach unserer Begrüßung ab.",
    "Read its words in the evidence; it may refuse senders by their name or their address.": (
        "Lesen Sie seine Worte unter „Was gesprochen wurde“: Vielleicht weist er Absender nach ihrem Namen "
        "oder ihrer Adresse ab."
    ),
    # smtp.starttls
    "Mail to your servers travels encrypted.": "Mail an Ihre Server ist unterwegs verschlüsselt.",
    "One of the mail servers does not offer encryption. Some senders refuse to send without it.": (
        "Einer der Mailserver bietet keine Verschlüsselung an. Manche Absender weigern sich, ohne sie zu senden."
    ),
    "Give the mail server a certificate and switch on STARTTLS; see that no firewall takes it away.": (
        "Hinterlegen Sie auf dem Mailserver ein Zertifikat, und schalten Sie STARTTLS ein. Prüfen Sie, ob eine "
        "Firewall es herausfiltert."
    ),
    "One of the mail servers knows only versions of encryption that are no longer safe.": (
        "Einer der Mailserver kennt nur Versionen der Verschlüsselung, die nicht mehr sicher sind."
    ),
    "Switch on TLS 1.2 and 1.3 in the mail server.": "Schalten Sie im Mailserver TLS 1.2 und 1.3 ein.",
    "One of the mail servers offers encryption and then refuses it.": (
        "Einer der Mailserver bietet Verschlüsselung an und lehnt sie dann ab."
    ),
    "Look in its log; most often it cannot read its certificate or key.": (
        "Sehen Sie in seinem Protokoll nach. Meist kann er sein Zertifikat oder seinen Schlüssel nicht lesen."
    ),
    "One of the mail servers offers encryption, but it cannot be agreed on. Mail may not arrive.": (
        "Einer der Mailserver bietet Verschlüsselung an, aber sie kommt nicht zustande. Mail kommt vielleicht nicht an."
    ),
    "Look in its log; check the certificate and the key, and that nothing in between interferes.": (
        "Sehen Sie in seinem Protokoll nach. Prüfen Sie Zertifikat und Schlüssel und ob etwas dazwischen stört."
    ),
    # tls.certificate
    "The server proves who it is.": "Der Server weist sich aus.",
    "The server's certificate runs out within two weeks.": (
        "Das Zertifikat des Servers läuft in den nächsten zwei Wochen ab."
    ),
    "Renew it, and find out why it was not renewed by itself.": (
        "Erneuern Sie es, und finden Sie heraus, warum es nicht von selbst erneuert wurde."
    ),
    "The server's certificate is made in a way that is no longer safe.": (
        "Das Zertifikat des Servers ist auf eine Weise erstellt, die nicht mehr sicher ist."
    ),
    "Have a new one made with a key of at least 2,048 bits (RSA) and SHA-256.": (
        "Lassen Sie ein neues ausstellen, mit einem Schlüssel von mindestens 2.048 Bit (RSA) und mit SHA-256."
    ),
    "The server's certificate has run out.": "Das Zertifikat des Servers ist abgelaufen.",
    "Renew it, and let the server read the new one.": "Erneuern Sie es, und lassen Sie den Server das neue einlesen.",
    "The server's certificate is not valid yet.": "Das Zertifikat des Servers gilt noch nicht.",
    "Check the clock of the server, or wait for the day it begins.": (
        "Prüfen Sie die Uhr des Servers, oder warten Sie auf den Tag, an dem es beginnt."
    ),
    "The server's certificate carries another name.": "Das Zertifikat des Servers lautet auf einen anderen Namen.",
    "Have one made for the name that clients use, or let clients use the name in it.": (
        "Lassen Sie eines für den Namen ausstellen, den die Programme benutzen, oder benutzen Sie dort den "
        "Namen, der darin steht."
    ),
    "The server signed its certificate itself, so nobody vouches for it.": (
        "Der Server hat sein Zertifikat selbst signiert, deshalb bürgt niemand für ihn."
    ),
    "Get a certificate from an authority; Let's Encrypt gives them for nothing.": (
        "Besorgen Sie ein Zertifikat einer Zertifizierungsstelle; bei Let's Encrypt ist es kostenlos."
    ),
    "The server's certificate comes from an authority that nobody knows.": (
        "Das Zertifikat des Servers kommt von einer Zertifizierungsstelle, die niemand kennt."
    ),
    "Get a certificate from a public authority.": (
        "Besorgen Sie ein Zertifikat einer öffentlichen Zertifizierungsstelle."
    ),
    "The server leaves out a certificate between its own and the authority's.": (
        "Der Server lässt ein Zertifikat zwischen seinem eigenen und dem der Zertifizierungsstelle weg."
    ),
    "Let the server send the full chain (often a file called fullchain.pem).": (
        "Lassen Sie den Server die ganze Kette senden (oft eine Datei namens fullchain.pem)."
    ),
    # smtp.submission
    "Clients can send through this server, over an encrypted connection.": (
        "Mailprogramme können über diesen Server verschlüsselt senden."
    ),
    "Clients can reach the server for sending, but it does not encrypt.": (
        "Mailprogramme erreichen den Postausgangsserver, aber er verschlüsselt nicht."
    ),
    "Give the server a certificate, and switch on STARTTLS on port 587 and TLS on port 465.": (
        "Hinterlegen Sie auf dem Server ein Zertifikat, und schalten Sie auf Port 587 STARTTLS und auf Port "
        "465 TLS ein."
    ),
    "The server asks for passwords without encryption. They could be read on the way.": (
        "Der Server verlangt Passwörter ohne Verschlüsselung. Sie ließen sich unterwegs mitlesen."
    ),
    "Let the server offer AUTH only after STARTTLS.": "Lassen Sie den Server AUTH erst nach STARTTLS anbieten.",
    "The server takes no connections for sending.": "Der Postausgangsserver nimmt keine Verbindungen an.",
    "See that ports 465 and 587 are switched on, and that the firewall passes them on.": (
        "Prüfen Sie, ob die Ports 465 und 587 eingeschaltet sind und ob die Firewall sie weiterleitet."
    ),
    # imap.login
    "Mail can be fetched by IMAP over an encrypted connection.": "Mail lässt sich verschlüsselt über IMAP abholen.",
    "Mail can be fetched by IMAP, but only without encryption. Passwords could be read on the way.": (
        "Mail lässt sich über IMAP abholen, aber nur ohne Verschlüsselung. Passwörter ließen sich unterwegs mitlesen."
    ),
    "Give the server a certificate, and switch encryption on.": (
        "Hinterlegen Sie auf dem Server ein Zertifikat, und schalten Sie die Verschlüsselung ein."
    ),
    "The server takes no connections for IMAP.": "Der Server nimmt keine Verbindungen für IMAP an.",
    "See that the service is switched on, and that the firewall passes its ports on to it.": (
        "Prüfen Sie, ob der Dienst eingeschaltet ist und ob die Firewall seine Ports an ihn weiterleitet."
    ),
    "Something answers, but it does not speak IMAP.": "Es antwortet etwas, aber es spricht kein IMAP.",
    "Check that the ports lead to the mail server, and not to another service or a proxy.": (
        "Prüfen Sie, ob die Ports zum Mailserver führen und nicht zu einem anderen Dienst oder einem Proxy."
    ),
    "The server answers for IMAP, but turns us away.": "Der Server antwortet über IMAP, weist uns aber ab.",
    "Read its words in the evidence; it may be overloaded, or being repaired.": (
        "Lesen Sie seine Worte unter „Was gesprochen wurde“: Vielleicht ist er überlastet oder wird gerade gewartet."
    ),
    # pop3.login
    "Mail can be fetched by POP3 over an encrypted connection.": "Mail lässt sich verschlüsselt über POP3 abholen.",
    "Mail can be fetched by POP3, but only without encryption. Passwords could be read on the way.": (
        "Mail lässt sich über POP3 abholen, aber nur ohne Verschlüsselung. Passwörter ließen sich unterwegs mitlesen."
    ),
    "The server takes no connections for POP3.": "Der Server nimmt keine Verbindungen für POP3 an.",
    "Something answers, but it does not speak POP3.": "Es antwortet etwas, aber es spricht kein POP3.",
    "The server answers for POP3, but turns us away.": "Der Server antwortet über POP3, weist uns aber ab.",
    # http.get
    "The page is there.": "Die Seite ist da.",
    "The web server answers, but not with the page.": "Der Webserver antwortet, aber nicht mit der Seite.",
    "Look up the status in the web server's log.": "Schlagen Sie den Status im Protokoll des Webservers nach.",
    "The page sends its visitors in a circle.": "Die Seite schickt ihre Besucher im Kreis.",
    "Look at the redirects of the web server and of whatever stands before it.": (
        "Sehen Sie nach den Weiterleitungen des Webservers und dessen, was vor ihm steht."
    ),
    "The page sends its visitors on more than three times.": "Die Seite schickt ihre Besucher mehr als dreimal weiter.",
    "Let the first address lead to the last one at once.": "Lassen Sie die erste Adresse gleich zur letzten führen.",
    "The web server turns connections away, or breaks them off.": (
        "Der Webserver weist Verbindungen ab oder bricht sie ab."
    ),
    "See that the web server runs, and that the firewall passes its port on to it.": (
        "Prüfen Sie, ob der Webserver läuft und ob die Firewall seinen Port an ihn weiterleitet."
    ),
    "The web server does not answer.": "Der Webserver antwortet nicht.",
    "See that the web server runs, and that no firewall drops connections to it.": (
        "Prüfen Sie, ob der Webserver läuft und ob eine Firewall Verbindungen zu ihm verwirft."
    ),
    "The web server's certificate does not hold, so browsers warn of the page.": (
        "Das Zertifikat des Webservers hält der Prüfung nicht stand, deshalb warnen Browser vor der Seite."
    ),
    "See what the certificate check says, and renew or correct it.": (
        "Sehen Sie nach, was die Prüfung des Zertifikats sagt, und erneuern oder berichtigen Sie es."
    ),
    "The page is there, but the text you named is not in it.": (
        "Die Seite ist da, aber der Text, den Sie nannten, steht nicht darin."
    ),
    "Look at the page; another service may answer in its place.": (
        "Sehen Sie sich die Seite an. Vielleicht antwortet ein anderer Dienst an ihrer Stelle."
    ),
}
