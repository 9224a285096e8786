"""`python -m bench.pictures`: draws 200 names that the picture model has learned from and 100 that it has never seen,
lets the judge look each up among real pictures of all 300, and says how often it finds the right one.

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
from torch import Tensor  # noqa: E402

from bench.pictures import judge  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.engines.image import loading  # noqa: E402
from inference.models import ModelCard  # noqa: E402
from inference.training.pictures import names, packages, pipeline  # noqa: E402
from inference.training.pictures.names import Thing  # noqa: E402

SEEN = 200
AT_ONCE = 20
UNSEEN_STYLE = packages.Package(
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


def drawn(model: object, prompts: list[str]) -> numpy.ndarray:
    parts = []
    for first in range(0, len(prompts), AT_ONCE):
        parts += pipeline.draw(model, prompts[first : first + AT_ONCE], seed=first)
        print(f"\r{len(parts)} of {len(prompts)} drawn", end="", flush=True)
    print()
    return numpy.stack([numpy.asarray(picture.convert("RGB")) for picture in parts])


def found(looks: Tensor, gallery: Tensor, right: list[int]) -> Tensor:
    """At which place of the gallery's nearest each look has what is right: 0 is the first."""
    near = (looks @ gallery.T).argsort(-1, descending=True)
    return (near == torch.tensor(right)[:, None]).int().argmax(-1)


def told(title: str, places: Tensor) -> None:
    print(f"| {title} | {(places == 0).float().mean():.1%} | {(places < 5).float().mean():.1%} |")


def main() -> None:
    seen, held_out = chosen()
    things, judging = [*seen, *held_out], judge.load()
    styles = {style: names.icons_of(style, judge.PACKAGES) for style in names.STYLES}
    looks = {style: judge.look(judging, judge.real(icons, things)) for style, icons in styles.items()}
    gallery = torch.nn.functional.normalize(torch.stack(list(looks.values())).mean(0), dim=-1)
    model = loading.load(next(ModelCard(**row) for row in cards.shipped() if row["name"] == "emoji"))
    started = time.perf_counter()
    prompts = [f"{style} {thing.name}" for style in styles for thing in things]
    pictures = judge.look(judging, drawn(model, prompts))
    seconds = (time.perf_counter() - started) / len(prompts)
    places = found(pictures, gallery, list(range(len(things))) * len(styles)).view(len(styles), -1)
    unseen = names.icons_in(packages.read(UNSEEN_STYLE, "icons.json", judge.PACKAGES))
    known = [number for number, thing in enumerate(things) if thing.slug in unseen]
    elsewhere = judge.look(judging, judge.real(unseen, [things[number] for number in known]))

    print("| of 300 names | first | among the first five |\n|---|---|---|")
    told("chance", torch.arange(len(things)))
    told(f"drawn, {len(seen)} names learned from", places[:, : len(seen)])
    for style, row in zip(styles, places, strict=True):
        told(f"— {style}", row[: len(seen)])
    told(f"drawn, {len(held_out)} names held out", places[:, len(seen) :])
    told(
        "real, of the sets that the judge knows",
        found(torch.cat(list(looks.values())), gallery, list(range(len(things))) * len(styles)),
    )
    told(f"real, of a set that nobody knows ({len(known)} names)", found(elsewhere, gallery, known))
    print(f"{seconds:.2f} s a picture, {AT_ONCE} at once")


if __name__ == "__main__":
    main()
