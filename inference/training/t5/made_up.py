"""Made-up figures, names and addresses: what stands the same in every language, so that copying is learned and not what
was copied. Each is drawn by the random.Random that is given."""

import random
from collections.abc import Callable

from inference.stand_ins import stand_in

MEN = """
Adam Ahmed Andrei Arthur Bruno Carlos Chen David Diego Dmitri Farid Felipe Gabriel Giorgio Hassan Hugo Jakub
Javier Jonas Jules Kenji Kofi Lars Leo Luca Lucas Malik Mateo Mehmet Miguel Nikolai Pablo Pavel Pedro Peter
Raj Robert Sam Samir Stefan Sven Theo Thiago Tim Viktor Wei William Yusuf
""".split()  # noqa: SIM905
WOMEN = """
Aisha Alba Amina Ana Anna Beatriz Camille Carmen Chloe Clara Diana Elena Elif Emily Emma Eva Fatima Freya
Greta Hana Hannah Jana Julia Karla Kate Laila Lara Laura Lucia Maja Maria Marta Mei Mina Nadia Nina Nora Paula
Petra Rosa Ruth Sara Silvia Sofia Vera Yuki Zara
""".split()  # noqa: SIM905
SURNAMES = """
Andersen Bauer Brown Castro Cohen Costa Diallo Dubois Fischer Garcia Green Haddad Hansen Jensen Kaya Keller
Khan Kim Kovacs Lambert Lopez Mendoza Meyer Moreau Nakamura Nguyen Novak Park Patel Petrov Rossi Santos Silva
Singh Tanaka Taylor Vargas Walker Wong Yilmaz Zhang
""".split()  # noqa: SIM905
CITIES = """
Bergen Bilbao Bristol Budapest Cardiff Dakar Denver Dublin Gdansk Glasgow Graz Hamburg Helsinki Jakarta
Karachi Kigali Lagos Leeds Lima Lyon Malmo Manchester Manila Mendoza Miami Milan Minsk Montevideo Mumbai
Nairobi Nantes Porto Prague Quito Riga Rabat Rotterdam Salta Seattle Tampere Toledo Toronto Toulouse Valencia
Warsaw Zagreb
""".split()  # noqa: SIM905
BEGINNINGS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sh st t tr v w z".split()  # noqa: SIM905
VOWELS = "a a e e i i o o u é ia ai ou y".split()  # noqa: SIM905
ENDS = ("", "", "", "n", "l", "r", "s", "m", "x", "ck", "nd", "rt")
DOMAINS = ("com", "org", "net", "fr", "es", "io", "eu", "co.uk", "example", "info")


def word(chance: random.Random) -> str:
    parts = (BEGINNINGS, VOWELS, ENDS)
    return "".join(chance.choice(part) for _ in range(chance.choice((2, 2, 3))) for part in parts)


def man(chance: random.Random) -> str:
    return _person(MEN, chance)


def woman(chance: random.Random) -> str:
    return _person(WOMEN, chance)


def anyone(chance: random.Random) -> str:
    return _person([*MEN, *WOMEN], chance)


def city(chance: random.Random) -> str:
    return _name(CITIES, chance)


def figure(chance: random.Random) -> str:
    """A number of at least two, for what stands in the plural."""
    most = 10 ** chance.choice((1, 2, 2, 3, 4, 5))
    number = chance.randrange(max(2, most // 10), most)
    return f"{number:,}" if number > 9999 else str(number)


def year(chance: random.Random) -> str:
    return str(chance.choice((chance.randint(1900, 2030), chance.randint(1100, 2099))))


def time(chance: random.Random) -> str:
    return f"{chance.randint(2, 23)}:{chance.randint(0, 59):02}"


def price(chance: random.Random) -> str:
    amount = chance.choice((str(chance.randint(2, 999)), f"{chance.randint(1, 99)}.{chance.randint(1, 99):02}"))
    return chance.choice((f"${amount}", f"€{amount}", f"{amount} €", f"{amount} euros"))


def share(chance: random.Random) -> str:
    return f"{chance.randint(2, 99)}{chance.choice(('', f'.{chance.randint(1, 9)}'))}%"


def phone(chance: random.Random) -> str:
    joint, groups = chance.choice("- "), chance.choice(((3, 4), (3, 3, 4), (2, 2, 2, 2, 2), (4, 4)))
    return chance.choice(("", "", "+")) + joint.join("".join(chance.choices("0123456789", k=size)) for size in groups)


def code(chance: random.Random) -> str:
    letters = "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWYZ", k=chance.randint(1, 3)))
    return f"{letters}{chance.choice(('', '-'))}{chance.randint(1, 10 ** chance.randint(1, 4))}"


def site(chance: random.Random) -> str:
    joined = chance.choice(("", "", "-", ".")).join(word(chance) for _ in range(chance.choice((1, 1, 2))))
    return f"{chance.choice(('www.', ''))}{_plain(joined)}.{chance.choice(DOMAINS)}"


def kept(chance: random.Random) -> str:
    """The stand-in of what the tokenizer does not know, as the engine says it (`inference.stand_ins`)."""
    return stand_in(chance.choice((1, 1, 1, 2, 2, 3, 4, 5)))


KINDS: dict[str, Callable[[random.Random], str]] = {
    made.__name__: made for made in (anyone, woman, city, figure, year, time, price, share, phone, code, site, kept)
}


def _person(given: list[str], chance: random.Random) -> str:
    surname = f" {_name(SURNAMES, chance)}" if chance.random() < 0.2 else ""
    return _name(given, chance) + surname


def _name(known: list[str], chance: random.Random) -> str:
    return chance.choice(known) if chance.random() < 0.5 else word(chance).capitalize()


def _plain(text: str) -> str:
    return text.replace("é", "e")
