"""Make the reference arrays beside this file, with PyTorch.

    pip install torch==2.13.0        (or the package's "parity" extra)
    python tests/reference/make_reference.py

The tests read the .npz files and need no PyTorch. Each file holds the version that made it under
``made_with``, its cases as JSON under ``cases``, and the arrays of case number i as ``i/name``.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).parent
RANDOM = np.random.default_rng(20260)


def save(name, cases):
    arrays = {"made_with": f"torch {torch.__version__}"}
    arrays["cases"] = json.dumps([settings for settings, _ in cases])
    for number, (_, case) in enumerate(cases):
        for key, value in case.items():
            if isinstance(value, torch.Tensor):
                value = value.detach().numpy()
            arrays[f"{number}/{key}"] = value
    np.savez_compressed(HERE / f"{name}.npz", **arrays)
    print(f"{name}.npz: {len(cases)} cases")


def numbers(*shape, dtype="float64"):
    return torch.from_numpy(RANDOM.standard_normal(shape).astype(dtype))


def gradients(output, grad_output, **inputs):
    found = torch.autograd.grad(output, list(inputs.values()), grad_output)
    return {f"grad_{name}": gradient for name, gradient in zip(inputs, found, strict=True)}


def convolution_case(images_shape, filters, kernel_size, stride, padding, dtype="float64"):
    images = numbers(*images_shape, dtype=dtype)
    if dtype == "float64" and images_shape[0] == 4:  # the integer cases
        images = (images * 3).round()
    kernels = numbers(filters, images_shape[1], *kernel_size, dtype=dtype)
    bias = numbers(filters, dtype=dtype)
    for tensor in (images, kernels, bias):
        tensor.requires_grad_()
    output = functional.conv2d(images, kernels, bias, stride, padding)
    grad_output = numbers(*output.shape, dtype=dtype)
    arrays = {"images": images, "kernels": kernels, "bias": bias}
    found = gradients(output, grad_output, **arrays)
    arrays |= {"output": output, "grad_output": grad_output, **found}
    return {"stride": stride, "padding": padding, "dtype": dtype}, arrays


def convolution():
    cases = [
        convolution_case((2, 3, 9, 7), 2, (3, 2), stride, padding)
        for stride, padding in itertools.product((1, 2, 3), (0, 1, 2))
    ]
    cases += [
        convolution_case((1, 1, 5, 5), 1, (3, 3), 1, 0),  # batch of one, one channel, one filter
        convolution_case((1, 2, 6, 11), 3, (2, 5), (2, 1), (0, 3)),
        convolution_case((3, 2, 8, 5), 4, (4, 1), (1, 3), (2, 0)),
        convolution_case((2, 5, 4, 6), 3, (1, 1), 1, 0),
        convolution_case((2, 2, 3, 4), 3, (3, 4), 1, 0),  # one window
        convolution_case((2, 1, 2, 2), 2, (5, 5), 2, 2),  # the kernel is larger than the image
        convolution_case((2, 2, 5, 5), 2, (2, 2), 4, 0),  # stride larger than the kernel
        convolution_case((4, 2, 7, 6), 2, (3, 3), 2, 1),  # whole numbers
        convolution_case((5, 3, 10, 9), 4, (3, 3), 1, 1, "float32"),
        convolution_case((2, 3, 9, 11), 4, (5, 3), (2, 3), (1, 2), "float32"),
    ]
    save("convolution", cases)


def pooling_case(kind, shape, kernel_size, stride, values="normal", dtype="float64"):
    maps = numbers(*shape, dtype=dtype)
    if values == "ties":
        maps = maps.round()
    if values == "negative":
        maps = -maps.abs() - 1
    if values == "nan":
        maps[0, 0, 1, 2] = float("nan")
    maps.requires_grad_()
    pool = {"max": functional.max_pool2d, "avg": functional.avg_pool2d}[kind]
    output = pool(maps, kernel_size, stride)
    grad_output = numbers(*output.shape, dtype=dtype)
    found = gradients(output, grad_output, feature_maps=maps)
    settings = {"kind": kind, "kernel_size": kernel_size, "stride": stride, "values": values}
    arrays = {"feature_maps": maps, "output": output, "grad_output": grad_output, **found}
    return settings, arrays


def pooling():
    cases = []
    for kind in ("max", "avg"):
        cases += [
            pooling_case(kind, (2, 3, 6, 8), 2, None),
            pooling_case(kind, (2, 3, 7, 9), 2, None),  # leftovers
            pooling_case(kind, (2, 2, 7, 6), 3, 1),  # overlap
            pooling_case(kind, (2, 2, 8, 9), 3, 2),
            pooling_case(kind, (1, 2, 7, 9), (2, 3), (1, 2)),
            pooling_case(kind, (2, 1, 8, 8), 2, 3),  # gaps
            pooling_case(kind, (2, 2, 4, 5), (4, 5), None),  # one window
            pooling_case(kind, (2, 2, 4, 5), 1, None),
            pooling_case(kind, (2, 2, 6, 6), 2, 1, "ties"),
            pooling_case(kind, (2, 2, 6, 6), 3, None, "ties"),
            pooling_case(kind, (2, 2, 5, 5), 2, 1, "negative"),
            pooling_case(kind, (2, 1, 5, 6), 3, 1, "nan"),
            pooling_case(kind, (3, 2, 7, 8), 3, 2, "ties", "float32"),
        ]
    save("pooling", cases)


def losses():
    logits = numbers(6, 4) * 3
    logits[1], logits[2] = 1000, -1000
    logits[3, 2] = 900
    labels = torch.tensor([0, 3, 1, 2, 0, 2])
    logits.requires_grad_()
    loss = functional.cross_entropy(logits, labels)
    probabilities = functional.softmax(logits, 1)
    grad_output = numbers(6, 4)
    cross_entropy = {
        "logits": logits,
        "labels": labels,
        "loss": loss,
        "grad_logits": torch.autograd.grad(loss, logits)[0],
        "probabilities": probabilities,
        "grad_output": grad_output,
        "softmax_grad_logits": torch.autograd.grad(probabilities, logits, grad_output)[0],
    }
    predictions, targets = numbers(4, 3).requires_grad_(), numbers(4, 3)
    loss = functional.mse_loss(predictions, targets)
    mse = {"predictions": predictions, "targets": targets, "loss": loss}
    mse["grad_predictions"] = torch.autograd.grad(loss, predictions)[0]
    save("losses", [({}, cross_entropy), ({}, mse)])


def small_network():
    """Make a network with one layer of each kind that has parameters, and its data."""
    torch.manual_seed(5)
    network = nn.Sequential(
        nn.Conv2d(2, 3, (3, 2), padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(36, 4),
    ).double()
    return network, numbers(8, 2, 6, 7), torch.from_numpy(RANDOM.integers(0, 4, 8))


def training_case(name, settings, make_optimizer, schedule):
    network, images, labels = small_network()
    arrays = {"images": images, "labels": labels}
    arrays |= {f"before/{key}": value.clone() for key, value in network.state_dict().items()}
    optimizer = make_optimizer(network.parameters())
    base, step_losses = optimizer.param_groups[0]["lr"], []
    for step in range(5):
        optimizer.param_groups[0]["lr"] = base * schedule[step]
        optimizer.zero_grad()
        logits = network(images)
        loss = functional.cross_entropy(logits, labels)
        loss.backward()
        if step == 0:
            arrays["logits"] = logits
            named = network.named_parameters()
            arrays |= {f"grad/{key}": value.grad.clone() for key, value in named}
        optimizer.step()
        step_losses.append(loss.item())
    arrays["step_losses"] = np.array(step_losses)
    arrays |= {f"after/{key}": value for key, value in network.state_dict().items()}
    return {"optimizer": name, "schedule": schedule, **settings}, arrays


def training():
    steady, falling = [1.0] * 5, [1.0, 0.8, 0.6, 0.4, 0.2]
    cases = [
        training_case("SGD", {"lr": 0.1}, lambda p: torch.optim.SGD(p, lr=0.1), steady),
        training_case(
            "SGD",
            {"lr": 0.05, "momentum": 0.9},
            lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
            falling,
        ),
        training_case("Adam", {}, torch.optim.Adam, steady),
        training_case("Adam", {"lr": 0.02}, lambda p: torch.optim.Adam(p, lr=0.02), falling),
    ]
    save("training", cases)


if __name__ == "__main__":
    torch.set_num_threads(1)
    convolution()
    pooling()
    losses()
    training()
