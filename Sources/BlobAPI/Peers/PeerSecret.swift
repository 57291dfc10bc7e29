package import Cryptography

/// The bearer secret by which one service proves itself to the other: 32 random bytes as base64url text.
///
/// Read from a file with one or two lines, the current one first, so that a secret can be changed without a gap.
package struct PeerSecret: Sendable {
    /// The text to present.
    package let current: String

    /// The text that was presented before the last change, if the file names one.
    package let previous: String?

    /// Creates a fresh secret.
    package static func random() -> PeerSecret {
        PeerSecret(current: Base64URL.encode(SecureRandom.bytes(32)), previous: nil)
    }

    /// Parses the contents of a secret file.
    ///
    /// - Throws: ``PeerSecretError`` when there is no line, a third line, or a line that is not 32 bytes as base64url.
    package init(parsing contents: String) throws(PeerSecretError) {
        let lines = contents.split(whereSeparator: \.isNewline).map { $0.trimmed() }.filter { !$0.isEmpty }
        guard (1...2).contains(lines.count) else { throw .lineCount(lines.count) }
        for (index, line) in lines.enumerated() where Base64URL.decode(line)?.count != 32 {
            throw .malformedLine(index + 1)
        }
        self.init(current: lines[0], previous: lines.count == 2 ? lines[1] : nil)
    }

    /// What a verifier keeps: the digests of the texts, the current one first.
    package var digests: [SHA256Digest] {
        ([current] + (previous.map { [$0] } ?? [])).map(Self.digest(of:))
    }

    /// Returns the digest under which a verifier knows a presented text.
    package static func digest(of token: String) -> SHA256Digest {
        SHA256Hasher.digest(of: Array(token.utf8).span)
    }

    /// Makes a secret from texts of the right form.
    init(current: String, previous: String?) {
        self.current = current
        self.previous = previous
    }
}

extension PeerSecret: CustomStringConvertible {
    /// A text that does not reveal the secret.
    package var description: String { "(secret)" }
}

extension Substring {
    /// Returns the text without white space at either end.
    fileprivate func trimmed() -> String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
}
