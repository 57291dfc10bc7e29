import NIOHTTP1
import Testing

extension WorldRequest {
    /// Sends a file as a client that announces it, waits, and follows a redirect to the node (RFC 8607 §3.11.4).
    ///
    /// - Parameter pause: How long it takes before it follows, and again in the middle of the body: time for programs to
    ///   die in.
    /// - Returns: What came back.
    func sendExpecting(pausing pause: Duration) async -> WorldReply {
        guard let first = await announce(to: client.base, target, client.fields(fields), pausing: pause) else {
            return WorldReply(answer: nil)
        }
        guard first.status == 307, let location = first["Location"],
            let path = location.firstRange(of: "/u/v1/")?.lowerBound
        else { return WorldReply(answer: first) }
        try? await ContinuousClock().sleep(for: pause)
        // The node asks for no credentials, and gets none.
        let (node, target) = (String(location[..<path]), String(location[path...]))
        let second = await announce(to: node, target, fields, pausing: pause)
        if let second, second.status < 300 {
            let again = await announce(to: node, target, fields, pausing: .zero)
            #expect(again.map { $0.status >= 400 } ?? true, "\(location) is good twice: \(String(describing: again))")
        }
        return WorldReply(answer: second, isRedirected: true)
    }

    /// Announces the body, and sends it if it is wanted; nil where the connection ended before an answer.
    private func announce(
        to base: String,
        _ target: String,
        _ fields: HTTPHeaders,
        pausing pause: Duration
    ) async -> Answer? {
        let body = wish.operation.file?.bytes ?? []
        let lines =
            ["POST \(target) HTTP/1.1", "Host: 127.0.0.1", "Content-Length: \(body.count)", "Expect: 100-continue"]
            + fields.map { "\($0.name): \($0.value)" }
        let last = try? await RawConnection.to(base) { connection in
            try await connection.send(lines: lines)
            let first = try await connection.message()
            guard first.status == 100 else { return first }
            // Whoever refuses in the middle of it has answered before.
            try? await connection.send(Array(body.prefix(body.count / 2)))
            try await ContinuousClock().sleep(for: pause)
            try? await connection.send(Array(body.dropFirst(body.count / 2)))
            return try await connection.message()
        }
        return last.map(Answer.init)
    }
}

extension Answer {
    /// Reads an answer that came over a raw connection.
    fileprivate init(_ message: RawConnection.Message) {
        let lines = message.head.split(separator: "\r\n").dropFirst()
        let pairs = lines.compactMap { line in
            line.firstRange(of: ": ").map { (String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
        }
        self.init(status: message.status, headers: HTTPHeaders(pairs), body: Array(message.body.utf8))
    }
}
