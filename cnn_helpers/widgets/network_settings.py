"""What the network explorer's settings must hold together."""

from __future__ import annotations

from cnn_helpers.widgets.network_units import as_unit, first_unit
from cnn_helpers.widgets.settings import SettingError, bounded_int

__all__ = ["OVERLAYS", "QUESTIONS", "TOOLS", "prepare"]

OVERLAYS = ("none", "occlusion", "saliency")
QUESTIONS = ("value", "class")
TOOLS = ("pen", "grey pen", "eraser")


def prepare(network, settings):
    """Return settings that fit a network, and the image's name if there is one among them.

    Where ``network`` is one of the settings, what is not given starts anew: the first example, the
    strongest unit, a patch of a quarter of the side, the most probable class.

    Raises
    ------
    SettingError
        If image, unit, path, label or patch don't fit the network.

    Examples
    --------
    >>> from cnn_helpers.widgets.inspected_networks import course_network
    >>> prepared, name = prepare(course_network("story"), {"network": "story"})
    >>> name, prepared["unit"], prepared["patch_size"]
    ('X', ('conv1', 0, 0, 0), 1)
    """
    settings = dict(settings)
    if "network" in settings:
        settings.setdefault("image", next(iter(network.examples)))
        settings.setdefault("patch_size", usual_patch(network))
        settings.setdefault("label", None)
    name = None
    try:
        if "image" in settings:
            name, settings["image"] = network.as_image(settings["image"])
        if "unit" in settings:
            settings["unit"] = as_unit(network, settings["unit"])
            settings.setdefault("path", ())
        elif "network" in settings:
            settings["unit"] = first_unit(network, network.trace(settings["image"]))
            settings["path"] = ()
        if "path" in settings:
            settings["path"] = tuple(as_unit(network, step) for step in settings["path"])
        if settings.get("label") is not None:
            check = bounded_int("label", 0, len(network.classes) - 1)
            settings["label"] = check(settings["label"])
        if "patch_size" in settings:
            check = bounded_int("patch_size", 1, min(network.input_shape[1:]))
            settings["patch_size"] = check(settings["patch_size"])
    except (TypeError, ValueError) as error:
        raise SettingError(str(error)) from None
    return settings, name


def usual_patch(network):
    """Return a quarter of the image's side, made odd, so that the patch has a middle."""
    return max(1, min(network.input_shape[1:]) // 4 | 1)
