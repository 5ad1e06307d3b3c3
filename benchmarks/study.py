"""Compare networks fairly, and take the CNN apart: the study of notebook 11, `make study`.

    python benchmarks/study.py
    python benchmarks/study.py --jobs 1
    python benchmarks/study.py --quick        (tiny heaps, two seeds; only prints)
    python benchmarks/study.py --add-rates    (only the learning rates that the stored study lacks)

Each row of `cnn_helpers.study.PLANS` chooses its learning rate on validation digits, then is
trained with five seeds and asked the test digits once a run. Small trials follow: first losses,
ten digits learned by heart, learning rates, layers that collapse into one. The result is stored as
`cnn_helpers/study/results.json`, where the notebook reads it. Runs are spread over `--jobs`
processes of one thread each; a row's time is measured before, one process alone, all rows in turn.
About five minutes on two free cores.
"""

import argparse
import dataclasses
import datetime
import json
import os
import platform
import time
from concurrent.futures import ProcessPoolExecutor

import machine  # first, since it sets how many threads NumPy will use
import numpy as np

from cnn_helpers import data, study
from cnn_helpers.convolution import conv2d
from cnn_helpers.losses import cross_entropy_backward
from cnn_helpers.study.stored import RESULTS, SCHEMA
from cnn_helpers.training import Adam, TrainingDivergedError, predict

PROTOCOL = study.Protocol()
QUICK = study.Protocol(
    training=300, validation=200, test=200, epochs=1, learning_rates=(0.003, 0.01), seeds=(0, 1)
)
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
FACTORS = (0, 0.1, 1, 3, 10)
HEART_STEPS = 60
ROUNDS = 60


def cost(rounds):
    """Return parameters, multiply-adds and milliseconds of a training step for each plan."""
    digits = data.load_mnist("10k")
    images, labels = data.as_batch(digits.train_images[:64]), digits.train_labels[:64]
    networks = {id: plan.build(0) for id, plan in study.PLANS.items()}
    optimizers = {id: Adam(network, 0.001) for id, network in networks.items()}
    fewest = dict.fromkeys(networks, np.inf)
    for _ in range(rounds):
        for id, network in networks.items():
            started = time.perf_counter()
            network.backward(cross_entropy_backward(network(images), labels))
            optimizers[id].step()
            fewest[id] = min(fewest[id], time.perf_counter() - started)
    return {
        id: {
            "parameters": network.parameter_count,
            "multiply_adds": network.summary((1, 28, 28)).multiply_adds,
            "milliseconds": round(1000 * fewest[id], 2),
        }
        for id, network in networks.items()
    }


def run_row(task):
    """Train one row in a process of its own; return the task with its accuracies.

    Where training explodes nothing is read correctly: such a learning rate is never chosen.
    """
    id, seed, learning_rate, protocol, open_test = task
    plan = study.PLANS[id]
    try:
        outcome = study.train_row(plan, seed, learning_rate, protocol, open_test=open_test)
    except TrainingDivergedError:
        return task, (0.0, 0.0, 0.0)
    return task, outcome[:3]


def run_all(pool, tasks, what):
    """Run tasks, say how far it is, and return ``{(id, seed, rate): accuracies}``."""
    found = {}
    for task, accuracies in pool.map(run_row, tasks):
        found[task[:3]] = accuracies
        print(f"\r{what}: {len(found)} of {len(tasks)} runs", end="", flush=True)
    print()
    return found


def try_rates(pool, protocol, rates):
    """Return each plan's validation accuracy by learning rate, with the seed that chooses."""
    chooser = protocol.choosing_seed
    tasks = [(id, chooser, rate, protocol, False) for id in study.PLANS for rate in rates]
    tried = run_all(pool, tasks, "learning rates")
    return {id: {rate: tried[id, chooser, rate][1] for rate in rates} for id in study.PLANS}


def train_rows(pool, protocol, chosen):
    """Train plans with every seed, and open the test heap; ``chosen`` is their rate by id."""
    tasks = [(id, seed, chosen[id], protocol, True) for id in chosen for seed in protocol.seeds]
    found = run_all(pool, tasks, "rows")
    heaps = ("training", "validation", "test")
    return {
        id: {
            heap: [found[id, seed, chosen[id]][at] for seed in protocol.seeds]
            for at, heap in enumerate(heaps)
        }
        for id in chosen
    }


