import BlobModel
import CalendarStore

/// The octets of `Docs/formats/upload-grant.md`.
extension GrantTerms {
    /// The most octets that the terms of a grant may have to be read.
    static let maximumByteCount = 64 << 10

    /// The most octets that the terms of a grant may have to be given: its row is kept for a while.
    static let grantedByteCount = 8 << 10

    private static let tag = "attache-upload-grant-v1"

    /// The terms as the row of the grant keeps them: each field with its length in four bytes before it.
    var octets: [UInt8] {
        var writer = ByteWriter(capacity: 1 << 10)
        for text in texts { writer.writeLengthPrefixed(text.utf8) }
        return writer.bytes
    }

    private var texts: [String] {
        [
            Self.tag, deployment.text, reference.text, principal.text, path.owner.text, path.calendar, path.name,
            object.text, domain.id, query,
        ] + values + [String(size), String(received)]
    }

    /// Reads the octets of a grant; nil for what is not of the form.
    init?(octets: [UInt8]) {
        guard var texts = Self.texts(of: octets)?[...], texts.count == 12 + Self.boundNames.count,
            texts.removeFirst() == Self.tag,
            let deployment = try? DeploymentID(validating: texts.removeFirst()),
            let reference = try? ReferenceID(validating: texts.removeFirst()),
            let principal = HomeID(parsing: texts.removeFirst()),
            let owner = UserID(parsing: texts.removeFirst())
        else { return nil }
        let path = ObjectPath(owner: owner, calendar: texts.removeFirst(), name: texts.removeFirst())
        guard let object = ObjectID(parsing: texts.removeFirst()),
            let domain = try? DedupDomain(validating: texts.removeFirst()),
            let received = texts.popLast().flatMap({ UInt64($0) }), let size = texts.popLast().flatMap({ UInt64($0) })
        else { return nil }
        self.init(
            deployment: deployment,
            reference: reference,
            principal: principal,
            path: path,
            object: object,
            domain: domain,
            query: texts.removeFirst(),
            values: Array(texts),
            size: size,
            received: received
        )
    }

    private static func texts(of octets: [UInt8]) -> [String]? {
        guard octets.count <= maximumByteCount else { return nil }
        var reader = ByteReader(octets)
        var texts: [String] = []
        while reader.remaining > 0 {
            guard let count = reader.integer(UInt32.self), let bytes = reader.bytes(Int(count)),
                let text = String(validating: bytes, as: UTF8.self)
            else { return nil }
            texts.append(text)
        }
        return texts
    }
}
