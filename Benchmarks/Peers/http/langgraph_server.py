#!/usr/bin/env python3
"""FastAPI in front of LangGraph: three nodes that do nothing and one that reports, behind a chat completion.

usage: uvicorn langgraph_server:app --port PORT --workers N     (with uvloop and httptools)
"""
import os
import time
import uuid
from typing import Annotated, TypedDict

os.environ["LANGSMITH_TRACING"] = "false"

from fastapi import FastAPI
from langgraph.graph import END, START, StateGraph
from pydantic import BaseModel


def update(results, new):
    return {**results, **new}


class State(TypedDict):
    question: str
    results: Annotated[dict, update]


def agent(name, text):
    async def run(state):
        return {"results": {name: text}}

    return run


async def reporter(state):
    results = state["results"]
    return {"results": {"reporter": ", ".join(results[name] for name in ("memory", "tools", "personal"))}}


builder = StateGraph(State)
for name, text in [("memory", "two conversations"), ("tools", "three tasks"), ("personal", "family first")]:
    builder.add_node(name, agent(name, text))
    builder.add_edge(START, name)
builder.add_node("reporter", reporter)
builder.add_edge(["memory", "tools", "personal"], "reporter")
builder.add_edge("reporter", END)
graph = builder.compile()
app = FastAPI()


class Message(BaseModel):
    role: str
    content: str


class ChatRequest(BaseModel):
    model: str
    messages: list[Message]
    stream: bool = False


@app.post("/v1/chat/completions")
async def complete(request: ChatRequest):
    state = await graph.ainvoke({"question": request.messages[-1].content, "results": {}})
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex[:16]}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": state["results"]["reporter"]},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }
