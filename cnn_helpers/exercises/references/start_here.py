"""Right answers to the exercises of notebook 00."""

__all__ = ["warm_up"]


def warm_up(scoops, prices):
    """Return what an order costs: scoops times price, added up over all flavours."""
    return (scoops * prices).sum()
