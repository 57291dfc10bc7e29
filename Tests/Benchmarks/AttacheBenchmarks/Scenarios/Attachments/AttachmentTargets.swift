import SystemPackage

/// Attachments beside what they cannot do without, at a front and a node that are processes of their own.
struct AttachmentTargets: Sendable {
    /// Where the programs are.
    let programs: Programs

    /// What belongs to this run.
    let directory: FilePath

    /// How long a round of a measurement of small bodies takes.
    let roundTime: Duration

    /// Says what is going on.
    let tell: @Sendable (String) -> Void

    /// Runs everything on one deployment; the large bodies first, so that the memory is theirs alone.
    ///
    /// - Throws: ``BenchmarkError``, `SQLError`, and what starting programs throws.
    func run() async throws -> [Finding] {
        try await SeparateServers.run(programs, in: directory) { servers in
            let scene = AttachmentScene(
                servers: servers,
                put: NodePut(secret: try NodePut.frontSecret(in: servers.frontSecret)),
                roundTime: roundTime
            )
            tell("attachments of 100 MiB, and the memory of both services")
            var findings = try await LargeAdds(scene: scene).run()
            tell("attachments that are fetched")
            findings += try await AttachmentFetches(scene: scene).run()
            tell("attachments of 1 KiB, beside the node's put and a commit")
            findings += try await SmallAdds(scene: scene, directory: directory).run()
            tell("an event that has 1,000 attachments")
            return findings + [try await CrowdedEvent(scene: scene).run()]
        }
    }
}

/// A running deployment with what its loads share.
struct AttachmentScene: Sendable {
    /// The services.
    let servers: SeparateServers

    /// The requests of a front to the node.
    let put: NodePut

    /// How long a round of a measurement of small bodies takes.
    let roundTime: Duration

    /// The bytes of bodies.
    let bytes = StampedBytes()

    /// The numbers of bodies and events: no two of a run are alike.
    let serials = Serial()

    /// Puts events of a user, each with an attachment of 1 KiB where it is said so.
    ///
    /// - Throws: ``BenchmarkError``.
    func putEvents(_ names: [String], of user: String, withFile: Bool = false) throws(BenchmarkError) {
        let connection = try HTTPConnection(port: servers.frontPort)
        var bytes = bytes
        for name in names {
            try connection.put(SampleEvent.put(name, of: user), SampleEvent.text("\(user)-\(name)"))
            guard withFile else { continue }
            try connection.upload(AttachmentAdds.add(1 << 10, to: name, of: user), &bytes, serial: serials.take())
        }
    }

    /// Returns a load of uploads to the front or the node.
    func uploads(
        port: Int,
        _ make: @escaping @Sendable (_ connection: Int, _ serial: Int) -> Request
    ) -> Workload {
        let (bytes, serials) = (bytes, serials)
        return Workload { connection throws(BenchmarkError) in
            try UploadLoop(port: port, bytes: bytes, serials: serials) { make(connection, $0) }
        }
    }

    /// Returns the node's own uploads of a length.
    func puts(of length: Int) -> Subject {
        let put = put
        let workload = uploads(port: servers.nodeInternalPort) { connection, serial in
            put.request(serial: serial, domain: connection, bytes: length)
        }
        return Subject(name: "node", process: servers.nodeProcess, workload: workload)
    }

    /// Returns what is measured of the front under a load.
    func front(_ workload: Workload) -> Subject {
        Subject(name: "front", process: servers.frontProcess, workload: workload)
    }
}
