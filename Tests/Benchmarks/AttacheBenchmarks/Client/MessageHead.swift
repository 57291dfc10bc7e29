/// The octets of a message's start line and fields, read no further than is asked for.
struct MessageHead {
    private let octets: [UInt8]

    /// Takes over the octets up to and with the empty line.
    init(_ octets: [UInt8]) {
        self.octets = octets
    }

    /// The status of an answer, or nil when the octets are no answer.
    var status: Int? {
        guard octets.starts(with: Array("HTTP/1.".utf8)), octets.count > 12 else { return nil }
        return Int(String(decoding: octets[9..<12], as: UTF8.self))
    }

    /// The length of the body that follows; nil when the head says none.
    var contentLength: Int? { field("content-length").flatMap { Int($0) } }

    /// Returns the value of the first field with a name in lower case.
    func field(_ name: String) -> String? {
        let wanted = Array("\n\(name):".utf8)
        var start = 0
        while let end = octets[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if Self.matches(octets[end...], wanted) {
                let value = octets[(end + wanted.count)...].prefix { $0 != UInt8(ascii: "\r") }
                return String(decoding: value.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
            }
            start = end + 1
        }
        return nil
    }

    /// Whether the body comes in chunks (RFC 9112 §7.1).
    var isChunked: Bool { field("transfer-encoding")?.lowercased() == "chunked" }

    /// Whether the other side closes the connection after this message (RFC 9112 §9.3).
    var closesConnection: Bool {
        octets.starts(with: Array("HTTP/1.0".utf8)) || field("connection")?.lowercased() == "close"
    }

    /// Returns where the head at the beginning of what was received ends, or nil when it is not all there.
    static func end(in octets: ArraySlice<UInt8>) -> Int? {
        guard octets.count >= 4 else { return nil }
        for index in octets.indices.dropFirst(3) where octets[index] == UInt8(ascii: "\n") {
            if octets[index - 2] == UInt8(ascii: "\n"), octets[index - 1] == UInt8(ascii: "\r") { return index + 1 }
        }
        return nil
    }

    private static func matches(_ octets: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard octets.count >= wanted.count else { return false }
        for (octet, letter) in zip(octets, wanted) {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
            guard (isUpper ? octet | 0x20 : octet) == letter else { return false }
        }
        return true
    }
}
