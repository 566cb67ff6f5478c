#!/usr/bin/env python3
"""LangGraph: a graph node for each node, joined by its edges, over one shared dictionary that is updated in place.

In place is the cheapest reducer there is; the usual one copies the dictionary for every update. Timeouts and error
handlers are set where a workload needs them (W1c, W1d, W6).
"""
import asyncio
import importlib.metadata
import os
import time
from typing import Annotated, TypedDict

os.environ["LANGSMITH_TRACING"] = "false"

from langgraph.graph import START, StateGraph

import harness


def update(all_results, new):
    all_results.update(new)
    return all_results


class State(TypedDict):
    results: Annotated[dict, update]


def handler(node):
    async def failed(state):
        return {"results": {node: "failed or timed out"}}

    return failed


class LangGraphPeer:
    name, version = "langgraph", importlib.metadata.version("langgraph")

    def build(self, graph, timeout=None):
        deps, sleep, failing = graph["deps"], graph["sleep"], set(graph["fail"])

        def agent(node):
            async def run(state):
                if sleep:
                    await asyncio.sleep(sleep[node])
                if node in failing:
                    raise RuntimeError("this agent fails")
                results = state["results"]
                return {"results": {node: harness.value([results[i] for i in deps[node]])}}

            return run

        builder = StateGraph(State)
        for node, inputs in enumerate(deps):
            options = {"error_handler": handler(node)} if failing or timeout else {}
            builder.add_node(f"n{node}", agent(node), timeout=timeout, **options)
            # A list is a join; each edge on its own would run the node once for each.
            builder.add_edge([f"n{i}" for i in inputs] if inputs else START, f"n{node}")
        return graph, builder.compile()

    async def run(self, handle):
        graph, compiled = handle
        state = await compiled.ainvoke({"results": {}}, {"recursion_limit": graph["n"] + 10})
        return [state["results"].get(node) for node in range(graph["n"])]

    async def timeouts(self, count, timeout, sleep):
        late = []

        async def agent(state):
            start = time.perf_counter()
            try:
                await asyncio.sleep(sleep)
            except asyncio.CancelledError:
                late.append((time.perf_counter() - start - timeout) * 1000)
                raise

        builder = StateGraph(State)
        for node in range(count):
            builder.add_node(f"n{node}", agent, timeout=timeout, error_handler=handler(node))
            builder.add_edge(START, f"n{node}")
        await builder.compile().ainvoke({"results": {}})
        return late


harness.main(LangGraphPeer())
