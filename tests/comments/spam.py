"""10,000 spam comments of 20 kinds, made by templates from a seed: no two campaigns alike, no text kept as it is.

Each kind is a campaign as site owners know them: its sentences are put together anew for every comment, with other
words, names, hosts, numbers and amounts, and sent from a pool of rented networks at its own pace. Nothing here is told
to the rules, and no rule names a word of it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Spam:
    """One comment of a campaign. `seconds` after opening the form, None where the bot posts without opening one."""

    kind: str
    name: str
    email: str
    text: str
    address: str
    seconds: float | None
    honeypot: str = ""


def spin(rng: random.Random, template: str) -> str:
    """`{a|b|{c|d}}` → one of them, from the inside out."""
    while (found := _CHOICE.search(template)) is not None:
        template = template[: found.start()] + rng.choice(found[1].split("|")) + template[found.end() :]
    return template


class Botnet:
    """Rented machines: a few thousand networks, from which a campaign draws."""

    def __init__(self, rng: random.Random, networks: int = 3000) -> None:
        self._rng = rng
        self._networks = [
            f"{rng.choice((5, 31, 45, 77, 91, 103, 141, 185, 193, 212))}.{rng.randrange(256)}.{rng.randrange(256)}"
            for _ in range(networks)
        ]

    def address(self) -> str:
        return f"{self._rng.choice(self._networks)}.{self._rng.randrange(1, 255)}"


def word(rng: random.Random, low: int = 4, high: int = 9) -> str:
    return "".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(low, high) // 2))


def host(rng: random.Random) -> str:
    first, second = word(rng), word(rng)
    return f"{first}{rng.choice(('-', ''))}{second}.{rng.choice(('com', 'net', 'shop', 'xyz', 'top', 'info', 'site', 'online'))}"


def link(rng: random.Random) -> str:
    return f"https://{rng.choice(('www.', ''))}{host(rng)}/{word(rng)}{rng.choice(('', '?ref=' + word(rng), '/' + word(rng)))}"


def phone(rng: random.Random) -> str:
    digits = [str(rng.randrange(10)) for _ in range(10)]
    return spin(rng, "{+1|+44|+91|+234} ") + f"{''.join(digits[:3])} {''.join(digits[3:6])} {''.join(digits[6:])}"


def pharmacy(rng: random.Random) -> str:
    drug = rng.choice(("tablets", "pills", "capsules", "generics", "medication"))
    return spin(
        rng,
        f"{{Buy|Order|Get}} {{cheap|discount|original|certified}} {drug} {{without|with no}} prescription, {{fast|free|discreet}} {{shipping|delivery}} {{worldwide|to your door}}, {{save|up to}} {rng.randrange(20, 90)}%: {link(rng)}",
    )


def casino(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Play|Try|Join}} the {{best|top|most trusted}} online {{casino|slots|betting site}} and {{get|claim|grab}} {rng.randrange(50, 500)} free {{spins|bets}} {{today|now|on your first deposit}} {{at|here}} {link(rng)} {{Good luck!|Win big!|}}",
    )


def seo(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Hi|Hello|Hey}}, I {{noticed|saw}} your {{site|website|page}} is {{not ranking|missing}} {{well|on page one|the keywords}}. We {{offer|provide}} {{guaranteed|white hat|affordable}} {{backlinks|SEO packages|guest posts}} {{from|starting at}} ${rng.randrange(19, 199)}. {{Details|See|Check}}: {link(rng)}",
    )


def crypto(rng: random.Random) -> str:
    return spin(
        rng,
        f"I {{made|earned|withdrew}} {{$|€}}{rng.randrange(2, 90)},{rng.randrange(100, 999)} in {{a week|ten days|one month}} {{trading|investing}} with {{Mr|Mrs|Expert}} {word(rng).title()} {word(rng).title()}. {{Reach|Message|Contact}} {{him|her}} on Telegram @{word(rng)}{rng.randrange(100)} {{and thank me later|he is the best|very legit}}",
    )


def loan(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Are you in need of|Do you need|Looking for}} {{an urgent|a personal|a business}} loan at {rng.randrange(2, 5)}% {{interest|rate}}? {{No collateral|No credit check}}. {{WhatsApp|Whatsapp us}}: {phone(rng)} {{Apply today|We reply at once|God bless}}",
    )


def spells(rng: random.Random) -> str:
    return spin(
        rng,
        f"My {{husband|wife|boyfriend}} left me {{after|for}} {rng.randrange(2, 12)} years and Dr {word(rng).title()} brought {{him|her}} back {{within|in}} {rng.randrange(24, 72)} hours with a powerful spell. {{Call|WhatsApp}} {phone(rng)} or write to dr{word(rng)}@{host(rng)}",
    )


def praise_with_site(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Great|Nice|Awesome|Wonderful}} {{post|article|blog}}! {{I really enjoyed reading it|Keep up the good work|You explain this so well}}. {{Also visit|Feel free to visit|Here is}} my {{site|page|blog post}} {link(rng)}",
    )


def praise(rng: random.Random) -> str:
    return spin(
        rng,
        "{Great|Nice|Awesome|Wonderful|Excellent} {post|article|blog|write-up}{!|,|.} {I really enjoyed reading|I was looking for|I have bookmarked|I shared with my friends} {it|this|your page} and {will definitely|am going to|will surely} {come back|visit again|recommend it to others} {soon|for more|later}. {Thanks for sharing|Keep up the good work|Keep writing such content|Greetings from me}{!|.|!!}",
    )


def bbcode(rng: random.Random) -> str:
    return " ".join(f"[url={link(rng)}]{word(rng)} {word(rng)}[/url]" for _ in range(rng.randint(1, 6)))


def anchors(rng: random.Random) -> str:
    return spin(rng, "{Look at|More about|See} ") + " ".join(
        f'<a href="{link(rng)}">{word(rng)} {word(rng)}</a>' for _ in range(rng.randint(1, 4))
    )


def dating(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Lonely|Hot|Single}} {{women|girls|ladies}} {{near you|in your city|in your area}} {{are waiting|want to meet|are online}} {{tonight|now|today}} {{❤|😘|🔥}} {link(rng)} {{no sign-up|free chat|18+ only}}",
    )


def replicas(rng: random.Random) -> str:
    return spin(
        rng, "{Luxury|AAA|Swiss} replica {watches|bags|shoes} {at|for} {low|wholesale|unbeatable} prices "
    ) + " ".join(link(rng) for _ in range(rng.randint(2, 6)))


def russian(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Хотите|Желаете}} {{купить|заказать}} {{диплом|аттестат|справку}} {{недорого|быстро|с доставкой}}? {{Гарантия|Анонимно|Без предоплаты}}, {{пишите|заходите}}: {link(rng)}",
    )


def chinese(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{专业|正规|诚信}}{{代办|办理|出售}}{{文凭|发票|证件}}，{{价格优惠|当天出货|全国配送}}，{{微信|QQ}}：{rng.randrange(10**8, 10**9)} {{网址|官网}} {link(rng)}",
    )


def support_scam(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{If you still|Those who}} {{have|face}} {{email|mail|outlook|printer}} {{problems|errors|issues}} {{call|dial}} the {{toll free|24/7|official}} {{helpline|support number|customer care}} {phone(rng)} {{for instant help|our technicians fix it remotely|certified experts}}",
    )


def essays(rng: random.Random) -> str:
    return spin(
        rng,
        f"{{Students|Everybody}} {{who|that}} {{struggle|have no time}} {{can|should}} {{let|ask}} {{experts|professional writers}} {{write|do}} their {{essay|thesis|homework}} {{from|for}} ${rng.randrange(5, 30)} {{per page|a page}}. {{A+ guaranteed.|No plagiarism.}} {link(rng)}",
    )


def probing(rng: random.Random) -> str:
    return " ".join(word(rng) for _ in range(rng.randint(2, 6))) + " " + link(rng)


def obfuscated(rng: random.Random) -> str:
    dotted = host(rng).replace(".", rng.choice((" [dot] ", " (dot) ", " dot ", " . ")))
    return spin(
        rng,
        f"{{I found|They have|You get}} {{everything|cheap offers|the real solution}} {{at|on}} {dotted} {{it works|check it out|trust me}}",
    )


def brand(rng: random.Random) -> str:
    name = word(rng).title() + rng.choice(("Boost", "Pro", "Max", "Gen", "Care", "Coin"))
    return spin(
        rng,
        f"{{After trying|Since I use|Thanks to}} {name} {{my life|my business|my health}} {{has changed|got better|improved}} {{completely|a lot|in days}}. {{Just search|Google|Look up}} {name} {{and order|and see|official store}} {{you will not regret it|five stars|before it is sold out}}{{!|.|!!!}}",
    )


def fooled(rng: random.Random) -> str:
    return spin(
        rng,
        "{Very|Quite|Really} {interesting|helpful|informative} {topic|subject|discussion}, {what do you|how do others} {think|feel} {of|about} {it|this}?",
    )


@dataclass(frozen=True, slots=True)
class Campaign:
    """`wait` draws the seconds between opening the form and sending it; `trap` is whether it fills in every field."""

    write: Callable[[random.Random], str]
    wait: tuple[float, float] | None = (5.0, 240.0)
    trap: bool = False


CAMPAIGNS: dict[str, Campaign] = {
    "pharmacy": Campaign(pharmacy),
    "casino": Campaign(casino, (0.2, 30.0)),
    "seo": Campaign(seo, (15.0, 400.0)),
    "crypto": Campaign(crypto),
    "loan": Campaign(loan),
    "spells": Campaign(spells),
    "praise with site": Campaign(praise_with_site),
    "praise": Campaign(praise),
    "bbcode": Campaign(bbcode, None),
    "anchors": Campaign(anchors, None),
    "dating": Campaign(dating),
    "replicas": Campaign(replicas),
    "russian": Campaign(russian),
    "chinese": Campaign(chinese),
    "support scam": Campaign(support_scam, (30.0, 300.0)),
    "essays": Campaign(essays),
    "probing": Campaign(probing, (0.1, 2.0)),
    "obfuscated": Campaign(obfuscated),
    "brand": Campaign(brand),
    "every field": Campaign(fooled, (5.0, 60.0), trap=True),
}


def campaign(seed: int, each: int) -> Iterator[Spam]:
    """`each` comments of every kind, mixed as they would come."""
    rng = random.Random(seed)
    net = Botnet(rng)
    order = [kind for kind in CAMPAIGNS for _ in range(each)]
    rng.shuffle(order)
    for kind in order:
        plan = CAMPAIGNS[kind]
        name = spin(rng, f"{word(rng).title()}{{| {word(rng).title()}|{rng.randrange(1000)}}}")
        email = f"{word(rng)}{rng.randrange(1000)}@{rng.choice(('gmail.com', 'outlook.com', host(rng)))}"
        yield Spam(
            kind=kind,
            name=name,
            email=email,
            text=plan.write(rng),
            address=net.address(),
            seconds=None if plan.wait is None else rng.uniform(*plan.wait),
            honeypot=link(rng) if plan.trap else "",
        )
