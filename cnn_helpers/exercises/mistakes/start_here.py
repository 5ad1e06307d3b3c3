"""Known wrong answers to the exercises of notebook 00."""

from __future__ import annotations

from cnn_helpers.exercises.definition import Misconception

__all__ = ["MISTAKES"]


def _whole_euros(scoops, prices):
    return sum(int(scoop * price) for scoop, price in zip(scoops, prices, strict=True))


def _last_product(scoops, prices):
    total = 0
    for scoop, price in zip(scoops, prices, strict=True):
        total = scoop * price
    return total


MISTAKES = {
    "warm_up": (
        Misconception(
            "product_of_sums",
            "You add up all the scoops, add up all the prices, and multiply the two sums: every "
            "scoop then pays every price. Which price belongs to which scoops?",
            (lambda scoops, prices: scoops.sum() * prices.sum(),),
        ),
        Misconception(
            "no_sum",
            "You return one amount for each flavour. The order has one price: something is left "
            "to do with these amounts.",
            (lambda scoops, prices: scoops * prices,),
        ),
        Misconception(
            "mean",
            "You return what a flavour costs on average. The customer pays for all of them: look "
            "for a division, or for mean.",
            (lambda scoops, prices: (scoops * prices).mean(),),
        ),
        Misconception(
            "return_inside_loop",
            "Only the first flavour counts. A return inside the loop ends the function in the "
            "first round: how far must it be indented?",
            (lambda scoops, prices: scoops[0] * prices[0],),
        ),
        Misconception(
            "last_product",
            "Only the last flavour counts: each round of the loop writes over what the rounds "
            "before had found. How do you add to a number instead of replacing it?",
            (_last_product,),
        ),
        Misconception(
            "average_price",
            "You multiply all the scoops with the average price. That is right only if every "
            "flavour costs the same: pair each number of scoops with its own price.",
            (
                lambda scoops, prices: scoops.sum() * prices.mean(),
                lambda scoops, prices: scoops.sum() * prices.sum() / (scoops > 0).sum(),
                lambda scoops, prices: (scoops * prices).sum() / scoops.sum(),
            ),
        ),
        Misconception(
            "sum_of_sums",
            "You add scoops and prices to each other. A scoop is not money: what does one flavour "
            "cost if somebody wants three scoops of it?",
            (
                lambda scoops, prices: (scoops + prices).sum(),
                lambda scoops, prices: scoops + prices,
            ),
        ),
        Misconception(
            "integer_buffer",
            "The cents are gone. An integer array, or int(...), cuts off what stands after the "
            "decimal point: what type of number does a price need?",
            (_whole_euros, lambda scoops, prices: (scoops * prices.astype(int)).sum()),
        ),
        Misconception(
            "prices_only",
            "You add up the prices as if everybody took one scoop of each flavour. Where do the "
            "scoops come in?",
            (lambda scoops, prices: prices.sum(),),
        ),
    ),
}
