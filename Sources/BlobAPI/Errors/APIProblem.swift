package import BlobModel

/// An error answer of the internal API: `application/problem+json` (RFC 9457) with our members.
package struct APIProblem: Error, Codable, Sendable {
    /// The media type of the serialised problem.
    package static let mediaType = "application/problem+json"

    /// The HTTP status, repeated in the body (RFC 9457 §3.1.2).
    package let status: Int

    /// What happened, for programs.
    package let code: ErrorCode

    /// What happened, for people; the same for every occurrence of the code.
    package let title: String

    /// What is particular to this occurrence, or nil.
    package let detail: String?

    /// The newer map, with ``ErrorCode/staleShardMap`` only.
    package let shardMap: ShardMap?

    /// The value of `WWW-Authenticate` for the client, with ``ErrorCode/credentialsRequired`` only.
    package let challenge: String?

    /// The seconds after which a new attempt makes sense, with ``ErrorCode/tooManyAttempts``, and with
    /// ``ErrorCode/unavailable`` where a client is told; the field of the answer has a number with the latter always.
    package let retryAfter: Int?

    /// The size of the blob in bytes, with ``ErrorCode/rangeNotSatisfiable`` only.
    package let size: UInt64?

    /// The durable bytes of the upload session, with ``ErrorCode/offsetMismatch`` only.
    package let offset: UInt64?

    /// Creates a problem with the code's status and title.
    package init(_ code: ErrorCode, detail: String? = nil) {
        self.init(code, detail: detail, members: Members())
    }

    /// Creates the problem that tells a caller of the newer map.
    package static func staleShardMap(_ map: ShardMap) -> APIProblem {
        let detail = "The current epoch is \(map.epoch)."
        return APIProblem(.staleShardMap, detail: detail, members: Members(shardMap: map))
    }

    /// Creates the problem that makes a client authenticate.
    package static func credentialsRequired(challenge: String) -> APIProblem {
        APIProblem(.credentialsRequired, detail: nil, members: Members(challenge: challenge))
    }

    /// Creates the problem that slows a client down, with the seconds to wait.
    package static func tooManyAttempts(retryAfter seconds: Int) -> APIProblem {
        APIProblem(.tooManyAttempts, detail: nil, members: Members(retryAfter: seconds))
    }

    /// Creates the problem that has a client come again, with the seconds to wait.
    package static func unavailable(retryAfter seconds: Int) -> APIProblem {
        APIProblem(.unavailable, detail: nil, members: Members(retryAfter: seconds))
    }

    /// Creates the problem that tells the size of a blob of which no byte lies in the range.
    package static func rangeNotSatisfiable(size: UInt64) -> APIProblem {
        let detail = "The blob has \(size) bytes."
        return APIProblem(.rangeNotSatisfiable, detail: detail, members: Members(size: size))
    }

    /// Creates the problem that tells where an upload has to go on.
    package static func offsetMismatch(durable offset: UInt64) -> APIProblem {
        let detail = "The upload session has \(offset) durable bytes."
        return APIProblem(.offsetMismatch, detail: detail, members: Members(offset: offset))
    }

    private struct Members {
        var shardMap: ShardMap?
        var challenge: String?
        var retryAfter: Int?
        var size: UInt64?
        var offset: UInt64?
    }

    private init(_ code: ErrorCode, detail: String?, members: Members) {
        status = code.status
        self.code = code
        title = code.title
        self.detail = detail
        shardMap = members.shardMap
        challenge = members.challenge
        retryAfter = members.retryAfter
        size = members.size
        offset = members.offset
    }
}