def rows(pool, protocol, costs):
    """Choose each plan's learning rate, then train it with every seed."""
    rates = try_rates(pool, protocol, protocol.learning_rates)
    chosen = {id: study.choose_learning_rate(found) for id, found in rates.items()}
    trained = train_rows(pool, protocol, chosen)
    return [
        {"id": id} | costs[id] | {"learning_rate": chosen[id], "tried": rates[id]} | trained[id]
        for id in study.PLANS
    ]


def add_rates(pool, protocol, stored):
    """Try the rates that a stored study lacks; train anew only the rows that choose one of them."""
    lacking = lacking_rates(protocol, stored)
    tried = try_rates(pool, protocol, lacking)
    chosen = {}
    for row in stored["rows"]:
        row["tried"] |= {str(rate): found for rate, found in tried[row["id"]].items()}
        best = study.choose_learning_rate({float(rate): at for rate, at in row["tried"].items()})
        if best != row["learning_rate"]:
            chosen[row["id"]] = row["learning_rate"] = best
    trained = train_rows(pool, protocol, chosen)
    for row in stored["rows"]:
        row |= trained.get(row["id"], {})
    stored["protocol"] = dataclasses.asdict(protocol)
    print(f"added {lacking}; chose anew: {', '.join(chosen) or 'no row'}")
    return lacking


def lacking_rates(protocol, stored):
    """Return the learning rates that a stored study hasn't tried."""
    known = stored["protocol"]["learning_rates"]
    return [rate for rate in protocol.learning_rates if rate not in known]


def unlike(protocol, stored):
    """Return what of the protocol, learning rates aside, a stored study did otherwise."""
    wanted = json.loads(json.dumps(dataclasses.asdict(protocol)))
    names = (wanted | stored["protocol"]).keys() - {"learning_rates"}
    return sorted(name for name in names if wanted.get(name) != stored["protocol"].get(name))


def first_losses(protocol):
    """Return the untrained CNN's loss, its last layer scaled: for each factor, one per seed."""
    found = []
    for factor in FACTORS:
        pairs = []
        for seed in protocol.seeds:
            images, labels = study.deal(protocol, seed).validation
            network = study.PLANS["cnn"].build(seed)
            pairs.append(study.first_loss(network, images[:1000], labels[:1000], factor))
        losses, sizes = zip(*pairs, strict=True)
        found.append({"factor": factor, "losses": losses, "sizes_of_logits": sizes})
    return found


def by_heart(protocol):
    """Return for ten digits, right labels or wrong ones, the last loss with each seed."""
    found = {"steps": HEART_STEPS, "right_labels": [], "wrong_labels": [], "zero_all": []}
    for seed in protocol.seeds:
        images, labels = (part[:10] for part in study.deal(protocol, seed).training)
        wrong = (labels + 1 + np.arange(10) % 9) % 10  # each another digit than it is
        for key, plan, answers in (
            ("right_labels", "cnn", labels),
            ("wrong_labels", "cnn", wrong),
            ("zero_all", "zero_all", labels),
        ):
            network = study.PLANS[plan].build(seed)
            losses = study.learn_by_heart(network, images, answers, steps=HEART_STEPS)
            found[key].append(float(losses[-1]))
    return found


def run_rate(task):
    """Try one learning rate on 2,000 digits."""
    rate, seed, protocol, few = task
    heaps = study.deal(protocol, seed)
    images, labels = (part[:few] for part in heaps.training)
    validation = tuple(part[:2000] for part in heaps.validation)
    return study.try_learning_rate(rate, seed, images, labels, validation)


def learning_rates(pool, protocol):
    """Return what each learning rate of SGD with momentum leads to, with each seed."""
    few = min(2000, protocol.training)
    tasks = [(rate, seed, protocol, few) for rate in RATES for seed in protocol.seeds]
    runs = list(pool.map(run_rate, tasks))
    print(f"learning rates of SGD: {len(runs)} runs")
    count = len(protocol.seeds)
    return [
        {"learning_rate": rate, "digits": few, "runs": runs[at * count : (at + 1) * count]}
        for at, rate in enumerate(RATES)
    ]


