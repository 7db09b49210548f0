"""The workers of a Dask cluster, through the executor that its client gives.

Nothing is connected to but the scheduler that is named.
"""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Any

from ctcheck.errors import UsageError
from ctcheck.survey.record import Json
from ctcheck.survey.run import Pool
from ctcheck.survey.sources import Item
from ctcheck.survey.worker import Settings, work_anywhere

SECONDS_TO_CONNECT = 20


def cluster_pool(settings: Settings, address: str) -> Pool:
    """The workers that the scheduler has. Raises `UsageError` where there is none to speak to.

    Each needs the same ctcheck and the same rule folders; the submissions travel to it as bytes.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--scheduler needs Dask, which is not installed here.", "Install ctcheck[cluster]."
        ) from error
    try:
        connect: Any = Client
        client = connect(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        threads = sum(client.nthreads().values())
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"No Dask scheduler answers at {address}.", "Check the address, such as tcp://127.0.0.1:8786."
        ) from error
    if not threads:
        client.close()
        raise UsageError(f"The scheduler at {address} has no workers.", "Start some with `dask worker`.")

    def make() -> Executor:
        executor: Executor = client.get_executor()
        return executor

    def send(executor: Executor, item: Item) -> Future[Json]:
        return executor.submit(work_anywhere, settings, item.name, item.data or b"")

    return Pool(make, send, threads, client.close)
