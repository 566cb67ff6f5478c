#!/usr/bin/env python3
"""Watches `tutti serve` as operators do, and says what does not fit.

usage: observe.py traces TUTTI PYTHON     PYTHON has the package opentelemetry-proto: a receiver runs on it
       observe.py metrics TUTTI FOLDER    FOLDER has promtool and prometheus

`traces` compares the spans of runs with their reports: one trace a run, parents, times within 1 ms, and the context that
the model of the runs is told. `metrics` lets promtool check the metrics and a Prometheus scrape them. Ends with 0 when
everything fits, and prints what was compared.
"""
import base64
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HERE = os.path.dirname(os.path.abspath(__file__))
FAILURES = []


def check(condition, what):
    if not condition:
        FAILURES.append(what)
        print("wrong:", what, file=sys.stderr)


class Model(BaseHTTPRequestHandler):
    """Answers every chat completion with the same few words, and remembers the headers that came with it."""

    protocol_version = "HTTP/1.1"
    contexts = []

    def do_GET(self):
        self.send(200, "application/json", b'{"object":"list","data":[{"id":"words"}]}')

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        Model.contexts.append((self.headers.get("traceparent"), self.headers.get("tracestate")))
        words = ["Take ", "a ", "walk ", "today."]
        chunks = [{"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]} for word in words]
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        chunks.append({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 4, "total_tokens": 15}})
        body = "".join("data: " + json.dumps(dict(chunk, id="c", model="words")) + "\n\n" for chunk in chunks)
        self.send(200, "text/event-stream", (body + "data: [DONE]\n\n").encode())

    def send(self, status, kind, body):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server:
    """`tutti serve` on a free port, with a home of its own."""

    def __init__(self, program, arguments, environment):
        self.home = tempfile.TemporaryDirectory()
        self.log = os.path.join(self.home.name, "log")
        variables = {key: value for key, value in os.environ.items() if not key.startswith("OTEL_")}
        variables.update({"HOME": self.home.name, "TUTTI_HOME": self.home.name + "/data"}, **environment)
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--log", "json"] + arguments, env=variables, stderr=open(self.log, "wb"))
        self.url = None
        for _ in range(600):
            found = [line for line in self.lines() if line["event"] == "listening"]
            if found:
                self.url = found[0]["address"].removesuffix("/v1")
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit("tutti serve did not start:\n" + open(self.log).read())

    def lines(self):
        return [json.loads(line) for line in open(self.log) if line.startswith("{")]

    def request(self, path, body=None, headers={}):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, dict(headers, **{"content-type": "application/json"}))
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, dict(response.headers), response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()

    def ask(self, text, headers={}, stream=False):
        body = {"model": "tutti/coach", "messages": [{"role": "user", "content": text}], "stream": stream}
        status, answer_headers, _ = self.request("/v1/chat/completions", body, headers)
        check(status == 200, f"status {status} of a chat completion")
        return {key.lower(): value for key, value in answer_headers.items()}["x-request-id"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(timeout=30) == 0, "the server did not end with 0")


def milliseconds(span, key="startTimeUnixNano"):
    return int(span[key]) / 1e6


def attributes(item):
    found = {}
    for pair in item.get("attributes", []):
        (value,) = pair["value"].values()
        found[pair["key"]] = value
    return found


def hexadecimal(identity):
    return base64.b64decode(identity).hex() if identity else ""


