"""How many rows and columns a feature map has, counted rightly and wrongly; see ``sweeping``."""

from __future__ import annotations

import math

__all__ = [
    "by_division",
    "counted",
    "image_swapped",
    "kernel_swapped",
    "one_divided",
    "one_short",
    "rounded_up",
    "stride_on",
    "swapped",
    "with_fraction",
    "with_padding",
    "without_padding",
    "without_stride",
]


def _places(lengths, kernel, stride):
    return tuple(
        (length - size) // stride + 1 for length, size in zip(lengths, kernel, strict=True)
    )


def counted(image, padded, kernel, stride, padding):
    """Return the right lengths: places of the kernel on the framed image."""
    return _places(padded.shape[-2:], kernel.shape[-2:], stride)


def one_short(image, padded, kernel, stride, padding):
    """Return one place less, down and across."""
    return tuple(length - 1 for length in counted(image, padded, kernel, stride, padding))


def swapped(image, padded, kernel, stride, padding):
    """Return the right lengths in the wrong order."""
    return counted(image, padded, kernel, stride, padding)[::-1]


def image_swapped(image, padded, kernel, stride, padding):
    """Take height and width of the image for each other."""
    return _places(padded.shape[-2:][::-1], kernel.shape[-2:], stride)


def kernel_swapped(image, padded, kernel, stride, padding):
    """Take height and width of the kernel for each other."""
    return _places(padded.shape[-2:], kernel.shape[-2:][::-1], stride)


def without_padding(image, padded, kernel, stride, padding):
    """Count the places on the image without its frame."""
    return _places(image.shape[-2:], kernel.shape[-2:], stride)


def with_padding(image, padded, kernel, stride, padding):
    """Count the places as if there were a frame, whether or not it was made."""
    lengths = (length + 2 * padding for length in image.shape[-2:])
    return _places(lengths, kernel.shape[-2:], stride)


def without_stride(image, padded, kernel, stride, padding):
    """Count the places of a kernel that moves on by one."""
    return _places(padded.shape[-2:], kernel.shape[-2:], 1)


def stride_on(axis):
    """Return lengths in which stride counts along one axis only."""

    def outputs(image, padded, kernel, stride, padding):
        lengths = list(without_stride(image, padded, kernel, stride, padding))
        lengths[axis] = counted(image, padded, kernel, stride, padding)[axis]
        return tuple(lengths)

    return outputs


def rounded_up(image, padded, kernel, stride, padding):
    """Count a last place at which the kernel sticks out."""
    return tuple(
        math.ceil((length - size) / stride) + 1
        for length, size in zip(padded.shape[-2:], kernel.shape[-2:], strict=True)
    )


def with_fraction(image, padded, kernel, stride, padding):
    """Divide with / and keep the fraction."""
    return tuple(
        (length - size) / stride + 1
        for length, size in zip(padded.shape[-2:], kernel.shape[-2:], strict=True)
    )


def by_division(image, padded, kernel, stride, padding):
    """Divide the length by the stride and forget the kernel."""
    return tuple(length // stride for length in padded.shape[-2:])


def one_divided(image, padded, kernel, stride, padding):
    """Let the stride divide the 1 of the first place too."""
    return tuple(
        (length - size + 1) // stride
        for length, size in zip(padded.shape[-2:], kernel.shape[-2:], strict=True)
    )
