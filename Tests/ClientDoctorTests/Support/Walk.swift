import ClientDoctor
import FoundationEssentials
import Synchronization
import Testing

/// A walk through a scripted service, on real sockets.
struct Walk: Sendable {
    /// The service.
    var service = ScriptedService()

    /// The certificate of the listeners, in PEM; nil for plain http.
    var certificate: String?

    /// Whether the certificate is trusted.
    var isTrusted = true

    /// The certificates to trust, in PEM; that of the listeners for nil.
    var trusted: String?

    /// How long a request may take.
    var timeout = Duration.seconds(8)

    /// Whether the walk writes.
    var writes = false

    /// The host that people type, which leads to the loopback interface; nil for its address.
    var host: String?

    /// Addresses of further hosts.
    var addresses: [String: String] = [:]

    /// The time by which certificates are judged.
    var now = Date(timeIntervalSince1970: 1_800_000_000)

    /// By what the user proves who he is.
    var credentials = DoctorCredentials.password(user: "alice", password: "alice")

    /// Walks.
    ///
    /// - Parameter isNodeUp: Whether the listener that plays the node is there.
    /// - Returns: What was found.
    /// - Throws: The errors of the sockets.
    func report(isNodeUp: Bool = true) async throws -> DoctorReport {
        let urls = Mutex((front: "", node: ""))
        let answer: @Sendable (ScriptedRequest) -> ScriptedAnswer = { [service] request in
            let known = urls.withLock(\.self)
            return service.answer(to: request).at(front: known.front, node: known.node)
        }
        let front = try await ScriptedListener.start(certificate: certificate, answer, as: .front)
        let node = try await ScriptedListener.start(certificate: certificate, answer, as: .node)
        let base = host.map { front.url.replacing("127.0.0.1", with: $0) } ?? front.url
        urls.withLock { $0 = (base, node.url) }
        if !isNodeUp { try await node.stop() }
        let report = try await visit(base).run(now: now)
        if isNodeUp { try await node.stop() }
        try await front.stop()
        return report
    }

    private func visit(_ base: String) throws -> DoctorVisit {
        let address = try #require(WebAddress(base))
        var visit = DoctorVisit(base: address, user: "alice", credentials: credentials)
        visit.writes = writes
        visit.timeout = timeout
        visit.addresses = addresses
        if let host { visit.addresses[host] = "127.0.0.1" }
        if let roots = trusted ?? certificate, isTrusted { visit.trustedRoots = try TrustedRoots(pem: roots) }
        return visit
    }
}
