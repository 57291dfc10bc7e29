import SystemPackage

/// POST of attachments of 1 KiB beside the two durable steps that each of them takes: the node's put, and a commit.
struct SmallAdds: Sendable {
    private static let length = 1 << 10
    private static let events = 100
    private static let rounds = 2

    /// What the requests go to.
    let scene: AttachmentScene

    /// Where the database of the commits is.
    let directory: FilePath

    /// Measures one client beside both steps, in turns, and then many clients.
    ///
    /// - Throws: ``BenchmarkError``, `SQLError`.
    func run() async throws -> [Finding] {
        let names = (0..<Self.events).map(Self.event)
        try await LoadThread.run {
            for user in 0..<AttacheServer.users { try scene.putEvents(names, of: AttacheServer.user(user)) }
        }
        return [try await latency()] + (try await load(of: 64))
    }

    private static func event(_ number: Int) -> String { "small-\(number)" }

    private var adds: Subject {
        scene.front(
            scene.uploads(port: scene.servers.frontPort) { connection, serial in
                let event = Self.event(serial % Self.events)
                return AttachmentAdds.add(Self.length, to: event, of: AttacheServer.user(connection))
            }
        )
    }

    private func latency() async throws -> Finding {
        let commits = try await Commits.open(in: directory)
        var (own, put, commit) = (Sample(), Sample(), Sample())
        for _ in 0..<Self.rounds {
            own.add(try await adds.sample(connections: 1, warmUp: 20, for: scene.roundTime))
            put.add(try await scene.puts(of: Self.length).sample(connections: 1, warmUp: 20, for: scene.roundTime))
            commit.add(try await commits.sample(for: scene.roundTime))
        }
        try await commits.close()
        let time = p50(own)
        let floor = p50(put) + p50(commit)
        return Finding(
            what: "attachment-add of 1 KiB, one client, p50",
            measured: "\(Quantity.time(time)), \(Quantity.digits(time / floor)) ×",
            peer: "put at the node \(Quantity.time(p50(put))) + commit \(Quantity.time(p50(commit)))",
            target: "≤ 1.5 ×",
            isReached: time <= 1.5 * floor
        )
    }

    private func p50(_ sample: Sample) -> Double {
        Figures(of: sample, server: "", bodyBytes: Self.length).p50
    }

    private func load(of connections: Int) async throws -> [Finding] {
        // Users and events are warm; what the warm-up costs is part of the ticks, and so left to be small.
        let before = try scene.servers.processorTicks()
        let sample = try await adds.sample(connections: connections, warmUp: 2, for: scene.roundTime * 2)
        let ticks = try scene.servers.processorTicks() - before
        let figures = Figures(of: sample, server: "front", bodyBytes: Self.length)
        let microseconds = Double(ticks) * 10_000 / Double(sample.times.count + 2 * connections)
        let what = "attachment-add of 1 KiB, \(connections) clients on different events"
        return [
            Finding(
                what: what,
                measured: "\(Quantity.digits(figures.requestsPerSecond))/s, p50 \(Quantity.time(figures.p50))",
                target: "≥ 1,000/s",
                isReached: figures.requestsPerSecond >= 1000
            ),
            Finding(
                what: what + ": CPU of both services",
                measured: Quantity.time(microseconds),
                target: "≤ 1.5 ms",
                isReached: microseconds <= 1500
            ),
        ]
    }
}
