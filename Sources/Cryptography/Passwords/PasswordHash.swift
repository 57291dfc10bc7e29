/// A salted scrypt hash of a password, and its text form.
///
/// The text form is a PHC string, `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, with salt and hash in base 64 (RFC 4648 §4)
/// without padding.
package struct PasswordHash: Hashable, Sendable {
    private static let alphabet = RadixAlphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    private static let saltByteCount = 16
    private static let hashByteCount = 32

    /// The cost with which the hash was made.
    package let parameters: ScryptParameters
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a new random salt.
    ///
    /// The call blocks its thread for some tens of milliseconds, by design.
    ///
    /// - Parameters:
    ///   - password: The password; its UTF-8 bytes are hashed as they are.
    ///   - parameters: The cost.
    package init(hashing password: String, parameters: ScryptParameters = .standard) {
        let salt = SecureRandom.bytes(Self.saltByteCount)
        self.parameters = parameters
        self.salt = salt
        hash = Scrypt.derive(
            from: Array(password.utf8),
            salt: salt,
            parameters: parameters,
            count: Self.hashByteCount
        )
    }

    /// Parses a hash's text form.
    ///
    /// - Parameter encoded: The text; nil when it is not in the form above, when its salt has not 8 to 64 bytes, its
    ///   hash not 32, or when its cost is over ``ScryptParameters/maximumMemory``.
    package init?(parsing encoded: String) {
        let fields = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty, fields[1] == "scrypt",
            let parameters = Self.parseParameters(fields[2]),
            let salt = Self.alphabet.decode(String(fields[3])), (8...64).contains(salt.count),
            let hash = Self.alphabet.decode(String(fields[4])), hash.count == Self.hashByteCount
        else { return nil }
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// The hash's text form.
    package var encoded: String {
        let cost = "ln=\(parameters.logCost),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(cost)$\(Self.alphabet.encode(salt))$\(Self.alphabet.encode(hash))"
    }

    /// Tells whether a password is the hashed one.
    ///
    /// The call blocks its thread as long as hashing took; the comparison itself takes constant time.
    package func matches(_ password: String) -> Bool {
        let candidate = Scrypt.derive(
            from: Array(password.utf8),
            salt: salt,
            parameters: parameters,
            count: Self.hashByteCount
        )
        return ConstantTime.equal(candidate, hash)
    }

    private static func parseParameters(_ text: Substring) -> ScryptParameters? {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3,
            let logCost = parseNumber(fields[0], named: "ln"),
            let blockSize = parseNumber(fields[1], named: "r"),
            let parallelism = parseNumber(fields[2], named: "p")
        else { return nil }
        return ScryptParameters(logCost: logCost, blockSize: blockSize, parallelism: parallelism)
    }

    private static func parseNumber(_ text: Substring, named name: String) -> Int? {
        guard text.hasPrefix("\(name)="), let number = Int(text.dropFirst(name.count + 1)),
            text == "\(name)=\(number)"
        else { return nil }
        return number
    }
}
