"""Eight and four bits: what they keep of weights, and that they write the same alone as in company."""

from collections.abc import Iterator

import pytest
import torch
from torch import nn

from inference.engines import quantised
from inference.engines.quantised import Int4Linear, Int8Linear
from tests.inference import tiny


def linear(bias: bool = False) -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(96, 64, bias=bias).to(torch.bfloat16)


def on_grid(*, around_zero: bool) -> nn.Linear:
    """Weights as a GGUF file of four bits has them."""
    made = linear()
    levels = torch.randint(0, 16, (64, 3, 32)).float()
    levels[..., 0], levels[..., 1] = 0, 15
    scale = torch.rand(64, 3, 1) + 0.1
    least = -8 * scale if around_zero else -torch.rand(64, 3, 1)
    if around_zero:
        levels[..., 1] = 12  # such a grid ends at its largest weight, on one side only
    made.weight.data = (least + levels * scale).flatten(1).to(torch.bfloat16)
    return made


def off(made: nn.Module, original: nn.Linear) -> float:
    """How far what it says is off, of how much it says."""
    values = torch.randn(5, 96, generator=torch.Generator().manual_seed(1)).to(torch.bfloat16)
    with torch.no_grad():
        expected = original(values).float()
        return float((made(values).float() - expected).norm() / expected.norm())


@pytest.mark.parametrize("bias", [False, True])
def test_eight_bits_say_nearly_the_same_and_four_roughly(bias: bool):
    assert off(Int8Linear(linear(bias)), linear(bias)) < 0.02
    assert 0.02 < off(Int4Linear(linear(bias)), linear(bias)) < 0.2


@pytest.mark.parametrize("around_zero", [False, True])
def test_weights_that_come_from_four_bits_stay_what_they_are(around_zero: bool):
    original = on_grid(around_zero=around_zero)
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


class Model(nn.Module):
    def __init__(self, *layers: nn.Linear) -> None:
        super().__init__()
        self.layers, self.head, self.narrow = nn.ModuleList(layers), linear(), nn.Linear(20, 4)

    def get_output_embeddings(self) -> nn.Linear:
        return self.head


def test_by_itself_each_layer_takes_four_bits_where_it_comes_from_them():
    model = Model(on_grid(around_zero=True), linear())
    quantised.make(model, "auto")
    assert [type(layer) for layer in model.layers] == [Int4Linear, Int8Linear]
    assert type(model.head) is Int8Linear
    assert type(model.narrow) is nn.Linear


@pytest.mark.parametrize(("precision", "kind"), [("int8", Int8Linear), ("int4", Int4Linear)])
def test_what_was_asked_for_is_what_all_layers_get_but_the_last(precision: str, kind: type[nn.Module]):
    model = Model(on_grid(around_zero=False), linear())
    quantised.make(model, precision)
    assert {type(layer) for layer in model.layers} == {kind}
    assert type(model.head) is Int8Linear


@pytest.fixture
def unmeasured() -> Iterator[None]:
    quantised._is_slow.cache_clear()
    yield
    quantised._is_slow.cache_clear()


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(("slower", "kind"), [(1000, Int4Linear), (0, nn.Linear)])
def test_what_a_processor_is_slow_at_is_left_as_it_is_unless_it_was_asked_for(
    slower: float, kind: type[nn.Module], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(quantised, "SLOWER", slower)

    def made(precision: str) -> type[nn.Module]:
        model = tiny.llama(len(tiny.tokenizer())).to(torch.bfloat16)
        mlp = model.model.layers[0].mlp
        mlp.up_proj.weight.data.fill_(0.5)  # as a file of four bits has it
        quantised.make(model, precision)
        return type(mlp.up_proj)

    assert made("auto") is kind
    assert made("int8") is Int8Linear
