import TuttiJSON

/// Reads the `mcpServers` shape and says of an error where it is.
struct MCPConfigurationReader {
    private static let known: Set<String> = ["command", "args", "env", "cwd", "disabled", "type", "url", "headers"]
    /// What other clients keep in the same file and what means nothing to us.
    private static let foreign: Set<String> = [
        "alwaysAllow", "autoApprove", "description", "disabledTools", "enabledTools", "gallery", "icon", "name",
        "timeout", "tools", "trust", "version",
    ]

    private let bytes: [UInt8]
    private let file: String

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    func servers() throws(MCPError) -> [MCPServerConfiguration] {
        let document: JSONValue
        do { document = try JSONValue(parsing: self.bytes) } catch {
            throw MCPError(.invalidConfiguration, "\(self.file):\(error.line):\(error.column): \(error.message)")
        }
        guard let servers = document["mcpServers"] else {
            throw self.error([], "\"mcpServers\" is missing; write {\"mcpServers\": {\"name\": {\"command\": …}}}")
        }
        guard let servers = servers.object else { throw self.error(["mcpServers"], "has to be an object") }
        var configurations: [MCPServerConfiguration] = []
        for member in servers.members {
            configurations.append(try self.server(member.key, member.value))
        }
        return configurations
    }

    private func server(_ name: String, _ value: JSONValue) throws(MCPError) -> MCPServerConfiguration {
        let path = ["mcpServers", name]
        guard let object = value.object else { throw self.error(path, "has to be an object") }
        guard !name.isEmpty else { throw self.error(path, "a server needs a name") }
        if let key = object.keys.first(where: { !Self.known.contains($0) && !Self.foreign.contains($0) }) {
            throw self.error(path + [key], "unknown key; there are args, command, cwd, disabled, env")
        }
        let kind = object["type"]?.string ?? "stdio"
        guard object["url"] == nil, object["headers"] == nil, kind == "stdio" else {
            let key = ["url", "headers", "type"].first { object[$0] != nil } ?? "type"
            throw self.error(path + [key], "only stdio servers are supported in this version; give a \"command\"")
        }
        guard let command = object["command"] else { throw self.error(path, "\"command\" is missing") }
        guard let command = command.string, !command.isEmpty else {
            throw self.error(path + ["command"], "has to be the name or path of a program")
        }
        return MCPServerConfiguration(
            name: name, command: command, arguments: try self.arguments(object, path),
            environment: try self.environment(object, path),
            workingDirectory: try self.optional(object, path, "cwd", "a text", \.string),
            isDisabled: try self.optional(object, path, "disabled", "true or false", \.bool) ?? false)
    }

    private func arguments(_ object: JSONObject, _ path: [String]) throws(MCPError) -> [String] {
        guard let elements = try self.optional(object, path, "args", "a list of texts", \.array) else { return [] }
        let arguments = elements.compactMap(\.string)
        guard arguments.count == elements.count else { throw self.error(path + ["args"], "has to be a list of texts") }
        return arguments
    }

    private func environment(_ object: JSONObject, _ path: [String]) throws(MCPError) -> [String: String] {
        let path = path + ["env"]
        guard let members = try self.optional(object, path.dropLast(), "env", "an object of texts", \.object)?.members
        else { return [:] }
        var environment: [String: String] = [:]
        for member in members {
            guard let value = member.value.string else { throw self.error(path + [member.key], "has to be a text") }
            guard !member.key.isEmpty, !member.key.contains("=") else {
                throw self.error(path + [member.key], "is no name of a variable")
            }
            environment[member.key] = value
        }
        return environment
    }

    private func optional<Value>(
        _ object: JSONObject, _ path: [String], _ key: String, _ kind: String, _ read: (JSONValue) -> Value?
    ) throws(MCPError) -> Value? {
        guard let json = object[key], json != .null else { return nil }
        guard let value = read(json) else { throw self.error(path + [key], "has to be \(kind)") }
        return value
    }

    private func error(_ path: [String], _ message: String) -> MCPError {
        let place = path.isEmpty ? "" : "\(path.joined(separator: ".")): "
        return MCPError(.invalidConfiguration, "\(self.file):\(self.line(of: path)): \(place)\(message)")
    }

    /// The line of the last key of `path`: walks the text again, which only an error has to pay for.
    private func line(of path: [String]) -> Int {
        var offset = 0
        for key in path {
            guard let next = self.offset(of: key, in: offset) else { break }
            offset = next
        }
        return 1 + self.bytes[..<offset].count { $0 == 0x0A }
    }

    /// Where the value of `key` starts in the object that starts at or after `offset`.
    private func offset(of key: String, in offset: Int) -> Int? {
        var position = self.skip(from: offset)
        guard position < self.bytes.count, self.bytes[position] == UInt8(ascii: "{") else { return nil }
        repeat {
            // The text has been read before without an error, so this cannot fail.
            guard let name = try? JSONValue.parsePrefix(of: self.bytes, from: self.skip(from: position + 1)) else {
                return nil
            }
            let colon = self.skip(from: name.end)
            if name.value.string == key { return self.skip(from: colon + 1) }
            // The same.
            guard let value = try? JSONValue.parsePrefix(of: self.bytes, from: colon + 1) else { return nil }
            position = self.skip(from: value.end)
        } while position < self.bytes.count && self.bytes[position] == UInt8(ascii: ",")
        return nil
    }

    private func skip(from offset: Int) -> Int {
        self.bytes[min(offset, self.bytes.count)...].firstIndex { $0 > 0x20 } ?? self.bytes.count
    }
}
