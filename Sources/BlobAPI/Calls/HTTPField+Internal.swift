package import HTTPTypes

extension HTTPField.Name {
    /// The epoch of the shard map by which the caller chose the node, as a decimal number.
    package static let shardMapEpoch = Self.attache("Attache-Shard-Map-Epoch")

    /// The identity of the request that an internal call serves, as both services log it.
    package static let requestID = Self.attache("Attache-Request-ID")

    /// The milliseconds that the caller will still wait for the head of the answer, as a decimal number.
    package static let deadline = Self.attache("Attache-Deadline")

    /// The digest of the representation (RFC 9530 §3).
    package static let reprDigest = Self.attache("Repr-Digest")

    /// How a page may use the URL that it came from (Referrer Policy §8.1).
    static let referrerPolicy = Self.attache("Referrer-Policy")

    private static func attache(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("The field name \(name) is not an RFC 9110 §5.1 token.")
        }
        return name
    }
}
