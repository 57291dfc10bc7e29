/// Ports of this machine that nobody uses at the moment.
enum FreePorts {
    /// Returns a free port that is followed by others that are free too.
    ///
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    static func first(of count: Int) throws(BenchmarkError) -> Int {
        while true {
            let held = try Socket.listening(port: 0)
            let first = try held.localPort()
            // The sockets are let go of together, so that no two calls of one start find the same port free.
            let rest = (1..<count).map { first + $0 }.filter { $0 < 65536 }
            let free = rest.compactMap { try? Socket.listening(port: $0) }
            if free.count == count - 1 { return first }
        }
    }
}
