/// GET of the ATTACH URI of a file of 1 KiB, whose first byte comes with its last: by a redirect that is followed, and at the
/// node itself by a client that has put the node's host into the URI.
struct AttachmentFetches: Sendable {
    private static let bound = 2000.0

    /// What the requests go to.
    let scene: AttachmentScene

    /// Checks that both ways bring the right bytes, and measures them.
    ///
    /// - Throws: ``BenchmarkError``.
    func run() async throws -> [Finding] {
        let (front, node) = (scene.servers.frontPort, scene.servers.nodePort)
        let (plain, direct) = try await LoadThread.run { [scene] in
            let stored = try StoredAttachment(
                adding: 1 << 10,
                of: AttacheServer.user(0),
                bytes: scene.bytes,
                serials: scene.serials,
                port: front
            )
            let request = Request("GET", stored.path).authorized(as: stored.user)
            try stored.check(try stored.signedRequest(port: front), port: node, bytes: scene.bytes)
            try stored.check(request, port: node, bytes: scene.bytes)
            return (request.carrying(nil, expecting: 307), request)
        }
        let followed = Workload { _ throws(BenchmarkError) in try RedirectLoop(plain, from: front, to: node) }
        let substituted = Workload { _ throws(BenchmarkError) in try DownloadLoop(port: node, direct) }
        return [
            try await finding("GET of ATTACH with a redirect, p50 to the first byte", followed),
            try await finding("GET of ATTACH at the node by substitution, p50 to the first byte", substituted),
        ]
    }

    private func finding(_ what: String, _ workload: Workload) async throws -> Finding {
        let sample = try await scene.front(workload).sample(connections: 1, warmUp: 20, for: scene.roundTime)
        let time = Figures(of: sample, server: "", bodyBytes: 1 << 10).p50
        return Finding(
            what: what,
            measured: Quantity.time(time),
            target: "≤ \(Quantity.time(Self.bound))",
            isReached: time <= Self.bound
        )
    }
}

/// Asks the front for an attachment, and fetches it where the answer sends it to, over two connections that are kept.
private final class RedirectLoop: RequestLoop {
    private let front: HTTPConnection
    private let node: HTTPConnection
    private let question: Request

    init(_ question: Request, from front: Int, to node: Int) throws(BenchmarkError) {
        self.front = try HTTPConnection(port: front)
        self.node = try HTTPConnection(port: node)
        self.question = question
    }

    func request() throws(BenchmarkError) {
        let answer = try front.exchange(question)
        try node.exchange(Request("GET", try StoredAttachment.location(in: answer, to: question)))
    }
}
