"""Exercises of notebook 12, ``12_inside_a_cnn``."""

from __future__ import annotations

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.functions import NamedFunction
from cnn_helpers.exercises.probing import distinct, with_gaps

__all__ = ["EXERCISES"]

_OCCLUSION = (
    Argument("predict"),
    Argument("image", ("C", "H", "W")),
    Argument("label"),
    Argument("patch_size", keyword_only=True),
    Argument("fill", simple=(0.5, 1.0), keyword_only=True),
)
_SALIENCY = (
    Argument("gradient"),
    Argument("image", ("C", "H", "W")),
    Argument("label"),
    Argument("num_classes", keyword_only=True),
)


def _occlusion_calls(random):
    def call(shape, classes, patch_size, layout=lambda array: array, **fill):
        weights = distinct(random, (classes, *shape), step=1 / 64)
        predict = NamedFunction(
            "linear_classifier",
            {"weights": weights, "bias": distinct(random, (classes,), step=0.25)},
            {"weights": ("K", "C", "H", "W"), "bias": ("K",)},
        )
        values = {
            "predict": predict,
            "image": layout(distinct(random, shape, step=1 / 16)),
            # The label that is asked for, whether or not it wins.
            "label": int(random.integers(classes)),
            "patch_size": patch_size,
        }
        return Call(_OCCLUSION, {**values, **fill})

    calls = [
        call((1, 1, 2), 2, 1),
        call((2, 2, 2), 2, 1),
        call((1, 2, 3), 2, 2),
        call((2, 3, 4), 3, 2),
        call((1, 4, 3), 3, 1, fill=0.5),
        call((3, 5, 4), 2, 3, fill=0.25),
        call((1, 3, 3), 4, 2, fill=1.0),
        call((2, 4, 4), 3, 2, fill=-0.5),
        call((2, 3, 5), 3, 2, layout=with_gaps),
        call((1, 3, 4), 3, 3),
    ]
    # Every label is asked for once, so that the winning class is not always the right one.
    for label in range(3):
        calls.append(call((1, 3, 2), 3, 2, fill=0.5))
        calls[-1].values["label"] = label
    return calls


def _label_fits(call):
    sizes, values = call.sizes(), call.values
    fits = 1 <= values.get("patch_size", 1) <= min(sizes["H"], sizes["W"])
    return fits and 0 <= values["label"] < sizes["K"] and sizes["K"] >= 2


def _counts_classes(call):
    return _label_fits(call) and call.values["num_classes"] == call.sizes()["K"]


class _SaliencyCall(Call):
    """A call whose num_classes follows the gradient function's."""

    def replaced(self, **values):
        changed = super().replaced(**values)
        values = {**changed.values, "num_classes": changed.sizes()["K"]}
        return _SaliencyCall(self.arguments, values, self.count)


def _saliency_calls(random):
    def call(shape, classes, label, hidden=0, layout=lambda array: array):
        if hidden:
            arrays = {
                "hidden_weights": distinct(random, (hidden, *shape)),
                "weights": distinct(random, (classes, hidden)),
            }
            axes = {"hidden_weights": ("M", "C", "H", "W"), "weights": ("K", "M")}
        else:
            arrays = {"weights": distinct(random, (classes, *shape))}
            axes = {"weights": ("K", "C", "H", "W")}
        name = "hidden_gradient" if hidden else "linear_gradient"
        values = {
            "gradient": NamedFunction(name, arrays, axes),
            "image": layout(distinct(random, shape)),
            "label": label,
            "num_classes": classes,
        }
        return _SaliencyCall(_SALIENCY, values)

    return [
        call((1, 1, 2), 2, 0),
        call((2, 1, 2), 2, 1),
        call((2, 2, 3), 3, 2),
        call((3, 3, 3), 3, 1),
        call((3, 2, 4), 4, 0),
        call((2, 3, 2), 5, 3),
        call((3, 4, 3), 3, 2, layout=with_gaps),
        call((2, 2, 3), 3, 1, hidden=4),
        call((3, 3, 2), 4, 2, hidden=5),
    ]


EXERCISES = (
    Exercise(
        id="occlusion_map",
        title="cover a patch and see what is lost",
        notebook="12_inside_a_cnn",
        points=3,
        signature=(
            "occlusion_map(predict, image (C, H, W), label, *, patch_size, fill=0.0) "
            "-> (H-patch_size+1, W-patch_size+1)"
        ),
        statement=(
            "Lay a square patch of the value fill on the image, on all channels, at every place "
            "where it lies wholly on it. The map's cell at the patch's top left corner says how "
            "much of the label's probability that costs: original minus occluded. predict takes "
            "images (N, C, H, W) and returns probabilities (N, K)."
        ),
        stub=(
            "def occlusion_map(predict, image, label, *, patch_size, fill=0.0):\n"
            '    """Return the drop of the label\'s probability for every place of the patch."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "One place first: what does predict say before, and what with the patch at the top "
            "left corner? Which of the two do you subtract from the other?",
            "Each patch is laid on a fresh copy of the image. predict wants a batch: "
            "image[np.newaxis] is a batch of one, and [0, label] takes its answer.",
            "before = predict(image[np.newaxis])[0, label]. In two loops: occluded = image.copy(), "
            "occluded[:, row : row + patch_size, ...] = fill, and before minus the same for "
            "occluded goes into the map at [row, column].",
        ),
        arguments=_OCCLUSION,
        results=(Result("the map"),),
        make_calls=_occlusion_calls,
        is_valid=_label_fits,
        part="inside_a_cnn",
        withheld=("cnn_helpers.inspection.occlusion_map",),
    ),
    Exercise(
        id="saliency_map",
        title="which pixels would move the answer?",
        notebook="12_inside_a_cnn",
        points=2,
        signature=("saliency_map(gradient, image (C, H, W), label, *, num_classes) -> (H, W)"),
        statement=(
            "How strongly would the label's logit react to each pixel? gradient(image, "
            "grad_logits) goes back from the logits (num_classes,) to the image (C, H, W). Return "
            "the size of the label's gradient, whatever its sign, and of a pixel's channels the "
            "largest."
        ),
        stub=(
            "def saliency_map(gradient, image, label, *, num_classes):\n"
            '    """Return, for each pixel, the largest size of the label\'s gradient."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "grad_logits says which logit you ask about. What should it hold so that only the "
            "label's logit counts, and counts once?",
            "gradient gives a slope for each channel of each pixel. A slope of -3 matters more "
            "than one of 2: make sizes of them first, and then choose among the channels.",
            "grad_logits = np.zeros(num_classes) with a 1 at the label; np.abs(gradient(image, "
            "grad_logits)) has the shape (C, H, W). Over which axis goes .max?",
        ),
        arguments=_SALIENCY,
        results=(Result("the map"),),
        make_calls=_saliency_calls,
        is_valid=_counts_classes,
        part="inside_a_cnn",
        withheld=("cnn_helpers.inspection.saliency_map",),
    ),
)
