internal import TuttiCore
internal import TuttiWorkflows

/// A setting that a what-if may change: its key, what may stand there, and where it is.
struct Setting<Target>: Sendable {
    enum Value: Hashable, Sendable {
        case duration(Duration)
        case number(Double)
        case boolean(Bool)
    }

    enum Form: Hashable, Sendable {
        case duration(isPositive: Bool, isOptional: Bool)
        case integer(ClosedRange<Int>, isOptional: Bool)
        case number(ClosedRange<Double>)
        case boolean
    }

    let key: String
    let form: Form
    let get: @Sendable (Target) -> Value?
    let set: @Sendable (inout Target, Value?) -> Void

    /// Makes a change.
    func apply(_ change: Change, to target: inout Target) throws(WhatIfError) {
        let new = change.sign == .set ? try self.stated(change) : try self.computed(change, from: self.get(target))
        try self.check(new, change)
        self.set(&target, new)
    }

    private func stated(_ change: Change) throws(WhatIfError) -> Value? {
        if ["none", "∞"].contains(change.value), self.isOptional { return nil }
        switch self.form {
        case .duration: return .duration(try change.duration())
        case .integer, .number:
            if let number = change.number { return .number(number) }
            throw WhatIfError(description: "\(change.target) must be a number, not \(quoted(change.value))")
        case .boolean:
            if let value = Bool(change.value) { return .boolean(value) }
            throw WhatIfError(description: "\(change.target) must be true or false, not \(quoted(change.value))")
        }
    }

    private func computed(_ change: Change, from old: Value?) throws(WhatIfError) -> Value {
        guard let old else {
            throw WhatIfError(
                description:
                    "\(change.target) is not set, so there is nothing to change: set it with \(change.target)=…")
        }
        let sign = change.sign
        switch old {
        case .boolean: throw WhatIfError(description: "\(change.target) is true or false: set it with =")
        case .duration(let duration):
            if sign == .add || sign == .subtract {
                let other = try change.duration()
                return .duration(sign == .add ? duration + other : duration - other)
            }
            return .duration(SimulatedDuration.adjust(duration, by: try change.factor(), .zero))
        case .number(let number):
            if sign == .multiply || sign == .divide {
                let product = number * (try change.factor())
                if case .integer = self.form { return .number(product.rounded()) }
                return .number(product)
            }
            guard let other = change.number else {
                throw WhatIfError(description: "\(change.target) must be a number, not \(quoted(change.value))")
            }
            return .number(sign == .add ? number + other : number - other)
        }
    }

    private func check(_ value: Value?, _ change: Change) throws(WhatIfError) {
        let problem: String?
        switch (self.form, value) {
        case (.duration(let isPositive, _), .duration(let duration)):
            problem = duration < .zero || isPositive && duration == .zero ? "must be longer than zero" : nil
        case (.integer(let range, _), .number(let number)):
            let isFine = number == number.rounded() && Double(range.lowerBound)...Double(range.upperBound) ~= number
            problem = isFine ? nil : "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        case (.number(let range), .number(let number)):
            problem = range.contains(number) ? nil : "must be from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        default: problem = nil
        }
        if let problem { throw WhatIfError(description: "\(change.target) \(problem)") }
    }

    private var isOptional: Bool {
        switch self.form {
        case .duration(_, let isOptional), .integer(_, let isOptional): isOptional
        case .number, .boolean: false
        }
    }
}

extension Setting {
    static func duration(
        _ key: String, isPositive: Bool = false, _ path: any WritableKeyPath<Target, Duration> & Sendable
    ) -> Self {
        Setting(key: key, form: .duration(isPositive: isPositive, isOptional: false)) {
            .duration($0[keyPath: path])
        } set: { target, value in
            if case .duration(let duration) = value { target[keyPath: path] = duration }
        }
    }

    static func duration(
        _ key: String, isPositive: Bool = false, _ path: any WritableKeyPath<Target, Duration?> & Sendable
    ) -> Self {
        Setting(key: key, form: .duration(isPositive: isPositive, isOptional: true)) {
            $0[keyPath: path].map { .duration($0) }
        } set: { target, value in
            if case .duration(let duration) = value {
                target[keyPath: path] = duration
            } else {
                target[keyPath: path] = nil
            }
        }
    }

    static func integer(
        _ key: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<Target, Int> & Sendable
    ) -> Self {
        Setting(key: key, form: .integer(range, isOptional: false)) {
            .number(Double($0[keyPath: path]))
        } set: { target, value in
            if case .number(let number) = value { target[keyPath: path] = Int(number) }
        }
    }

    static func integer(
        _ key: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<Target, Int?> & Sendable
    ) -> Self {
        Setting(key: key, form: .integer(range, isOptional: true)) {
            $0[keyPath: path].map { .number(Double($0)) }
        } set: { target, value in
            if case .number(let number) = value {
                target[keyPath: path] = Int(number)
            } else {
                target[keyPath: path] = nil
            }
        }
    }
}
