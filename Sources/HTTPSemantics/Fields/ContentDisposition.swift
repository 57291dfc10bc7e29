/// The Content-Disposition field of RFC 6266, read and written.
package struct ContentDisposition: Hashable, Sendable {
    /// The disposition type in lower case: `attachment`, `inline`, or an extension.
    package let type: String

    /// The file name that the sender suggests, decoded but not made safe.
    ///
    /// RFC 6266 §4.3 wants a receiver to distrust it: it may hold path separators and control characters.
    package let filename: String?

    /// Makes a disposition.
    package init(type: String, filename: String?) {
        self.type = type.lowercased()
        self.filename = filename
    }

    /// Makes the disposition of bytes that are to be saved and never shown in place.
    package static func attachment(filename: String?) -> ContentDisposition {
        ContentDisposition(type: "attachment", filename: filename)
    }

    /// Parses a Content-Disposition field value; nil where it is malformed.
    ///
    /// An unquoted file name may hold what no token holds (spaces, non-ASCII letters), up to a semicolon: many clients
    /// write it so.
    package init?(parsing fieldValue: String) {
        var scanner = FieldScanner(fieldValue)
        scanner.skipWhitespace()
        guard let type = scanner.token(), let parameters = Self.parameters(&scanner) else { return nil }
        let extended = parameters["filename*"].flatMap(ExtendedValue.parse)
        // RFC 6266 §4.3: "recipients SHOULD pick "filename*" and ignore "filename"".
        self.init(type: type, filename: extended ?? parameters["filename"])
    }

    private static func parameters(_ scanner: inout FieldScanner) -> [String: String]? {
        var parameters: [String: String] = [:]
        scanner.skipWhitespace()
        while scanner.consume(";") {
            scanner.skipWhitespace()
            guard let name = scanner.token() else { continue }
            scanner.skipWhitespace()
            guard scanner.consume("="), let value = Self.value(&scanner) else { return nil }
            // RFC 6266 §4.1: "Content-Disposition header field values with multiple instances of the same parameter name are
            // invalid."
            guard parameters.updateValue(value, forKey: name.lowercased()) == nil else { return nil }
            scanner.skipWhitespace()
        }
        return scanner.isAtEnd ? parameters : nil
    }

    private static func value(_ scanner: inout FieldScanner) -> String? {
        scanner.skipWhitespace()
        guard scanner.next != UInt8(ascii: "\"") else { return scanner.quotedString() }
        let bare = scanner.run { $0 != UInt8(ascii: ";") && $0.isQuotedOctet }
        let trimmed = bare.trimmingTrailingWhitespace
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The disposition as a field value of ASCII characters only.
    ///
    /// A name that plain `filename` cannot carry safely (RFC 6266 appendix D) is also written as `filename*` in UTF-8,
    /// after an ASCII stand-in for old clients. Control characters are left out.
    package var fieldValue: String {
        guard let name = filename.map(Self.withoutControls), !name.isEmpty else { return type }
        let fallback = Self.fallback(for: name)
        let plain = "\(type); filename=\(QuotedString.serialise(fallback))"
        return fallback == name ? plain : "\(plain); filename*=\(ExtendedValue.serialise(name))"
    }

    private static func withoutControls(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    /// Returns the name with `_` for each character that clients read differently from each other.
    private static func fallback(for name: String) -> String {
        String(name.map { $0.isASCII && !"\"\\%".contains($0) ? $0 : "_" })
    }
}

extension String {
    /// The text without the spaces and tabs at its end.
    fileprivate var trimmingTrailingWhitespace: String {
        String(decoding: Array(utf8.reversed().drop(while: \.isFieldWhitespace).reversed()), as: UTF8.self)
    }
}
