public import TuttiCore

/// What must hold of an agent's inputs for it to be asked: a plain value, and no language that must be read.
///
/// Texts are compared without regard to case and to white space around them, as models write `Yes.` one day and `yes` the
/// next. An input that is missing contains nothing and equals nothing.
public indirect enum InputCondition: Hashable, Sendable {
    /// What is asked of one input.
    public enum Test: Hashable, Sendable {
        /// It has a result.
        case present
        /// It has none.
        case missing
        /// Its output has this text in it.
        case contains(String)
        /// Its output is this text.
        case equals(String)
        /// Its output is one of these texts.
        case oneOf([String])
    }

    /// A test of the input with this name.
    case input(String, Test)
    /// The opposite.
    case not(InputCondition)
    /// All of these.
    case all([InputCondition])
    /// At least one of these.
    case any([InputCondition])

    /// Whether it holds.
    public func holds(_ inputs: AgentInputs) -> Bool {
        let texts = Dictionary(
            inputs.available.map { ($0.name, $0.output.text) }, uniquingKeysWith: { first, _ in first })
        return self.holds { texts[$0] }
    }

    /// Whether it holds when this is what the inputs gave; nil is missing.
    public func holds(output: (_ input: String) -> String?) -> Bool {
        switch self {
        case .input(let name, let test): test.holds(output(name))
        case .not(let condition): !condition.holds(output: output)
        case .all(let conditions): conditions.allSatisfy { $0.holds(output: output) }
        case .any(let conditions): conditions.contains { $0.holds(output: output) }
        }
    }

    /// The inputs that it looks at, in order.
    public var inputs: [String] {
        switch self {
        case .input(let name, _): [name]
        case .not(let condition): condition.inputs
        case .all(let conditions), .any(let conditions): conditions.flatMap(\.inputs)
        }
    }
}

extension InputCondition.Test {
    fileprivate func holds(_ output: String?) -> Bool {
        guard let output else { return self == .missing }
        let text = Self.folded(output)
        switch self {
        case .present: return true
        case .missing: return false
        case .contains(let part): return text.contains(Self.folded(part))
        case .equals(let whole): return text == Self.folded(whole)
        case .oneOf(let choices): return choices.contains { Self.folded($0) == text }
        }
    }

    private static func folded(_ text: String) -> String { String(Substring(text).trimmed).lowercased() }
}

extension InputCondition: CustomStringConvertible {
    /// The condition in words.
    public var description: String {
        switch self {
        case .input(let name, let test): "\(name) \(test)"
        case .not(let condition): "not (\(condition))"
        case .all(let conditions): conditions.map(\.description).joined(separator: " and ")
        case .any(let conditions): "(\(conditions.map(\.description).joined(separator: " or ")))"
        }
    }
}

extension InputCondition.Test: CustomStringConvertible {
    /// The test in words.
    public var description: String {
        switch self {
        case .present: "present"
        case .missing: "missing"
        case .contains(let text): "contains \(quoted(text))"
        case .equals(let text): "is \(quoted(text))"
        case .oneOf(let texts): "is one of \(texts.map { quoted($0) }.joined(separator: ", "))"
        }
    }
}
