/// A request that was sent, and what came back.
struct WorldDeed: Sendable {
    /// What an answer says of what was done.
    enum Verdict: Equatable, Sendable {
        /// It was done.
        case done
        /// Nothing was done, for the reason that a status tells.
        case refused(Int)
        /// There is no answer, or one that tells of a fault on the way.
        case unknown
    }

    /// What was wanted.
    let wish: WorldClient.Wish

    /// What came back.
    let reply: WorldReply

    /// What the answer says.
    var verdict: Verdict {
        switch reply.answer?.status {
        // A form leads back to its page (RFC 9110 §15.4.4).
        case .some(200..<300), .some(303): .done
        case nil, .some(503): .unknown
        case let status?: .refused(status)
        }
    }

    /// The deed for the messages of expectations.
    var summary: String {
        let seen = wish.seen.map { "if it is state \($0.version)" } ?? "in any case"
        let answer = reply.answer.map { "\($0)" } ?? "no answer"
        return "\(wish.operation.summary), \(seen), \(wish.way): \(answer)"
    }
}

/// What came back of a request.
struct WorldReply: Sendable {
    /// The last answer; nil where a connection ended before it.
    let answer: Answer?

    /// Whether the client was sent on to the node.
    var isRedirected = false
}

/// How a client sends a file, or has one removed.
enum WorldWay: Equatable, Sendable {
    /// By a POST whose body follows at once.
    case streaming
    /// By a POST that waits for leave, and goes where it is sent (RFC 8607 §3.11.4), with pauses on the way.
    case expecting(pause: Duration)
    /// By the form of a page.
    case page
    /// By the operator's tool.
    case tool
}
