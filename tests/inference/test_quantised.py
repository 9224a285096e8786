"""Sixteen, eight and four bits: what they keep of weights, and that they write the same alone as in company."""

import copy
from collections.abc import Iterator

import pytest
import torch
from torch import nn

from inference.engines import quantised
from inference.engines.compiling import compiled
from inference.engines.quantised import HalfLinear, Int4Linear, Int8Linear, multiply

DTYPES = [torch.bfloat16, torch.float32]
needs_fbgemm = pytest.mark.skipif(not quantised.HAS_FBGEMM, reason="torch has no FBGEMM on this processor")


def linear(bias: bool = False, dtype: torch.dtype = torch.bfloat16) -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(96, 64, bias=bias).to(dtype)


def on_grid(*, around_zero: bool, dtype: torch.dtype = torch.bfloat16) -> nn.Linear:
    """Weights as a GGUF file of four bits has them."""
    made = linear(dtype=dtype)
    levels = torch.randint(0, 16, (64, 3, 32)).float()
    levels[..., 0], levels[..., 1] = 0, 15
    scale = torch.rand(64, 3, 1) + 0.1
    least = -8 * scale if around_zero else -torch.rand(64, 3, 1)
    if around_zero:
        levels[..., 1] = 12  # such a grid ends at its largest weight, on one side only
    made.weight.data = (least + levels * scale).flatten(1).to(torch.bfloat16).to(dtype)
    return made


def off(made: nn.Module, original: nn.Linear) -> float:
    """How far what it says is off, of how much it says."""
    values = torch.randn(5, 96, generator=torch.Generator().manual_seed(1)).to(original.weight.dtype)
    with torch.no_grad():
        expected = original(values).float()
        return float((made(values).float() - expected).norm() / expected.norm())


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("bias", [False, True])
def test_eight_bits_say_nearly_the_same_and_four_roughly(bias: bool, dtype: torch.dtype):
    original = linear(bias, dtype)
    assert off(Int8Linear(original), original) < 0.02
    assert 0.02 < off(Int4Linear(original), original) < 0.2


@needs_fbgemm
@pytest.mark.parametrize("bias", [False, True])
def test_sixteen_bits_say_the_same(bias: bool):
    original = linear(bias, torch.float32)
    assert off(HalfLinear(original), original) < 0.001


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("around_zero", [False, True])
def test_weights_that_come_from_four_bits_stay_what_they_are(around_zero: bool, dtype: torch.dtype):
    original = on_grid(around_zero=around_zero, dtype=dtype)
    assert off(Int4Linear(original), original) < 0.01


def test_few_rows_and_many_are_the_same_layer():
    values = torch.randn(quantised.FEW + 1, 96).to(torch.bfloat16)
    made = Int8Linear(linear())
    few = torch.cat([made(row.unsqueeze(0)) for row in values])
    assert torch.allclose(few.float(), made(values).float(), atol=0.02)


@pytest.mark.parametrize("kind", [Int8Linear, Int4Linear])
def test_a_row_is_the_same_alone_as_among_others(kind: type[nn.Module]):
    values, made = torch.randn(quantised.FEW, 96).to(torch.bfloat16), kind(linear())
    together = made(values)
    for count in (1, 3, 8):
        assert made(values[:count]).equal(together[:count])


@needs_fbgemm
def test_a_row_of_sixteen_bits_is_as_good_as_the_same_among_others():
    values, made = torch.randn(quantised.FEW, 96), HalfLinear(linear(dtype=torch.float32))
    together = made(values)
    for count in (1, 3, 8):
        assert torch.allclose(made(values[:count]), together[:count], atol=1e-5)


class Model(nn.Module):
    def __init__(self, *layers: nn.Linear) -> None:
        super().__init__()
        self.layers, self.head, self.narrow = nn.ModuleList(layers), linear(), nn.Linear(20, 4)

    def get_output_embeddings(self) -> nn.Linear:
        return self.head


@pytest.fixture
def unmeasured() -> Iterator[None]:
    quantised._is_slow.cache_clear()
    yield
    quantised._is_slow.cache_clear()


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(
    ("slower", "kinds"), [(1000, [Int4Linear, Int8Linear, Int8Linear]), (0, [nn.Linear, nn.Linear, nn.Linear])]
)
def test_by_itself_each_layer_has_no_more_bits_than_it_needs_but_for_what_a_processor_is_slow_at(
    slower: float, kinds: list[type[nn.Module]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(quantised, "SLOWER", slower)
    model = Model(on_grid(around_zero=True), linear())
    quantised.make(model, "auto")
    assert [*map(type, model.layers), type(model.head)] == kinds
    assert type(model.narrow) is nn.Linear


@needs_fbgemm
def test_what_is_computed_in_float32_has_sixteen_bits_by_itself():
    model = Model(on_grid(around_zero=True, dtype=torch.float32), linear(dtype=torch.float32))
    quantised.make(model, "auto")
    assert {type(layer) for layer in model.layers} == {HalfLinear}


@needs_fbgemm
def test_halves_are_in_memory_once_and_compiled():
    made = HalfLinear(linear(True, torch.float32))
    assert copy.deepcopy(made).halves is made.halves
    values = torch.randn(3, 96)
    assert compiled(multiply)(values, made.matrix()).equal(made(values))


@pytest.mark.parametrize(("precision", "kind"), [("int8", Int8Linear), ("int4", Int4Linear)])
def test_what_was_asked_for_is_what_all_layers_get_but_the_last(precision: str, kind: type[nn.Module]):
    model = Model(on_grid(around_zero=False), linear())
    quantised.make(model, precision)
    assert {type(layer) for layer in model.layers} == {kind}
    assert type(model.head) is Int8Linear
