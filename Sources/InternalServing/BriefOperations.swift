package import BlobAPI
package import HTTPTypes
import ServiceSupport

/// The brief requests of an internal listener: those of some operations, without a body or with a short one.
package struct BriefOperations: BriefRequests {
    private let shapes: [HTTPRequest.Method: [PathShape]]

    /// Makes the rule.
    ///
    /// - Parameter operations: The operations that are brief as long as their body is short.
    package init(_ operations: Set<BlobAPI.Operation>) {
        shapes = Dictionary(grouping: operations, by: \.method).mapValues { operations in
            operations.map { PathShape($0.template) }
        }
    }

    /// Returns whether a request is for one of the operations, and its body is short.
    package func isBrief(_ head: HTTPRequest) -> Bool {
        guard head.hasBriefBody, let shapes = shapes[head.method], let target = head.path else { return false }
        let segments = target.utf8.prefix { $0 != UInt8(ascii: "?") }.split(separator: UInt8(ascii: "/"))
        return shapes.contains { $0.matches(segments) }
    }
}

/// The segments of a route's template, with nil for each parameter.
private struct PathShape: Sendable {
    private let segments: [String?]

    init(_ template: String) {
        segments = template.split(separator: "/").map { $0.hasPrefix("{") ? nil : String($0) }
    }

    func matches(_ found: [Substring.UTF8View]) -> Bool {
        guard found.count == segments.count else { return false }
        return zip(segments, found).allSatisfy { segment, found in
            segment.map { found.elementsEqual($0.utf8) } ?? true
        }
    }
}
