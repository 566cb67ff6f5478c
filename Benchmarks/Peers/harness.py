"""What the Python peers share: graphs, measuring, checking, and one JSON line for each workload.

A peer has `name`, `version`, `build(graph, timeout=None) -> handle`, `async run(handle) -> outcomes` (a number, or a
text that says what went wrong with that agent) and `async timeouts(count, timeout, sleep) -> lateness in ms`. Graphs
come from ../Graphs (see Scripts/make-graphs); the fields are in ../README.md.
"""
import asyncio
import json
import pathlib
import platform
import statistics
import sys
import time

MODULUS = 1_000_000_007
GRAPHS = pathlib.Path(__file__).resolve().parent.parent / "Graphs"


def value(inputs):
    """What a node makes of the values that it depends on."""
    return (sum(inputs) + 1) % MODULUS


def named(name):
    return json.loads((GRAPHS / f"{name}.json").read_text())


def sleepers(count):
    return {
        "name": f"sleep{count}", "n": count, "edges": 0, "deps": [[] for _ in range(count)], "sleep": [1.0] * count,
        "fail": [],
        "expect": {"sum_all": count % MODULUS},
    }


def check(graph, outcomes):
    wrong = [outcome for outcome in outcomes if not isinstance(outcome, int)]
    if wrong or len(outcomes) != graph["n"] or sum(outcomes) % MODULUS != graph["expect"]["sum_all"]:
        raise SystemExit(f"{graph['name']}: wrong result {wrong[:3]}")


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def memory(key):
    """MiB; not a number on systems without /proc."""
    try:
        lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(key))


async def scheduling(peer, graph, patience=25.0):
    """W3. At most five repeats, fewer when they take long."""
    check(graph, await peer.run(peer.build(graph)))
    build, run, cpu, begun, base = [], [], [], time.perf_counter(), memory("VmRSS")
    while len(run) < 5 and (not run or time.perf_counter() - begun < patience):
        cpu_start, start = time.process_time(), time.perf_counter()
        handle = peer.build(graph)
        built = time.perf_counter()
        values = await peer.run(handle)
        ended = time.perf_counter()
        cpu.append(time.process_time() - cpu_start)
        check(graph, values)
        build.append(built - start)
        run.append(ended - built)
    count, built, ran = graph["n"], statistics.median(build), statistics.median(run)
    return {
        "graph": graph["name"], "n": count, "edges": graph["edges"], "reps": len(run),
        "run_us_node": ran / count * 1e6, "build_us_node": built / count * 1e6,
        "total_us_node": (ran + built) / count * 1e6, "run_s": ran, "run_min_s": min(run), "run_max_s": max(run),
        "build_s": built, "cpu_s": statistics.median(cpu), "peak_rss_mb": memory("VmHWM"), "base_rss_mb": base,
    }


async def in_flight(peer, count):
    """W4."""
    graph, base = sleepers(count), memory("VmRSS")
    start = time.perf_counter()
    handle = peer.build(graph)
    built, cpu = time.perf_counter(), time.process_time()
    values = await peer.run(handle)
    wall, cpu = time.perf_counter() - built, time.process_time() - cpu
    check(graph, values)
    peak = memory("VmHWM")
    return {
        "n": count, "wall_s": wall, "build_s": built - start, "cpu_s": cpu, "peak_rss_mb": peak, "base_rss_mb": base,
        "kib_per_agent": (peak - base) * 1024 / count,
    }


async def small_runs(peer, runs, patience=12.0):
    """W5."""
    graph, result = named("seed_noop"), {}
    for mode in ("rebuild", "reuse"):
        handle, latencies = peer.build(graph), []
        check(graph, await peer.run(handle))
        cpu, begun = time.process_time(), time.perf_counter()
        while len(latencies) < runs and time.perf_counter() - begun < patience:
            start = time.perf_counter()
            if mode == "rebuild":
                handle = peer.build(graph)
            values = await peer.run(handle)
            latencies.append((time.perf_counter() - start) * 1e6)
            check(graph, values)
        wall, cpu, count = time.perf_counter() - begun, time.process_time() - cpu, len(latencies)
        result[mode] = {
            "runs": count, "runs_per_s": count / wall, "us_per_run": wall / count * 1e6,
            "p50_us": quantile(latencies, 0.5), "p99_us": quantile(latencies, 0.99),
            "cpu_us_per_run": cpu / count * 1e6,
        }
    return result


async def timeouts(peer, count=1000, timeout=0.2, rounds=3):
    """W6."""
    late, wall, cpu = [], [], []
    for _ in range(rounds):
        cpu_start, start = time.process_time(), time.perf_counter()
        late.append(await peer.timeouts(count, timeout, 10.0))
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - cpu_start)
        if len(late[-1]) != count:
            raise SystemExit(f"w6: {len(late[-1])} of {count} agents timed out")
    of = lambda pick: statistics.median(pick(values) for values in late)
    return {
        "n": count, "timeout_ms": timeout * 1000, "late_p50_ms": of(lambda v: quantile(v, 0.5)),
        "late_p99_ms": of(lambda v: quantile(v, 0.99)), "late_max_ms": of(max), "late_min_ms": of(min),
        "wall_s": statistics.median(wall), "cpu_s": statistics.median(cpu),
    }


SLEEPING = {"w1a": "seed_a", "w1b": "seed_b", "w1b4": "seed_b4", "w1c": "seed_c", "w1d": "seed_d", "w2": "ragged"}


async def sleeping(peer, name):
    """W1 and W2."""
    graph, timeout = named(SLEEPING[name]), 1.0 if name == "w1c" else None
    handle, wall, cpu = peer.build(graph, timeout), [], []
    for _ in range(3):
        cpu_start, start = time.process_time(), time.perf_counter()
        outcomes = await peer.run(handle)
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - cpu_start)
        if name not in ("w1c", "w1d"):
            check(graph, outcomes)
        elif isinstance(outcomes[0], int) or outcomes[1:] != [1, 1]:
            raise SystemExit(f"{name}: the first agent must fail and no other: {outcomes}")
    ideal = min(graph["ideal_s"], timeout or graph["ideal_s"])
    return {
        "graph": graph["name"], "wall_s": statistics.median(wall), "min_s": min(wall), "max_s": max(wall),
        "ideal_s": ideal, "barrier_s": graph["barrier_s"], "over_ms": (statistics.median(wall) - ideal) * 1000,
        "cpu_s": statistics.median(cpu), "outcome": [str(outcome) for outcome in outcomes],
    }


def measure(peer, workload):
    name, _, detail = workload.partition(":")
    if name in SLEEPING:
        return sleeping(peer, name)
    match name:
        case "w3":
            return scheduling(peer, named(detail))
        case "w4":
            return in_flight(peer, int(detail))
        case "w5":
            return small_runs(peer, int(detail or 20_000))
        case "w6":
            return timeouts(peer)
    raise SystemExit(f"there is no workload '{workload}': {' '.join(SLEEPING)} w3:GRAPH w4:COUNT w5[:RUNS] w6")


def rounded(figure):
    """Five digits of a number, in a dictionary too."""
    if isinstance(figure, dict):
        return {name: rounded(value) for name, value in figure.items()}
    return float(f"{figure:.5g}") if isinstance(figure, float) else figure


def main(peer, run=asyncio.run):
    for workload in sys.argv[1:]:
        line = {"peer": peer.name, "version": peer.version, "workload": workload, "python": platform.python_version()}
        print(json.dumps(line | rounded(run(measure(peer, workload)))), flush=True)
