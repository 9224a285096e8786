"""Tags: a few words by which people find an app."""

from widgets.building.faults import InvalidApp

MOST = 5  # of one app
LONGEST = 30  # characters


def check_tags(tags: list[str]) -> list[str]:
    """Lower case, single blanks, each once. Raises InvalidApp."""
    cleaned = [" ".join(tag.removeprefix("#").lower().split()) for tag in tags]
    unique = [tag for tag in dict.fromkeys(cleaned) if tag]
    if len(unique) > MOST:
        raise InvalidApp("tags", f"An app has at most {MOST} tags. Leave some out.")
    for tag in unique:
        if len(tag) > LONGEST:
            raise InvalidApp("tags", f"A tag has at most {LONGEST} characters. Shorten “{tag[:LONGEST]}…”.")
        if any(letter in tag for letter in "|,\x00") or not tag.isprintable():
            raise InvalidApp("tags", "A tag holds no commas, no bars and no control characters. Leave them out.")
    return unique
