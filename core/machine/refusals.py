"""What to say of an error of torch: no memory, a device that is gone, an operation it lacks."""

from __future__ import annotations

import re

import torch

from core.messages import QT_TRANSLATE_NOOP, Message, Refused

_NO_MEMORY = re.compile("allocate|out of memory|bad_alloc|ALLOC_FAILED")
_NO_DEVICE = re.compile(
    "(CUDA|HIP|XPU|MPS) (error|driver|backend)|NVIDIA driver|not compiled with"
    "|No CUDA GPUs|without MPS|Could not run 'aten::empty"
)
_TOO_LARGE = re.compile("out of bounds for|without overflow|numeric_limits|out of range")


def is_no_memory(error: BaseException) -> bool:
    """Whether memory could not be had, of the machine or of an accelerator."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and _NO_MEMORY.search(str(error)) is not None


def is_no_device(error: BaseException) -> bool:
    """Whether an accelerator failed or is not there, as torch says it."""
    accelerator_error = getattr(torch, "AcceleratorError", ())
    if isinstance(error, accelerator_error):
        return True
    return _NO_DEVICE.search(str(error)) is not None


def _reason(error: BaseException) -> str:
    told = error.args[-1] if isinstance(error, OverflowError) and error.args else error
    text = str(told).strip().split("\n", 1)[0]
    return text[:200] or type(error).__name__


def refusal(key: str, error: BaseException) -> Refused:
    """A sentence about `key`, or about the device where that is at fault."""
    if is_no_memory(error):
        return out_of_memory(key)
    if is_no_device(error):
        return no_device(error)
    if _TOO_LARGE.search(str(error)):
        text = QT_TRANSLATE_NOOP(
            "core",
            "torch cannot do this: {reason}; choose smaller values, or a dtype with a wider range",
        )
    else:
        text = QT_TRANSLATE_NOOP("core", "torch cannot do this: {reason}")
    return Refused(key, text.format(reason=_reason(error)))


def out_of_memory(key: str) -> Refused:
    """The memory that was said to be there could not be had."""
    text = QT_TRANSLATE_NOOP(
        "core", "the device ran out of memory; choose fewer features or a narrower dtype"
    )
    if key == "depth":
        text = QT_TRANSLATE_NOOP(
            "core",
            "the device ran out of memory; choose a smaller batch, fewer or narrower layers",
        )
    elif key == "dropout":
        text = QT_TRANSLATE_NOOP(
            "core", "the device ran out of memory; end other programs and try again"
        )
    return Refused(key, text)


def no_device(error: BaseException) -> Refused:
    """The device was there when the program started, and is no longer."""
    text = QT_TRANSLATE_NOOP(
        "core",
        "this device does not answer: {reason}; choose another one, or start InitLab again",
    )
    return Refused("run.device", text.format(reason=_reason(error)))


def unsupported(method: str, dtype: str) -> Refused:
    """A dtype that the method's torch function has no kernel for."""
    text: Message = QT_TRANSLATE_NOOP(
        "core",
        "torch has no {method} in {dtype}; choose float32 or float64, or another method",
    ).format(method=method, dtype=dtype)
    return Refused("weight_init.method", text)
