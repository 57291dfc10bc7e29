import AsyncHTTPClient
import BlobAPI
import BlobModel
import NIOCore

extension BlobCluster {
    /// Where a call goes, and by which map that was decided.
    struct Placement: Sendable {
        /// The node, as it is called.
        let peer: InternalPeer

        /// The node's ID.
        let node: NodeID

        /// The shard that has the domain, and the epoch of the map that says so.
        let place: BlobPlace

        /// The epoch of the map that named the node.
        var epoch: UInt64 { place.epoch }
    }

    /// Looks a domain up in the map of this moment.
    private func placement(of domain: DedupDomain) -> Placement {
        let map = map
        let node = map.node(for: domain)
        return Placement(peer: peer(at: node), node: node.id, place: map.place(of: domain))
    }

    /// Makes a call that may be repeated, with the placement of the domain that it is about.
    ///
    /// - Throws: `BlobError`, after the last attempt the one that the last attempt brought; `CancellationError`.
    func repeating<Value: Sendable>(
        about subject: BlobSubject,
        _ call: (Placement) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await once(about: subject, call)
            } catch let error as BlobError where error.isWorthRetrying && attempt < options.attempts {
                try await pause(after: error, attempt: attempt)
                attempt += 1
            }
        }
    }

    /// Makes a call once, with the placement of the domain that it is about; a newer map in the answer makes it ask for the map.
    ///
    /// - Parameters:
    ///   - subject: What the call is about.
    ///   - session: The upload session that it is about, if it is about one.
    ///   - call: The call.
    /// - Returns: The answer.
    /// - Throws: `BlobError`, `UploadSessionError` when the call is about a session, and `CancellationError`.
    func once<Value: Sendable>(
        about subject: BlobSubject,
        session: UploadSessionID? = nil,
        _ call: (Placement) async throws -> Value
    ) async throws -> Value {
        let placement = placement(of: subject.domain)
        do {
            return try await call(placement)
        } catch let problem as APIProblem {
            if problem.code == .peerUnauthenticated { noteUnknown(placement.peer, at: placement.node) }
            if let offered = problem.shardMap { await learn(offered) }
            throw Self.error(for: problem, about: subject, session: session)
        } catch let error as TransportError {
            throw BlobError.unavailable(error.reason)
        }
    }

    private static func error(
        for problem: APIProblem,
        about subject: BlobSubject,
        session: UploadSessionID?
    ) -> any Error {
        session.flatMap { UploadSessionError(problem, about: $0) } ?? BlobError(problem, about: subject)
    }

    /// Sends a call and reads its JSON answer.
    func value<Value: Decodable>(_ type: Value.Type, of request: InternalRequest) async throws -> Value {
        let response = try await transport.send(request)
        return try await response.json(type, of: request.operation)
    }

    /// A newer map is used at once; otherwise the node gets time to recover.
    private func pause(after error: BlobError, attempt: Int) async throws {
        if case .staleShardMap = error { return }
        try await Task.sleep(for: options.firstPause * (1 << (attempt - 1)))
    }
}

extension HTTPClientResponse {
    /// Reads the body as JSON.
    ///
    /// - Throws: ``TransportError`` when it breaks off or is not what the contract says.
    func json<Value: Decodable>(_ type: Value.Type, of operation: Operation) async throws -> Value {
        do {
            let body = try await body.collect(upTo: APICoding.maximumBytes)
            return try APICoding.decode(type, from: Array(body.readableBytesView))
        } catch is DecodingError {
            throw TransportError.malformedAnswer(of: operation)
        } catch {
            try Task.checkCancellation()
            throw TransportError(wrapping: error)
        }
    }
}
