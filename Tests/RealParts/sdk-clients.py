#!/usr/bin/env python3
"""The unmodified SDKs of OpenAI and Anthropic, and curl, against a running `tutti serve`.

usage: sdk-clients.py URL TOKEN
  URL     http://127.0.0.1:PORT of a server that allows 2 runs at the same time (--max-runs 2) and offers
          talk    streams an answer of half a second that ends with what it was asked, as llmock does
          slow    answers after a minute
          broken  fails
  TOKEN   what the server asks for
Prints a line for each check and ends with 1 when one of them failed.
"""
import contextlib
import json
import subprocess
import sys
import time
import urllib.request

import anthropic
import openai

URL, TOKEN = sys.argv[1].removesuffix("/v1"), sys.argv[2]
QUESTION = "Count slowly: " + ", ".join(str(number) for number in range(1, 21))
ASKED = [{"role": "user", "content": QUESTION}]
failed = 0


def openai_client(token=TOKEN, **more):
    return openai.OpenAI(base_url=URL + "/v1", api_key=token, max_retries=0, timeout=30, **more)


def anthropic_client(token=TOKEN, **more):
    return anthropic.Anthropic(base_url=URL, api_key=token, max_retries=0, timeout=30, **more)


def check(name, isTrue, detail=""):
    global failed
    print("ok    " if isTrue else "FAILED", name, "" if isTrue else repr(detail), flush=True)
    failed += not isTrue


def raises(name, kind, body, **expected):
    name = f"{name}: {kind.__module__}.{kind.__name__}"
    try:
        check(name, False, body())
    except Exception as error:
        found = {key: getattr(error, key, None) for key in expected}
        check(name, type(error) is kind and found == expected, (error, found))


