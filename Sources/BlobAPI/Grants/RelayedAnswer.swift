import Cryptography
package import HTTPTypes

/// The head of an answer that the front has for a client, on its way through a node.
///
/// It travels in one field, `Attache-Answer`, as base64url of JSON; the body of the answer is the body of the call's.
package struct RelayedAnswer: Hashable, Sendable {
    /// The most octets that the value of the field may have.
    package static let maximumByteCount = 8 << 10

    /// The fields that come through; whatever else an answer has stays between the services.
    package static let relayedNames: Set<HTTPField.Name> = [
        .cacheControl, .calManagedID, .contentLocation, .contentType, .eTag, .lastModified, .location,
        .preferenceApplied, .retryAfter,
    ]

    /// The status.
    package let status: HTTPResponse.Status

    /// The fields, none but ``relayedNames``.
    package let fields: HTTPFields

    /// Makes the head of an answer; fields that do not come through are left out.
    package init(status: HTTPResponse.Status, fields: HTTPFields) {
        self.status = status
        self.fields = HTTPFields(fields.filter { Self.relayedNames.contains($0.name) })
    }
}

extension RelayedAnswer {
    private struct Form: Codable {
        let status: Int
        let fields: [[String]]
    }

    /// The value of the field.
    ///
    /// - Throws: `EncodingError`, which a number and strings never bring.
    package func fieldValue() throws -> String {
        let form = Form(status: status.code, fields: fields.map { [$0.name.rawName, $0.value] })
        return Base64URL.encode(try APICoding.encode(form))
    }

    /// Parses the value of the field; nil for what is too long, not of its form, or no answer to a client.
    package init?(parsing value: String) {
        guard value.utf8.count <= Self.maximumByteCount, let octets = Base64URL.decode(value),
            let form = try? APICoding.decode(Form.self, from: octets), (200..<600).contains(form.status)
        else { return nil }
        var fields = HTTPFields()
        for field in form.fields {
            guard field.count == 2, let name = HTTPField.Name(field[0]), HTTPField.isValidValue(field[1]) else {
                return nil
            }
            fields.append(HTTPField(name: name, value: field[1]))
        }
        self.init(status: HTTPResponse.Status(code: form.status), fields: fields)
    }
}
