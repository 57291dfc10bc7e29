/// A media type with its parameters (RFC 9110 §8.3.1).
package struct MediaType: Hashable, Sendable, CustomStringConvertible {
    /// The top-level type in lower case, such as `text`.
    package let type: String

    /// The subtype in lower case, such as `calendar`.
    package let subtype: String

    /// The parameters in their order, with lower-case names.
    package let parameters: [FieldParameter]

    /// `application/octet-stream`, the type of bytes about which nothing is known.
    package static let octetStream = MediaType(type: "application", subtype: "octet-stream")

    /// `text/calendar` with `charset=utf-8`, as a server labels iCalendar data.
    package static let calendar = MediaType(
        type: "text",
        subtype: "calendar",
        parameters: [FieldParameter(name: "charset", value: "utf-8")]
    )

    /// `application/xml` with `charset=utf-8`, as a server labels WebDAV bodies.
    package static let xml = MediaType(
        type: "application",
        subtype: "xml",
        parameters: [FieldParameter(name: "charset", value: "utf-8")]
    )

    /// `application/problem+json` (RFC 9457 §6.1).
    package static let problem = MediaType(type: "application", subtype: "problem+json")

    /// Makes a media type from parts that are known to be tokens.
    package init(type: String, subtype: String, parameters: [FieldParameter] = []) {
        self.type = type.lowercased()
        self.subtype = subtype.lowercased()
        self.parameters = parameters
    }

    /// Parses a Content-Type field value; nil where it is no media type.
    package init?(parsing fieldValue: String) {
        var scanner = FieldScanner(fieldValue)
        scanner.skipWhitespace()
        guard let type = scanner.token(), scanner.consume("/"), let subtype = scanner.token(),
            let parameters = scanner.parameters(), scanner.isAtEnd
        else { return nil }
        self.init(type: type, subtype: subtype, parameters: parameters)
    }

    /// The type and subtype without parameters, such as `text/calendar`.
    package var essence: String { "\(type)/\(subtype)" }

    /// The value of the first parameter with a name, compared without case.
    package func parameter(_ name: String) -> String? {
        let wanted = name.lowercased()
        return parameters.first { $0.name == wanted }?.value
    }

    /// The media type as a field value.
    package var description: String {
        parameters.reduce(into: essence) { $0 += "; \($1.serialised)" }
    }
}
