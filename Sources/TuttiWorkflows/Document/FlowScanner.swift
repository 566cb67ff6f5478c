/// Scans what stands between brackets: `[…]` and `{…}`, with quotes and comments, over any number of lines.
struct FlowScanner {
    private var brackets: [Unicode.Scalar] = []
    private var expectsKey = false
    /// The lists, objects and commas of all scans.
    private(set) var values = 0

    /// Returns the index behind the bracket that closes the one at `start`; the end of the text when none does.
    ///
    /// - Parameter depth: The levels around it.
    mutating func scan(_ text: SourceText, from start: Int, depth: Int) throws(DocumentProblem) -> Int {
        let scalars = text.scalars
        var index = start
        self.brackets = []
        self.expectsKey = false
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "[" || scalar == "{" || scalar == "," {
                self.values += 1
                guard self.values <= DocumentParser.maximumValues else {
                    throw DocumentGuard.tooMany(at: text.place(of: index))
                }
            }
            switch scalar {
            case "[", "{":
                if self.expectsKey, self.brackets.last == "{" { throw DocumentGuard.notAKey(at: text.place(of: index)) }
                self.brackets.append(scalar)
                self.expectsKey = true
                guard depth + self.brackets.count <= DocumentParser.maximumDepth else {
                    throw DocumentGuard.tooDeep(at: text.place(of: index))
                }
                index += 1
            case "]", "}":
                self.brackets.removeLast()
                self.expectsKey = false
                index += 1
                let next = scalars[index...].firstIndex { !$0.isBlank }
                if let next, scalars[next] == ":" { throw DocumentGuard.notAKey(at: text.place(of: next)) }
                if self.brackets.isEmpty { return index }
            case "&", "*", "!": throw DocumentGuard.refusal(of: scalar, at: text.place(of: index))
            case ",":
                self.expectsKey = true
                index += 1
            case ":":
                self.expectsKey = false
                index += 1
            case "'", "\"": index = Self.endOfQuoted(scalars, from: index)
            case "#" where index > 0 && Self.isSpace(scalars[index - 1]):
                index = scalars[index...].firstIndex(where: SourceText.isLineBreak) ?? scalars.count
            case _ where Self.isSpace(scalar): index += 1
            default: index = Self.endOfPlain(scalars, from: index)
            }
        }
        return index
    }

    /// Returns the index behind the quote that closes the one at `start`; the end of the text when none does.
    static func endOfQuoted(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        let quote = scalars[start]
        var index = start + 1
        while index < scalars.count {
            if scalars[index] == "\\", quote == "\"" {
                index += 2
            } else if scalars[index] != quote {
                index += 1
            } else if quote == "'", index + 1 < scalars.count, scalars[index + 1] == "'" {
                index += 2
            } else {
                return index + 1
            }
        }
        return scalars.count
    }

    /// Returns the index behind a text without quotes between brackets.
    private static func endOfPlain(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var index = start + 1
        while index < scalars.count {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            switch scalars[index] {
            case ",", "[", "]", "{", "}": return index
            case ":" where self.isSpace(next) || [",", "[", "]", "{", "}"].contains(next): return index
            case "#" where self.isSpace(scalars[index - 1]): return index
            default: index += 1
            }
        }
        return index
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.isBlank || SourceText.isLineBreak(scalar) }
}
