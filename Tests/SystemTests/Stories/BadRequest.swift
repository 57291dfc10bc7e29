import Testing

/// A request that no well-meaning client sends, and the answer that it must get.
struct BadRequest: Sendable {
    /// What is wrong with it.
    let fault: String

    /// The request line.
    let line: String

    /// The fields, besides Host and Authorization.
    var fields: [String] = []

    /// The body; its length is declared unless the fields say otherwise.
    var body = ""

    /// The statuses that are right.
    let status: Set<Int>

    /// The precondition that the body must name.
    var precondition: String?

    /// Whether Host and Authorization are left to the fields.
    var isBare = false

    /// Makes a request with one right answer.
    init(
        _ fault: String,
        _ line: String,
        fields: [String] = [],
        body: String = "",
        isBare: Bool = false,
        _ status: Int...,
        precondition: String? = nil
    ) {
        self.fault = fault
        self.line = line
        self.fields = fields
        self.body = body
        self.isBare = isBare
        self.status = Set(status)
        self.precondition = precondition
    }

    private var lines: [String] {
        let framed = fields.contains { $0.hasPrefix("Content-Length:") || $0.hasPrefix("Transfer-Encoding:") }
        let length = body.isEmpty || framed ? [] : ["Content-Length: \(body.utf8.count)"]
        let usual = [
            "Host: 127.0.0.1", "Authorization: " + Credentials(user: "alice", password: "alice").authorization,
        ]
        return [line] + (isBare ? [] : usual) + fields + length
    }

    /// Sends the request, checks the answer, and checks that the connection is in a sane state after it.
    ///
    /// Either the answer says that the connection ends, and it does; or the next request on it is answered as usual.
    func check(at url: String) async throws {
        try await RawConnection.to(url) { connection in
            // The server may have answered and closed before it has read everything.
            _ = await connection.trySend(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
            let answer = try await connection.message()
            #expect(status.contains(answer.status), "\(fault): \(answer.head) \(answer.body)")
            if let precondition {
                #expect(answer.names(precondition), "\(fault): \(answer.body)")
            }
            if answer.closes {
                #expect(try await connection.rest().isEmpty, "\(fault): more than one answer")
            } else {
                try await connection.send(lines: ["GET /healthz HTTP/1.1", "Host: 127.0.0.1"])
                #expect(try await connection.message().status == 200, "\(fault): the connection is out of step")
            }
        }
    }
}

extension BadRequest {
    /// Checks that a service with other resources refuses the request too, and does nothing strange with the rest.
    func checkForm(at url: String) async throws {
        try await RawConnection.to(url) { connection in
            _ = await connection.trySend(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
            let answer = try await connection.message()
            #expect((400..<600).contains(answer.status) && answer.status != 500, "\(fault): \(answer.head)")
            guard answer.closes else { return }
            #expect(try await connection.rest().isEmpty, "\(fault): more than one answer")
        }
    }
}
