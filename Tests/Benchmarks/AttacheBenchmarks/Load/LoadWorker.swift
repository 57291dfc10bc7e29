/// One connection of a load, on a thread of its own: the next request begins when the answer to the last one is here.
actor LoadWorker {
    private let thread: LoadThread
    private let workload: Workload
    private let connection: Int
    private var loop: (any RequestLoop)?

    /// The thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Makes the worker of a connection, which is not opened yet.
    init(_ workload: Workload, connection: Int) {
        self.workload = workload
        self.connection = connection
        thread = LoadThread(label: "load-\(connection)")
    }

    /// Opens the connection and makes requests that are not counted.
    ///
    /// - Throws: ``BenchmarkError``.
    func warmUp(requests: Int) throws(BenchmarkError) {
        let loop = try workload.open(connection)
        for _ in 0..<requests { try loop.request() }
        self.loop = loop
    }

    /// Makes requests until a time has passed, and at least one.
    ///
    /// - Returns: The nanoseconds that each of them took.
    /// - Throws: ``BenchmarkError``.
    func run(for duration: Duration) throws(BenchmarkError) -> [UInt64] {
        guard let loop else { preconditionFailure("A worker is warmed up before it runs.") }
        let clock = ContinuousClock()
        let end = clock.now + duration
        var times: [UInt64] = []
        repeat {
            let start = clock.now
            try loop.request()
            times.append(start.duration(to: clock.now).nanoseconds)
        } while clock.now < end
        return times
    }

    /// Closes the connection.
    func close() {
        loop = nil
    }
}

extension Duration {
    /// The span in whole nanoseconds.
    var nanoseconds: UInt64 {
        UInt64(components.seconds) * 1_000_000_000 + UInt64(components.attoseconds / 1_000_000_000)
    }

    /// The span in seconds.
    var seconds: Double { Double(nanoseconds) / 1e9 }
}
