/// One HTTP/1.1 connection that is used for one request after the other, by one thread.
///
/// It reads what the measured servers send and nothing more: answers with a length. Bodies are copied out of the
/// kernel into one buffer and thrown away, unless somebody wants to see them.
final class HTTPConnection {
    private static let bufferSize = 256 << 10

    private let socket: Socket
    private var buffer = [UInt8](repeating: 0, count: bufferSize)
    private var filled = 0

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
            if let end = MessageHead.end(in: buffer, count: filled) {
                let head = MessageHead(Array(buffer[..<end]))
                consume(end)
                return head
            }
            guard filled < buffer.count else { throw .malformedAnswer }
            let count = try socket.receive(into: &buffer, from: filled)
            guard count > 0 else { return nil }
            filled += count
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
            if filled == 0 {
                filled = try socket.receive(into: &buffer, from: 0)
                guard filled > 0 else { throw .connectionClosed }
            }
            let count = min(filled, rest)
            try show(count, visit)
            consume(count)
            rest -= count
        }
    }

    private func show(
        _ count: Int,
        _ visit: (Span<UInt8>) throws(BenchmarkError) -> Void
    ) throws(BenchmarkError) {
        // Taken out for the time of the visit: a span of what an object holds would outlive the access to it.
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        defer { swap(&bytes, &buffer) }
        try visit(bytes.span.extracting(first: count))
    }

    private func consume(_ count: Int) {
        if count < filled {
            buffer.replaceSubrange(0..<(filled - count), with: Array(buffer[count..<filled]))
        }
        filled -= count
    }
}
