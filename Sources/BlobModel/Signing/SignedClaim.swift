package import FoundationEssentials

/// What a node does for whoever holds a URL, because the front has signed it.
package protocol SignedClaim: Sendable {
    /// What makes the URL good.
    var seal: Seal { get }

    /// Returns the bytes that the signature covers.
    ///
    /// They begin with a tag for the kind of URL, so that a signature is good for no other kind.
    ///
    /// - Parameter node: The node that accepts the URL.
    /// - Returns: The bytes, each field with its length before it.
    func message(for node: NodeID) -> [UInt8]
}

extension SignedClaim {
    /// The end of the URL's life, in seconds since 1970.
    package var expires: Int64 { seal.expires }

    /// How far the clocks of front and node may differ: a URL is good for this long after its expiry.
    package static var skew: Duration { .seconds(60) }

    /// Checks the signature in constant time, and after it the expiry.
    ///
    /// - Parameters:
    ///   - keys: The ring of the node that was asked.
    ///   - now: The instant at which the request began.
    /// - Throws: ``SignedURLError/key``, ``SignedURLError/signature``, or ``SignedURLError/expired(at:)``.
    package func verify(with keys: NodeKeyRing, now: Date) throws(SignedURLError) {
        guard let isValid = keys.isValid(seal.signature, of: message(for: keys.node), by: seal.key) else { throw .key }
        guard isValid else { throw .signature }
        guard now.timeIntervalSince1970 < Double(expires) + Double(Self.skew.components.seconds) else {
            throw .expired(at: expires)
        }
    }
}
