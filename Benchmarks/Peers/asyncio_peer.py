#!/usr/bin/env python3
"""asyncio: a counter for each node, and a task for each node that is ready. With --uvloop on that loop.

A failing agent fails nobody else. Otherwise plainer than Tutti: no deadline, no limit, no events, and a timeout for an
agent in W1c and W6 only. That is the best that asyncio does.
"""
import asyncio
import sys
import time

import harness


class AsyncioPeer:
    def __init__(self, name, version):
        self.name, self.version = name, version

    def build(self, graph, timeout=None):
        """The dependents of each node and the number of its dependencies: what a run starts from."""
        dependents = [[] for _ in range(graph["n"])]
        for node, inputs in enumerate(graph["deps"]):
            for i in inputs:
                dependents[i].append(node)
        return graph, dependents, [len(inputs) for inputs in graph["deps"]], timeout, self.body(graph)

    def body(self, graph):
        sleep, failing = graph["sleep"], set(graph["fail"])

        async def compute(node, inputs):
            return harness.value(inputs)

        async def sleep_and_compute(node, inputs):
            await asyncio.sleep(sleep[node])
            if node in failing:
                raise RuntimeError("this agent fails")
            return harness.value(inputs)

        return sleep_and_compute if sleep else compute

    async def run(self, handle):
        graph, dependents, counts, timeout, body = handle
        deps, missing, outcomes = graph["deps"], counts.copy(), [None] * graph["n"]

        async def outcome(node):
            inputs = [outcomes[i] for i in deps[node]]
            for value in inputs:
                if not isinstance(value, int):
                    return "skipped"
            try:
                if timeout is None:
                    return await body(node, inputs)
                async with asyncio.timeout(timeout):
                    return await body(node, inputs)
            except TimeoutError:
                return "timed out"
            except Exception as error:
                return f"failed: {error}"

        async def run_node(node):
            outcomes[node] = await outcome(node)
            for dependent in dependents[node]:
                missing[dependent] -= 1
                if not missing[dependent]:
                    group.create_task(run_node(dependent))

        async with asyncio.TaskGroup() as group:
            for node, count in enumerate(counts):
                if not count:
                    group.create_task(run_node(node))
        return outcomes

    async def timeouts(self, count, timeout, sleep):
        async def agent():
            start = time.perf_counter()
            try:
                async with asyncio.timeout(timeout):
                    await asyncio.sleep(sleep)
            except TimeoutError:
                return (time.perf_counter() - start - timeout) * 1000

        late = await asyncio.gather(*(agent() for _ in range(count)))
        return [milliseconds for milliseconds in late if milliseconds is not None]


if "--uvloop" in sys.argv:
    import uvloop

    sys.argv.remove("--uvloop")
    harness.main(AsyncioPeer("asyncio-uvloop", uvloop.__version__), uvloop.run)
else:
    harness.main(AsyncioPeer("asyncio", sys.version.split()[0]))
