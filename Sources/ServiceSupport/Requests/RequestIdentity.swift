/// The syntax of request IDs: what is minted, and what is taken from another service.
package enum RequestIdentity {
    /// The name of the header field between the services.
    package static let fieldName = "Attache-Request-ID"

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// Returns a fresh ID: 128 random bits as 26 characters of `a`–`z` and `2`–`7`.
    package static func random() -> String {
        let bits = UInt128.random(in: .min ... .max)
        let characters = (0..<26).map { alphabet[Int((bits >> (5 * $0)) & 31)] }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Whether a text may be taken over as an ID: 1 to 64 letters, digits, hyphens, dots and underscores.
    package static func isValid(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
