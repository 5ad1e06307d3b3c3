"""The network explorer's state in words, for its page's plan and for its still picture."""

from __future__ import annotations

from cnn_helpers.figures.shading import format_number
from cnn_helpers.widgets.inspected_networks import COURSE_NETWORKS
from cnn_helpers.widgets.network_units import arithmetic

__all__ = ["plan", "scene", "sentence"]


def plan(explorer, network):
    """Return what the page must know of a network once: layers, classes, examples."""
    names = [*COURSE_NETWORKS, *(["own"] if explorer._own else [])]
    titles = [explorer._own.title if name == "own" else _TITLES[name] for name in names]
    layers = []
    found = dict(_geometry(network))
    for name, shape in network.shapes.items():
        kind = network.kinds.get(name, "input")
        layers.append({"name": name, "kind": kind, "shape": list(shape), **found.get(name, {})})
    return {
        "network": network.name,
        "layers": layers,
        "classes": list(network.classes),
        "examples": list(network.examples),
        "networks": [list(pair) for pair in zip(names, titles, strict=True)],
        "largest_patch": min(network.input_shape[1:]),
    }


_TITLES = {
    "digits": "Handwritten digits",
    "marks": "Marks on order cards",
    "story": "Is it an X? (story)",
}


def _geometry(network):
    """Yield where each unit of a layer with windows looks, so that the page can outline it."""
    from cnn_helpers.training.tracing import named_layers

    for name, _, layer in named_layers(network.model):
        if hasattr(layer, "kernel_size"):
            yield (
                name,
                {
                    "kernel_size": list(layer.kernel_size),
                    "stride": list(layer.stride),
                    "padding": list(getattr(layer, "padding", (0, 0))),
                    "dilation": list(getattr(layer, "dilation", (1, 1))),
                },
            )


def sentence(explorer):
    """Return the present state in a sentence."""
    start = f'NetworkExplorer: {explorer.image_name} in the network "{explorer.network}"'
    asked = explorer.question if explorer.is_open else None
    if asked == "class":
        found = "which class is the most probable?"
    else:
        name = explorer.inspected.classes[explorer.winner]
        found = f"most probable: {name} ({explorer.probabilities[explorer.winner]:.2f})."
    return f"{start}; {found} {unit_line(explorer)}"


def unit_line(explorer):
    """Return the chosen unit's arithmetic and value, which an open question keeps secret."""
    content = explorer.explained
    secret = explorer.is_open and explorer.question == "value"
    value = "?" if secret else format_number(content["value"], 3)
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    start = f"{content['words']} = {arithmetic(content, secret=secret)}"
    return f"{start} = {value}{'' if secret else '.'}"


def scene(explorer):
    """Return what the still picture shows."""
    network = explorer.inspected
    asked = explorer.question if explorer.is_open else None
    layers = [
        (name, array[0])
        for name, array in explorer.activations.items()
        if name != "images" and network.kinds[name] != "flatten"
    ]
    return {
        "image": explorer.image,
        "image_name": explorer.image_name,
        "layers": layers[:-1],
        "classes": network.classes,
        "probabilities": None if asked == "class" else explorer.probabilities,
        "unit": explorer.unit,
        "field": (explorer.explained["field"]["rows"], explorer.explained["field"]["columns"]),
        "words": unit_line(explorer),
        "title": _TITLES.get(network.name, network.title),
        "overlay": None if asked == "class" else explorer.overlay_map,
        "overlay_name": f"{explorer.overlay}: {network.classes[explorer.watched]}",
    }
