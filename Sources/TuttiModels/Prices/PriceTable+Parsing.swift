internal import TuttiJSON

extension PriceTable {
    private static let keys: Set<String> = ["date", "currency", "models"]
    private static let rateKeys: Set<String> = ["input", "cachedInput", "output"]
    /// The longest name of a model in bytes, and the most of them.
    private static let maximumName = 200
    private static let maximumEntries = 10_000

    /// Reads a table as JSON:
    ///
    /// ```json
    /// {"date": "2026-11-05", "currency": "USD", "models": {
    ///   "openai:gpt-6-luna": {"input": 0.10, "cachedInput": 0.01, "output": 0.50,
    ///                         "longPrompt": {"above": 272000, "input": 0.20, "cachedInput": 0.02, "output": 0.75}}}}
    /// ```
    ///
    /// Prices are dollars for a million tokens. Without `cachedInput` what comes from a cache costs as much as the rest.
    ///
    /// - Throws: ``PriceTableError`` for anything else, with the line or the key.
    public init(parsing text: String) throws(PriceTableError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: text) } catch {
            throw PriceTableError("line \(error.line), column \(error.column): \(error.message)")
        }
        guard let object = document.object else { throw PriceTableError("it has to be a JSON object") }
        try Self.check(object, "", Self.keys)
        if let currency = object["currency"], currency.string != "USD" {
            throw PriceTableError("'currency' has to be \"USD\", for budgets are in US dollars")
        }
        let date = object["date"].map { $0.string ?? "-" } ?? ""
        guard date.isEmpty || Self.isDate(date) else {
            throw PriceTableError("'date' has to be a day such as \"2026-11-05\"")
        }
        guard let models = object["models"]?.object, models.members.count <= Self.maximumEntries else {
            throw PriceTableError("'models' has to be an object with the prices by model")
        }
        self.init(date: date)
        for member in models.members {
            self.prices[try Self.name(member.key)] = try Self.price(member.value, member.key)
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        return fields.map(\.utf8.count) == [4, 2, 2]
            && fields.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private static func name(_ name: String) throws(PriceTableError) -> String {
        let isPattern = name.dropLast().contains("*")
        guard name.contains(":"), !isPattern, name.utf8.count <= Self.maximumName else {
            throw PriceTableError(
                "'models.\(name.prefix(60))' has to be PROVIDER:MODEL, with at most one * and that at its end")
        }
        return name
    }

    private static func price(_ value: JSONValue, _ name: String) throws(PriceTableError) -> ModelPrice {
        let place = "models.\(name)"
        guard let object = value.object else {
            throw PriceTableError("'\(place)' has to be an object with 'input' and 'output'")
        }
        try Self.check(object, "\(place).", Self.rateKeys.union(["longPrompt"]))
        var price = ModelPrice(try Self.rates(object, place))
        guard let long = object["longPrompt"] else { return price }
        guard let long = long.object, let above = long["above"]?.integer, above > 0 else {
            throw PriceTableError("'\(place).longPrompt.above' has to be a number of tokens from 1")
        }
        try Self.check(long, "\(place).longPrompt.", Self.rateKeys.union(["above"]))
        price.longPrompt = .init(above: above, rates: try Self.rates(long, "\(place).longPrompt"))
        return price
    }

    private static func rates(_ object: JSONObject, _ place: String) throws(PriceTableError) -> ModelPrice.Rates {
        let input = try Self.rate(object["input"], "\(place).input")
        let cached = try object["cachedInput"].map { value throws(PriceTableError) in
            try Self.rate(value, "\(place).cachedInput")
        }
        return .init(
            input: input, cachedInput: cached ?? input, output: try Self.rate(object["output"], "\(place).output"))
    }

    /// Dollars for a million tokens, as picodollars for one.
    private static func rate(_ value: JSONValue?, _ place: String) throws(PriceTableError) -> Int {
        let maximum = Double(ModelPrice.maximumRate) / 1e6
        guard let dollars = value?.double, dollars >= 0, dollars <= maximum else {
            throw PriceTableError(
                "'\(place)' has to be the dollars of a million tokens, a number from 0 to \(Int(maximum))")
        }
        return Int((dollars * 1e6).rounded())
    }

    private static func check(
        _ object: JSONObject, _ place: String, _ known: Set<String>
    ) throws(PriceTableError) {
        guard let key = object.keys.first(where: { !known.contains($0) }) else { return }
        throw PriceTableError(
            "unknown key '\(place)\(key.prefix(60))'; there are \(known.sorted().joined(separator: ", "))")
    }
}
