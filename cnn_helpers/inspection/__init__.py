"""Look into a trained model: gradient check, occlusion, saliency, receptive field, one unit's sum.

==========================  ===================================================================
``gradient_check``          compare backpropagation with tiny steps of each parameter
``numerical_gradient``      slopes of any function, from tiny steps
``occlusion_map``           cover a patch and see how much probability that costs
``saliency_map``            how strongly a logit would react to each pixel
``receptive_field``         the pixels that a unit can see
``explain_unit``            window, weights, products, sum, bias of one unit
==========================  ===================================================================

Nothing here changes the model that is looked into: its parameters, its gradients and its mode are
afterwards what they were.

Examples
--------
>>> from cnn_helpers import data
>>> from cnn_helpers.training import load_trained
>>> model = load_trained("mnist_lenet")
>>> image = data.load_mnist(subset="10k").test_images[:1] / 255
>>> int(model(image[None]).argmax())
0
>>> receptive_field(model, "pool2", (0, 0), image.shape).rows
(0, 14)
>>> occlusion_map(model, image, 0, patch_size=7).shape
(22, 22)
"""

from cnn_helpers.inspection.gradients import GradientCheck, gradient_check, numerical_gradient
from cnn_helpers.inspection.occlusion import occlusion_map
from cnn_helpers.inspection.receptive_fields import ReceptiveField, receptive_field
from cnn_helpers.inspection.saliency import saliency_map
from cnn_helpers.inspection.units import UnitSum, explain_unit

__all__ = [
    "GradientCheck",
    "ReceptiveField",
    "UnitSum",
    "explain_unit",
    "gradient_check",
    "numerical_gradient",
    "occlusion_map",
    "receptive_field",
    "saliency_map",
]
