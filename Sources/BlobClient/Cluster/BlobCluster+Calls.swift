import BlobAPI
import BlobModel

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
        let end = ContinuousClock.now + options.repetitionLimit
        var attempt = 1
        while true {
            do {
                return try await once(about: subject, call)
            } catch let error as BlobError
                where error.isWorthRetrying && attempt < options.attempts && ContinuousClock.now < end
            {
                try await pause(after: error, attempt: attempt)
                attempt += 1
            }
        }
    }

    /// Makes a call once, with the placement of the domain that it is about; a newer map in the answer makes it ask for the map.
    ///
    /// - Throws: `BlobError` and `CancellationError`.
    private func once<Value: Sendable>(
        about subject: BlobSubject,
        _ call: (Placement) async throws -> Value
    ) async throws -> Value {
        try await once(about: subject, call) { problem, _ in BlobError(problem, about: subject) }
    }

    /// Makes a call of an upload session once.
    ///
    /// - Parameters:
    ///   - subject: What the upload is about.
    ///   - session: The upload session; nil when it is opened.
    ///   - call: The call.
    /// - Returns: The answer.
    /// - Throws: `UploadSessionError`, ``NodeRefusal``, `BlobError`, and `CancellationError`.
    func uploading<Value: Sendable>(
        about subject: BlobSubject,
        session: UploadSessionID?,
        _ call: (Placement) async throws -> Value
    ) async throws -> Value {
        try await once(about: subject, call) { problem, placement in
            if let error = session.flatMap({ UploadSessionError(problem, about: $0) }) { return error }
            return NodeRefusal(problem, about: subject, of: placement) ?? BlobError(problem, about: subject)
        }
    }

    private func once<Value: Sendable>(
        about subject: BlobSubject,
        _ call: (Placement) async throws -> Value,
        error: (APIProblem, Placement) -> any Error
    ) async throws -> Value {
        let placement = placement(of: subject.domain)
        do {
            return try await call(placement)
        } catch let problem as APIProblem {
            if problem.code == .peerUnauthenticated { noteUnknown(placement.peer, at: placement.node) }
            if let offered = problem.shardMap { await learn(offered) }
            throw error(problem, placement)
        } catch let error as TransportError {
            throw BlobError.unavailable(error.reason)
        }
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
