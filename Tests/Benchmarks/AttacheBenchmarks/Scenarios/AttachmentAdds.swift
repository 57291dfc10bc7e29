/// POST of attachments to events, each connection to the events of a user of its own.
struct AttachmentAdds {
    /// The events of each user, which take attachments in turn, so that no event grows long.
    private static let events = 100

    /// The servers.
    let stage: Stage

    /// Puts the events.
    ///
    /// - Throws: ``BenchmarkError``.
    func prepare() throws {
        let connection = try HTTPConnection(port: stage.attache.frontPort)
        for user in (0..<AttacheServer.users).map(AttacheServer.user) {
            for number in 0..<Self.events {
                let name = Self.event(number)
                try connection.put(SampleEvent.put(name, of: user), SampleEvent.text("\(user)-\(name)"))
            }
        }
    }

    /// The measurements: 1 KiB one at a time and eight at a time, 100 MiB one at a time.
    var measurements: [Measurement] {
        [
            measurement("attachment-add, 1 KiB", bytes: 1 << 10, connections: 1, time: stage.roundTime),
            measurement("attachment-add, 1 KiB", bytes: 1 << 10, connections: 8, time: stage.roundTime),
            measurement("attachment-add, 100 MiB", bytes: 100 << 20, connections: 1, time: stage.roundTime * 3),
        ]
    }

    /// Returns the request that adds an attachment to an event of a user.
    static func add(_ bytes: Int, to event: String, of user: String) -> Request {
        Request("POST", SampleEvent.path(of: user, event) + "?action=attachment-add").authorized(as: user)
            .with("Content-Type", "application/octet-stream")
            .with("Content-Disposition", "attachment; filename=\"measured.bin\"")
            .carrying(bytes, expecting: 201)
    }

    /// Returns how many synchronisations of segments an upload may cost: some for its steps, one for each run of bytes before
    /// its end, three where a segment of 256 MiB is full, and a tenth to spare.
    ///
    /// - Parameters:
    ///   - bytes: The length of the body.
    ///   - run: The bytes that are made durable together: 16 MiB in a body that goes to the node in one request.
    ///   - steps: The steps that end with a synchronisation however long the body is.
    /// - Returns: The bound.
    static func synchronisationBound(_ bytes: Int, run: Int = 16 << 20, steps: Double = 1) -> Double {
        1.1 * (steps + Double(bytes / run) + 3 * Double(bytes) / Double(256 << 20))
    }

    /// Returns the bound of an upload through a front, which sends what is over 2 MiB in parts of 6 MiB.
    private static func boundThroughFront(_ bytes: Int) -> Double {
        guard bytes > 2 << 20 else { return synchronisationBound(bytes) }
        // The session's opening, the first piece, the last part, and the commit.
        return synchronisationBound(bytes, run: 6 << 20, steps: 4)
    }

    private static func event(_ number: Int) -> String { "with-files-\(number)" }

    private func measurement(_ title: String, bytes: Int, connections: Int, time: Duration) -> Measurement {
        let (attache, peer) = (stage.attache.frontPort, stage.uploadPeer.port)
        let subject = workload(port: attache) { connection, serial in
            Self.add(bytes, to: Self.event(serial % Self.events), of: AttacheServer.user(connection))
        }
        let floor = workload(port: peer) { _, _ in Request("POST", "/").carrying(bytes, expecting: 201) }
        return Measurement(
            title: title,
            connections: connections,
            bodyBytes: bytes,
            roundTime: time,
            subject: stage.subject(subject, tellsSynchronisations: true),
            peer: Subject(name: "upload peer", process: stage.uploadPeer.process, workload: floor),
            synchronisationBound: Self.boundThroughFront(bytes)
        )
    }

    private func workload(
        port: Int,
        _ make: @escaping @Sendable (_ connection: Int, _ serial: Int) -> Request
    ) -> Workload {
        let (bytes, serials) = (stage.bytes, stage.serials)
        return Workload { connection throws(BenchmarkError) in
            try UploadLoop(port: port, bytes: bytes, serials: serials) { make(connection, $0) }
        }
    }
}
