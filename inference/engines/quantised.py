"""Linear layers whose weights take two bytes, one, or half of one. On a CPU a token waits for its weights to be read:
the fewer bytes, the sooner it comes, where the processor has a kernel for them."""

import logging
import timeit
from abc import abstractmethod
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

import torch
from torch import Tensor, nn
from torch.nn import functional

GROUP = 32  # weights that share a grid
LEVELS, MIDDLE = 15, 8  # of four bits the greatest, and what the kernel takes as zero
KERNELS = torch.bfloat16  # what those of eight and four bits read and say: in float32 they are ten times as slow
LANES = 16  # outputs that the kernel of four bits makes at once
TINY = 1e-8  # a scale is never nothing
ROUNDING = 0.005  # so far, of all they are, bfloat16 may have moved weights from their grid
SLOWER = 1.5  # times as long as torch's own matrices: a processor that takes it has no kernel for fewer bits
TRIED = (512, 2048)  # inputs and outputs of what is measured once, as a small model has them
TIMES = 10  # that a kernel is measured, of which the quickest counts
FEW = 32  # rows, up to which packed weights are multiplied as they are; beyond it pays to unpack them first
HAS_FBGEMM = "fbgemm" in torch.backends.quantized.supported_engines

NOTHING = torch.empty(0)
if TYPE_CHECKING:
    Halves = Any
else:  # or none; to Python a script class is no type
    Halves = Optional[torch.classes.quantized.LinearPackedParamsBase]  # noqa: UP045
Kind = Callable[[nn.Linear], nn.Module]  # what a linear layer may become

log = logging.getLogger(__name__)


class Matrix(NamedTuple):
    """A linear layer as `multiply` takes it."""

    bits: int  # that a weight takes, or 0 where it is a number of torch's own or one of `halves`
    weight: Tensor
    grid: Tensor  # whose shape hangs on the bits; of no bits it is not looked at
    bias: Tensor | None
    down: Tensor | None = None  # with `up`: what it was taught, see inference.engines.adapters
    up: Tensor | None = None
    halves: Halves = None  # weights and bias, as FBGEMM has them


def multiply(rows: Tensor, matrix: Matrix, group: int = GROUP, few: int = FEW) -> Tensor:
    """Of rows [N, inputs]: [N, outputs]. TorchScript can compile it, which knows constants as defaults only."""
    made = _multiply(rows, matrix, group, few)
    down, up = matrix.down, matrix.up  # TorchScript sees of a name only that it is no None
    return made if down is None or up is None else made + functional.linear(functional.linear(rows, down), up)


def _multiply(rows: Tensor, matrix: Matrix, group: int, few: int) -> Tensor:
    """Without what it was taught."""
    halves = matrix.halves
    if halves is not None:
        return torch.ops.quantized.linear_dynamic_fp16(rows, halves)
    if matrix.bits == 0:
        return functional.linear(rows, matrix.weight, matrix.bias)
    if matrix.bits == 4:
        made = torch.ops.aten._weight_int4pack_mm_for_cpu(rows.to(matrix.grid.dtype), matrix.weight, group, matrix.grid)
    elif len(rows) <= few:
        made = torch.ops.aten._weight_int8pack_mm(rows.to(matrix.grid.dtype), matrix.weight, matrix.grid)
    else:
        made = functional.linear(rows, matrix.weight.to(rows.dtype)) * matrix.grid
    bias = matrix.bias
    made = made.to(rows.dtype)
    return made if bias is None else made + bias


