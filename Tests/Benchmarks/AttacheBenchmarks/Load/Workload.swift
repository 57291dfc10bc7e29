/// Makes one request after the other over a connection of its own; used by one thread.
protocol RequestLoop: AnyObject {
    /// Makes a request, and checks its answer.
    ///
    /// - Throws: ``BenchmarkError``.
    func request() throws(BenchmarkError)
}

/// A kind of request that is made over several connections at once.
struct Workload: Sendable {
    /// Opens the connection with a number, counted from 0.
    let open: @Sendable (_ connection: Int) throws(BenchmarkError) -> any RequestLoop
}
