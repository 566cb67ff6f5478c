internal import GRDB
internal import TuttiAgents

extension Row {
    /// A text of a row; throws where GRDB would trap, for a file may have been changed by others.
    func text(_ column: String) throws -> String {
        guard case .string(let value) = try self.value(of: column).storage else { throw Self.unexpected(column) }
        return value
    }

    /// A text of a row, nil for NULL.
    func optionalText(_ column: String) throws -> String? {
        try self.value(of: column).isNull ? nil : try self.text(column)
    }

    /// A whole number of a row.
    func integer(_ column: String) throws -> Int {
        guard case .int64(let value) = try self.value(of: column).storage else { throw Self.unexpected(column) }
        return Int(value)
    }

    /// A whole number of a row, nil for NULL.
    func optionalInteger(_ column: String) throws -> Int? {
        try self.value(of: column).isNull ? nil : try self.integer(column)
    }

    /// An instant of a row.
    func timestamp(_ column: String) throws -> Timestamp {
        switch try self.value(of: column).storage {
        case .double(let seconds): Timestamp(secondsSince1970: seconds)
        case .int64(let seconds): Timestamp(secondsSince1970: Double(seconds))
        case .null, .string, .blob: throw Self.unexpected(column)
        }
    }

    private func value(of column: String) throws -> DatabaseValue {
        // Damage may have renamed it.
        guard self.hasColumn(column) else { throw Self.unexpected(column) }
        return self[column]
    }

    private static func unexpected(_ column: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the column \(column) holds what it never should")
    }
}

extension String {
    /// The text as SQLite can keep it: U+0000, which would end it, becomes U+FFFD.
    var storable: String {
        self.utf8.contains(0) ? String(self.map { $0 == "\0" ? "\u{FFFD}" : $0 }) : self
    }
}