def runs(method, path, body=None):
    request = urllib.request.Request(
        f"{URL}/v1/runs{path}", method=method, data=body and json.dumps(body).encode(),
        headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def ended(run):
    """How a run that is about to end has ended; None when it has not after some seconds."""
    for _ in range(100):
        entry = runs("GET", f"/{run}")
        if entry["status"] != "running":
            return entry
        time.sleep(0.05)


def check_abort(name, run, began):
    entry = ended(run)
    isCancelled = entry and "cancelled" in [agent["status"] for agent in entry["report"]["agents"]]
    check(f"{name}: a stream that is left cancels its run", isCancelled, entry)
    took = time.monotonic() - began
    check(f"{name}: and does so at once", took < 2.5, took)


@contextlib.contextmanager
def full():
    """Takes every place for a run."""
    taken = [runs("POST", "", {"input": "wait", "model": "slow"})["id"] for _ in range(2)]
    try:
        yield
    finally:
        for run in taken:
            runs("DELETE", f"/{run}")
            ended(run)


def chat():
    client, kind = openai_client(), "chat completions"

    def create(**more):
        return client.chat.completions.create(**{"model": "talk", "messages": ASKED, **more})

    check("models: openai", "talk" in [model.id for model in client.models.list()])
    check("model: openai", [client.models.retrieve(name).id for name in ("talk", "tutti/coach")] == ["talk", "tutti/coach"])
    raises("model: openai, 404", openai.NotFoundError, lambda: client.models.retrieve("no/such"), status_code=404)
    whole = create()
    text = whole.choices[0].message.content
    check(f"{kind}: whole", QUESTION in text and whole.choices[0].finish_reason == "stop", whole)
    check(f"{kind}: extras", whole.tutti["run"] == whole._request_id and whole.usage.total_tokens > 0, whole)
    chunks = list(create(stream=True, stream_options={"include_usage": True}))
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
    check(f"{kind}: streamed", "".join(pieces) == text and len(pieces) > 10, pieces)
    check(f"{kind}: usage at the end", chunks[-1].usage.total_tokens > 0 and not chunks[-1].choices, chunks[-1])
    with client.chat.completions.stream(model="talk", messages=ASKED) as stream:
        final = stream.get_final_completion()
    check(f"{kind}: the stream helper", final.choices[0].message.content == text, final)
    cut = create(max_tokens=3)
    check(f"{kind}: max_tokens", cut.choices[0].message.content == text[:12], cut)
    check(f"{kind}: max_tokens says length", cut.choices[0].finish_reason == "length", cut)
    stopped = create(stop=[" 5,"])
    check(f"{kind}: stop", stopped.choices[0].message.content == text[: text.index(" 5,")], stopped)
    stream = create(stream=True)
    for count, chunk in enumerate(stream):
        if count == 3:
            break
    began = time.monotonic()
    stream.close()
    check_abort(kind, chunk.id.removeprefix("chatcmpl-"), began)
    errors(openai, openai_client, lambda client, **more: client.chat.completions.create(
        **{"model": "talk", "messages": ASKED, **more}), kind, {"messages": []})


def responses():
    client, kind = openai_client(), "responses"

    def create(**more):
        return client.responses.create(**{"model": "talk", "input": QUESTION, **more})

    told = create(instructions="Be brief.").output_text
    check(f"{kind}: instructions", "Be brief." in told and QUESTION in told, told)
    whole = create()
    text = whole.output_text
    check(f"{kind}: whole", QUESTION in text and whole.status == "completed", whole)
    check(f"{kind}: usage", whole.usage.total_tokens > 0 and whole.tutti["status"] == "complete", whole.usage)
    events = list(create(input=ASKED, stream=True))
    check(f"{kind}: numbered", [event.sequence_number for event in events] == list(range(len(events))), events)
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    check(f"{kind}: streamed", "".join(deltas) == text and len(deltas) > 10, deltas)
    with client.responses.stream(model="talk", input=QUESTION) as stream:
        names = [event.type for event in stream]
        final = stream.get_final_response()
    check(f"{kind}: the stream helper", final.output_text == text and names[-1] == "response.completed", names)
    cut = create(max_output_tokens=3)
    check(f"{kind}: max_output_tokens", cut.output_text == text[:12] and cut.status == "incomplete", cut)
    check(f"{kind}: why", cut.incomplete_details.reason == "max_output_tokens", cut)
    last = list(create(max_output_tokens=3, stream=True))[-1]
    check(f"{kind}: the same streamed", last.type == "response.incomplete", last)
    check(f"{kind}: and cut as well", last.response.output_text == text[:12], last)
    last = list(create(model="broken", stream=True))[-1]
    check(f"{kind}: failed", last.type == "response.failed" and last.response.error.code == "server_error", last)
    stream = create(stream=True)
    for event in stream:
        if event.type == "response.output_text.delta":
            break
    began = time.monotonic()
    stream.close()
    check_abort(kind, event.item_id.removeprefix("msg_"), began)
    errors(openai, openai_client, lambda client, **more: client.responses.create(
        **{"model": "talk", "input": QUESTION, **more}), kind, {"input": []})


def messages():
    client, kind = anthropic_client(), "messages"

    def create(**more):
        return client.messages.create(**{"model": "talk", "max_tokens": 1000, "messages": ASKED, **more})

    listed = client.models.list()
    check("models: anthropic", [model.id for model in listed if model.display_name] and not listed.has_more, listed)
    check("model: anthropic", client.models.retrieve("tutti/coach").display_name == "tutti/coach")
    told = create(system="Be brief.").content[0].text
    check(f"{kind}: system", "Be brief." in told and QUESTION in told, told)
    whole = create()
    text = whole.content[0].text
    check(f"{kind}: whole", QUESTION in text and whole.stop_reason == "end_turn", whole)
    check(f"{kind}: usage", whole.usage.output_tokens > 0 and whole.tutti["run"] == whole._request_id, whole)
    with client.messages.stream(model="talk", max_tokens=1000, messages=ASKED) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()
    check(f"{kind}: streamed", "".join(pieces) == text and len(pieces) > 10, pieces)
    check(f"{kind}: the final message", final.content[0].text == text and final.usage.input_tokens > 0, final)
    cut = create(max_tokens=3)
    check(f"{kind}: max_tokens", cut.content[0].text == text[:12] and cut.stop_reason == "max_tokens", cut)
    stopped = create(stop_sequences=["never", " 5,"])
    check(f"{kind}: stop_sequences", stopped.stop_sequence == " 5," and stopped.stop_reason == "stop_sequence", stopped)
    raises(f"{kind}: an error in the stream", anthropic.APIStatusError,
           lambda: list(create(model="broken", stream=True)), type="api_error")
    with client.messages.stream(model="talk", max_tokens=1000, messages=ASKED) as stream:
        next(iter(stream.text_stream))
        run = stream.current_message_snapshot.id.removeprefix("msg_")
        began = time.monotonic()
    check_abort(kind, run, began)
    check("x-api-key: the token of Anthropic's old clients", "talk" in [model.id for model in anthropic_client(
        None, auth_token=None, default_headers={"x-api-key": TOKEN, "authorization": anthropic.Omit()}).models.list()])
    errors(anthropic, anthropic_client, lambda client, **more: client.messages.create(
        **{"model": "talk", "max_tokens": 1000, "messages": ASKED, **more}), kind, {"messages": []})


def errors(sdk, client, create, kind, wrong):
    raises(f"{kind}: 400", sdk.BadRequestError, lambda: create(client(), **wrong), status_code=400)
    raises(f"{kind}: 400 streamed", sdk.BadRequestError, lambda: create(client(), stream=True, **wrong),
           status_code=400)
    raises(f"{kind}: 401", sdk.AuthenticationError, lambda: create(client("0" * 32)), status_code=401)
    raises(f"{kind}: 404", sdk.NotFoundError, lambda: create(client(), model="nobody"), status_code=404)
    with full():  # a request waits for a place as long as it can be answered in time
        raises(f"{kind}: 429", sdk.RateLimitError, lambda: create(client(), extra_headers={"x-deadline-ms": "200"}),
               status_code=429)
    raises(f"{kind}: 500", sdk.InternalServerError, lambda: create(client(), model="broken"), status_code=500)


def curl():
    body = json.dumps({"model": "talk", "stream": True, "messages": ASKED})
    process = subprocess.Popen(
        ["curl", "-sN", URL + "/v1/chat/completions", "-H", f"authorization: Bearer {TOKEN}", "-H",
         "content-type: application/json", "-d", body], stdout=subprocess.PIPE, text=True)
    times = [time.monotonic() for line in process.stdout if '"content":"' in line and '"content":""' not in line]
    check("curl -N: tokens as they come", len(times) > 10 and times[-1] - times[0] > 0.3, times)
    print(f"       {len(times)} pieces within {times[-1] - times[0]:.2f} s")


for part in [chat, responses, messages, curl]:
    try:
        part()
    except Exception as error:
        check(part.__name__, False, error)
sys.exit(1 if failed else 0)
