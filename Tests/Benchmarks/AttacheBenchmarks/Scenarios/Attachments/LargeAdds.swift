/// POST of attachments of 100 MiB beside the node's own upload of as many bytes, and the memory of both services meanwhile.
struct LargeAdds: Sendable {
    private static let length = 100 << 20
    private static let rounds = 2
    private static let user = AttacheServer.user(0)
    private static let event = "large"

    /// The anonymous memory that each service must stay under.
    private static let bound: UInt64 = 48 << 20

    /// What the requests go to.
    let scene: AttachmentScene

    /// Measures both in turns.
    ///
    /// - Throws: ``BenchmarkError``.
    func run() async throws -> [Finding] {
        try await LoadThread.run { try scene.putEvents([Self.event], of: Self.user) }
        var (own, direct, most) = (Sample(), Sample(), (front: UInt64(0), node: UInt64(0)))
        for _ in 0..<Self.rounds {
            let front = try await MemorySampler(scene.servers.frontProcess).watch {
                try await MemorySampler(scene.servers.nodeProcess).watch { try await sample(of: adds) }
            }
            own.add(front.value.value)
            most = (max(most.front, front.most), max(most.node, front.value.most))
            direct.add(try await sample(of: scene.puts(of: Self.length)))
        }
        return [
            throughput(own, beside: direct), memory("front", most.front), memory("node", most.node),
        ]
    }

    private var adds: Subject {
        scene.front(
            scene.uploads(port: scene.servers.frontPort) { _, _ in
                AttachmentAdds.add(Self.length, to: Self.event, of: Self.user)
            }
        )
    }

    private func sample(of subject: Subject) async throws -> Sample {
        try await subject.sample(connections: 1, warmUp: 1, for: scene.roundTime * 3)
    }

    private func throughput(_ own: Sample, beside direct: Sample) -> Finding {
        let rates = [own, direct].map { Figures(of: $0, server: "", bodyBytes: Self.length).bytesPerSecond / 1_000_000 }
        return Finding(
            what: "attachment-add of 100 MiB",
            measured: "\(Quantity.digits(rates[0])) MB/s, \(Quantity.digits(rates[0] / rates[1])) ×",
            peer: "upload to the node: \(Quantity.digits(rates[1])) MB/s",
            target: "≥ 0.5 ×",
            isReached: rates[0] >= 0.5 * rates[1]
        )
    }

    private func memory(_ service: String, _ most: UInt64) -> Finding {
        Finding(
            what: "anonymous memory of the \(service) meanwhile",
            measured: Quantity.bytes(Double(most)),
            target: "≤ \(Quantity.bytes(Double(Self.bound)))",
            isReached: most <= Self.bound,
            isBinding: true
        )
    }
}
