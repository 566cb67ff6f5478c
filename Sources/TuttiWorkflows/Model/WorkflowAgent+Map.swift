internal import TuttiCore

extension MapPolicy {
    static let fields: [Field<MapPolicy>] = [
        .text("over", required: true, "The input whose output is the list: a JSON array, or one item a line.") {
            $0.source = $1
        },
        .integer(
            "maxItems", 1...MapPolicy.itemLimit, "The most items that are asked for, the first ones; 50 by default."
        ) {
            $0.maximumItems = $1
        },
        .integer("maxParallel", 1...MapPolicy.itemLimit, "The most items at work at the same moment; 8 by default.") {
            $0.maximumParallel = $1
        },
        Field(
            "minimum", .either([.choice(["all"]), .integer(1...MapPolicy.itemLimit)]),
            "How many items must give a result, or all; 1 by default."
        ) {
            if $0.plainText == "all" { return $1.minimum = nil }
            if let minimum = $2.integer($0, in: 1...MapPolicy.itemLimit) { $1.minimum = minimum }
        },
        Field(
            "join", .choice(Joining.allCases.map(\.rawValue)),
            "How the outputs become one: json, an array with null for what is missing, or lines."
        ) {
            if let joining = $2.choice($0, Joining.allCases.map { ($0.rawValue, $0) }) { $1.joining = joining }
        },
    ]
}

extension WorkflowReader {
    /// The name of an input, or an object with more.
    mutating func map(_ node: DocumentNode) -> MapPolicy? {
        guard case .object = node.content else { return self.text(node).map { MapPolicy(over: $0) } }
        var map = MapPolicy(over: "")
        guard self.object(node, into: &map, MapPolicy.fields) else { return nil }
        if let minimum = map.minimum, minimum > map.maximumItems {
            self.fail("minimum must not be more than maxItems", at: node.place)
        }
        return map
    }

    /// An agent needs the list that it is asked for, unless it says otherwise.
    mutating func needListOfMap(_ agent: inout WorkflowAgent) {
        guard let source = agent.map?.source, !source.isEmpty, !agent.inputs.contains(source) else { return }
        let path = "\(self.keyPath).map"
        let key = self.places["\(path).over"] == nil ? path : "\(path).over"
        guard let place = self.places[key] else { return }
        agent.needs.append(source)
        self.mentions.append(.init(agent: agent.name, name: source, place: place, keyPath: key))
    }
}
