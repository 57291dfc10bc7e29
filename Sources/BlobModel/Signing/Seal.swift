/// What makes a signed URL good: until when it is, by which key, and the signature (`Docs/formats/signed-url.md`).
package struct Seal: Hashable, Sendable {
    /// The end of the URL's life, in seconds since 1970.
    package let expires: Int64

    /// The key that signed.
    package let key: SigningKeyID

    /// The 32 bytes of the signature.
    package let signature: [UInt8]

    /// Signs with the active key of a node's ring.
    ///
    /// - Parameters:
    ///   - message: The bytes that the signature covers, with the end of the URL's life among them.
    ///   - expires: The end of the URL's life, in seconds since 1970.
    ///   - keys: The ring of the node that shall accept the URL.
    init(_ message: [UInt8], until expires: Int64, by keys: NodeKeyRing) {
        self.expires = expires
        key = keys.activeKey
        signature = keys.sign(message)
    }

    /// Reads the three parameters that every signed URL has; nothing is verified yet.
    ///
    /// - Throws: ``SignedURLError/malformed(_:)``.
    init(_ parameters: SignedURLParameters) throws(SignedURLError) {
        expires = try parameters.number("e")
        key = try parameters.key()
        signature = try parameters.signature()
    }
}
