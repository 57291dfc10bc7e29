/// One HTTP/1.1 connection that is used for one request after the other, by one thread.
///
/// It reads what the measured servers send and nothing more. Bodies are copied out of the kernel into one buffer and
/// thrown away, unless somebody wants to see them.
final class HTTPConnection {
    private static let bufferSize = 256 << 10

    private let socket: Socket
    private var buffer = [UInt8](repeating: 0, count: bufferSize)

    /// What has been received and not yet looked at.
    private var unread = 0..<0

    /// Connects to a port of this machine.
    ///
    /// - Throws: ``BenchmarkError``.
    convenience init(port: Int) throws(BenchmarkError) {
        self.init(try Socket(port: port))
    }

    /// Takes over a connection.
    init(_ socket: Socket) {
        self.socket = socket
    }

    /// Sends a part of a message.
    ///
    /// - Throws: ``BenchmarkError``.
    func send(_ bytes: Span<UInt8>) throws(BenchmarkError) {
        try socket.send(bytes)
    }

    /// Sends a text, such as the head of a request.
    ///
    /// - Throws: ``BenchmarkError``.
    func send(_ text: String) throws(BenchmarkError) {
        let octets = Array(text.utf8)
        try socket.send(octets.span)
    }

    /// Receives the head of the next message; nil when the other side has closed the connection before it.
    ///
    /// - Throws: ``BenchmarkError``.
    func receiveHead() throws(BenchmarkError) -> MessageHead? {
        while true {
            if let end = MessageHead.end(in: buffer[unread]) {
                let head = MessageHead(Array(buffer[unread.lowerBound..<end]))
                consume(end - unread.lowerBound)
                return head
            }
            guard try receiveMore() else { return nil }
        }
    }

    /// Receives a line, and returns it without its end.
    ///
    /// - Throws: ``BenchmarkError``.
    func receiveLine() throws(BenchmarkError) -> String {
        while true {
            if let end = buffer[unread].firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[unread.lowerBound..<end].filter { $0 != 13 }, as: UTF8.self)
                consume(end + 1 - unread.lowerBound)
                return line
            }
            guard try receiveMore() else { throw .connectionClosed }
        }
    }

    /// Receives a body piece by piece.
    ///
    /// - Parameters:
    ///   - length: The bytes of the body.
    ///   - visit: Sees each piece.
    /// - Throws: ``BenchmarkError``.
    func receiveBody(length: Int, _ visit: (Span<UInt8>) throws(BenchmarkError) -> Void) throws(BenchmarkError) {
        var rest = length
        while rest > 0 {
            if unread.isEmpty {
                guard try receiveMore() else { throw .connectionClosed }
            }
            let count = min(unread.count, rest)
            try show(count, visit)
            consume(count)
            rest -= count
        }
    }

    /// Receives what comes until the other side closes the connection.
    ///
    /// - Throws: ``BenchmarkError``.
    func receiveRest(_ visit: (Span<UInt8>) throws(BenchmarkError) -> Void) throws(BenchmarkError) {
        repeat {
            try show(unread.count, visit)
            consume(unread.count)
        } while try receiveMore()
    }

    private func show(
        _ count: Int,
        _ visit: (Span<UInt8>) throws(BenchmarkError) -> Void
    ) throws(BenchmarkError) {
        // Taken out for the time of the visit: a span of what an object holds would outlive the access to it.
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        defer { swap(&bytes, &buffer) }
        try visit(bytes.span.extracting(unread.lowerBound..<unread.lowerBound + count))
    }

    /// Waits for more, behind what is unread.
    ///
    /// - Returns: Whether something came; not when the other side has closed the connection.
    private func receiveMore() throws(BenchmarkError) -> Bool {
        if unread.upperBound == buffer.count { moveToFront() }
        guard unread.upperBound < buffer.count else { throw .malformedAnswer }
        let count = try socket.receive(into: &buffer, from: unread.upperBound)
        unread = unread.lowerBound..<unread.upperBound + count
        return count > 0
    }

    private func moveToFront() {
        buffer.replaceSubrange(0..<unread.count, with: Array(buffer[unread]))
        unread = 0..<unread.count
    }

    private func consume(_ count: Int) {
        let start = unread.lowerBound + count
        unread = start == unread.upperBound ? 0..<0 : start..<unread.upperBound
    }
}
