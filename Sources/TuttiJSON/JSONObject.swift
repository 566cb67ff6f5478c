/// The members of a JSON object, in the order in which they were written.
///
/// Objects here are small, so a look-up is a scan.
public struct JSONObject: Hashable, Sendable {
    /// One key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: JSONValue
    }

    /// The members in order; no key is there twice.
    public private(set) var members: [Member] = []

    /// Creates an empty object.
    public init() {}

    /// Creates an object; of equal keys the last value stays, at the place of the first.
    public init(_ pairs: some Sequence<(String, JSONValue)>) {
        self.members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs { self[key] = value }
    }

    /// Takes members whose keys the parser has already found to be distinct.
    init(distinct members: [Member]) { self.members = members }

    /// The keys in order.
    public var keys: [String] { self.members.map(\.key) }

    /// The value of a key; nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get { self.members.first { $0.key == key }?.value }
        set {
            let index = self.members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): self.members[index].value = value
            case (let index?, nil): self.members.remove(at: index)
            case (nil, let value?): self.members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
