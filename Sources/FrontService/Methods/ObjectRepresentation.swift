package import CalendarStore
package import HTTPSemantics
package import HTTPTypes
package import Hummingbird
import NIOCore

/// A calendar object resource as it is sent to a client.
package struct ObjectRepresentation: Sendable {
    /// The octets that are handed to the connection at a time, so that a slow reader is waited for between them.
    private static let pieceSize = 256 << 10

    private let object: CalendarObject

    /// Makes the representation of an object.
    package init(of object: CalendarObject) {
        self.object = object
    }

    /// The strong entity tag.
    package var entityTag: EntityTag { object.summary.entityTag }

    /// The fields that describe the representation; its length is not among them.
    package var headers: HTTPFields { object.summary.representationFields }

    /// The octets as they are stored, as a body.
    package var body: ResponseBody {
        ResponseBody(contentLength: object.data.count) { [data = object.data] writer in
            for start in stride(from: 0, to: data.count, by: Self.pieceSize) {
                let end = min(start + Self.pieceSize, data.count)
                try await writer.write(ByteBuffer(bytes: data[start..<end]))
            }
            try await writer.finish(nil)
        }
    }

    /// Returns the answer to a method other than GET that has the representation as its body.
    ///
    /// - Parameters:
    ///   - status: The status of the answer.
    ///   - path: The object's path, for Content-Location.
    /// - Returns: The answer, with Preference-Applied: a representation is sent only where it was preferred.
    package func preferredResponse(status: HTTPResponse.Status, at path: ResourcePath) -> Response {
        var headers = headers
        headers[.contentLocation] = path.href
        headers[.preferenceApplied] = Preferences.representationApplied
        return Response(status: status, headers: headers, body: body)
    }

    /// Returns the Content-Type of an object (RFC 5545 §8.1), such as `text/calendar; charset=utf-8; component=VEVENT`.
    static func mediaType(componentType: String) -> String {
        "\(MediaType.calendar); component=\(componentType)"
    }
}

extension CalendarObjectSummary {
    /// The strong entity tag.
    var entityTag: EntityTag { EntityTag(strong: etag) }

    /// The fields that describe the representation of the object; its length is not among them.
    var representationFields: HTTPFields {
        var fields = validatorFields
        fields[.contentType] = ObjectRepresentation.mediaType(componentType: componentType)
        return fields
    }

    /// The fields that RFC 9110 §15.4.5 demands of a 304.
    var validatorFields: HTTPFields {
        [
            .eTag: entityTag.description,
            .lastModified: HTTPDate.format(modified),
            .cacheControl: "private, no-cache",
        ]
    }
}
