/// The header fields of a request or a response, in order; names compare without regard to case.
public struct HTTPHeaderList: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One field.
    public struct Field: Hashable, Sendable {
        /// The name, as it was written.
        public var name: String
        /// The value.
        public var value: String
    }

    /// The fields in order.
    public private(set) var fields: [Field] = []

    /// Creates a list from fields in their order; equal names stay side by side.
    public init(_ fields: some Sequence<(String, String)>) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// Creates a list of the fields in the order written.
    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// The first value under a name; setting replaces every value under it.
    public subscript(name: String) -> String? {
        get { self.fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            self.fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { self.fields.append(Field(name: name, value: newValue)) }
        }
    }
}
