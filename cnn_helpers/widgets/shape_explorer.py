"""The shape explorer: what size comes out of a layer, what it costs, and how far it sees."""

from __future__ import annotations

import traitlets

from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.layer_chain import chain_sizes, formula_words, reach_of, unfit_words
from cnn_helpers.widgets.layer_specs import EXAMPLES, LIMITS, as_input_shape, as_layers, layer_words
from cnn_helpers.widgets.settings import Setting, SettingError, bounded_int, flag, list_to_page
from cnn_helpers.widgets.shape_hints import as_shape_prediction, shape_verdict

__all__ = ["ShapeExplorer"]


class ShapeExplorer(CourseWidget):
    """A chain of convolution and pooling layers, drawn to scale, with all its numbers.

    The selected layer is drawn large: its input, a filter and its output as volumes, the formula of
    the output size filled in, and every place of the window along one axis, with the padding and
    with the pixels that are left over. Below it the whole chain: sizes, parameters, multiply-adds,
    receptive field.

    Parameters
    ----------
    input_shape : (int, int, int) or str
        Channels, height, width; or the name of an example in the widget's list.
    layers : sequence of dict or Layer, optional
        ``{"kind": "conv", "filters": 8, "kernel_size": 3, "stride": 1, "padding": 0,
        "dilation": 1, "bias": True}`` or ``{"kind": "max_pool", "kernel_size": 2, "stride": 2}``,
        also ``"avg_pool"``; what is left out has PyTorch's default. Or layers of
        ``cnn_helpers.layers`` (ReLU and Dropout are passed over: they change no size). None means
        the example's, or one convolution.
    selected : int
        The layer that is drawn large, from 0.
    predict : bool
        Hide the selected layer's output until the learner has typed its shape.

    Attributes
    ----------
    layers : list of dict
        Complete and checked. To change it, set it anew, or use ``change``, ``add``, ``remove`` and
        ``move``.
    sizes : list of dict
        For each layer input_shape, output_shape, leftover (rows, columns), parameters,
        multiply_adds, receptive_field, jump.
    output_shape : (int, int, int) or None
        What comes out of the last layer; None if a layer doesn't fit.
    parameters, multiply_adds : int
        Of all layers; multiply_adds is None if a layer doesn't fit.
    receptive_field : (int, int)
        Rows and columns of the input that one number at the end depends on, padding included.
    problem : str
        Why a layer doesn't fit, in words; empty if all do. Such a chain is no error: a slider may
        pass over it.
    prediction : (int, int, int, int or None) or None
        The learner's channels, height, width and parameters of the selected layer.
    verdict : str
        What is said about it.

    Examples
    --------
    >>> explorer = ShapeExplorer((1, 28, 28), [{"kind": "conv", "filters": 8, "kernel_size": 5}])
    >>> explorer.output_shape, explorer.parameters, explorer.multiply_adds
    ((8, 24, 24), 208, 115200)
    >>> explorer.add("max_pool", kernel_size=2)
    >>> explorer
    <ShapeExplorer: 1 × 28 × 28 -> convolution 5 × 5, 8 filters -> max pooling 2 × 2, stride 2 \
-> 8 × 12 × 12; 208 parameters, 115,200 multiply-adds, receptive field 6 × 6.>
    >>> explorer.change(0, kernel_size=15, dilation=4)
    >>> explorer.output_shape, explorer.problem[:21]
    (None, 'Layer 1 does not fit:')
    """

    use = "change the layers"
    module = "shape_explorer.js"
    styles = ("widget.css", "shape_explorer.css")

    input_shape = Setting((3, 12, 12), as_input_shape).tag(sync=True, to_json=list_to_page)
    layers = Setting([], as_layers).tag(sync=True)
    selected = Setting(0, bounded_int("selected", 0, 1000)).tag(
        sync=True, from_json=lambda value, self: min(value, max(0, len(self.layers) - 1))
    )
    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, as_shape_prediction).tag(sync=True, to_json=list_to_page)
    sizes = traitlets.List(read_only=True).tag(sync=True)
    problem = traitlets.Unicode("", read_only=True).tag(sync=True)
    verdict = traitlets.Unicode("", read_only=True).tag(sync=True)
    examples = traitlets.Dict(read_only=True).tag(sync=True)
    limits = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, input_shape="one convolution", layers=None, *, selected=0, predict=False):
        super().__init__(
            **self.checked(
                {
                    "input_shape": input_shape,
                    "layers": layers,
                    "selected": selected,
                    "predict": predict,
                }
            )
        )
        examples = {
            name: {"input_shape": list(shape), "layers": as_layers(layers)}
            for name, (shape, layers) in EXAMPLES.items()
        }
        self.set_trait("examples", examples)
        self.set_trait("limits", {name: list(ends) for name, ends in LIMITS.items()})
        self._compute()

    def checked(self, settings):
        """Return the settings in the form that is kept; an example's name becomes its layers."""
        settings = dict(settings)
        if isinstance(name := settings.get("input_shape"), str):
            if name not in EXAMPLES:
                raise SettingError(
                    f"input_shape must be (channels, height, width) or one of "
                    f"{', '.join(map(repr, EXAMPLES))}, but is {name!r}"
                )
            settings["input_shape"], example = EXAMPLES[name]
            if settings.get("layers") is None:
                settings["layers"] = example
        elif "layers" in settings and settings["layers"] is None:
            settings["layers"] = [{"kind": "conv"}]
        checked = super().checked(settings)
        count = len(checked.get("layers", self.layers))
        if "selected" in checked and checked["selected"] >= max(1, count):
            raise SettingError(
                f"selected must be a whole number from 0 to {count - 1}, but is "
                f"{checked['selected']}"
            )
        return checked

    @traitlets.observe("input_shape", "layers")
    def _compute(self, _=None):
        with self.hold_sync():
            sizes = chain_sizes(self.input_shape, self.layers)
            self.set_trait("sizes", sizes)
            self.set_trait("problem", unfit_words(self.layers, sizes))
            self.selected = min(self.selected, max(0, len(self.layers) - 1))
            self.prediction = None

    @traitlets.observe("selected", "predict")
    def _forget_prediction(self, _):
        self.prediction = None

    @traitlets.observe("prediction")
    def _judge(self, _):
        judged = self._judged()
        self.set_trait("verdict", "" if judged is None else judged[1])

    def _judged(self):
        if self.prediction is None or not self.layers:
            return None
        sizes = self.sizes[self.selected]
        if sizes["output_shape"] is None:
            return False, "This layer does not fit: nothing comes out of it."
        return shape_verdict(self.prediction, self.layers[self.selected], sizes)

    @property
    def prediction_is_right(self):
        """Whether all that was predicted is right; None before there is a prediction."""
        judged = self._judged()
        return None if judged is None else judged[0]

    @property
    def output_shape(self):
        """What comes out of the last layer, (channels, height, width); None if one doesn't fit."""
        return self.sizes[-1]["output_shape"] if self.sizes else self.input_shape

    @property
    def parameters(self):
        """Parameters of all layers together."""
        return sum(sizes["parameters"] for sizes in self.sizes)

    @property
    def multiply_adds(self):
        """Multiply-adds of all layers for one image; None if a layer doesn't fit."""
        counts = [sizes["multiply_adds"] for sizes in self.sizes]
        return None if None in counts else sum(counts)

    @property
    def receptive_field(self):
        """Rows and columns of the input that one number at the end depends on."""
        field = self.sizes[-1]["receptive_field"] if self.sizes else 1
        return field, field

    def change(self, index, **settings):
        """Change settings of one layer, as ``change(0, kernel_size=5, padding=2)``."""
        layers = [dict(layer) for layer in self.layers]
        layers[index].update(settings)
        self.set(layers=layers)

    def add(self, kind="conv", *, at=None, **settings):
        """Add a layer, at the end or before layer ``at``, and select it."""
        at = len(self.layers) if at is None else at
        layers = [*self.layers[:at], {"kind": kind, **settings}, *self.layers[at:]]
        self.set(layers=layers, selected=at)

    def remove(self, index):
        """Take a layer out of the chain."""
        self.set(layers=[layer for at, layer in enumerate(self.layers) if at != index])

    def move(self, index, to):
        """Put a layer in another place of the chain, and select it."""
        layers = list(self.layers)
        layers.insert(to, layers.pop(index))
        self.set(layers=layers, selected=to)

    @property
    def _asking(self):
        return self.predict and self.prediction is None and bool(self.layers)

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        chain = [_shape_words(self.input_shape), *map(layer_words, self.layers)]
        if self._asking:
            return (
                f"ShapeExplorer: {' -> '.join(chain)}; what comes out of layer {self.selected + 1}?"
            )
        if self.problem:
            return f"ShapeExplorer: {' -> '.join(chain)}. {self.problem}"
        field = " × ".join(map(str, self.receptive_field))
        return (
            f"ShapeExplorer: {' -> '.join([*chain, _shape_words(self.output_shape)])}; "
            f"{self.parameters:,} parameters, {self.multiply_adds:,} multiply-adds, "
            f"receptive field {field}."
        )

    def figure(self):
        """Return a matplotlib figure of the present state; an asked size stays secret."""
        from cnn_helpers.figures.shape_scene import shape_picture

        layer = self.layers[self.selected] if self.layers else None
        return shape_picture(
            self.input_shape,
            self.layers,
            self.sizes,
            selected=self.selected,
            reach=1 if layer is None else reach_of(layer),
            formulas=self._formulas(layer),
            words=[layer_words(layer) for layer in self.layers],
            problem="" if self._asking else self.problem,
            secret=self._asking,
        )

    def _formulas(self, layer):
        sizes = self.sizes[self.selected] if self.layers else {"output_shape": None}
        if sizes["output_shape"] is None:
            return []
        sides, results = sizes["input_shape"], sizes["output_shape"]
        named = {"height": 1, "width": 2}
        if sides[1] == sides[2]:
            named = {"height and width": 1}
        return [
            f"{name}: {formula_words(layer, sides[at], '?' if self._asking else results[at])}"
            for name, at in named.items()
        ]


def _shape_words(shape):
    return " × ".join(map(str, shape))