def compare(report, spans, parent, calls):
    """One run with its spans."""
    by_id = {hexadecimal(span["spanId"]): span for span in spans}
    check(len(by_id) == len(spans), "two spans with one id")
    servers = [span for span in spans if span["kind"] == "SPAN_KIND_SERVER"]
    runs = [span for span in spans if span["name"].startswith("invoke_workflow ")]
    agents = {attributes(span)["gen_ai.agent.name"]: span for span in spans if span["name"].startswith("invoke_agent ")}
    chats = [span for span in spans if span["name"].startswith("chat ")]
    check(len(servers) == 1 and len(runs) == 1, f"{len(servers)} server spans and {len(runs)} run spans")
    server, run = servers[0], runs[0]
    check(hexadecimal(server.get("parentSpanId", "")) == parent, "the parent of the server span")
    check(run.get("parentSpanId") == server["spanId"], "the parent of the run span")
    check(milliseconds(server) <= milliseconds(run) + 1, "the run began before its request")
    wall = milliseconds(run, "endTimeUnixNano") - milliseconds(run)
    check(abs(wall - report["wallMs"]) < 1, f"the run took {wall} ms, its report says {report['wallMs']}")
    check(attributes(run)["tutti.run.status"] == report["status"], "the status of the run")
    asked = [agent for agent in report["agents"] if agent["startMs"] is not None]
    check({agent["name"] for agent in asked} <= set(agents), "an agent has no span")
    for agent in asked:
        span = agents.get(agent["name"])
        if span is None:
            continue
        start = milliseconds(span) - milliseconds(run)
        end = milliseconds(span, "endTimeUnixNano") - milliseconds(run)
        check(span.get("parentSpanId") == run["spanId"], f"the parent of {agent['name']}")
        check(abs(start - agent["startMs"]) < 1, f"{agent['name']} began at {start} ms, not {agent['startMs']}")
        check(abs(end - agent["endMs"]) < 1, f"{agent['name']} ended at {end} ms, not {agent['endMs']}")
        check(attributes(span)["tutti.agent.status"] == agent["status"], f"the status of {agent['name']}")
        for link in span.get("links", []):
            check(hexadecimal(link["spanId"]) in by_id, f"a link of {agent['name']} leads nowhere")
    for chat in chats:
        owner = by_id.get(hexadecimal(chat["parentSpanId"]))
        check(owner is not None and owner["name"].split()[0] in ("invoke_agent", "attempt"), "the parent of a call")
        check(chat["kind"] == "SPAN_KIND_CLIENT", "the kind of a call")
        check(attributes(chat)["gen_ai.request.model"] == "words", "the model of a call")
        if owner is not None:
            check(milliseconds(chat) >= milliseconds(owner) - 1, "a call began before its agent")
    told = {context[36:52] for context, _ in calls if context and context[3:35] == hexadecimal(run["traceId"])}
    check(told == {hexadecimal(chat["spanId"]) for chat in chats}, "the model was told other spans than those of its calls")
    return len(spans), len(chats)


def watch_traces(program, python):
    model = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    received = tempfile.NamedTemporaryFile("r")
    receiver = subprocess.Popen([python, os.path.join(HERE, "otlprecv.py"), "0"], stdout=open(received.name, "w"))
    while not open(received.name).read().startswith("ready "):
        check(receiver.poll() is None, "the receiver did not start")
        time.sleep(0.05)
    port = received.readline().split()[1]
    environment = {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{model.server_port}/v1", "OPENAI_API_KEY": "sk-canary-0123456789",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}", "OTEL_SERVICE_NAME": "watched",
    }
    try:
        server = Server(program, ["--model", "openai:words"], environment)
        given = [f"{number:032x}" for number in range(1, 6)]
        runs = {}
        for number, trace in enumerate(given):
            headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01", "tracestate": "vendor=1"}
            runs[server.ask("I am overwhelmed with my tasks", headers, stream=number % 2 == 1)] = trace
        for _ in range(3):
            runs[server.ask("What helped me in March?")] = None
        unsampled = server.ask("Nobody records this", {"traceparent": "00-" + "e" * 32 + "-00f067aa0ba902b7-00"})
        reports = {run: json.loads(server.request(f"/v1/runs/{run}")[2])["report"] for run in runs}
        server.stop()
    finally:
        receiver.terminate()
        receiver.wait()
        model.shutdown()
    exports = [json.loads(line) for line in received]
    check(exports and all("error" not in export for export in exports), "the receiver could not read an export")
    traces = {}
    for export in exports:
        for resource in export["body"]["resourceSpans"]:
            check(attributes(resource["resource"])["service.name"] == "watched", "the name of the service")
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    traces.setdefault(hexadecimal(span["traceId"]), []).append(span)
    by_run = {}
    for trace, spans in traces.items():
        names = {attributes(span)["tutti.run.id"] for span in spans if "tutti.run.id" in attributes(span)}
        check(len(names) == 1, f"the trace {trace} has the runs {names}")
        for name in names:
            check(name not in by_run, f"the run {name} has two traces")
            by_run[name] = trace
    check(unsampled not in by_run, "a trace that nobody records was recorded")
    check(set(by_run) == set(runs), "a run without a trace, or a trace without a run")
    spans, chats = 0, 0
    for run, trace in runs.items():
        if run not in by_run:
            continue
        check(trace in (None, by_run[run]), f"the run {run} is not in the trace of its client")
        parent = "00f067aa0ba902b7" if trace else ""
        report = reports[run]
        found = compare(report.get("run", report) if isinstance(report.get("run"), dict) else report,
                        traces[by_run[run]], parent, Model.contexts)
        spans, chats = spans + found[0], chats + found[1]
    check(chats > 0, "no call of a model was seen")
    check(all(state == "vendor=1" for context, state in Model.contexts if context and context[3:35] in given),
          "tracestate was not handed on")
    text = json.dumps(exports) + open(server.log).read()
    check("canary" not in text, "a key is in the traces or in the log")
    check("overwhelmed" not in text and "walk" not in text, "a question or an answer is in the traces or in the log")
    print(f"traces: {len(by_run)} runs, {spans} spans, {chats} calls of a model fit their reports")


