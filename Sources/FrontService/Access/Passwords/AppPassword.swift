import Cryptography

/// A password that is made for one device or program: 120 random bits.
///
/// It is written as six groups of four characters of base32 (RFC 4648 §6), such as `abcd-efgh-ijkl-mnop-qrst-uvwx`, since
/// people type it on telephones. It has no description, so that it cannot be interpolated into a log line by its type.
package struct AppPassword: Sendable {
    /// The number of random bytes.
    package static let byteCount = 15

    /// The most app passwords that one user may have.
    package static let maximumPerUser = 50

    private static let groupLength = 4
    private static let domain = "attache-app-password-v1"

    private let bytes: [UInt8]

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Makes a new password.
    package static func random() -> AppPassword {
        AppPassword(bytes: SecureRandom.bytes(byteCount))
    }

    /// Reads what a person or a program sends, with or without hyphens and spaces, in any case; nil for anything else.
    package init?(parsing text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let characters = text.lowercased().filter { $0 != "-" && $0 != " " }
        guard let bytes = Base32.decode(characters), bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The password as it is shown once.
    package var text: String {
        var rest = Base32.encode(bytes)[...]
        var groups: [Substring] = []
        while !rest.isEmpty {
            groups.append(rest.prefix(Self.groupLength))
            rest = rest.dropFirst(Self.groupLength)
        }
        return groups.joined(separator: "-")
    }

    /// What is stored of it: `sha256:` and a digest in hexadecimal.
    ///
    /// A slow hash protects what people choose; of 120 random bits one digest gives nothing away, and no request waits for it.
    package var verifier: String { "sha256:" + digest.hexadecimal }

    /// Whether a stored verifier is that of this password; compared in constant time.
    package func matches(_ verifier: String) -> Bool {
        ConstantTime.equal(Array(verifier.utf8), Array(self.verifier.utf8))
    }

    private var digest: SHA256Digest {
        let message = Array(Self.domain.utf8) + [0] + bytes
        return SHA256Hasher.digest(of: message.span)
    }
}
