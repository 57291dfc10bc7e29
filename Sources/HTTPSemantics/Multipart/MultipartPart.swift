/// The head of one part of a form (RFC 7578 §4).
package struct MultipartPart: Hashable, Sendable {
    /// The name of the field.
    package let name: String

    /// The name of the file as its sender wrote it, not made safe; nil for a part that is no file.
    package let filename: String?

    /// The media type of the content, if it is given and well formed.
    package let mediaType: MediaType?

    /// Reads a head.
    ///
    /// - Parameter octets: The lines of the head, without the empty one at its end.
    /// - Throws: ``MultipartError/malformedHead``.
    init(parsing octets: [UInt8]) throws(MultipartError) {
        guard let text = String(validating: octets, as: UTF8.self) else { throw .malformedHead }
        var fields: [String: String] = [:]
        for line in text.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            // A field twice could be read in two ways.
            guard parts.count == 2, fields.updateValue(String(parts[1]), forKey: parts[0].lowercased()) == nil else {
                throw .malformedHead
            }
        }
        // RFC 7578 §4.2: "Each part MUST contain a Content-Disposition header field […] where the disposition type is
        // "form-data". The Content-Disposition header field MUST also contain an additional parameter of "name"".
        guard let disposition = fields["content-disposition"].flatMap(FormDisposition.init(parsing:)) else {
            throw .malformedHead
        }
        name = disposition.name
        filename = disposition.filename
        mediaType = fields["content-type"].flatMap { MediaType(parsing: $0) }
    }
}

/// The Content-Disposition of a part of a form.
///
/// It is not that of RFC 6266: browsers write `%22`, `%0D`, and `%0A` in a name for the three characters that could not
/// stand there, and a backslash is one (HTML, "multipart/form-data encoding algorithm").
private struct FormDisposition {
    let name: String
    let filename: String?

    init?(parsing value: String) {
        var scanner = FieldScanner(value)
        scanner.skipWhitespace()
        guard scanner.token()?.lowercased() == "form-data" else { return nil }
        var parameters: [String: String] = [:]
        scanner.skipWhitespace()
        while scanner.consume(";") {
            scanner.skipWhitespace()
            guard let name = scanner.token(), scanner.consume("="), let value = Self.value(&scanner) else { return nil }
            guard parameters.updateValue(value, forKey: name.lowercased()) == nil else { return nil }
            scanner.skipWhitespace()
        }
        guard scanner.isAtEnd, let name = parameters["name"] else { return nil }
        self.name = name
        // RFC 7578 §4.2: "The "filename*" parameter […] MUST NOT be used".
        filename = parameters["filename"]
    }

    private static func value(_ scanner: inout FieldScanner) -> String? {
        guard scanner.consume("\"") else { return scanner.token() }
        let raw = scanner.run { $0 != UInt8(ascii: "\"") }
        guard scanner.consume("\"") else { return nil }
        return raw.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }
}