def watch_metrics(program, folder):
    server = Server(program, [], {"TUTTI_MODEL": "extractive"})
    for number in range(4):
        server.ask("I am overwhelmed", stream=number % 2 == 1)
    server.request("/v1/chat/completions", {"model": "none", "messages": [{"role": "user", "content": "x"}]})
    status, headers, text = server.request("/metrics")
    check(status == 200 and "version=0.0.4" in headers.get("Content-Type", headers.get("content-type", "")),
          "the type of the metrics")
    checked = subprocess.run([f"{folder}/promtool", "check", "metrics"], input=text, text=True, capture_output=True)
    check(checked.returncode == 0, f"promtool: {checked.stdout}{checked.stderr}")
    target = server.url.removeprefix("http://")
    with tempfile.TemporaryDirectory() as home:
        with open(f"{home}/p.yml", "w") as file:
            file.write(f"scrape_configs:\n- job_name: tutti\n  scrape_interval: 1s\n"
                       f"  static_configs:\n  - targets: ['{target}']\n")
        port = free_port()
        prometheus = subprocess.Popen(
            [f"{folder}/prometheus", f"--config.file={home}/p.yml", f"--storage.tsdb.path={home}/data",
             f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
        try:
            values = {}
            for query in ['up', 'tutti_run_duration_seconds_count{status="complete"}',
                          'histogram_quantile(0.5, tutti_run_duration_seconds_bucket)',
                          'tutti_http_requests_total{status="404"}', 'tutti_agent_attempts_total{agent="memory"}']:
                for _ in range(150):
                    values[query] = ask_prometheus(port, query)
                    if values[query] is not None and (query != "up" or values[query] == 1):
                        break
                    time.sleep(0.2)
        finally:
            prometheus.terminate()
            prometheus.wait()
    check(values["up"] == 1, "Prometheus could not scrape")
    check(values['tutti_run_duration_seconds_count{status="complete"}'] == 4, f"the runs: {values}")
    check(values['tutti_http_requests_total{status="404"}'] == 1, f"the requests: {values}")
    check(values['tutti_agent_attempts_total{agent="memory"}'] == 4, f"the attempts: {values}")
    server.stop()
    print(f"metrics: promtool and Prometheus take {len(re.findall('^# TYPE', text, re.M))} families; {values}")


def free_port():
    with ThreadingHTTPServer(("127.0.0.1", 0), Model) as probe:
        return probe.server_port


def ask_prometheus(port, query):
    try:
        url = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": query})
        result = json.load(urllib.request.urlopen(url, timeout=5))["data"]["result"]
    except (OSError, ValueError):
        return None
    return sum(float(series["value"][1]) for series in result) if result else None


if __name__ == "__main__":
    import urllib.parse

    {"traces": watch_traces, "metrics": watch_metrics}[sys.argv[1]](*sys.argv[2:])
    sys.exit(1 if FAILURES else 0)
