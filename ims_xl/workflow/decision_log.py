"""Whether the decision log is as it was written."""

from ims_xl.workflow.job import Job


def broken_log(job: Job) -> str:
    """What is wrong with the decision log, in words; "" when each line follows from the one before."""
    line = job.store.log.broken_line()
    return "" if line is None else f"line {line:,} of the decision log was changed, added or taken out"