def collapse(protocol):
    """Return how far two convolutions lie from the one that they collapse into."""
    generator = np.random.default_rng(0)
    images = data.as_batch(study.deal(protocol, 0).training[0][:100]).astype(np.float64)
    first = generator.standard_normal((4, 1, 3, 3))
    second = generator.standard_normal((2, 4, 3, 3))
    both = study.collapse_kernels(first, second)
    apart = np.abs(conv2d(conv2d(images, first), second) - conv2d(images, both))
    # Digits end before the border, so noise shows best what happens there.
    noise = generator.standard_normal(images.shape)
    padded = conv2d(conv2d(noise, first, padding=1), second, padding=1)
    gap = np.abs(padded - conv2d(noise, both, padding=2))
    linear = study.PLANS["average_no_relu"].build(0)
    weights, bias = study.collapse_network(linear, (1, 28, 28))
    answers = predict(linear, images, prepare_batch=np.asarray)
    one_layer = images.reshape(len(images), -1) @ weights.T + bias
    return {
        "without_padding": float(apart.max()),
        "padded_interior": float(gap[:, :, 1:-1, 1:-1].max()),
        "padded_border": float(gap.max()),
        "linear_network": float(np.abs(answers - one_layer).max()),
    }


def about(arguments, started, busy):
    """Return where the numbers come from."""
    return {
        "command": "python benchmarks/study.py" + (" --quick" if arguments.quick else ""),
        "date": f"{datetime.date.today():%Y-%m-%d}",
        "machine": f"{machine.processor()}, {platform.system()}",
        "cores": os.cpu_count(),
        "jobs": arguments.jobs,
        "busy": busy,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "blas": f"{machine.blas_kernel()}, 1 thread",
        },
        "minutes": round((time.perf_counter() - started) / 60, 1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at once")
    parser.add_argument("--quick", action="store_true", help="tiny heaps; only prints")
    parser.add_argument("--add-rates", action="store_true", help="only what the stored one lacks")
    arguments = parser.parse_args()
    if arguments.quick and arguments.add_rates:
        parser.error("--quick only prints, --add-rates writes: choose one of them")
    protocol = QUICK if arguments.quick else PROTOCOL
    print(machine.description())
    if arguments.add_rates:
        stored = json.loads(RESULTS.read_text(encoding="utf-8"))
        others = unlike(protocol, stored)
        if others:
            parser.error(f"the stored study has another {', '.join(others)}: run all of it")
        if not lacking_rates(protocol, stored):
            print("The stored study lacks no learning rate; it stays as it is.")
            return
        with ProcessPoolExecutor(arguments.jobs) as pool:
            added = add_rates(pool, protocol, stored)
        earlier = stored["about"].get("added_rates", {}).get("rates", [])
        note = {"rates": earlier + added, "date": f"{datetime.date.today()}"}
        stored["about"]["added_rates"] = note
        RESULTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
        return
    started, busy = time.perf_counter(), machine.load()
    costs = cost(3 if arguments.quick else ROUNDS)
    with ProcessPoolExecutor(arguments.jobs) as pool:
        result = {
            "schema": SCHEMA,
            "about": {},
            "protocol": dataclasses.asdict(protocol),
            "rows": rows(pool, protocol, costs),
            "trials": {
                "first_losses": first_losses(protocol),
                "by_heart": by_heart(protocol),
                "learning_rates": learning_rates(pool, protocol),
                "collapse": collapse(protocol),
            },
        }
    result["about"] = about(arguments, started, busy)
    text = json.dumps(result, indent=1)
    if arguments.quick:
        print(text)
        return
    RESULTS.write_text(text + "\n", encoding="utf-8")
    stored = study.load_study(RESULTS)
    print(stored.table(stored.rows.values()))
    print(f"\nWritten to {RESULTS}. Run notebook 11 again: it prints these numbers.")


if __name__ == "__main__":
    main()
