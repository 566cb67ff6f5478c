#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import TuttiAgents
internal import TuttiCore
internal import TuttiJSON
internal import TuttiMCP
internal import TuttiModels

/// What the configuration file says. Every key is optional:
///
/// | key | value | meaning |
/// | --- | --- | --- |
/// | `model` | text | as `--model` |
/// | `deadline` | duration | as `--deadline` |
/// | `maxParallel` | number | as `--max-parallel` |
/// | `notes` | path | the folder of Markdown notes |
/// | `allowedTools` | list of `server/tool` | tools that change something and may be called all the same |
/// | `mcpServers` | object | the servers, in the shape that MCP clients share |
/// | `team` | path | a workflow file whose agents can be asked too; counted from the configuration's folder |
/// | `builtInAgents` | true or false | whether memory, mcp and personal can be asked; true by default |
/// | `models` | object | the models of the tiers `cheap`, `balanced` and `best`, as `--model`; `model` stands for the rest |
/// | `budget` | object | what may be spent by a `run`, on a `day`, and by a `user` on a day, in US dollars |
struct Settings: Sendable {
    var model: String?
    var deadline: Duration?
    var maximumParallel: Int?
    var notesPath: String?
    var allowedTools: [String] = []
    /// Nil means that the file does not say: the built-in task server is used.
    var servers: [MCPServerConfiguration]?
    /// The workflow file whose agents join, or replace, the built-in ones.
    var team: String?
    var hasBuiltInAgents = true
    var tiers = ModelTiers()
    var budget = BudgetLimits()

    static let keys = [
        "model", "deadline", "maxParallel", "notes", "allowedTools", "mcpServers", "team", "builtInAgents", "models",
        "budget",
    ]
    private static let maximumSize = 1 << 20

    init() {}

    /// Reads the file; a missing one gives the defaults unless it was asked for by name.
    init(path: String, isRequired: Bool) throws(CommandFailure) {
        guard FileManager.default.fileExists(atPath: path) else {
            if isRequired {
                throw CommandFailure(.usage, "\(path): there is no such file; write one with `tutti init`")
            }
            self.init()
            return
        }
        // The reason is in the message: the file is there, so it may not be read or is a folder.
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw CommandFailure(.usage, "\(path): cannot be read; check its permissions and that it is a file")
        }
        guard data.count <= Self.maximumSize else {
            throw CommandFailure(.usage, "\(path): larger than 1 MB, which no configuration needs to be")
        }
        try self.init(parsing: Array(data), file: path)
    }

    init(parsing bytes: [UInt8], file: String) throws(CommandFailure) {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch {
            throw CommandFailure(.usage, "\(file):\(error.line):\(error.column): \(error.message)")
        }
        guard let object = document.object else { throw CommandFailure(.usage, "\(file): has to be a JSON object") }
        if let key = object.keys.first(where: { !Self.keys.contains($0) }) {
            throw CommandFailure(
                .usage, "\(file): unknown key '\(key)'; there are \(Self.keys.joined(separator: ", "))")
        }
        self.model = try Self.value(object, "model", "a text", file, \.string)
        self.notesPath = try Self.value(object, "notes", "the path of a folder", file, \.string)
        self.deadline = try Self.value(object, "deadline", "a duration such as \"3s\"", file) { value in
            value.string.flatMap { Duration(text: $0) }.flatMap { $0 > .zero ? $0 : nil }
        }
        self.maximumParallel = try Self.value(object, "maxParallel", "a whole number from 1", file) { value in
            value.integer.flatMap { $0 >= 1 ? $0 : nil }
        }
        self.allowedTools =
            try Self.value(object, "allowedTools", "a list of texts like \"server/tool\"", file) { value in
                value.array?.allSatisfy { $0.string != nil } == true ? value.array?.compactMap(\.string) : nil
            } ?? []
        self.team = try Self.value(object, "team", "the path of a workflow file", file) { value in
            value.string.flatMap { $0.isEmpty ? nil : $0 }
        }
        self.hasBuiltInAgents =
            try Self.value(object, "builtInAgents", "true or false", file) { value in
                if case .bool(let isOn) = value { isOn } else { nil }
            } ?? true
        if !self.hasBuiltInAgents, self.team == nil {
            throw CommandFailure(.usage, "\(file): without built-in agents there is nobody to ask: name a 'team'")
        }
        let tiers = ModelTiers.Tier.allCases.map(\.rawValue)
        for (key, name) in try Self.members(object, "models", tiers, "the name of a model", file, \.string) {
            self.tiers.names[ModelTiers.Tier(rawValue: key) ?? .balanced] = name
        }
        let amounts = try Self.members(
            object, "budget", ["run", "day", "user"], "US dollars, a number from 0", file
        ) { value in value.double.flatMap { $0 >= 0 ? Money(usd: $0) : nil } }
        self.budget = BudgetLimits(run: amounts["run"], day: amounts["day"], user: amounts["user"])
        if object["mcpServers"] != nil {
            do { self.servers = try MCPServerConfiguration.parse(bytes, file: file) } catch {
                throw CommandFailure(.usage, "\(error)")
            }
        }
    }

    /// The members of an object that may have these keys and no others.
    private static func members<Value>(
        _ object: JSONObject, _ key: String, _ known: [String], _ kind: String, _ file: String,
        _ read: (JSONValue) -> Value?
    ) throws(CommandFailure) -> [String: Value] {
        guard let json = object[key] else { return [:] }
        guard let members = json.object?.members, members.allSatisfy({ known.contains($0.key) }) else {
            throw CommandFailure(
                .usage, "\(file): '\(key)' has to be an object with \(known.joined(separator: ", "))")
        }
        var values: [String: Value] = [:]
        for member in members {
            guard let value = read(member.value) else {
                throw CommandFailure(.usage, "\(file): '\(key).\(member.key)' has to be \(kind)")
            }
            values[member.key] = value
        }
        return values
    }

    private static func value<Value>(
        _ object: JSONObject, _ key: String, _ kind: String, _ file: String, _ read: (JSONValue) -> Value?
    ) throws(CommandFailure) -> Value? {
        guard let json = object[key] else { return nil }
        guard let value = read(json) else { throw CommandFailure(.usage, "\(file): '\(key)' has to be \(kind)") }
        return value
    }
}
