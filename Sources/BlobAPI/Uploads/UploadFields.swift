import HTTPSemantics
package import HTTPTypes

/// The header fields of upload sessions, with the names that draft-ietf-httpbis-resumable-upload gives them.
///
/// The draft is for the public web; of it the operations keep `PATCH`, the fields, and the media type of a part.
package enum UploadFields {
    /// The media type of a part.
    package static let partType = "application/partial-upload"

    /// Returns the fields of a part.
    ///
    /// - Parameters:
    ///   - offset: Where in the upload it begins.
    ///   - endsUpload: Whether the upload ends with it.
    /// - Returns: Its type, where it begins, and whether it is the last one.
    package static func part(at offset: UInt64, endsUpload: Bool) -> HTTPFields {
        [
            .contentType: partType, .uploadOffset: String(offset),
            .uploadComplete: endsUpload ? "?1" : "?0",
        ]
    }

    /// Reads where a part begins.
    ///
    /// - Throws: The problem `malformed` when the field is missing or no number.
    package static func offset(of request: HTTPRequest) throws(APIProblem) -> UInt64 {
        try number(.uploadOffset, of: request)
    }

    /// Reads how long the whole upload is.
    ///
    /// - Throws: The problem `malformed` when the field is missing or no number.
    package static func length(of request: HTTPRequest) throws(APIProblem) -> UInt64 {
        try number(.uploadLength, of: request)
    }

    /// Reads how long the whole upload is going to be, if that is said.
    ///
    /// - Throws: The problem `malformed` when the field is no number.
    package static func declaredLength(of request: HTTPRequest) throws(APIProblem) -> UInt64? {
        request.headerFields[.uploadLength] == nil ? nil : try length(of: request)
    }

    /// Reads whether the upload ends with a part.
    ///
    /// - Throws: The problem `malformed` when the field is missing or no Boolean (RFC 8941 §4.2.8).
    package static func endsUpload(_ request: HTTPRequest) throws(APIProblem) -> Bool {
        switch request.headerFields[.uploadComplete] {
        case "?1": true
        case "?0": false
        default: throw APIProblem(.malformed, detail: "The field Upload-Complete is missing or malformed.")
        }
    }

    private static func number(_ name: HTTPField.Name, of request: HTTPRequest) throws(APIProblem) -> UInt64 {
        guard let text = request.headerFields[name], let number = DecimalNumber.parse(text) else {
            throw APIProblem(.malformed, detail: "The field \(name.rawName) is missing or malformed.")
        }
        return number
    }
}
