import AttachmentStore
import HTMLPages
import HTTPSemantics
import HTTPTypes
import ManagedAttachments

/// What a form wants done with one file, in the terms of a POST on the calendar object resource (RFC 8607 §3.3).
///
/// So a form can do nothing that a calendar client cannot, and everything is checked as for a client.
struct FileOrder: Sendable {
    private let query: [QueryItem]
    private var fields: HTTPFields = [:]

    private init(_ query: [QueryItem]) {
        self.query = query
    }

    /// Adds a file to all instances, or to those of a value of `rid`.
    static func add(_ file: MultipartPart, to instances: String?) -> FileOrder {
        var query = [QueryItem(name: "action", value: "attachment-add")]
        if let instances, !instances.isEmpty { query.append(QueryItem(name: "rid", value: instances)) }
        var order = FileOrder(query)
        order.describe(file)
        return order
    }

    /// Puts a file in the place of another, unless the event changed since the page was made.
    static func replace(_ id: AttachmentID, with file: MultipartPart, where entityTag: String?) -> FileOrder {
        var order = FileOrder(named: "attachment-update", id, where: entityTag)
        order.describe(file)
        return order
    }

    /// Takes a file away from all instances, unless the event changed since the page was made.
    static func remove(_ id: AttachmentID, where entityTag: String?) -> FileOrder {
        FileOrder(named: "attachment-remove", id, where: entityTag)
    }

    private init(named action: String, _ id: AttachmentID, where entityTag: String?) {
        self.init([QueryItem(name: "action", value: action), QueryItem(name: "managed-id", value: id.text)])
        fields[.ifMatch] = entityTag
    }

    private mutating func describe(_ file: MultipartPart) {
        fields[.contentType] = file.mediaType?.description
        fields[.contentDisposition] = ContentDisposition.attachment(filename: file.filename).fieldValue
    }

    /// Returns the order as the head of a POST.
    ///
    /// - Throws: `ManagedAttachmentViolation`; `WebDAVError` 400.
    func head(_ configuration: AttachmentConfiguration) throws -> AttachmentActionHead {
        let text = query.map { "\($0.name)=\(PercentEncoding.encodeSegment($0.value))" }.joined(separator: "&")
        return try AttachmentActionHead(
            query: text,
            fields: fields,
            allowsInstances: configuration.allowsInstances
        )
    }
}
