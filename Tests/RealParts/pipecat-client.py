#!/usr/bin/env python3
"""A text pipeline of pipecat, a framework for voice agents, against a running `tutti serve`.

usage: pipecat-client.py URL TOKEN [MODEL]
Prints what the pipeline received and ends with 1 when that is not an answer in pieces.
"""
import asyncio
import sys
import time

from loguru import logger

logger.remove()
logger.add(sys.stderr, level="WARNING")

from pipecat.frames.frames import EndFrame, LLMContextFrame, LLMFullResponseEndFrame, LLMTextFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.openai.llm import OpenAILLMService
from pipecat.workers.runner import WorkerRunner


class Sink(FrameProcessor):
    def __init__(self):
        super().__init__()
        self.pieces, self.times, self.isWhole = [], [], False

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMTextFrame):
            self.pieces.append(frame.text)
            self.times.append(time.monotonic())
        if isinstance(frame, LLMFullResponseEndFrame):
            self.isWhole = True
        await self.push_frame(frame, direction)


async def main(url, token, model="talk"):
    service = OpenAILLMService(
        base_url=url.removesuffix("/v1") + "/v1", api_key=token, settings=OpenAILLMService.Settings(model=model))
    sink = Sink()
    worker = PipelineWorker(Pipeline([service, sink]))
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    question = "Count slowly: " + ", ".join(str(number) for number in range(1, 21))
    await worker.queue_frames([LLMContextFrame(context=LLMContext([{"role": "user", "content": question}])), EndFrame()])
    began = time.monotonic()
    await asyncio.wait_for(runner.run(), 60)
    isAnswer = sink.isWhole and len(sink.pieces) > 10 and "19, 20" in "".join(sink.pieces)
    first = sink.times[0] - began if sink.times else float("nan")
    print("ok" if isAnswer else "FAILED", f"pipecat: {len(sink.pieces)} pieces, the first after {first:.2f} s")
    return 0 if isAnswer else 1


sys.exit(asyncio.run(main(*sys.argv[1:])))
