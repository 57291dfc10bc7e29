import SystemPackage

/// A body of 1 GiB up and down, and the anonymous memory of the server meanwhile.
struct LargeBodies: Sendable {
    /// The bytes of the body.
    static let length = 1 << 30

    /// The anonymous memory that the server must stay under.
    static let bound: UInt64 = 64 << 20

    /// Where the programs are.
    let programs: Programs

    /// What belongs to this run.
    let directory: FilePath

    private let bytes = StampedBytes()
    private let serials = Serial()

    /// Makes the scenario; nothing is started yet.
    init(programs: Programs, directory: FilePath) {
        self.programs = programs
        self.directory = directory
    }

    /// Runs it on fresh servers, so that the memory is that of these bodies alone.
    ///
    /// - Returns: What was seen while the body went up, down by a signed URL, and down through the front.
    /// - Throws: ``BenchmarkError``.
    func run() async throws -> [MemoryFigures] {
        let (stored, figures) = try await AttacheServer.run(programs, in: directory, named: "large") { attache in
            let (stored, up) = try await upload(to: attache)
            let signed = try stored.signedRequest(port: attache.frontPort)
            let port = attache.nodePort
            return (stored, [up, try await download("down by a signed URL", stored, signed, port: port, attache)])
        }
        let streamed = try await AttacheServer.run(programs, in: directory, named: "large", download: "stream") {
            let request = Request("GET", stored.path).authorized(as: stored.user)
            return try await download("down through the front", stored, request, port: $0.frontPort, $0)
        }
        return figures + [streamed]
    }

    private func upload(to attache: AttacheServer) async throws -> (StoredAttachment, MemoryFigures) {
        let (bytes, serials, port) = (bytes, serials, attache.frontPort)
        return try await figures("up, as an attachment", attache) {
            try StoredAttachment(
                adding: Self.length,
                of: AttacheServer.user(0),
                bytes: bytes,
                serials: serials,
                port: port
            )
        }
    }

    private func download(
        _ title: String,
        _ stored: StoredAttachment,
        _ request: Request,
        port: Int,
        _ attache: AttacheServer
    ) async throws -> MemoryFigures {
        let bytes = bytes
        let seen = try await figures(title, attache) { _ = try HTTPConnection(port: port).exchange(request) }.1
        // Once more to check the bytes, which takes longer than to receive them.
        try await LoadThread.run { try stored.check(request, port: port, bytes: bytes) }
        return seen
    }

    /// Does something that blocks, on a thread of its own, and watches the server's memory.
    private func figures<Value: Sendable>(
        _ title: String,
        _ attache: AttacheServer,
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> (Value, MemoryFigures) {
        let start = ContinuousClock.now
        let seen = try await MemorySampler(attache.process).watch { try await LoadThread.run(body) }
        let seconds = start.duration(to: .now).seconds
        let figures = MemoryFigures(
            title: title,
            bytes: UInt64(Self.length),
            seconds: seconds,
            before: seen.before,
            most: seen.most,
            bound: Self.bound
        )
        return (seen.value, figures)
    }
}
