import SystemPackage

/// Large bodies up and down at once, and the anonymous memory of the server meanwhile.
struct ConcurrentBodies: Sendable {
    /// The bodies in each direction.
    static let count = 8

    /// The anonymous memory that the server must stay under.
    static let bound: UInt64 = 96 << 20

    /// Where the programs are.
    let programs: Programs

    /// What belongs to this run.
    let directory: FilePath

    /// The bytes of each body.
    let length: Int

    private let bytes = StampedBytes()
    private let serials = Serial()

    /// Makes the scenario; nothing is started yet.
    init(programs: Programs, directory: FilePath, length: Int) {
        self.programs = programs
        self.directory = directory
        self.length = length
    }

    /// Stores a body to download, then sends eight to the node while eight come from it.
    ///
    /// - Throws: ``BenchmarkError``.
    func run() async throws -> MemoryFigures {
        try await AttacheServer.run(programs, in: directory, named: "concurrent") { attache in
            let put = NodePut(secret: try attache.frontSecret())
            let signed = try await LoadThread.run {
                try StoredAttachment(
                    adding: length,
                    of: AttacheServer.user(0),
                    bytes: bytes,
                    serials: serials,
                    port: attache.frontPort
                ).signedRequest(port: attache.frontPort)
            }
            let start = ContinuousClock.now
            let seen = try await MemorySampler(attache.process).watch {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<Self.count {
                        group.addTask { try await upload(put, to: number, attache) }
                        group.addTask { try await Self.download(signed, attache) }
                    }
                    try await group.waitForAll()
                }
            }
            return MemoryFigures(
                title: "\(Self.count) up and \(Self.count) down at once, \(Quantity.bytes(Double(length))) each",
                bytes: UInt64(2 * Self.count * length),
                seconds: start.duration(to: .now).seconds,
                before: seen.before,
                most: seen.most,
                bound: Self.bound
            )
        }
    }

    private func upload(_ put: NodePut, to domain: Int, _ attache: AttacheServer) async throws {
        try await LoadThread.run {
            var bytes = bytes
            let serial = serials.take()
            let request = put.request(serial: serial, domain: domain, bytes: length)
            try HTTPConnection(port: attache.nodeInternalPort).upload(request, &bytes, serial: serial)
        }
    }

    private static func download(_ request: Request, _ attache: AttacheServer) async throws {
        try await LoadThread.run { _ = try HTTPConnection(port: attache.nodePort).exchange(request) }
    }
}
