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

    /// Where in the upload a part begins, or how many of its bytes are durable, as a decimal number.
    package static let uploadOffset = Self.attache("Upload-Offset")

    /// Whether the upload ends with the part: a Boolean of structured fields (RFC 8941 §3.3.6).
    package static let uploadComplete = Self.attache("Upload-Complete")

    /// The number of bytes of the whole upload, as a decimal number.
    package static let uploadLength = Self.attache("Upload-Length")

    /// The head of an answer that a node passes on to a client, as ``RelayedAnswer`` writes it.
    package static let answer = Self.attache("Attache-Answer")

    /// The identity of a managed attachment (RFC 8607 §5.1).
    static let calManagedID = Self.attache("Cal-Managed-ID")

    /// The preferences that an answer honours (RFC 7240 §3).
    static let preferenceApplied = Self.attache("Preference-Applied")

    /// How a page may use the URL that it came from (Referrer Policy §8.1).
    static let referrerPolicy = Self.attache("Referrer-Policy")

    private static func attache(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("The field name \(name) is not an RFC 9110 §5.1 token.")
        }
        return name
    }
}
