import HTTPTypes
import ServiceSupport

// The handlers of single objects that are brief: what they look up are a few rows by their keys, what they write is written
// on the database's own thread, and what may be long of an object's data is read, and planned, on a thread that reads.

extension PutHandler {
    /// Brief with a short body, which is parsed and indexed.
    func isBrief(_ head: HTTPRequest) -> Bool { head.hasBriefBody }
}

extension GetHandler {
    /// Always brief.
    func isBrief(_ head: HTTPRequest) -> Bool { true }
}

extension DeleteHandler {
    /// Brief without a long body, which nobody reads.
    func isBrief(_ head: HTTPRequest) -> Bool { head.hasBriefBody }
}

extension AttachmentActionHandler {
    /// Brief with a short body, which goes to a node as one piece, and of no single instances: each of these may become a
    /// component of its own, as large as the series.
    func isBrief(_ head: HTTPRequest) -> Bool {
        head.hasBriefBody && !(head.path?.contains("rid") ?? false)
    }
}
