extension ResultCache {
    /// What an agent was asked, byte for byte: equal keys are equal questions.
    ///
    /// Holds the bytes themselves and no digest, because two questions with one digest would get one answer. Bytes and
    /// no strings, because strings that look the same are equal although their bytes differ. Each part is preceded by its
    /// length, so that the end of one cannot pass for the beginning of the next.
    package struct Key: Hashable, Sendable {
        private(set) var bytes: ContiguousArray<UInt8> = []

        /// The question that a context puts to an agent.
        init(_ context: AgentContext, identity: String) {
            self.init(
                agent: context.agent, identity: identity, request: context.request.text, text: context.text,
                inputs: context.inputs.all.map { ($0.name, $0.output) })
        }

        /// Creates the key of a question.
        ///
        /// - Parameters:
        ///   - agent: The name of the agent.
        ///   - identity: What tells it from others of its name.
        ///   - request: The text of the request.
        ///   - text: What the agent itself is asked.
        ///   - inputs: What it sees of others.
        package init(
            agent: String, identity: String, request: String, text: String,
            inputs: [(name: String, output: Wanted<AgentOutput>)] = []
        ) {
            for part in [agent, identity, request, text] { self.append(part) }
            for input in inputs {
                self.append(input.name)
                switch input.output {
                case .missing(let reason):
                    self.append(0)
                    self.append(reason.rawValue)
                case .available(let output):
                    self.append(1 + output.citations.count)
                    self.append(output.text)
                    for citation in output.citations {
                        self.append(citation.source)
                        self.append(citation.quote)
                    }
                }
            }
        }

        private mutating func append(_ text: String) {
            self.append(text.utf8.count)
            self.bytes.append(contentsOf: text.utf8)
        }

        private mutating func append(_ count: Int) {
            withUnsafeBytes(of: Int64(count).littleEndian) { self.bytes.append(contentsOf: $0) }
        }
    }
}
