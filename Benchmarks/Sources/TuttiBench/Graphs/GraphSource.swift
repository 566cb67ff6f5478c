#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a graph comes from.
enum GraphSource: Sendable {
    /// A file of the folder `Graphs`, else a generated one when the name is `layered_` and its size.
    case named(String)
    /// A file in the same form.
    case file(String)

    /// Reads or generates the graph.
    func graph() throws -> BenchGraph {
        switch self {
        case .file(let path): return try Self.read(path)
        case .named(let name):
            let path = "\(Self.folder)/\(name).json"
            if FileManager.default.fileExists(atPath: path) { return try Self.read(path) }
            guard let size = Self.size(name) else {
                throw BenchError("there is no graph '\(name)' in \(Self.folder), and it is not layered_LxW")
            }
            return BenchGraph.layered(name, layers: size.layers, width: size.width)
        }
    }

    /// `Benchmarks/Graphs` of the checkout that this program was built from.
    private static let folder = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/Graphs"
    }()

    private static func read(_ path: String) throws -> BenchGraph {
        let graph: BenchGraph
        do {
            graph = try JSONDecoder().decode(BenchGraph.self, from: Data(contentsOf: URL(filePath: path)))
        } catch {
            throw BenchError("'\(path)' is not a graph that can be read: \(error)")
        }
        if let problem = graph.problem { throw BenchError("'\(path)' is not a graph: \(problem)") }
        return graph
    }

    private static func size(_ name: String) -> (layers: Int, width: Int)? {
        guard name.hasPrefix("layered_") else { return nil }
        let numbers = name.dropFirst("layered_".count).split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 2, numbers[0] * numbers[1] <= 10_000_000 else {
            return nil
        }
        return (numbers[0], numbers[1])
    }
}
