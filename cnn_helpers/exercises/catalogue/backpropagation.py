"""Exercises of notebook 09, ``09_backpropagation``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.functions import NamedFunction
from cnn_helpers.exercises.probing import distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_AXES = {1: ("D",), 2: ("N", "D"), 4: ("N", "C", "H", "W")}
_NUMERICAL = (
    Argument("function"),
    Argument("array", ("D",)),
    Argument("epsilon", simple=(0.5, 0.25)),
)
_RELU = (Argument("grad_output", ("N", "D")), Argument("inputs", ("N", "D")))
_LINEAR = (
    Argument("grad_output", ("N", "K")),
    Argument("inputs", ("N", "D")),
    Argument("weights", ("K", "D")),
)
_CROSS_ENTROPY = (
    Argument("logits", ("N", "K")),
    Argument("labels", ("N",), simple="keep"),
)


def _numerical_calls(random):
    def call(function, array, *epsilon):
        arguments = (_NUMERICAL[0], Argument("array", _AXES[array.ndim]), _NUMERICAL[2])
        values = {"function": function, "array": array}
        return Call(arguments, {**values, "epsilon": epsilon[0]} if epsilon else values)

    def power(name, *shape, epsilon=(), layout=np.asarray):
        coefficients = distinct(random, shape)
        function = NamedFunction(
            name, {"coefficients": coefficients}, {"coefficients": _AXES[len(shape)]}
        )
        return call(function, layout(distinct(random, shape)), *epsilon)

    def network(*epsilon):
        arrays = {
            "kernels": distinct(random, (2, 1, 2, 2)),
            "conv_bias": distinct(random, (2,)),
            "weights": distinct(random, (2, 4), step=0.125),
            "linear_bias": distinct(random, (2,)),
            "labels": random.integers(0, 2, 2),
        }
        images = distinct(random, (2, 1, 3, 4), step=0.125)
        return call(NamedFunction("story_network", arrays), images, *epsilon)

    return [
        power("quadratic", 1, epsilon=(0.5,)),
        # A cubic bends differently to both sides: there the width of the step shows.
        power("cubic", 2, epsilon=(0.5,)),
        power("quadratic", 3),
        # Here each entry's slope depends on all the others: an entry left moved shows.
        power("squared_sum", 2, epsilon=(0.5,)),
        power("squared_sum", 2, 3),
        power("cubic", 2, 3, epsilon=(0.25,)),
        power("cubic", 3, 3),
        power("cubic", 2, 1, 2, 2, epsilon=(0.125,)),
        power("cubic", 2, 4, epsilon=(0.5,), layout=fortran_ordered),
        power("quadratic", 5, epsilon=(0.25,), layout=with_gaps),
        network(),
        network(0.25),
    ]


def _relu_calls(random):
    def relu(*shape, layout=np.asarray):
        inputs = distinct(random, shape)
        # Zeros are the one place where > and >= differ.
        inputs[tuple(random.integers(0, length) for length in shape)] = 0
        arguments = tuple(Argument(one.name, _AXES[len(shape)]) for one in _RELU)
        values = {"grad_output": layout(distinct(random, shape)), "inputs": layout(inputs)}
        return Call(arguments, values)

    return [
        relu(4),
        relu(2, 3),
        relu(3, 3),
        relu(2, 2, 3, 4),
        relu(3, 5, layout=fortran_ordered),
        relu(2, 6, layout=with_gaps),
        relu(12),
        relu(1, 2, 2, 2),
    ]


def _linear_calls(random):
    def linear(count, features, outputs, layout=np.asarray):
        values = {
            "grad_output": layout(distinct(random, (count, outputs))),
            "inputs": layout(distinct(random, (count, features))),
            "weights": layout(distinct(random, (outputs, features))),
        }
        return Call(_LINEAR, values, count=3)

    return [
        linear(1, 2, 3),
        linear(2, 3, 1),
        linear(3, 2, 4),
        # Equal lengths: what is transposed, or added up over the wrong axis, raises no error.
        linear(2, 3, 3),
        linear(3, 2, 3),
        linear(3, 3, 2),
        linear(4, 4, 4),
        linear(5, 4, 2, layout=fortran_ordered),
        linear(4, 3, 5, layout=with_gaps),
    ]


def _labels_fit(call):
    return call.sizes()["K"] > max(1, int(call.values["labels"].max()))


def _cross_entropy_calls(random):
    def logits(count, classes, kind=int, layout=np.asarray, highest=None, shift=0):
        labels = random.integers(0, highest or classes, count)
        # Not all images of one class, and one class twice, as far as there are enough of both.
        if count > 2:
            labels[:3] = random.permutation(highest or classes)[[0, 0, 1]]
        values = distinct(random, (count, classes)) / 2 + shift
        return Call(_CROSS_ENTROPY, {"logits": layout(values), "labels": labels.astype(kind)})

    far_apart = logits(3, 4)
    far_apart.values["logits"][0] += 1000
    far_apart.values["logits"][1] -= 1000
    torn = logits(2, 3)
    torn.values["logits"][:] = [[1000.0, 0, -1000], [-1000, 0, 1000]]
    return [
        logits(1, 2),
        logits(2, 3),
        logits(3, 3),
        # More images than any label: labels used as row numbers raise no error.
        logits(6, 4, highest=3),
        logits(4, 5),
        logits(3, 2, np.uint8),
        logits(4, 4, np.int32, fortran_ordered),
        logits(3, 6, layout=with_gaps),
        far_apart,
        torn,
    ]


EXERCISES = (
    Exercise(
        id="numerical_gradient",
        title="a gradient from small steps",
        notebook="09_backpropagation",
        points=2,
        signature="numerical_gradient(function, array, epsilon=1e-5) -> same shape as array",
        statement=(
            "Measure how fast function(array), a single number, grows with each entry of the "
            "array: compare the value one epsilon above the entry with the value one epsilon below "
            "it (a central difference). The other entries stay where they are meanwhile. The array "
            "may have any number of axes."
        ),
        stub=(
            "def numerical_gradient(function, array, epsilon=1e-5):\n"
            '    """Return the slope of function(array) by each entry, in the array\'s shape."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "One entry first: for x**2 at x = 3, what are the values at 3.1 and at 2.9, and how "
            "far apart are those two places?",
            "np.ndindex(array.shape) runs through all places, however many axes there are. Work on "
            "a copy, or put the entry back before you turn to the next.",
            "For each index: up = a copy with epsilon added at that index, down = one with epsilon "
            "subtracted; the slope is (function(up) - function(down)) divided by the distance "
            "between the two places.",
        ),
        arguments=_NUMERICAL,
        results=(Result("the gradient"),),
        make_calls=_numerical_calls,
        is_valid=lambda call: call.values.get("epsilon", 1) > 0,
        part="backpropagation",
        withheld=("cnn_helpers.inspection.numerical_gradient",),
    ),
    Exercise(
        id="relu_backward",
        title="back through ReLU",
        notebook="09_backpropagation",
        points=1,
        signature="relu_backward(grad_output, inputs) -> grad_inputs (all of one shape)",
        statement=(
            "inputs went into ReLU; grad_output is the derivative of the loss by what came out. "
            "Return the derivative of the loss by the inputs. Where an input is exactly 0 we take "
            "the slope to be 0. The arrays have one shape, whichever it is."
        ),
        stub=(
            "def relu_backward(grad_output, inputs):\n"
            '    """Return the derivative of the loss by the inputs, in their shape."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "ReLU hands a positive input on and answers 0 to all others. If you nudge an input of "
            "2 a little, how much does the output move? And an input of -2?",
            "Each input has a slope of 1 or 0. The chain rule multiplies it with what comes in "
            "from above, number by number.",
            "inputs > 0 is an array of True and False; in a multiplication they count as 1 and 0.",
        ),
        arguments=_RELU,
        results=(Result("grad_inputs"),),
        make_calls=_relu_calls,
        is_valid=lambda call: True,
        part="backpropagation",
        withheld=(
            "cnn_helpers.neurons.relu_backward",
            "cnn_helpers.neurons.relu_backward_loops",
            "cnn_helpers.layers.ReLU",
        ),
    ),
    Exercise(
        id="linear_backward",
        title="back through a linear layer",
        notebook="09_backpropagation",
        points=3,
        signature=(
            "linear_backward(grad_output (N, K), inputs (N, D), weights (K, D)) "
            "-> (grad_inputs, grad_weights, grad_bias)"
        ),
        statement=(
            "A linear layer made outputs (N, K) = inputs @ weights.T + bias; grad_output is the "
            "derivative of the loss by them. Return its derivatives by the inputs, the weights and "
            "the bias, in this order, each in the shape of its array. grad_output already holds "
            "the 1/N of the mean loss."
        ),
        stub=(
            "def linear_backward(grad_output, inputs, weights):\n"
            '    """Return grad_inputs (N, D), grad_weights (K, D) and grad_bias (K,)."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Take one sample, one output: output = w1*x1 + w2*x2 + b. How does it change with x1, "
            "with w1, with b? Then look at who is used several times: what happens to the shares?",
            "The shapes say most of it. From (N, K) and (K, D) you want (N, D); from (N, K) and "
            "(N, D) you want (K, D), where the N samples are added up; the bias keeps the K.",
            "grad_inputs = grad_output @ weights. For the weights, turn grad_output so that the "
            "samples meet: grad_output.T @ ... And the bias: a sum over which axis?",
        ),
        arguments=_LINEAR,
        results=(Result("grad_inputs"), Result("grad_weights"), Result("grad_bias")),
        make_calls=_linear_calls,
        is_valid=lambda call: True,
        part="backpropagation",
        partial=True,
        withheld=(
            "cnn_helpers.neurons.linear_backward",
            "cnn_helpers.neurons.linear_backward_loops",
            "cnn_helpers.layers.Linear",
        ),
    ),
    Exercise(
        id="softmax_cross_entropy_backward",
        title="from the loss back to the logits",
        notebook="09_backpropagation",
        points=2,
        signature=("softmax_cross_entropy_backward(logits (N, K), labels (N,)) -> (N, K)"),
        statement=(
            "Softmax turns logits into probabilities P; cross-entropy is the mean of -ln of the "
            "right classes' probabilities over the N images. Return its derivative by the logits: "
            "(P - one-hot labels) / N. Logits of 1000 should be no trouble."
        ),
        stub=(
            "def softmax_cross_entropy_backward(logits, labels):\n"
            '    """Return the derivative (N, K) of the mean cross-entropy by the logits."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "One image, probabilities [0.7, 0.2, 0.1], label 0. Which logit would you like to see "
            "grow, and which to shrink? What do the three numbers add up to?",
            "Softmax row by row, with the row's largest logit subtracted first. Then 1 is "
            "subtracted in one cell of each row, and everything is divided by the number of rows.",
            "The cells of the right classes are [np.arange(N), labels]: row 0 with its label, "
            "row 1 with its label, and so on.",
        ),
        arguments=_CROSS_ENTROPY,
        results=(Result("grad_logits"),),
        make_calls=_cross_entropy_calls,
        is_valid=_labels_fit,
        part="backpropagation",
        withheld=(
            "cnn_helpers.losses.cross_entropy_backward",
            "cnn_helpers.losses.cross_entropy_backward_loops",
        ),
    ),
)
