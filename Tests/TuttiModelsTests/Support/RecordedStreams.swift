/// Streams as servers sent them, to be cut and split by tests.
enum RecordedStreams {
    /// By llama.cpp, on OpenAI's wire; a few chunks and fields are left out.
    static let openAI = #"""
        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1795460556,"id":"chatcmpl-1","model":"smollm2-135m","object":"chat.completion.chunk"}

        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hello"}}],"created":1795460556,"id":"chatcmpl-1","model":"smollm2-135m","object":"chat.completion.chunk"}

        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"!"}}],"created":1795460556,"id":"chatcmpl-1","model":"smollm2-135m","object":"chat.completion.chunk"}

        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" to"}}],"created":1795460556,"id":"chatcmpl-1","model":"smollm2-135m","object":"chat.completion.chunk"}

        data: {"choices":[{"finish_reason":"length","index":0,"delta":{}}],"created":1795460556,"id":"chatcmpl-1","model":"smollm2-135m","object":"chat.completion.chunk"}

        data: {"choices":[],"created":1795460556,"id":"chatcmpl-1","model":"smollm2-135m","object":"chat.completion.chunk","usage":{"completion_tokens":6,"prompt_tokens":33,"total_tokens":39,"prompt_tokens_details":{"cached_tokens":26}},"timings":{"cache_n":26,"prompt_n":7,"prompt_ms":138.575,"predicted_n":6}}

        data: [DONE]


        """#

    /// By llama.cpp, on Anthropic's wire; a few events are left out.
    static let anthropic = #"""
        event: message_start
        data: {"type":"message_start","message":{"id":"chatcmpl-sXbda5B0u1cSPTYdl4Mw0mW8j8MyGpQz","type":"message","role":"assistant","content":[],"model":"smollm2-135m","stop_reason":null,"stop_sequence":null,"usage":{"cache_read_input_tokens":5,"input_tokens":30,"output_tokens":0}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"It"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" to"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" make"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"output_tokens":6}}

        event: message_stop
        data: {"type":"message_stop"}


        """#

    /// In the form that OpenAI documents, with a text that takes more than one byte a letter.
    static let openAIDocumented = #"""
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"coach","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}],"usage":null}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"coach","choices":[{"index":0,"delta":{"content":"Début: "},"finish_reason":null}],"usage":null}

        : keep-alive

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"coach","choices":[{"index":0,"delta":{"content":"日本 👩‍👩‍👧"},"finish_reason":null}],"usage":null}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"coach","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"coach","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":9,"total_tokens":21,"prompt_tokens_details":{"cached_tokens":4}}}

        data: [DONE]


        """#

    /// In the form that Anthropic documents, with what else may come between.
    static let anthropicDocumented = #"""
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","role":"assistant","content":[],"usage":{"input_tokens":12,"cache_creation_input_tokens":5,"cache_read_input_tokens":3,"output_tokens":1}}}

        event: ping
        data: {"type":"ping"}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Début: "}}

        event: something_new
        data: {"type":"something_new","value":[1,2]}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"日本"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}

        event: message_stop
        data: {"type":"message_stop"}


        """#
}
