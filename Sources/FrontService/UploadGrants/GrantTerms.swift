import BlobModel
import CalendarStore
import Cryptography
import FoundationEssentials
import HTTPTypes

/// All that a grant of an upload is bound to: who asked what of which resource, and for how many octets
/// (`Docs/formats/upload-grant.md`).
///
/// It is the request without its body, so that the front can make all checks again once the body is at a node.
struct GrantTerms: Hashable, Sendable {
    /// The fields of a request that decide what it does, in the order of the format.
    static let boundNames: [HTTPField.Name] = [
        .ifMatch, .ifNoneMatch, .ifModifiedSince, .ifUnmodifiedSince, .if, .prefer, .contentType, .contentDisposition,
        .contentDigest, .reprDigest,
    ]

    /// The deployment, so that a copy of the database elsewhere makes other grants.
    let deployment: DeploymentID

    /// The reference that the bytes get, which names the grant and the attachment to come.
    let reference: ReferenceID

    /// The home of the user who asked.
    let principal: HomeID

    /// The path of the calendar object resource.
    let path: ObjectPath

    /// The resource that is there, since another may come in its place.
    let object: ObjectID

    /// The domain that pays for the bytes.
    let domain: DedupDomain

    /// The query of the request as it was sent.
    let query: String

    /// The values of ``boundNames``, empty for a field that was not sent.
    let values: [String]

    /// The octets that the body has, exactly.
    let size: UInt64

    /// The instant of the request, in milliseconds since 1970.
    let received: UInt64

    /// The fields as they were sent, with the length of the body.
    var fields: HTTPFields {
        var fields: HTTPFields = [.contentLength: String(size)]
        for (name, value) in zip(Self.boundNames, values) where !value.isEmpty { fields[name] = value }
        return fields
    }

    /// The instant of the request.
    var date: Date { Date(timeIntervalSince1970: Double(received) / 1000) }

    /// The SHA-256 of the terms, which the signed URL carries.
    var digest: SHA256Digest {
        var hasher = SHA256Hasher()
        let bytes = octets
        hasher.update(bytes.span)
        return hasher.finalise()
    }
}

extension HTTPField.Name {
    /// `Content-Digest` (RFC 9530 §2).
    static let contentDigest = HTTPField.Name.bound("Content-Digest")

    /// `Repr-Digest` (RFC 9530 §3).
    static let reprDigest = HTTPField.Name.bound("Repr-Digest")

    private static func bound(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a token.") }
        return field
    }
}
