internal import TuttiCore

/// What came of the requests of a server.
struct RequestMetrics: Sendable {
    private struct Key: Hashable, Sendable {
        var method: Int
        var route: Int
    }

    private struct Row: Sendable {
        var key: Key
        var bytes: UInt64 = 0
        /// By status; there are few.
        var statuses: [(status: Int, count: UInt64)] = []
    }

    private var methods = LabelTable(maximum: 9)
    private var routes = LabelTable(maximum: 63)
    private var rows: [Row] = []
    private var indices: [Key: Int] = [:]
    private(set) var durations = DurationHistograms()
    private var reasons = LabelTable(maximum: 31)
    private var refusals: [UInt64] = []

    /// A request was answered.
    mutating func answered(_ request: RequestSummary) {
        let key = Key(method: self.methods.row(of: request.method), route: self.routes.row(of: request.route))
        let index = self.index(of: key)
        self.durations.count(request.duration.nanosecondsRoundedDown, in: index)
        self.rows[index].bytes &+= UInt64(max(request.bytes, 0))
        let status = (100...599).contains(request.status) ? request.status : 0
        if let place = self.rows[index].statuses.firstIndex(where: { $0.status == status }) {
            self.rows[index].statuses[place].count &+= 1
        } else {
            self.rows[index].statuses.append((status, 1))
        }
        if let reason = request.refusal, request.isForRun { self.refused(reason) }
    }

    private mutating func refused(_ reason: String) {
        let row = self.reasons.row(of: reason)
        while self.refusals.count <= row { self.refusals.append(0) }
        self.refusals[row] &+= 1
    }

    private mutating func index(of key: Key) -> Int {
        if let index = self.indices[key] { return index }
        self.indices[key] = self.rows.count
        self.rows.append(Row(key: key))
        self.durations.addRows(1)
        return self.rows.count - 1
    }

    // MARK: Looking

    var series: [(method: String, route: String, bytes: UInt64, statuses: [(status: Int, count: UInt64)])] {
        self.rows.map {
            (self.methods.values[$0.key.method], self.routes.values[$0.key.route], $0.bytes, $0.statuses)
        }
    }

    var refusedRuns: [(reason: String, count: UInt64)] { Array(zip(self.reasons.values, self.refusals)) }
}
