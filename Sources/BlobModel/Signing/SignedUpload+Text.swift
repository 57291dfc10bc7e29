import Cryptography

/// The text of `Docs/formats/signed-url.md`.
extension SignedUpload {
    /// The path before the reference.
    package static let pathPrefix = "/u/v1/"

    private static let form = SignedURLParameters.Form(["d": 63, "e": 12, "k": 63, "l": 19, "g": 43, "s": 43])

    /// The path of the URL, without a query.
    package var path: String { Self.pathPrefix + permit.reference.text }

    /// The path and the query, to be appended to the public URL of the node.
    package var pathAndQuery: String {
        path + "?d=\(permit.domain)&e=\(seal.expires)&k=\(seal.key)&l=\(permit.size)"
            + "&g=\(Base64URL.encode(permit.grant.bytes))&s=\(Base64URL.encode(seal.signature))"
    }

    /// Parses a URL's path and query as they came over the wire; nothing in them is percent-encoded.
    ///
    /// - Parameters:
    ///   - path: The path, from its first slash.
    ///   - query: The query, without the question mark.
    /// - Throws: ``SignedURLError/malformed(_:)``. Nothing is verified yet.
    package init(parsingPath path: String, query: String) throws(SignedURLError) {
        let reference = try Self.reference(of: path)
        let parameters = try SignedURLParameters(parsing: query, as: Self.form)
        guard let grant = SHA256Digest(bytes: try parameters.digest("g")) else {
            throw .malformed(.malformedParameter("g"))
        }
        let permit = UploadPermit(
            domain: try parameters.domain(),
            reference: reference,
            size: UInt64(try parameters.number("l")),
            grant: grant
        )
        self.init(permit: permit, seal: try Seal(parameters))
    }

    private static func reference(of path: String) throws(SignedURLError) -> ReferenceID {
        guard path.hasPrefix(pathPrefix) else { throw .malformed(.path) }
        do throws(BlobModelError) {
            return try ReferenceID(validating: String(path.dropFirst(pathPrefix.count)))
        } catch {
            throw .malformed(.path)
        }
    }
}
