"""Numbers with their nouns, as people read them."""


def counted(number: int, noun: str) -> str:
    """`1 document`, `1,234 documents`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def age(hours: float) -> str:
    """`less than an hour`, `1 hour`, `30 hours`, `2 days`."""
    if hours < 1:
        return "less than an hour"
    return counted(round(hours / 24), "day") if hours >= 48 else counted(round(hours), "hour")
