"""@.architecture
Incoming: queue/worker.py --- {Task}
Processing: run_task() --- {1 job: task_execution}
Outgoing: queue/results.py --- {TaskResult}
"""


def run_task(task):
    return task()