class _Packed(nn.Module):
    """In place of a linear layer."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features, self.bias = linear.in_features, linear.out_features, linear.bias

    @abstractmethod
    def matrix(self) -> Matrix: ...

    def forward(self, values: Tensor) -> Tensor:
        made = multiply(values.reshape(-1, self.in_features), self.matrix())
        return made.view(*values.shape[:-1], self.out_features)


class HalfLinear(_Packed):
    """Weights in float16 for what is computed in float32, by FBGEMM: the quickest where a processor has neither
    bfloat16 nor kernels for fewer bits, as those without AVX-512."""

    weight = None  # families look for it, to compute in its precision

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__(linear)
        self.halves = torch.ops.quantized.linear_prepack_fp16(linear.weight.detach(), linear.bias)

    def matrix(self) -> Matrix:
        return Matrix(0, NOTHING, NOTHING, None, halves=self.halves)

    def __deepcopy__(self, _: Any) -> "HalfLinear":
        """The same: nothing of it changes, and its weights are to be in memory once."""
        return self


class Int8Linear(_Packed):
    """Each output has a scale of its own (Jacob and others, "Quantization and Training of Neural Networks for Efficient
    Integer-Arithmetic-Only Inference", 2018); what is read is rounded to what the kernel takes at the most."""

    weight: Tensor  # [outputs, inputs], int8
    scale: Tensor  # [outputs]

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__(linear)
        weight = linear.weight.detach().float()
        scale = weight.abs().amax(dim=1).clamp(min=TINY) / 127
        self.register_buffer("weight", (weight / scale[:, None]).round().to(torch.int8))
        self.register_buffer("scale", scale.to(KERNELS))

    def matrix(self) -> Matrix:
        return Matrix(8, self.weight, self.scale, self.bias)


class Int4Linear(_Packed):
    """Groups of 32 inputs of an output have a scale and a zero of their own. GGUF's Q4_0 and Q4_1 are such grids:
    weights that come from them stay what they are."""

    weight = None  # families look for it, to compute in its precision
    packed: Tensor  # as the kernel has it
    grid: Tensor  # [inputs / 32, outputs, 2]: the scale, and the weight that level 8 stands for

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__(linear)
        groups = linear.weight.detach().float().unflatten(1, (-1, GROUP))
        levels, scale, least = _nearest(groups)
        self.register_buffer("packed", torch.ops.aten._convert_weight_to_int4pack_for_cpu(levels.flatten(1).int(), 1))
        grid = torch.cat([scale, least + MIDDLE * scale], dim=-1).transpose(0, 1)
        self.register_buffer("grid", grid.to(KERNELS).contiguous())

    def matrix(self) -> Matrix:
        return Matrix(4, self.packed, self.grid, self.bias)


def matrix(linear: nn.Module) -> Matrix:
    """Of a layer that is quantised or taught, or is not."""
    if isinstance(linear, nn.Linear):
        return Matrix(0, linear.weight, linear.weight, linear.bias)
    found: Matrix = linear.matrix()  # type: ignore[operator]
    return found


def is_exact(model: Any) -> bool:
    """Whether a row comes out the same to the last bit, or nearly so in float32, whatever is computed beside it."""
    head = model.get_output_embeddings()
    others = (module for module in model.modules() if module is not head and not isinstance(module, nn.Embedding))
    return not any(isinstance(module, Int8Linear) or _has_matrices_of_halves(module) for module in others)


def make(model: Any, precision: str) -> None:
    """Replace the linear layers of `model` in place, but for those of few outputs, such as labels. "auto" is sixteen
    bits where float32 is computed with. Elsewhere it is four where the weights come from a file of four bits, and eight
    where not, but for what this processor is slow at. The last layer, which says the scores, never has less than
    eight."""
    head = model.get_output_embeddings()
    for module in tuple(model.modules()):
        for name, linear in tuple(module.named_children()):
            if type(linear) is nn.Linear and linear.in_features % GROUP == 0 and linear.out_features >= GROUP:
                setattr(module, name, _kind(linear, precision, is_head=linear is head)(linear))


@cache
@torch.inference_mode()
def _is_slow(kind: Kind, dtype: torch.dtype) -> bool:
    """Whether on this processor it multiplies one row much slower than numbers of torch's own."""
    linear, row = nn.Linear(*TRIED, bias=False, dtype=dtype), torch.zeros(1, TRIED[0], dtype=dtype)
    ours, own = (min(timeit.repeat(partial(each, row), number=1, repeat=TIMES)) for each in (kind(linear), linear))
    log.info("%s takes %.0f µs for a row here, and torch's own matrix %.0f", kind.__name__, 1e6 * ours, 1e6 * own)
    return ours > SLOWER * own


def _as_it_is(linear: nn.Linear) -> nn.Linear:
    return linear


def _has_matrices_of_halves(module: nn.Module) -> bool:
    own = module.parameters(recurse=False)
    return any(parameter.dim() > 1 and parameter.dtype != torch.float32 for parameter in own)


def _kind(linear: nn.Linear, precision: str, *, is_head: bool) -> Kind:
    fits = not is_head and linear.out_features % LANES == 0
    if precision != "auto":
        return Int4Linear if precision == "int4" and fits else Int8Linear
    dtype = linear.weight.dtype
    if dtype == torch.float32 and HAS_FBGEMM:
        return HalfLinear
    if fits and _is_on_grid(linear) and not _is_slow(Int4Linear, dtype):
        return Int4Linear
    return _as_it_is if _is_slow(Int8Linear, dtype) else Int8Linear


def _is_on_grid(linear: nn.Linear) -> bool:
    groups = linear.weight.detach().float().unflatten(1, (-1, GROUP))
    levels, scale, least = _nearest(groups)
    return bool((least + levels * scale - groups).norm() < ROUNDING * groups.norm())


def _nearest(groups: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Of weights [outputs, inputs / 32, 32]: levels, scale and the weight that level 0 stands for. Of each group the
    grid it lies nearer to: one from its least to its greatest weight, or one around zero that ends at its largest."""
    least, most = groups.amin(-1, keepdim=True), groups.amax(-1, keepdim=True)
    peak = most.where(most > -least, least)
    around = -peak / MIDDLE
    spanned, centred = _placed(groups, (most - least) / LEVELS, least), _placed(groups, around, -MIDDLE * around)
    is_nearer = _off(groups, *spanned) <= _off(groups, *centred)
    levels, scale, least = (one.where(is_nearer, other) for one, other in zip(spanned, centred, strict=True))
    return levels, scale, least


def _placed(groups: Tensor, scale: Tensor, least: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    scale = torch.where(scale.abs() < TINY, TINY, scale)
    return ((groups - least) / scale).round().clamp(0, LEVELS), scale, least


def _off(groups: Tensor, levels: Tensor, scale: Tensor, least: Tensor) -> Tensor:
    return (least + levels * scale - groups).square().sum(-1, keepdim=True)
