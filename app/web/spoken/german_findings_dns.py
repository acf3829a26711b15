"""Was die Prüfungen des DNS ergeben und was dann zu tun ist, auf Deutsch."""

from typing import Final

GERMAN_FINDINGS_DNS: Final = {
    # dns.delegation
    "The name servers of the domain answer and agree.": "Die Nameserver der Domain antworten und sind sich einig.",
    "Nothing to do here.": "Hier ist nichts zu tun.",
    "The name servers of the domain hold different versions of it.": (
        "Die Nameserver der Domain haben verschiedene Fassungen von ihr."
    ),
    "Wait some minutes after a change; if it lasts, look at the transfer between the servers.": (
        "Warten Sie nach einer Änderung einige Minuten. Bleibt es so, prüfen Sie die Übertragung zwischen den Servern."
    ),
    "A name server that the domain names does not answer for it.": (
        "Ein Nameserver, den die Domain nennt, antwortet nicht für sie."
    ),
    "Repair the server, or take it out of the domain's NS records and at the registrar.": (
        "Bringen Sie den Server in Ordnung, oder nehmen Sie ihn aus den NS-Einträgen der Domain und beim "
        "Registrar heraus."
    ),
    "The signatures of the domain (DNSSEC) do not hold, so most of the world does not see it.": (
        "Die Signaturen der Domain (DNSSEC) stimmen nicht, deshalb ist sie für den größten Teil der Welt "
        "nicht zu sehen."
    ),
    "Ask whoever runs your DNS; most often the key at the registrar (DS) is an old one.": (
        "Fragen Sie die Firma, die Ihr DNS betreibt. Meist ist der Schlüssel beim Registrar (DS) veraltet."
    ),
    "The name servers of the domain give no usable answer.": (
        "Die Nameserver der Domain geben keine brauchbare Antwort."
    ),
    "Ask whoever runs your DNS whether the servers are up and have loaded the zone.": (
        "Fragen Sie die Firma, die Ihr DNS betreibt, ob die Server laufen und die Zone geladen haben."
    ),
    "The domain does not exist in the DNS.": "Die Domain gibt es im DNS nicht.",
    "If there is no typing mistake, ask your registrar whether the domain has run out.": (
        "Ist sie nicht vertippt, fragen Sie Ihren Registrar, ob die Domain abgelaufen ist."
    ),
    # dns.mx
    "Your domain says which servers take its mail.": "Ihre Domain nennt die Server, die Mail für sie annehmen.",
    "Your domain names no mail server, so senders try the address of the domain itself.": (
        "Ihre Domain nennt keinen Mailserver, deshalb versuchen es Absender bei der Adresse der Domain selbst."
    ),
    "Publish an MX record that names your mail server, or mail depends on your web server's address.": (
        "Tragen Sie einen MX-Eintrag ein, der Ihren Mailserver nennt. Sonst hängt die Mail an der Adresse "
        "Ihres Webservers."
    ),
    "Your domain says that it takes no mail, and names mail servers all the same.": (
        "Ihre Domain erklärt, dass sie keine Mail annimmt, und nennt trotzdem Mailserver."
    ),
    "Delete the MX record whose host is a single dot; some senders believe it and give up.": (
        "Löschen Sie den MX-Eintrag, der nur aus einem Punkt besteht. Manche Absender glauben ihm und geben auf."
    ),
    "An MX record names an alias instead of a server, and some senders refuse that.": (
        "Ein MX-Eintrag nennt einen Alias statt eines Servers. Manche Absender weisen das zurück."
    ),
    "Let the MX record name the host that the alias (CNAME) points to.": (
        "Tragen Sie im MX-Eintrag den Namen ein, auf den der Alias (CNAME) zeigt."
    ),
    "Your domain names no mail server, and has no address of its own. Nobody can send mail to it.": (
        "Ihre Domain nennt keinen Mailserver und hat auch selbst keine Adresse. Niemand kann ihr Mail schicken."
    ),
    "Publish the MX record your mail provider gave you, and wait until the old answer has run out.": (
        "Tragen Sie den MX-Eintrag ein, den Ihnen Ihr Mail-Anbieter gegeben hat, und warten Sie, bis die alte "
        "Antwort abgelaufen ist."
    ),
    "Your domain says that it takes no mail at all.": "Ihre Domain erklärt, dass sie überhaupt keine Mail annimmt.",
    "If you want mail, replace the MX record with the single dot by the one of your mail provider.": (
        "Wollen Sie Mail empfangen, ersetzen Sie den MX-Eintrag mit dem einzelnen Punkt durch den Ihres Mail- "
        "Anbieters."
    ),
    "An MX record holds an address where the name of a server belongs. Senders cannot use it.": (
        "Ein MX-Eintrag enthält eine Adresse, wo der Name eines Servers stehen muss. Absender können damit "
        "nichts anfangen."
    ),
    "Make a host name with that address (an A record), and let the MX record name the host.": (
        "Legen Sie einen Namen mit dieser Adresse an (einen A-Eintrag), und tragen Sie im MX-Eintrag diesen Namen ein."
    ),
    "The name servers of your domain give a broken answer, so senders cannot find your mail server.": (
        "Die Nameserver Ihrer Domain geben eine fehlerhafte Antwort, deshalb finden Absender Ihren Mailserver nicht."
    ),
    "Ask whoever runs your DNS: usually a DNSSEC signature has failed, or the zone was not loaded.": (
        "Fragen Sie die Firma, die Ihr DNS betreibt. Meist stimmt eine Signatur (DNSSEC) nicht, oder die Zone "
        "wurde nicht geladen."
    ),
    "The name servers of your domain do not answer.": "Die Nameserver Ihrer Domain antworten nicht.",
    "Ask whoever runs your DNS whether the name servers are up, and whether a firewall blocks port 53.": (
        "Fragen Sie die Firma, die Ihr DNS betreibt, ob die Nameserver laufen und ob eine Firewall Port 53 sperrt."
    ),
    "Your domain is an alias that leads in a circle.": "Ihre Domain ist ein Alias, der im Kreis führt.",
    "Delete or correct the CNAME records that point at one another.": (
        "Löschen oder berichtigen Sie die CNAME-Einträge, die aufeinander zeigen."
    ),
    # dns.propagation
    "All name servers give the same answer.": "Alle Nameserver geben dieselbe Antwort.",
    "One of the name servers does not answer; the others agree.": (
        "Einer der Nameserver antwortet nicht, die anderen sind sich einig."
    ),
    "See whether the server is up, and whether a firewall blocks port 53.": (
        "Prüfen Sie, ob der Server läuft und ob eine Firewall Port 53 sperrt."
    ),
    "The name servers give different answers, so not everybody sees the same.": (
        "Die Nameserver geben verschiedene Antworten, deshalb sehen nicht alle dasselbe."
    ),
    "After a change, wait until the old answer has run out; if it lasts, look at the servers' zones.": (
        "Warten Sie nach einer Änderung, bis die alte Antwort abgelaufen ist. Bleibt es so, vergleichen Sie "
        "die Zonen der Server."
    ),
    # dns.address
    "Each server has an address that the world can reach.": (
        "Jeder Server hat eine Adresse, die von überall erreichbar ist."
    ),
    "One of the servers' names does not exist in the DNS.": "Den Namen eines der Server gibt es im DNS nicht.",
    "Look for a typing mistake in the record that names this server, or create the missing name.": (
        "Suchen Sie nach einem Tippfehler im Eintrag, der diesen Server nennt, oder legen Sie den fehlenden Namen an."
    ),
    "One of the servers' names exists, but has no address.": (
        "Den Namen eines der Server gibt es, aber er hat keine Adresse."
    ),
    "Add an A record (IPv4) or an AAAA record (IPv6) for this name.": (
        "Tragen Sie für diesen Namen einen A-Eintrag (IPv4) oder einen AAAA-Eintrag (IPv6) ein."
    ),
    "One of the servers has an address that works only inside a private network. Nobody outside can reach it.": (
        "Einer der Server hat eine Adresse, die nur in einem privaten Netz gilt. Von außen erreicht ihn niemand."
    ),
    "Publish the public address instead; your firewall passes it on to the inner one.": (
        "Tragen Sie stattdessen die öffentliche Adresse ein. Ihre Firewall leitet sie an die innere weiter."
    ),
    "The name servers give a broken answer, or none, for one of the servers' names.": (
        "Für den Namen eines der Server geben die Nameserver eine fehlerhafte Antwort oder gar keine."
    ),
    "Ask whoever runs the DNS of that name to look at the zone.": (
        "Bitten Sie die Firma, die das DNS dieses Namens betreibt, sich die Zone anzusehen."
    ),
    "One of the servers' names is an alias that leads in a circle.": (
        "Der Name eines der Server ist ein Alias, der im Kreis führt."
    ),
    # dns.ptr
    "Each address has a name of its own that leads back to it.": (
        "Jede Adresse hat einen eigenen Namen, der zu ihr zurückführt."
    ),
    "The address has a name such as providers give to home connections. Many receivers distrust that.": (
        "Die Adresse hat einen Namen, wie ihn Anbieter privaten Anschlüssen geben. Viele Empfänger misstrauen dem."
    ),
    "Ask whoever owns the address to set its reverse name (PTR) to the name of the mail server.": (
        "Bitten Sie den Inhaber der Adresse, als Rückwärtsnamen (PTR) den Namen des Mailservers einzutragen."
    ),
    "The address has a name, but the name does not lead back to the address.": (
        "Die Adresse hat einen Namen, aber der Name führt nicht zu ihr zurück."
    ),
    "Let the reverse name (PTR) and the A or AAAA record of the mail server name each other.": (
        "Sorgen Sie dafür, dass der Rückwärtsname (PTR) und der A- oder AAAA-Eintrag des Mailservers einander nennen."
    ),
    "The address has no name. Many receivers refuse mail from such an address.": (
        "Die Adresse hat keinen Namen. Viele Empfänger weisen Mail von solchen Adressen ab."
    ),
    "Ask whoever owns the address (your provider) to set its reverse name (PTR).": (
        "Bitten Sie den Inhaber der Adresse (Ihren Anbieter), ihren Rückwärtsnamen (PTR) einzutragen."
    ),
    # dns.record
    "The record is as it should be.": "Der Eintrag ist so, wie er sein soll.",
    "The record is there, but it is not what it should be.": "Der Eintrag ist da, lautet aber nicht so, wie er soll.",
    "Correct the record, and wait until the old answer has run out.": (
        "Berichtigen Sie den Eintrag, und warten Sie, bis die alte Antwort abgelaufen ist."
    ),
    "The record is missing.": "Der Eintrag fehlt.",
    "Publish the record.": "Tragen Sie den Eintrag ein.",
}
