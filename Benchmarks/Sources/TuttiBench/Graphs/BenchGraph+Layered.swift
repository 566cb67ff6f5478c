import Tutti

extension BenchGraph {
    /// Layers in which every node depends on three different nodes of the layer before.
    ///
    /// For sizes that are not worth a file. The choice is ours, not the one of the graphs in the folder.
    static func layered(_ name: String, layers: Int, width: Int) -> BenchGraph {
        var generator = SeededRandomNumberGenerator(seed: 42)
        var dependencies: [[Int]] = []
        dependencies.reserveCapacity(layers * width)
        for layer in 0..<layers {
            let first = (layer - 1) * width
            for _ in 0..<width {
                dependencies.append(layer == 0 ? [] : Self.three(below: width, from: first, using: &generator))
            }
        }
        return BenchGraph(name, dependencies)
    }

    private static func three(
        below width: Int, from first: Int, using generator: inout SeededRandomNumberGenerator
    ) -> [Int] {
        var chosen: [Int] = []
        while chosen.count < 3 {
            let node = first + Int.random(in: 0..<width, using: &generator)
            if !chosen.contains(node) { chosen.append(node) }
        }
        return chosen.sorted()
    }
}
