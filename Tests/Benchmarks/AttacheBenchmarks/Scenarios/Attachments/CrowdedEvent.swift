/// POST of an attachment to an event that has 1,000, beside one to an event that has one.
struct CrowdedEvent: Sendable {
    private static let attachments = 1000
    private static let requests = 100
    private static let user = AttacheServer.user(1)
    private static let crowded = "crowded"

    /// What the requests go to.
    let scene: AttachmentScene

    /// Fills the events, and adds to both kinds in turns.
    ///
    /// - Throws: ``BenchmarkError``.
    func run() async throws -> Finding {
        let (crowded, lonely) = try await LoadThread.run { [self] in try times() }
        let (many, one) = (p50(crowded), p50(lonely))
        return Finding(
            what: "attachment-add of 1 KiB to an event that has \(Self.attachments) attachments, p50",
            measured: "\(Quantity.time(many)), \(Quantity.digits(many / one)) ×",
            peer: "to an event that has one: \(Quantity.time(one))",
            target: "≤ 2 ×",
            isReached: many <= 2 * one
        )
    }

    /// Each addition to a lonely event goes to another one, which has one attachment then as before.
    private func times() throws -> (crowded: [UInt64], lonely: [UInt64]) {
        let names = (0..<Self.requests).map { "lonely-\($0)" }
        try scene.putEvents(names, of: Self.user, withFile: true)
        try scene.putEvents([Self.crowded], of: Self.user)
        let connection = try HTTPConnection(port: scene.servers.frontPort)
        var bytes = scene.bytes
        for _ in 0..<Self.attachments { _ = try add(&bytes, to: Self.crowded, connection) }
        var (crowded, lonely): ([UInt64], [UInt64]) = ([], [])
        for name in names {
            lonely.append(try add(&bytes, to: name, connection))
            crowded.append(try add(&bytes, to: Self.crowded, connection))
        }
        return (crowded, lonely)
    }

    /// Adds an attachment, and returns the nanoseconds that it took.
    private func add(
        _ bytes: inout StampedBytes,
        to event: String,
        _ connection: HTTPConnection
    ) throws(BenchmarkError) -> UInt64 {
        let request = AttachmentAdds.add(1 << 10, to: event, of: Self.user)
        let start = ContinuousClock.now
        try connection.upload(request, &bytes, serial: scene.serials.take())
        return start.duration(to: .now).nanoseconds
    }

    private func p50(_ times: [UInt64]) -> Double {
        Figures(of: Sample(times: times, seconds: 1), server: "", bodyBytes: 1 << 10).p50
    }
}
