import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPSemantics
import ICalendar

/// Where the managed attachments of exported objects are.
struct ExportedAttachments {
    /// The folder with the files, at the top of the export.
    static let folder = "attachments"

    /// Which attachments were met, by their managed IDs.
    private(set) var met: [AttachmentID: HeldAttachment] = [:]

    /// Makes a set without attachments.
    init() {}

    /// The attachments in the order of their managed IDs.
    var sorted: [HeldAttachment] { met.values.sorted { $0.id.text < $1.id.text } }

    /// Returns the path of an attachment's file inside the export.
    static func path(of attachment: Attachment) -> String { "\(folder)/\(attachment.id)/\(attachment.filename)" }

    /// Makes an object name files of the export where it named managed attachments.
    ///
    /// RFC 8607 §4.3: MANAGED-ID "MUST NOT be present in the case of non managed attachments". The value becomes a
    /// relative reference (RFC 3986 §4.2); where the server took the attachment away it stays the URI that tells so.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - held: The attachments that it links, and that are exported.
    ///   - depth: How many folders the object's file is below the top.
    mutating func refer(_ object: inout ICalendarObject, to held: [HeldAttachment], depth: Int) {
        let byID = Dictionary(held.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
        for attachment in held { met[attachment.id] = attachment }
        object.updateManagedAttachments { property, id in
            property.setParameter("MANAGED-ID", nil)
            guard let attachment = byID[id]?.attachment else { return }
            let segments = [Self.folder, attachment.id.text, attachment.filename].map(PercentEncoding.encodeSegment)
            property.value = String(repeating: "../", count: depth) + segments.joined(separator: "/")
        }
    }

    /// Makes an object hold the bytes of its managed attachments itself (RFC 5545 §3.8.1.1: ENCODING=BASE64, VALUE=BINARY).
    ///
    /// Those that are lost or were taken away are no managed attachments in the export either: their URIs stay, and
    /// MANAGED-ID goes (RFC 8607 §4.3).
    static func embed(_ bytes: [String: [UInt8]], in object: inout ICalendarObject) {
        object.updateManagedAttachments { property, id in
            property.setParameter("MANAGED-ID", nil)
            guard let bytes = bytes[id] else { return }
            property.value = Data(bytes).base64EncodedString()
            property.setParameter("ENCODING", "BASE64")
            property.setParameter("VALUE", "BINARY")
        }
    }
}

extension ICalendarObject {
    /// Visits the ATTACH properties with a managed ID of all components but time zones; those of alarms are not managed.
    fileprivate mutating func updateManagedAttachments(_ body: (inout Property, String) -> Void) {
        calendar.updateComponents { component in
            guard !component.isNamed("VTIMEZONE") else { return }
            component.updateProperties(named: "ATTACH") { property in
                if let id = property.parameter("MANAGED-ID") { body(&property, id) }
                return .keep
            }
        }
    }
}
