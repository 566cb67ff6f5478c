import Foundation
import Testing
import TuttiCore

/// `Documentation/Policies.md` promises every default in one table.
@Suite struct PolicyDefaultsTests {
    /// Whose settings are in the table: each stored property of these is a row. A new policy is added here and there.
    private static let policies: [any Sendable] = [
        RetryPolicy(), AttemptBudget.Configuration(), HedgingPolicy(), CircuitBreakerPolicy(), LearnedTimeout(),
        CachePolicy(), ResultCache.Configuration(), Provider.Configuration(),
    ]
    /// Settings without a policy of their own; those that are one have its rows.
    private static let others: [any Sendable] = [AgentOptions(), ParallelExecutor.Configuration()]

    private static var coded: [String: String] {
        var values: [String: String] = [:]
        for policy in Self.policies + Self.others {
            for setting in Mirror(reflecting: policy).children where !Self.isPolicy(setting.value) {
                let type = String(reflecting: type(of: policy)).split(separator: ".").dropFirst().joined(separator: ".")
                values["\(type).\(setting.label ?? "?")"] = Self.text(setting.value)
            }
        }
        return values
    }

    private static func isPolicy(_ value: Any) -> Bool {
        // One that may be missing is a setting of its own.
        guard Mirror(reflecting: value).displayStyle != .optional else { return false }
        return value is RetryPolicy || value is CircuitBreakerPolicy || value is AttemptBudget.Configuration
    }

    /// A value as a person writes it.
    private static func text(_ value: Any) -> String {
        if let part = value as? AttemptBudget.Configuration, part == .init() { return "its defaults" }
        switch value {
        case let duration as Duration: return duration.shortText
        case let number as Double where number == number.rounded(): return String(Int(number))
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { Self.text($0.value) } ?? "none"
        // A choice that stands for one of an enumeration.
        case .struct where mirror.children.count == 1: return mirror.children.first.map { Self.text($0.value) } ?? "?"
        default: return String(describing: value)
        }
    }

    private static func text(of file: String) throws -> String {
        let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        return try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
    }

    private static func documented() throws -> [(setting: String, value: String)] {
        let text = try Self.text(of: "Documentation/Policies.md")
        let table = text.components(separatedBy: "| policy | setting | default | why |\n").last ?? ""
        return table.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix { $0.hasPrefix("|") }
            .map { row in
                let cells = row.split(separator: "|", omittingEmptySubsequences: false).map {
                    $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "`", with: "")
                }
                return ("\(cells[1]).\(cells[2])", cells[3])
            }
    }

    @Test func `every default in the table is the one in the code`() throws {
        let coded = Self.coded
        for row in try Self.documented() {
            #expect(coded[row.setting] == row.value, "the table says \(row.setting) is \(row.value)")
        }
    }

    @Test func `every default in the code has one row in the table`() throws {
        let rows = try Self.documented().map(\.setting)
        #expect(Set(rows).count == rows.count, "a setting is in the table twice")
        #expect(Set(Self.coded.keys).subtracting(rows).sorted() == [], "these have no row")
        #expect(rows.count > 40, "the table was not found")
    }

    @Test func `the options of an agent show each of their properties`() throws {
        let code = try Self.text(of: "Sources/TuttiCore/Graph/AgentOptions.swift")
        let declared = Set(code.matches(of: /\n    public var (\w+)[:= ]/).map { String($0.1) })
        let shown = Mirror(reflecting: AgentOptions()).children.compactMap(\.label)
        #expect(declared.subtracting(["customMirror"]).sorted() == shown.sorted())
    }
}
