/// What agents have chosen in a run that choose among others: the dependencies that no plan has.
struct RunChoices: Sendable {
    /// The agents that a chosen one comes after, in their order.
    private var inputs: [Int: [Int]] = [:]
    /// Those of them that have not ended, by whom they hold up.
    private var waiting: [Int: [Int]] = [:]
    /// Agents that failed and are not wanted any more.
    private var excused: Set<Int> = []
    /// Agents that are only expected to be wanted.
    private var suspected: Set<Int> = []

    /// Whether no agent waits for another one that the plan does not tell of.
    var isEmpty: Bool { self.waiting.isEmpty }

    func inputs(of node: Int) -> [Int] { self.inputs[node] ?? [] }

    mutating func add(_ input: Int, of node: Int, isOpen: Bool) {
        self.inputs[node, default: []].append(input)
        if isOpen { self.waiting[input, default: []].append(node) }
    }

    /// The agents that wait for this one, some of which may have ended.
    func waiting(for input: Int) -> [Int] { self.waiting[input] ?? [] }

    /// The agents that have waited for this one, which has ended.
    mutating func takeWaiting(for input: Int) -> [Int] { self.waiting.removeValue(forKey: input) ?? [] }

    /// Whether an agent is excused for the first time.
    mutating func excuse(_ node: Int) -> Bool { self.excused.insert(node).inserted }

    func isSuspected(_ node: Int) -> Bool { self.suspected.contains(node) }
    mutating func suspect(_ node: Int) { self.suspected.insert(node) }

    /// An agent is wanted: whether it was only expected to be before.
    mutating func confirm(_ node: Int) -> Bool { self.suspected.remove(node) != nil }
}
