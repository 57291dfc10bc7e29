package import CalendarStore
package import HTTPSemantics
package import HTTPTypes
package import Hummingbird

/// A calendar object resource as it is sent to a client.
package struct ObjectRepresentation: Sendable {
    private let object: CalendarObject

    /// Makes the representation of an object.
    package init(of object: CalendarObject) {
        self.object = object
    }

    /// The strong entity tag.
    package var entityTag: EntityTag { EntityTag(strong: object.etag) }

    /// The fields that describe the representation; its length is not among them.
    package var headers: HTTPFields {
        [
            .contentType: Self.mediaType(componentType: object.componentType),
            .eTag: entityTag.description,
            .lastModified: HTTPDate.format(object.modified),
            .cacheControl: "private, no-cache",
        ]
    }

    /// The fields that RFC 9110 §15.4.5 demands of a 304.
    var validators: HTTPFields {
        var fields = headers
        fields[.contentType] = nil
        return fields
    }

    /// The octets as they are stored, as a body.
    package var body: ResponseBody { ResponseBody(byteBuffer: ByteBuffer(bytes: object.data)) }

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
