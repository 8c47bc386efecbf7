"""Clusters and servers (training/server_lib.py). A server is never started; joining one ends the trace."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.budget import TraceStopped
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.protobuf import Message, message_class


@exposed
class ClusterSpec:
    """Jobs, each with the addresses of its tasks. What of them isn't known stays an Unknown."""

    def __init__(self, cluster: Any) -> None:
        if isinstance(cluster, ClusterSpec):
            self._jobs: dict[Any, dict[Any, Any]] = {job: dict(tasks) for job, tasks in cluster._jobs.items()}
        elif isinstance(cluster, dict):
            self._jobs = {job: _tasks(job, tasks) for job, tasks in cluster.items()}
        elif isinstance(cluster, Message):
            self._jobs = dict(cluster.__dict__.get("jobs_", {}))
        else:
            raise TypeError("`cluster` must be a dictionary mapping one or more job names to lists of network addresses, "
                            "or a `ClusterDef` protocol buffer")

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def __eq__(self, other: object) -> bool:
        return self.as_dict() == other.as_dict() if isinstance(other, ClusterSpec) else self._jobs == other

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        shown = self.as_dict()
        return "ClusterSpec({" + ", ".join(f"{job!r}: {shown[job]!r}" for job in sorted(shown)) + "})"

    def as_dict(self) -> dict[Any, Any]:
        """Job -> its addresses in order, or by index where some are missing."""
        found: dict[Any, Any] = {}
        for job, tasks in self._jobs.items():
            if isinstance(tasks, Unknown):
                found[job] = tasks
            elif tasks and max(tasks) + 1 == len(tasks):
                found[job] = self.job_tasks(job)
            else:
                found[job] = dict(tasks)
        return found

    def as_cluster_def(self) -> Any:
        made = message_class("ClusterDef")()
        made.__dict__["jobs_"] = dict(self._jobs)
        return made

    @property
    def jobs(self) -> list[Any]:
        return list(self._jobs)

    def _job(self, job_name: Any) -> Any:
        if job_name not in self._jobs:
            raise ValueError(f"No such job in cluster: {job_name!r}")
        return self._jobs[job_name]

    def num_tasks(self, job_name: Any) -> Any:
        tasks = self._job(job_name)
        return tasks.derived(f"len({tasks.text})") if isinstance(tasks, Unknown) else len(tasks)

    def task_indices(self, job_name: Any) -> Any:
        tasks = self._job(job_name)
        return tasks if isinstance(tasks, Unknown) else sorted(tasks)

    def task_address(self, job_name: Any, task_index: Any) -> Any:
        tasks = self._job(job_name)
        if isinstance(tasks, Unknown) or isinstance(task_index, Unknown):
            return Unknown("the address of a task", text=f"{job_name} address")
        if task_index not in tasks:
            raise ValueError(f"No task with index {task_index!r} in job {job_name!r}")
        return tasks[task_index]

    def job_tasks(self, job_name: Any) -> Any:
        tasks = self._job(job_name)
        return tasks if isinstance(tasks, Unknown) else [tasks.get(index) for index in range(max(tasks) + 1)]


def _tasks(job: Any, tasks: Any) -> Any:
    if isinstance(tasks, Unknown):
        return tasks
    if isinstance(tasks, (list, tuple)):
        return dict(enumerate(tasks))
    if isinstance(tasks, dict):
        return dict(tasks)
    raise TypeError(f"The tasks for job {job!r} must be a list or a dictionary from integers to strings.")


@exposed
class Server:
    """One task of a cluster, as far as the script that names it goes."""

    def __init__(self, server_or_cluster_def: Any, job_name: Any = None, task_index: Any = None, protocol: Any = None,
                 config: Any = None, start: bool = True) -> None:
        self._server_def = message_class("ServerDef")(job_name=job_name, task_index=task_index, protocol=protocol)

    @property
    def server_def(self) -> Any:
        return self._server_def

    @property
    def target(self) -> Any:
        return Unknown("the address of a server", text="server.target")

    def start(self) -> None:
        """It isn't."""

    def join(self) -> None:
        """A server that is joined serves for ever."""
        raise TraceStopped("stopped", "the script joins a server")

    @staticmethod
    def create_local_server(config: Any = None, start: bool = True) -> Server:
        return Server({"local": ["localhost:0"]}, protocol="grpc", config=config, start=start)
