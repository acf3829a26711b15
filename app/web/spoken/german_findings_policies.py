"""Was die Prüfungen der Richtlinien im DNS ergeben und was dann zu tun ist, auf Deutsch."""

from typing import Final

GERMAN_FINDINGS_POLICIES: Final = {
    # dns.spf
    "The domain says who may send its mail, in a way that receivers can follow.": (
        "Die Domain sagt, wer ihre Mail senden darf, und Empfänger können dem folgen."
    ),
    "The domain does not say who may send its mail (no SPF record).": (
        "Die Domain sagt nicht, wer ihre Mail senden darf (kein SPF-Eintrag)."
    ),
    "Publish a TXT record that begins with v=spf1 and names your mail servers and services.": (
        "Tragen Sie einen TXT-Eintrag ein, der mit v=spf1 beginnt und Ihre Mailserver und Dienste nennt."
    ),
    "The domain's SPF record lets anybody send in its name, or leaves it open.": (
        "Der SPF-Eintrag der Domain lässt jeden in ihrem Namen senden oder lässt es offen."
    ),
    "End the record with ~all or -all.": "Beenden Sie den Eintrag mit ~all oder -all.",
    "The domain has more than one SPF record. Receivers then follow none of them.": (
        "Die Domain hat mehr als einen SPF-Eintrag. Empfänger folgen dann keinem davon."
    ),
    "Put them together into one TXT record.": "Fassen Sie sie zu einem TXT-Eintrag zusammen.",
    "The SPF record has a mistake that receivers cannot read past.": (
        "Der SPF-Eintrag hat einen Fehler, über den Empfänger nicht hinwegkommen."
    ),
    "Correct the part named here.": "Berichtigen Sie die hier genannte Stelle.",
    "The SPF record makes receivers look up more than they may (ten times).": (
        "Der SPF-Eintrag verlangt von Empfängern mehr Abfragen, als erlaubt sind (zehn)."
    ),
    "Take out services you no longer use, or name addresses (ip4:, ip6:) instead of includes.": (
        "Nehmen Sie Dienste heraus, die Sie nicht mehr nutzen, oder nennen Sie Adressen (ip4:, ip6:) statt include."
    ),
    "The SPF record names hosts that no longer exist, more than receivers put up with.": (
        "Der SPF-Eintrag nennt Namen, die es nicht mehr gibt, und zwar mehr, als Empfänger hinnehmen."
    ),
    "Take out the names that lead nowhere.": "Nehmen Sie die Namen heraus, die ins Leere führen.",
    "The SPF record leads in a circle.": "Der SPF-Eintrag führt im Kreis.",
    "Take out the include or redirect that leads back.": (
        "Nehmen Sie das include oder redirect heraus, das zurückführt."
    ),
    "The SPF record draws in the record of a domain that has none.": (
        "Der SPF-Eintrag bezieht den Eintrag einer Domain ein, die keinen hat."
    ),
    "Correct the name after include: or redirect=, or take it out.": (
        "Berichtigen Sie den Namen hinter include: oder redirect=, oder nehmen Sie ihn heraus."
    ),
    "The SPF record does not cover the address that sends. Receivers may refuse the mail or file it as spam.": (
        "Der SPF-Eintrag deckt die sendende Adresse nicht ab. Empfänger weisen die Mail vielleicht ab oder "
        "legen sie in den Spam-Ordner."
    ),
    "Add the address or the service behind it to the record, or send through a server that is in it.": (
        "Nehmen Sie die Adresse oder den Dienst dahinter in den Eintrag auf, oder senden Sie über einen "
        "Server, der darin steht."
    ),
    # dns.dmarc
    "The domain tells receivers what to do with forged mail.": (
        "Die Domain sagt Empfängern, was mit gefälschter Mail geschehen soll."
    ),
    "The domain does not tell receivers what to do with forged mail (no DMARC record).": (
        "Die Domain sagt Empfängern nicht, was mit gefälschter Mail geschehen soll (kein DMARC-Eintrag)."
    ),
    "Publish a TXT record at _dmarc under your domain; begin with v=DMARC1; p=none and an address for reports.": (
        "Tragen Sie bei _dmarc unter Ihrer Domain einen TXT-Eintrag ein. Beginnen Sie mit v=DMARC1; p=none "
        "und einer Adresse für Berichte."
    ),
    "The domain asks receivers to do nothing about forged mail.": (
        "Die Domain bittet Empfänger, gegen gefälschte Mail nichts zu tun."
    ),
    "Once the reports look right, change p=none to p=quarantine, and later to p=reject.": (
        "Sind die Berichte in Ordnung, ändern Sie p=none in p=quarantine und später in p=reject."
    ),
    "Reports are to go to another domain, which has not agreed to take them. They are not sent.": (
        "Berichte sollen an eine andere Domain gehen, die dem nicht zugestimmt hat. Sie werden nicht gesendet."
    ),
    "Ask that domain to publish the record it needs, or name an address of your own.": (
        "Bitten Sie jene Domain, den nötigen Eintrag zu setzen, oder nennen Sie eine eigene Adresse."
    ),
    "The domain has more than one DMARC record. Receivers then follow none of them.": (
        "Die Domain hat mehr als einen DMARC-Eintrag. Empfänger folgen dann keinem davon."
    ),
    "Leave one TXT record at _dmarc under the domain.": (
        "Lassen Sie bei _dmarc unter der Domain nur einen TXT-Eintrag stehen."
    ),
    "The DMARC record has a mistake that receivers cannot read past.": (
        "Der DMARC-Eintrag hat einen Fehler, über den Empfänger nicht hinwegkommen."
    ),
    # dns.dkim
    "The key is there, and receivers can check signatures with it.": (
        "Der Schlüssel ist da, und Empfänger können Signaturen damit prüfen."
    ),
    "The key is short. Some receivers no longer trust signatures made with it.": (
        "Der Schlüssel ist kurz. Manche Empfänger trauen Signaturen mit ihm nicht mehr."
    ),
    "Make a new key of 2,048 bits under a new selector, and let the mail server sign with it.": (
        "Erzeugen Sie unter einem neuen Selektor einen Schlüssel mit 2.048 Bit, und lassen Sie den Mailserver "
        "damit signieren."
    ),
    "There is no key under this selector, so signatures made with it do not count.": (
        "Unter diesem Selektor gibt es keinen Schlüssel, deshalb zählen Signaturen mit ihm nicht."
    ),
    "Publish the key that the mail server or the service signs with, or correct the selector.": (
        "Veröffentlichen Sie den Schlüssel, mit dem der Mailserver oder der Dienst signiert, oder berichtigen "
        "Sie den Selektor."
    ),
    "The key under this selector was withdrawn, so signatures made with it do not count.": (
        "Der Schlüssel unter diesem Selektor wurde zurückgezogen, deshalb zählen Signaturen mit ihm nicht."
    ),
    "Sign with the key that took its place, or publish this one again.": (
        "Signieren Sie mit dem Schlüssel, der an seine Stelle getreten ist, oder veröffentlichen Sie diesen wieder."
    ),
    "The key record has a mistake, so receivers cannot use it.": (
        "Der Eintrag mit dem Schlüssel hat einen Fehler, deshalb können Empfänger ihn nicht benutzen."
    ),
    "Copy the record again from the mail server or service; long keys are often cut on the way.": (
        "Kopieren Sie den Eintrag noch einmal vom Mailserver oder vom Dienst. Lange Schlüssel werden "
        "unterwegs oft abgeschnitten."
    ),
    # dns.mta-sts
    "Senders that know the policy send to your servers only encrypted.": (
        "Absender, die die Richtlinie kennen, senden nur verschlüsselt an Ihre Server."
    ),
    "The policy for encryption is being tried out; nobody has to follow it yet.": (
        "Die Richtlinie zur Verschlüsselung wird erprobt; noch muss ihr niemand folgen."
    ),
    "Once the reports look right, change it to mode: enforce, and give the record a new id.": (
        "Sind die Berichte in Ordnung, ändern Sie sie in mode: enforce, und geben Sie dem Eintrag eine neue id."
    ),
    "The domain has no policy for encryption.": "Die Domain hat keine Richtlinie zur Verschlüsselung.",
    "If you want one, publish a record at _mta-sts and a policy at mta-sts under your domain.": (
        "Wollen Sie eine, veröffentlichen Sie einen Eintrag bei _mta-sts und eine Richtlinie bei mta-sts "
        "unter Ihrer Domain."
    ),
    "The policy for encryption has a mistake that senders cannot read past.": (
        "Die Richtlinie zur Verschlüsselung hat einen Fehler, über den Absender nicht hinwegkommen."
    ),
    "Correct the part named here, and give the record a new id.": (
        "Berichtigen Sie die hier genannte Stelle, und geben Sie dem Eintrag eine neue id."
    ),
    "The policy for encryption is announced, but cannot be fetched.": (
        "Die Richtlinie zur Verschlüsselung ist angekündigt, lässt sich aber nicht abrufen."
    ),
    "See that the web server for mta-sts under your domain runs and has the file, without a redirect.": (
        "Prüfen Sie, ob der Webserver für mta-sts unter Ihrer Domain läuft und die Datei ohne Weiterleitung ausliefert."
    ),
    "The policy's web server does not prove who it is, so senders do not believe it.": (
        "Der Webserver der Richtlinie weist sich nicht aus, deshalb glauben Absender ihm nicht."
    ),
    "Get a certificate for mta-sts under your domain.": "Besorgen Sie ein Zertifikat für mta-sts unter Ihrer Domain.",
    "The policy does not name one of your mail servers. Senders then refuse to send to it.": (
        "Die Richtlinie nennt einen Ihrer Mailserver nicht. Absender weigern sich dann, an ihn zu senden."
    ),
    "Add the server to the policy, and give the record a new id.": (
        "Nehmen Sie den Server in die Richtlinie auf, und geben Sie dem Eintrag eine neue id."
    ),
    # dns.tls-rpt
    "The domain says where senders report trouble with encryption.": (
        "Die Domain sagt, wohin Absender Störungen der Verschlüsselung melden."
    ),
    "The domain does not say where senders can report trouble with encryption.": (
        "Die Domain sagt nicht, wohin Absender Störungen der Verschlüsselung melden können."
    ),
    "If you want to hear of it, publish a TXT record at _smtp._tls under your domain.": (
        "Wollen Sie davon erfahren, tragen Sie bei _smtp._tls unter Ihrer Domain einen TXT-Eintrag ein."
    ),
    "The record for reports has a mistake that senders cannot read past.": (
        "Der Eintrag für Berichte hat einen Fehler, über den Absender nicht hinwegkommen."
    ),
    # dns.dane
    "The DNS vouches for the certificates of your mail servers, and they match.": (
        "Das DNS bürgt für die Zertifikate Ihrer Mailserver, und sie stimmen überein."
    ),
    "The DNS does not vouch for the certificates of your mail servers (no TLSA record).": (
        "Das DNS bürgt nicht für die Zertifikate Ihrer Mailserver (kein TLSA-Eintrag)."
    ),
    "If your domain is signed (DNSSEC), you can publish TLSA records for the mail servers.": (
        "Ist Ihre Domain signiert (DNSSEC), können Sie TLSA-Einträge für die Mailserver setzen."
    ),
    "There are TLSA records, but the DNS they stand in is not signed, so nobody heeds them.": (
        "Es gibt TLSA-Einträge, aber das DNS, in dem sie stehen, ist nicht signiert. Deshalb beachtet sie niemand."
    ),
    "Have the zone of the mail servers, and that of the domain, signed (DNSSEC).": (
        "Lassen Sie die Zone der Mailserver und die der Domain signieren (DNSSEC)."
    ),
    "The certificate of a mail server is not the one that the DNS vouches for. Careful senders do not deliver.": (
        "Das Zertifikat eines Mailservers ist nicht das, für das das DNS bürgt. Vorsichtige Absender stellen nicht zu."
    ),
    "Publish the TLSA record of the new certificate before you change it.": (
        "Setzen Sie den TLSA-Eintrag des neuen Zertifikats, bevor Sie es wechseln."
    ),
    # dns.caa
    "The domain says who may issue certificates for it.": "Die Domain sagt, wer Zertifikate für sie ausstellen darf.",
    "The domain does not say who may issue certificates for it, so every authority may.": (
        "Die Domain sagt nicht, wer Zertifikate für sie ausstellen darf. Deshalb dürfen es alle Zertifizierungsstellen."
    ),
    "If you want to limit it, publish a CAA record that names your authority.": (
        "Wollen Sie das begrenzen, tragen Sie einen CAA-Eintrag ein, der Ihre Zertifizierungsstelle nennt."
    ),
    "The domain forbids the authority to issue a certificate, so it cannot be renewed.": (
        "Die Domain verbietet der Zertifizierungsstelle, ein Zertifikat auszustellen. Deshalb lässt es sich "
        "nicht erneuern."
    ),
    "Add the authority to the CAA records of the domain, or take them out.": (
        "Nehmen Sie die Zertifizierungsstelle in die CAA-Einträge der Domain auf, oder löschen Sie diese."
    ),
    # dns.blocklist
    "The addresses stand on none of the lists.": "Die Adressen stehen auf keiner der Listen.",
    "An address stands on a list by which receivers refuse mail.": (
        "Eine Adresse steht auf einer Sperrliste, nach der Empfänger Mail abweisen."
    ),
    "Find out what was sent from it, put an end to that, and ask the list to take the address off.": (
        "Finden Sie heraus, was von ihr gesendet wurde, stellen Sie es ab, und beantragen Sie bei der Liste, "
        "die Adresse zu streichen."
    ),
    "The lists do not answer us, so we cannot tell.": (
        "Die Listen antworten uns nicht, deshalb können wir nichts sagen."
    ),
    "Nothing is known about the address. Look it up on the web page of the list.": (
        "Über die Adresse ist nichts bekannt. Schlagen Sie sie auf der Webseite der Liste nach."
    ),
}
