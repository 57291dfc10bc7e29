import FoundationEssentials

/// A request of the load: its head as text, and the status that answers it.
struct Request: Sendable {
    /// The method.
    let method: String

    /// The path with its query.
    let target: String

    /// The fields beside Host and Content-Length.
    var fields: [(name: String, value: String)] = []

    /// The bytes of the body; nil for a request without one.
    var length: Int?

    /// The status of the answer that counts as success.
    var status = 200

    /// Makes a request without fields.
    init(_ method: String, _ target: String) {
        self.method = method
        self.target = target
    }

    /// Returns the request with one more field.
    func with(_ name: String, _ value: String) -> Request {
        var request = self
        request.fields.append((name, value))
        return request
    }

    /// Returns the request with the credentials of a demo user, whose password is the name.
    func authorized(as user: String) -> Request {
        with("Authorization", "Basic \(Data("\(user):\(user)".utf8).base64EncodedString())")
    }

    /// Returns the request with a body of a length, and the status of success.
    func carrying(_ length: Int?, expecting status: Int) -> Request {
        var request = self
        request.length = length
        request.status = status
        return request
    }

    /// The method and the path without its query, for messages.
    var name: String { "\(method) \(target.prefix { $0 != "?" })" }

    /// The start line and the fields.
    var head: String {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1"]
        lines += fields.map { "\($0.name): \($0.value)" }
        if let length { lines.append("Content-Length: \(length)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }
}

extension HTTPConnection {
    /// Makes a request, and checks the status of its answer.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: Sends the body.
    ///   - visit: Sees the pieces of the answer's body.
    /// - Returns: The head of the answer, whose body has been received.
    /// - Throws: ``BenchmarkError``.
    @discardableResult
    func exchange(
        _ request: Request,
        sending body: () throws(BenchmarkError) -> Void = {},
        visiting visit: (Span<UInt8>) throws(BenchmarkError) -> Void = { _ in }
    ) throws(BenchmarkError) -> MessageHead {
        try send(request.head)
        try body()
        guard let head = try receiveHead() else { throw .connectionClosed }
        guard let status = head.status else { throw .malformedAnswer }
        guard status == request.status else {
            let reason = try text(of: head, status)
            throw .unexpectedStatus(request: request.name, status: status, body: reason)
        }
        try receiveBody(of: head, status, visit)
        return head
    }

    /// Makes a request, and returns the body of its answer as text.
    ///
    /// - Throws: ``BenchmarkError``.
    func text(of request: Request) throws(BenchmarkError) -> String {
        var octets: [UInt8] = []
        try exchange(
            request,
            visiting: { (piece: Span<UInt8>) throws(BenchmarkError) in
                for index in piece.indices { octets.append(piece[index]) }
            }
        )
        return String(decoding: octets, as: UTF8.self)
    }

    /// The beginning of a body, for a message.
    private func text(of head: MessageHead, _ status: Int) throws(BenchmarkError) -> String {
        var octets: [UInt8] = []
        try receiveBody(of: head, status) { (piece: Span<UInt8>) throws(BenchmarkError) in
            for index in piece.indices where octets.count < 500 { octets.append(piece[index]) }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// RFC 9112 §6.3: no body after 204; else in chunks, with a length, or up to the end of the connection.
    private func receiveBody(
        of head: MessageHead,
        _ status: Int,
        _ visit: (Span<UInt8>) throws(BenchmarkError) -> Void
    ) throws(BenchmarkError) {
        if status == 204 { return }
        if head.isChunked { return try receiveChunks(visit) }
        if let length = head.contentLength { return try receiveBody(length: length, visit) }
        guard head.closesConnection else { throw .malformedAnswer }
        try receiveRest(visit)
    }

    /// RFC 9112 §7.1: chunks with their lengths before them, an empty one, trailers, and an empty line.
    private func receiveChunks(_ visit: (Span<UInt8>) throws(BenchmarkError) -> Void) throws(BenchmarkError) {
        while true {
            let line = try receiveLine()
            guard let length = Int(line.prefix { $0 != ";" }, radix: 16) else { throw .malformedAnswer }
            guard length > 0 else { break }
            try receiveBody(length: length, visit)
            guard try receiveLine().isEmpty else { throw .malformedAnswer }
        }
        while try !receiveLine().isEmpty {}
    }
}
