/// Numbers as header fields and queries have them: `1*DIGIT` (RFC 9110 §8.6, RFC 5234 §B.1).
package enum DecimalNumber {
    /// Parses decimal digits alone; the result is nil for a sign, a space, no digit, or more than 64 bits.
    ///
    /// `UInt64` itself takes "+5" for 5, which no grammar of HTTP does.
    package static func parse(_ text: some StringProtocol) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return UInt64(text)
    }
}
