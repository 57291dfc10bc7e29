import NIOHTTP1

/// A whole answer to a request.
struct Answer: CustomStringConvertible, Sendable {
    /// The status code.
    let status: Int

    /// The fields.
    let headers: HTTPHeaders

    /// The body.
    let body: [UInt8]

    /// The answer without the end of a long body, for the messages of expectations.
    var description: String { "\(status) \(headers) \(text.prefix(1000))" }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// Returns the value of a field that must occur at most once.
    subscript(_ name: String) -> String? {
        let values = headers[name]
        return values.count > 1 ? "repeated: \(values)" : values.first
    }

    /// Whether the body is a `DAV:error` that names a precondition.
    func names(_ precondition: String) -> Bool {
        guard let start = text.firstRange(of: ":error"), let found = text.firstRange(of: ":\(precondition)") else {
            return false
        }
        return start.lowerBound < found.lowerBound
    }
}
