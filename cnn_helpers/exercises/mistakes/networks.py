"""Known wrong ways to put the network of ``forward_pass`` together."""

from __future__ import annotations

import numpy as np

from cnn_helpers.convolution import conv2d
from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.losses import softmax
from cnn_helpers.neurons import linear, relu
from cnn_helpers.pooling import avg_pool2d, max_pool2d

__all__ = ["NETWORK"]


def _pooled(maps):
    return max_pool2d(maps, 2, stride=1)


def _rows(pooled):
    return pooled.reshape(len(pooled), -1)


def _product(rows, weights, bias):
    return rows @ weights.T + bias


def _network(
    *, convolve=conv2d, activate=relu, pool=_pooled, flatten=_rows, layer=_product, last=softmax
):
    """Return a form with one step exchanged."""

    def network(images, kernels, conv_bias, weights, linear_bias):
        maps = activate(convolve(images, kernels, conv_bias))
        return last(layer(flatten(pool(maps)), weights, linear_bias))

    return network


def _however_multiplied(**change):
    """Return forms of a mistake that ends in an error, whose words depend on the product's kind."""
    layers = (
        _product,
        lambda rows, weights, bias: np.dot(rows, weights.T) + bias,
        lambda rows, weights, bias: np.einsum("nd,kd->nk", rows, weights) + bias,
        linear,
    )
    return tuple(_network(layer=layer, **change) for layer in layers)


def _same(values):
    return values


def _without_shift(logits):
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True)


def _one_shift(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def _sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def _bias_after_relu(images, kernels, conv_bias):
    return relu(conv2d(images, kernels)) + conv_bias[:, None, None]


def _first_image_only(images, kernels, conv_bias, weights, linear_bias):
    return _network()(images[:1], kernels, conv_bias, weights, linear_bias)


def _flipped(images, kernels, conv_bias):
    return conv2d(images, kernels[..., ::-1, ::-1], conv_bias)


def _log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


NETWORK = (
    Misconception(
        "no_relu",
        "The network is without its ReLU: negative answers of the filters go on as they are. Which "
        "step sets them to 0?",
        (_network(activate=_same),),
    ),
    Misconception(
        "pool_stride_2",
        "Your pooling moves on by 2 cells, so that too few numbers are left for the linear layer. "
        "This network's windows overlap: they move on by 1.",
        (
            *_however_multiplied(pool=lambda maps: max_pool2d(maps, 2)),
            *_however_multiplied(pool=lambda maps: max_pool2d(maps[:, :, :3, :3], 2)),
        ),
    ),
    Misconception(
        "no_pooling",
        "The feature maps go into the linear layer as they are: more numbers than it has weights "
        "for. Which step makes them smaller?",
        _however_multiplied(pool=_same),
    ),
    Misconception(
        "average_pooling",
        "You pool with the mean. This network keeps the largest number of each window.",
        (_network(pool=lambda maps: avg_pool2d(maps, 2, stride=1)),),
    ),
    Misconception(
        "channels_last_flatten",
        "Your rows have the right numbers in another order: the channels of one place stand side "
        "by side. The weights expect channel after channel, and in each the rows.",
        (
            _network(flatten=lambda pooled: _rows(pooled.transpose(0, 2, 3, 1))),
            _network(flatten=lambda pooled: _rows(pooled.transpose(0, 3, 2, 1))),
            _network(flatten=lambda pooled: pooled.reshape(len(pooled), -1, order="F")),
        ),
    ),
    Misconception(
        "columns_first_flatten",
        "Your rows run down the columns of each map. The weights expect row after row, and in each "
        "row column after column.",
        (_network(flatten=lambda pooled: _rows(pooled.swapaxes(2, 3))),),
    ),
    Misconception(
        "softmax_over_batch",
        "Your softmax runs down the batch: columns have the sum 1, and each image's numbers depend "
        "on the other images. Which axis holds the classes of one image?",
        (_network(last=lambda logits: softmax(logits.T).T),),
    ),
    Misconception(
        "softmax_over_everything",
        "All numbers of your result together have the sum 1. Each image has its own probabilities: "
        "each row should have the sum 1.",
        (_network(last=_one_shift),),
    ),
    Misconception(
        "logits",
        "You return the logits: any numbers, negative ones too. One last step turns each row into "
        "probabilities.",
        (_network(last=_same),),
    ),
    Misconception(
        "log_probabilities",
        "You return logarithms of probabilities, which are 0 or negative. We want the "
        "probabilities themselves.",
        (_network(last=_log_softmax),),
    ),
    Misconception(
        "softmax_without_shift",
        "Large logits become inf in exp, and inf / inf is nan. Which number can you subtract from "
        "every logit of a row without changing its probabilities?",
        (_network(last=_without_shift),),
    ),
    Misconception(
        "sigmoid",
        "You squeeze each logit by itself, with a sigmoid: the rows don't have the sum 1. Classes "
        "that exclude each other share one probability.",
        (_network(last=_sigmoid),),
    ),
    Misconception(
        "relu_on_logits",
        "There is a ReLU on the logits. A negative logit is evidence against its class; setting it "
        "to 0 throws that away before softmax.",
        (
            _network(last=lambda logits: softmax(relu(logits))),
            _network(activate=_same, last=lambda logits: softmax(relu(logits))),
        ),
    ),
    Misconception(
        "label_only",
        "You return which class wins. We want the probabilities of all classes.",
        (
            _network(last=lambda logits: logits.argmax(axis=1)),
            _network(last=lambda logits: softmax(logits).max(axis=1)),
        ),
    ),
    Misconception(
        "weights_not_transposed",
        "Your rows meet the weights along the wrong axis. weights is (K, D), one row for each "
        "class: which of its axes should meet the D numbers of an image?",
        (
            _network(layer=lambda rows, weights, bias: rows @ weights + bias),
            _network(layer=lambda rows, weights, bias: np.dot(rows, weights) + bias),
        ),
    ),
    Misconception(
        "bias_forgotten",
        "A bias is missing: the convolution has one for each filter, the linear layer one for each "
        "class.",
        (
            _network(convolve=lambda images, kernels, bias: conv2d(images, kernels)),
            _network(layer=lambda rows, weights, bias: rows @ weights.T),
            _network(
                convolve=lambda images, kernels, bias: conv2d(images, kernels),
                layer=lambda rows, weights, bias: rows @ weights.T,
            ),
        ),
    ),
    Misconception(
        "relu_before_bias",
        "Your ReLU comes before the bias of the convolution. The bias belongs to the sum of the "
        "filter: what is set to 0 should already contain it.",
        (_network(convolve=_bias_after_relu, activate=_same),),
    ),
    Misconception(
        "relu_on_images",
        "There is a ReLU on the images. The first one comes after the convolution.",
        (
            _network(convolve=lambda images, kernels, bias: conv2d(relu(images), kernels, bias)),
            _network(
                convolve=lambda images, kernels, bias: conv2d(relu(images), kernels, bias),
                activate=_same,
            ),
        ),
    ),
    Misconception(
        "flipped_kernels",
        "Your kernels are flipped. Here, as in deep learning everywhere, they are laid on as they "
        "are printed.",
        (
            _network(
                convolve=lambda images, kernels, bias: conv2d(
                    images, kernels[..., ::-1, ::-1], bias
                )
            ),
        ),
    ),
    Misconception(
        "first_image_only",
        "You answer for the first image only. Each image of the batch has its own row.",
        (
            _first_image_only,
            lambda *arguments: _first_image_only(*arguments)[0],
        ),
    ),
)
