"""Languages as people name them, and their codes: of two letters (ISO 639-1), and of three (ISO 639-3)."""

CODES = {
    "arabic": "ar", "bengali": "bn", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr",
    "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr",
    "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "indonesian": "id", "irish": "ga",
    "italian": "it", "japanese": "ja", "korean": "ko", "latvian": "lv", "lithuanian": "lt", "malay": "ms",
    "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru",
    "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es", "swahili": "sw", "swedish": "sv",
    "tamil": "ta", "thai": "th", "turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi",
}  # fmt: skip

# Of a language with several (Arabic, Malay …) that of its standard form, which is the one that models know.
LONG = {
    "ar": "arb", "bn": "ben", "bg": "bul", "ca": "cat", "zh": "zho", "hr": "hrv", "cs": "ces", "da": "dan",
    "nl": "nld", "en": "eng", "et": "est", "fi": "fin", "fr": "fra", "de": "deu", "el": "ell", "he": "heb",
    "hi": "hin", "hu": "hun", "id": "ind", "ga": "gle", "it": "ita", "ja": "jpn", "ko": "kor", "lv": "lvs",
    "lt": "lit", "ms": "zsm", "no": "nob", "fa": "pes", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sr": "srp", "sk": "slk", "sl": "slv", "es": "spa", "sw": "swh", "sv": "swe", "ta": "tam", "th": "tha",
    "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie",
}  # fmt: skip

KNOWN = {**CODES, **{short: short for short in LONG}, **{long: short for short, long in LONG.items()}}
NAMES = {short: name.capitalize() for name, short in CODES.items()}


def code(name: str) -> str | None:
    """The code of a language that somebody named: "French", "fr", "fr-CA" or "fra_Latn" is "fr"; None of one that is
    not known."""
    folded = name.strip().casefold().replace("_", "-")
    return KNOWN.get(folded) or KNOWN.get(folded.split("-")[0])


def same(one: str, other: str) -> bool:
    """Whether both name one language: "French" and "fr-CA" do. What is not named is none."""
    codes = [code(name) or name.strip().casefold() for name in (one, other)]
    return codes[0] == codes[1] != ""


def name(code: str) -> str:
    """ "French" for "fr"; what has no name here is called by its code."""
    return NAMES.get(code, code)


SPOKEN = 12  # letters, of which fewer tell no language


def of(text: str) -> str | None:
    """The code of the language that a text is in, where it has letters enough to tell (Lui and Baldwin, "langid.py",
    2012)."""
    from py3langid import langid  # noqa: PLC0415 - it takes seconds, and few ask

    if sum(map(str.isalpha, text)) < SPOKEN:
        return None
    return str(langid.classify(text)[0])
