"""The kernel explorer's still picture, made of its state."""

from __future__ import annotations

from cnn_helpers import figures
from cnn_helpers.widgets.filtering import filter_name

__all__ = ["still_picture", "visible_part"]

FEWEST_CELLS = 7  # of a magnified image along an axis: then numbers can be read


def visible_part(count, zoom, middle, fewest=FEWEST_CELLS):
    """Return the cells along an axis that are seen at a zoom, as a slice around ``middle``.

    Examples
    --------
    >>> visible_part(256, 4, 100), visible_part(256, 64, 2), visible_part(5, 4, 2)
    (slice(68, 132, None), slice(0, 7, None), slice(0, 5, None))
    """
    seen = min(count, max(fewest, round(count / zoom)))
    first = min(max(0, middle - seen // 2), count - seen)
    return slice(first, first + seen)


def still_picture(explorer):
    """Return a matplotlib figure of an explorer's state; what is asked for stays secret."""
    asking = explorer.predict and explorer.prediction is None
    height, width = explorer.image.shape[:2]
    rows, columns = explorer.feature_map.shape
    name, parts, map_parts = explorer.image_name, (slice(0, None),) * 2, (slice(0, None),) * 2
    if explorer.zoom > 1:
        corners = [index * explorer.stride - explorer.padding for index in explorer.cell]
        middles = [corner + explorer.dilation for corner in corners]
        parts = [
            visible_part(size, explorer.zoom, middle)
            for size, middle in zip((height, width), middles, strict=True)
        ]
        fewest = [-(-(part.stop - part.start) // explorer.stride) for part in parts]
        map_parts = [
            visible_part(size, explorer.zoom, index, few)
            for size, index, few in zip((rows, columns), explorer.cell, fewest, strict=True)
        ]
        name = f"part of {name}"
    origins = {
        "origin": tuple(part.start for part in parts),
        "map_origin": tuple(part.start for part in map_parts),
    }
    image = explorer.image[tuple(parts)]
    settings = {
        "image_name": name,
        "look": explorer.look,
        "cell": None if asking else explorer.cell,
        "stride": explorer.stride,
        "padding": explorer.padding,
        "dilation": explorer.dilation,
        **origins,
    }
    feature_map = explorer.feature_map[tuple(map_parts)]
    if explorer.second_map is not None and not asking:
        kernels = explorer.kernel, explorer.second_kernel
        maps = feature_map, explorer.second_map[tuple(map_parts)]
        names = tuple(map(filter_name, kernels))
        return figures.kernel_comparison(image, kernels, maps, kernel_names=names, **settings)
    products = explorer.window * explorer.kernel
    return figures.explorer_picture(
        image,
        explorer.kernel,
        feature_map,
        kernel_name=explorer.kernel_name,
        products=products,
        total=float(products.sum()),
        bias=explorer.bias,
        relu=explorer.relu,
        hide_map=asking and explorer.ask == "largest",
        asked=explorer.cell if asking and explorer.ask == "number" else None,
        **settings,
    )
