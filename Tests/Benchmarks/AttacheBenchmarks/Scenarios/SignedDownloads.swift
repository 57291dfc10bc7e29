/// GET of signed URLs at the node, beside the same bytes as a file of nginx.
struct SignedDownloads {
    /// The servers.
    let stage: Stage

    /// Adds the attachments, writes the files, checks that both servers bring the right bytes.
    ///
    /// - Returns: The measurements: small bodies one at a time and many at a time, large ones two at a time.
    /// - Throws: ``BenchmarkError``, `FileError`, and what starting programs throws.
    func prepared() async throws -> [Measurement] {
        let small = try await measurements("signed download, 1 KiB", 1 << 10, connections: [1, 64], target: 0.25)
        let middle = try await measurements("signed download, 100 KiB", 100 << 10, connections: [1, 64], target: 0.45)
        let large = try await measurements("signed download, 100 MiB", 100 << 20, connections: [1, 2], target: 0.95)
        return small + middle + large
    }

    private func measurements(
        _ title: String,
        _ length: Int,
        connections: [Int],
        target: Double
    ) async throws -> [Measurement] {
        let stage = stage
        let (name, signed) = try await LoadThread.run {
            let stored = try StoredAttachment(
                adding: length,
                of: AttacheServer.user(0),
                bytes: stage.bytes,
                serials: stage.serials,
                port: stage.attache.frontPort
            )
            let signed = try stored.signedRequest(port: stage.attache.frontPort)
            try stored.check(signed, port: stage.attache.nodePort, bytes: stage.bytes)
            let name = try stored.write(into: stage.nginx.root, bytes: stage.bytes)
            try stored.check(Request("GET", "/\(name)"), port: stage.nginx.port, bytes: stage.bytes)
            return (name, signed)
        }
        let file = try await NginxServer.signed(name)
        return connections.map { count in
            Measurement(
                title: title,
                connections: count,
                bodyBytes: length,
                roundTime: stage.roundTime,
                subject: stage.subject(Self.workload(signed, port: stage.attache.nodePort)),
                peer: Subject(
                    name: "nginx",
                    process: stage.nginx.process,
                    workload: Self.workload(file, port: stage.nginx.port)
                ),
                // Of small bodies only the load of many clients has a target.
                throughputTarget: count == 1 && length < 1 << 20 ? nil : target
            )
        }
    }

    private static func workload(_ request: Request, port: Int) -> Workload {
        Workload { _ throws(BenchmarkError) in try DownloadLoop(port: port, request) }
    }
}
