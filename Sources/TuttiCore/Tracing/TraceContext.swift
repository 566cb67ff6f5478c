/// A place in a trace, as the headers `traceparent` and `tracestate` of the W3C carry it from program to program.
package struct TraceContext: Hashable, Sendable {
    /// The identity of a trace: 128 bits, not all of them zero.
    package struct TraceID: Hashable, Sendable {
        package var high: UInt64
        package var low: UInt64

        package init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }
    }

    /// The place that the runs begun by the present task belong to; nil when nobody follows them.
    @TaskLocal package static var current: TraceContext?

    package var trace: TraceID
    /// The span that is the parent of what happens here; zero where a trace begins.
    package var span: UInt64
    /// Whether somebody records the trace.
    package var isSampled: Bool
    /// What other tracing systems hand on: at most 512 bytes of visible ASCII; empty without any.
    package var state = ""

    package init(trace: TraceID, span: UInt64, isSampled: Bool = true, state: String = "") {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
        self.state = state
    }

    /// The same trace, seen from another span of it.
    package func at(_ span: UInt64) -> TraceContext {
        var context = self
        context.span = span
        return context
    }
}
