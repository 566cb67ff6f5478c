extension RandomGraph {
    /// How many agents there are, and how they hang together.
    public struct Shape: Hashable, Sendable {
        private enum Form: Hashable {
            case layered(layers: Int, width: Int)
            case sparse(agents: Int, inputs: Double)
        }

        /// The most agents that are drawn.
        public static let maximumAgents = 10_000
        /// The most agents that one depends on.
        public static let maximumInputs = 64

        private let form: Form

        /// Layers of agents, each of which depends on one to three of the layer before.
        ///
        /// - Parameters:
        ///   - layers: The number of layers, at least 1.
        ///   - width: The agents of each layer, at least 1.
        public static func layered(layers: Int, width: Int) -> Self {
            Self(form: .layered(layers: Self.clamped(layers), width: Self.clamped(width)))
        }

        /// Agents that depend on any of the earlier ones.
        ///
        /// - Parameters:
        ///   - agents: Their number, at least 1.
        ///   - inputs: The dependencies that an agent has on average, as far as there are enough earlier ones.
        public static func sparse(agents: Int, inputs: Double = 2) -> Self {
            Self(
                form: .sparse(agents: Self.clamped(agents), inputs: min(max(0, inputs), Double(Self.maximumInputs) / 2))
            )
        }

        private static func clamped(_ count: Int) -> Int { min(max(1, count), Self.maximumAgents) }

        /// For each agent the earlier ones that it depends on.
        func inputs(using generator: inout some RandomNumberGenerator) -> [[Int]] {
            var inputs: [[Int]] = []
            switch self.form {
            case .layered(let layers, let width):
                for index in 0..<min(layers * width, Self.maximumAgents) {
                    let first = (index / width - 1) * width
                    guard first >= 0 else {
                        inputs.append([])
                        continue
                    }
                    let count = Int.random(in: 1...3, using: &generator)
                    inputs.append(Self.some(count, of: first..<first + width, using: &generator))
                }
            case .sparse(let agents, let average):
                for index in 0..<agents {
                    let count = Double.random(in: 0...2 * average, using: &generator).rounded()
                    inputs.append(Self.some(Int(count), of: 0..<index, using: &generator))
                }
            }
            return inputs
        }

        /// So many different numbers of a range, or all of it, in ascending order.
        private static func some(
            _ count: Int, of range: Range<Int>, using generator: inout some RandomNumberGenerator
        ) -> [Int] {
            guard count < range.count else { return Array(range) }
            var chosen: Set<Int> = []
            // Floyd's way: each step adds one number, and every choice is equally likely.
            for last in range.upperBound - count..<range.upperBound {
                let drawn = Int.random(in: range.lowerBound...last, using: &generator)
                chosen.insert(chosen.contains(drawn) ? last : drawn)
            }
            return chosen.sorted()
        }
    }
}
