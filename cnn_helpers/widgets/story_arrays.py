"""The story network's numbers for one image: all arrays forward, all gradients back."""

from __future__ import annotations

import numpy as np

from cnn_helpers.convolution import conv2d, conv2d_backward
from cnn_helpers.losses import cross_entropy, cross_entropy_backward, softmax
from cnn_helpers.neurons import linear, linear_backward, relu, relu_backward
from cnn_helpers.pooling import max_pool2d, max_pool2d_backward

__all__ = ["ARRAYS", "INPUTS", "PARAMETERS", "STAGE", "backward", "floored", "forward"]

ARRAYS = {
    "image": (5, 5),
    "kernels": (2, 1, 3, 3),
    "conv_bias": (2,),
    "feature_maps": (2, 3, 3),
    "rectified": (2, 3, 3),
    "pooled": (2, 2, 2),
    "weights": (2, 8),
    "linear_bias": (2,),
    "logits": (2,),
    "probabilities": (2,),
    "loss": (),
}
"""The arrays of one image's way through the network, without the batch axis, and their shapes."""

PARAMETERS = ("kernels", "conv_bias", "weights", "linear_bias")
INPUTS = ("image", *PARAMETERS)
"""What is given; all else is computed from it."""

STAGE = {
    **dict.fromkeys(("loss", "probabilities", "logits"), 1),
    **dict.fromkeys(("weights", "linear_bias", "pooled"), 2),
    "rectified": 3,
    "feature_maps": 4,
    **dict.fromkeys(INPUTS[:3], 5),
}
"""In which step of going back an array gets its gradient."""


def forward(inputs, label, given=()):
    """Return every array of the forward pass, by name.

    Parameters
    ----------
    inputs : dict of str to numpy.ndarray
        ``INPUTS``, shaped as in ``ARRAYS``.
    label : {0, 1}
        The right class.
    given : dict of str to numpy.ndarray
        Arrays to use as they are in place of computing them: what would come out if they were so?

    Returns
    -------
    dict of str to numpy.ndarray
        In the order of ``ARRAYS``, float64.
    """
    given = dict(given)
    values = {name: given.get(name, inputs[name]) for name in INPUTS}

    def put(name, compute):
        values[name] = given[name] if name in given else np.asarray(compute())

    put(
        "feature_maps",
        lambda: conv2d(values["image"][None, None], values["kernels"], values["conv_bias"])[0],
    )
    put("rectified", lambda: relu(values["feature_maps"]))
    put("pooled", lambda: max_pool2d(values["rectified"][None], 2, stride=1)[0])
    put(
        "logits",
        lambda: linear(values["pooled"].reshape(1, 8), values["weights"], values["linear_bias"])[0],
    )
    put("probabilities", lambda: softmax(values["logits"][None])[0])
    if "probabilities" in given:
        put("loss", lambda: -np.log(values["probabilities"][label]))
    else:
        put("loss", lambda: cross_entropy(values["logits"][None], [label]))
    return {name: values[name] for name in ARRAYS}


def floored(probabilities):
    """Return probabilities that can be divided by, also where float64 has rounded one to 0."""
    return np.maximum(probabilities, 1e-300)


def backward(values, label):
    """Return the derivative of the loss by every number of ``forward``, shaped as the arrays are.

    Each is what the course's own backward function gives. The gradient by the probabilities is
    that of ``-log(P[label])``; the one by the logits is ``P - onehot``.
    """
    gradients = {"loss": np.array(1.0)}
    gradients["probabilities"] = -np.eye(2)[label] / floored(values["probabilities"])
    grad_logits = cross_entropy_backward(values["logits"][None], [label])
    grad_pooled, gradients["weights"], gradients["linear_bias"] = linear_backward(
        grad_logits, values["pooled"].reshape(1, 8), values["weights"]
    )
    grad_pooled = grad_pooled.reshape(1, 2, 2, 2)
    grad_rectified = max_pool2d_backward(grad_pooled, values["rectified"][None], 2, stride=1)
    grad_maps = relu_backward(grad_rectified, values["feature_maps"][None])
    grad_images, gradients["kernels"], gradients["conv_bias"] = conv2d_backward(
        grad_maps, values["image"][None, None], values["kernels"]
    )
    gradients["logits"] = grad_logits[0]
    gradients["pooled"] = grad_pooled[0]
    gradients["rectified"] = grad_rectified[0]
    gradients["feature_maps"] = grad_maps[0]
    gradients["image"] = grad_images[0, 0]
    return {name: gradients[name] for name in ARRAYS}
