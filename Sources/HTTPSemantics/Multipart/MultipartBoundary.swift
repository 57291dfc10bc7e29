/// What separates the parts of a multipart body (RFC 2046 §5.1.1).
package struct MultipartBoundary: Hashable, Sendable {
    /// The octets between the hyphens and the end of the line.
    let octets: [UInt8]

    /// Reads a boundary; nil for what none can be.
    ///
    /// RFC 2046 §5.1.1: "boundary parameters […] no longer than 70 characters, not counting the two leading hyphens", of
    /// `bchars`, and not ending in white space.
    package init?(_ text: String) {
        guard (1...70).contains(text.utf8.count), text.utf8.last != UInt8(ascii: " "),
            text.utf8.allSatisfy(\.isBoundaryOctet)
        else { return nil }
        octets = Array(text.utf8)
    }

    /// Takes the boundary of a form's body from its media type; nil for any other body.
    package init?(of mediaType: MediaType) {
        guard mediaType.essence == "multipart/form-data", let text = mediaType.parameter("boundary") else { return nil }
        self.init(text)
    }
}

extension UInt8 {
    /// Whether the octet is one of `bchars` (RFC 2046 §5.1.1).
    fileprivate var isBoundaryOctet: Bool {
        isASCIIAlphanumeric || "'()+_,-./:=? ".utf8.contains(self)
    }
}
