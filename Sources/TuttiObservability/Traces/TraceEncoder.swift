internal import TuttiCore

/// Writes spans as a request of OTLP: `ExportTraceServiceRequest` of opentelemetry-proto 1.
package struct TraceEncoder: Sendable {
    /// The name and the version of the service.
    package var service: String
    package var version: String

    package init(service: String, version: String) {
        self.service = service
        self.version = version
    }

    /// The body of a request.
    package func encode(_ spans: [Span]) -> [UInt8] {
        var request = ProtobufWriter()
        request.message(in: 1) { resourceSpans in
            resourceSpans.message(in: 1) { resource in
                let attributes: [(String, String)] = [
                    (TraceNames.serviceName, self.service), (TraceNames.serviceVersion, self.version),
                ]
                for (key, value) in attributes {
                    Self.write(Span.Attribute(key: key, value: .string(value)), in: 1, to: &resource)
                }
            }
            resourceSpans.message(in: 2) { scopeSpans in
                scopeSpans.message(in: 1) { scope in
                    scope.string("tutti", in: 1)
                    scope.string(self.version, in: 2)
                }
                for span in spans { scopeSpans.message(in: 2) { Self.write(span, to: &$0) } }
            }
        }
        return request.bytes
    }

    private static func write(_ span: Span, to message: inout ProtobufWriter) {
        let trace = [span.context.trace.high, span.context.trace.low]
        message.identity(trace, in: 1)
        message.identity([span.id], in: 2)
        if !span.context.state.isEmpty { message.string(span.context.state, in: 3) }
        if span.parent != 0 { message.identity([span.parent], in: 4) }
        message.string(span.name, in: 5)
        message.integer(Int64(span.kind.rawValue), in: 6)
        message.fixed64(span.start, in: 7)
        message.fixed64(span.end, in: 8)
        for attribute in span.attributes { Self.write(attribute, in: 9, to: &message) }
        for event in span.events {
            message.message(in: 11) { inner in
                inner.fixed64(event.time, in: 1)
                inner.string(event.name, in: 2)
                for attribute in event.attributes { Self.write(attribute, in: 3, to: &inner) }
            }
        }
        for link in span.links {
            message.message(in: 13) { inner in
                inner.identity(trace, in: 1)
                inner.identity([link], in: 2)
            }
        }
        // 2 is an error; that all went well, only the application can say.
        if span.isError { message.message(in: 15) { $0.integer(2, in: 3) } }
        message.fixed32(span.context.isSampled ? 1 : 0, in: 16)
    }

    private static func write(_ attribute: Span.Attribute, in field: Int, to message: inout ProtobufWriter) {
        message.message(in: field) { pair in
            pair.string(attribute.key, in: 1)
            pair.message(in: 2) { Self.write(attribute.value, to: &$0) }
        }
    }

    private static func write(_ value: Span.Value, to message: inout ProtobufWriter) {
        switch value {
        case .string(let text): message.string(text, in: 1)
        case .bool(let isTrue): message.integer(isTrue ? 1 : 0, in: 2)
        case .integer(let number): message.integer(Int64(number), in: 3)
        case .double(let number): message.double(number, in: 4)
        case .strings(let texts):
            message.message(in: 5) { list in
                for text in texts { list.message(in: 1) { $0.string(text, in: 1) } }
            }
        }
    }
}
