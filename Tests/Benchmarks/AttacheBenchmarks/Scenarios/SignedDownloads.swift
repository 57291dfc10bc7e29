import DurableIO
import SystemPackage

/// GET of signed URLs at the node, beside the same bytes as a file of nginx.
struct SignedDownloads {
    /// The servers.
    let stage: Stage

    /// Adds the attachments, writes the files, checks that both servers bring the right bytes.
    ///
    /// - Returns: The measurements: small bodies one at a time and eight at a time, large ones two at a time.
    /// - Throws: ``BenchmarkError``, `FileError`.
    func prepared() throws -> [Measurement] {
        let small = try measurements("signed download, 1 KiB", bytes: 1 << 10, connections: [1, 8])
        let middle = try measurements("signed download, 100 KiB", bytes: 100 << 10, connections: [1, 8])
        return small + middle + (try measurements("signed download, 100 MiB", bytes: 100 << 20, connections: [1, 2]))
    }

    private func measurements(_ title: String, bytes length: Int, connections: [Int]) throws -> [Measurement] {
        let stored = try StoredAttachment(
            adding: length,
            of: AttacheServer.user(0),
            bytes: stage.bytes,
            serials: stage.serials,
            port: stage.attache.frontPort
        )
        let signed = try stored.signedRequest(port: stage.attache.frontPort)
        let file = Request("GET", "/\(try write(stored))")
        try stored.check(signed, port: stage.attache.nodePort, bytes: stage.bytes)
        try stored.check(file, port: stage.nginx.port, bytes: stage.bytes)
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
                )
            )
        }
    }

    /// Writes the bytes of an attachment into a file of nginx, and returns the file's name.
    private func write(_ stored: StoredAttachment) throws -> String {
        let name = "\(stored.length).bin"
        let file = try LocalFileSystem().createFile(at: stage.nginx.root.appending(name))
        var bytes = stage.bytes
        try bytes.forEachPiece(count: stored.length, serial: UInt64(stored.serial)) { piece throws(FileError) in
            try file.append(piece)
        }
        try file.synchronise()
        return name
    }

    private static func workload(_ request: Request, port: Int) -> Workload {
        Workload { _ throws(BenchmarkError) in try DownloadLoop(port: port, request) }
    }
}
