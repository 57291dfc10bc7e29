import Cryptography

/// The text of `Docs/formats/signed-url.md`.
extension SignedURL {
    /// The path before the content ID.
    package static let pathPrefix = "/d/v1/"

    private static let form = SignedURLParameters.Form([
        "d": 63, "e": 12, "k": 63, "n": 340, "i": 1, "t": 340, "s": 43,
    ])

    /// The path of the URL, without a query.
    package var path: String { Self.pathPrefix + grant.blob.description }

    /// The path and the query, to be appended to the public URL of the node.
    package var pathAndQuery: String {
        let filename = Base64URL.encode(Array(grant.filename.utf8))
        let mediaType = Base64URL.encode(Array(grant.mediaType.utf8))
        return path + "?d=\(grant.domain)&e=\(seal.expires)&k=\(seal.key)&n=\(filename)&t=\(mediaType)"
            + "&i=\(grant.isInline ? 1 : 0)&s=\(Base64URL.encode(seal.signature))"
    }

    /// Parses a URL's path and query as they came over the wire; nothing in them is percent-encoded.
    ///
    /// - Parameters:
    ///   - path: The path, from its first slash.
    ///   - query: The query, without the question mark.
    /// - Throws: ``SignedURLError/malformed(_:)``. Nothing is verified yet.
    package init(parsingPath path: String, query: String) throws(SignedURLError) {
        guard path.hasPrefix(Self.pathPrefix),
            let blob = ContentID(parsing: String(path.dropFirst(Self.pathPrefix.count)))
        else { throw .malformed(.path) }
        let parameters = try SignedURLParameters(parsing: query, as: Self.form)
        let grant = try DownloadGrant(
            domain: parameters.domain(),
            blob: blob,
            filename: parameters.decodedText("n"),
            mediaType: parameters.decodedText("t"),
            isInline: parameters.flag("i")
        )
        self.init(grant: grant, seal: try Seal(parameters))
    }
}
