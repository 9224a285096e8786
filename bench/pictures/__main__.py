"""`python -m bench.pictures`: draws 200 names that the picture model has learned from and 100 that it has never seen,
in each style, lets the judge look each picture up among real ones of all 300, and says how often it is right.

DATA_DIR is where the product has its data: the installed model `emoji`, and the packages of its recipe.
"""

import hashlib
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

import numpy  # noqa: E402
import torch  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from torch import Tensor  # noqa: E402

from bench.pictures import judge  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.engines.image import loading  # noqa: E402
from inference.models import ModelCard  # noqa: E402
from inference.training.pictures import names, packages, pipeline  # noqa: E402
from inference.training.pictures.names import Thing  # noqa: E402

SEEN = 200
AT_ONCE = 20
EARLIER = packages.Package(  # neither the model nor the judge has seen it, but a later edition of the same set
    "@iconify-json/noto-v1",
    "1.2.5",
    "Apache-2.0",
    "/DsVMius69Q0fRS53z7QK1TROSuar606jiIx+laXtdsYGMXpf6LtHBx6CGfoo3UHHb/XpBsw+1L1x3eyPqMuVA==",
)


def chosen() -> tuple[list[Thing], list[Thing]]:
    """200 names that were learned from, by checksum, and those that were held out."""
    seen, held_out = names.divided(names.things(judge.PACKAGES))
    seen.sort(key=lambda thing: hashlib.sha256(thing.name.encode()).hexdigest())
    return seen[:SEEN], held_out


def drawn(prompts: list[str]) -> NDArray[numpy.uint8]:
    """By the installed model, each from other noise: [N, side, side, 3]."""
    model = loading.load(next(ModelCard(**row) for row in cards.shipped() if row["name"] == "emoji"))
    pictures, started = [], time.perf_counter()
    for first in range(0, len(prompts), AT_ONCE):
        some = prompts[first : first + AT_ONCE]
        pictures += pipeline.draw(model, some, seeds=range(first, first + len(some)))
        print(f"\r{len(pictures)} of {len(prompts)} drawn", end="", flush=True)
    print(f"\r{(time.perf_counter() - started) / len(prompts):.2f} s a picture, {AT_ONCE} at once\n")
    return numpy.stack([numpy.asarray(picture.convert("RGB")) for picture in pictures])


def found(looks: Tensor, gallery: Tensor, right: Tensor) -> Tensor:
    """At which place among those of the gallery, the nearest first, each look has what is right: 0 is the first."""
    return ((looks @ gallery.T).argsort(-1, descending=True) == right[:, None]).int().argmax(-1)


def told(title: str, places: Tensor) -> None:
    """Shares of first places and of the first five, with their standard errors."""
    shares = [(places < most).double() for most in (1, 5)]
    said = [f"{share.mean():.1%} ± {share.std() / len(share) ** 0.5:.1%}" for share in shares]
    print(f"| {title} | {' | '.join(said)} |")


def main() -> None:
    seen, held_out = chosen()
    things, judging = [*seen, *held_out], judge.load()
    styles = {style: names.icons_of(style, judge.PACKAGES) for style in names.STYLES}
    real = torch.stack([judge.look(judging, judge.real(icons, things)) for icons in styles.values()])
    gallery = torch.nn.functional.normalize(real.mean(0), dim=-1)
    right = torch.arange(len(things)).repeat(len(styles))

    looks = judge.look(judging, drawn([f"{style} {thing.name}" for style in styles for thing in things]))
    places = found(looks, gallery, right).view(len(styles), len(things))
    earlier = names.icons_in(packages.read(EARLIER, "icons.json", judge.PACKAGES))
    known = [number for number, thing in enumerate(things) if thing.slug in earlier]
    elsewhere = judge.look(judging, judge.real(earlier, [things[number] for number in known]))

    print(f"| of {len(things)} names | the first | among the first five |\n|---|---|---|")
    told("by chance", torch.arange(len(things)))
    told(f"drawn: {len(seen)} names that were learned from", places[:, : len(seen)].flatten())
    for style, row in zip(styles, places, strict=True):
        told(f"— {style}", row[: len(seen)])
    told(f"drawn: {len(held_out)} names that were held out", places[:, len(seen) :].flatten())
    told("real: pictures that the judge has learned from", found(real.flatten(0, 1), gallery, right))
    told(f"real: an earlier edition of Noto ({len(known)} names)", found(elsewhere, gallery, torch.tensor(known)))


if __name__ == "__main__":
    main()
