import DurableIO
import SystemPackage

/// GET of signed URLs over TLS 1.3 with AES-128-GCM, beside the same bytes as a file of nginx.
struct EncryptedDownloads {
    private static let length = 100 << 20

    /// The programs.
    let programs: Programs

    /// What belongs to this run.
    let directory: FilePath

    /// How long a round takes.
    let roundTime: Duration

    /// Stores a body over plain HTTP, starts again with TLS, and measures.
    ///
    /// - Returns: The figures, one download at a time and four.
    /// - Throws: ``BenchmarkError``, and what starting and stopping programs throws.
    func run() async throws -> [ComparedFigures] {
        let pair = try SamplePair.write(into: directory)
        let (bytes, serials) = (StampedBytes(), Serial())
        let (stored, signed) = try await AttacheServer.run(programs, in: directory, named: "tls") { attache in
            try await LoadThread.run {
                let stored = try StoredAttachment(
                    adding: Self.length,
                    of: AttacheServer.user(0),
                    bytes: bytes,
                    serials: serials,
                    port: attache.frontPort
                )
                return (stored, try stored.signedRequest(port: attache.frontPort))
            }
        }
        return try await AttacheServer.run(programs, in: directory, named: "tls", tls: pair) { attache in
            try await NginxServer.run(programs, in: directory, tls: pair) { nginx in
                let name = try await LoadThread.run { try stored.write(into: nginx.root, bytes: bytes) }
                return try await compare(attache, signed, nginx, Request("GET", "/\(name)"))
            }
        }
    }

    private func compare(
        _ attache: AttacheServer,
        _ signed: Request,
        _ nginx: NginxServer,
        _ file: Request
    ) async throws -> [ComparedFigures] {
        var figures: [ComparedFigures] = []
        for connections in [1, 4] {
            let measurement = Measurement(
                title: "signed download over TLS 1.3, 100 MiB",
                connections: connections,
                bodyBytes: Self.length,
                roundTime: roundTime * 2,
                subject: Self.subject("attache", attache.process, signed, port: attache.nodePort),
                peer: Self.subject("nginx", nginx.process, file, port: nginx.port),
                throughputTarget: 0.6
            )
            figures.append(try await measurement.run())
        }
        return figures
    }

    private static func subject(_ name: String, _ process: Int32, _ request: Request, port: Int) -> Subject {
        let workload = Workload { _ throws(BenchmarkError) in try EncryptedDownloadLoop(port: port, request) }
        return Subject(name: name, process: process, workload: workload)
    }
}
