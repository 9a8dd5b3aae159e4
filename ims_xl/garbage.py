"""How often Python looks for garbage while a step runs."""

import gc


def collect_rarely() -> None:
    """Look for unreachable cycles once in 100,000 new objects.

    A step makes many objects, few of them in cycles, and its process ends soon: looking at them again and again was a
    tenth of its time.
    """
    gc.set_threshold(100_000, 20, 100)
