import AttachmentStore
import BlobModel
import DeploymentStore
import DurableIO
import FoundationEssentials
import ICalendar
import ManagedAttachments
import SQLDatabase

/// Stores the attachments of one object, before the transaction that names them.
struct AttachmentIntake {
    /// An attachment whose bytes were stored for this object.
    struct Stored: Sendable {
        /// The attachment.
        let attachment: Attachment
        /// Where its bytes went.
        let place: BlobPlace?
    }

    private let domain: DedupDomain
    private let blobs: any BlobWriter
    private let uris: AttachmentURIScheme
    private let now: Date

    /// What was stored for this object.
    private(set) var stored: [Stored] = []

    /// The attachments of objects before this one that it has too.
    private(set) var linked: [AttachmentID] = []

    /// What could not be stored, one clause each.
    private(set) var findings: [String] = []

    /// Makes an intake that has stored nothing.
    init(into domain: DedupDomain, blobs: any BlobWriter, uris: AttachmentURIScheme, now: Date) {
        self.domain = domain
        self.blobs = blobs
        self.uris = uris
        self.now = now
    }

    /// Stores what an object attaches, and makes its properties those of managed attachments.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - source: The file that it is from.
    ///   - known: The attachments that the files of this import have become; those of this object are added.
    /// - Throws: `BlobError` when bytes cannot be stored.
    mutating func take(
        from object: inout ICalendarObject,
        of source: ImportSource,
        known: inout [AttachedContent: Attachment]
    ) async throws {
        for (index, content) in object.calendar.contents.enumerated() {
            guard case .component(var component) = content, !component.isNamed("VTIMEZONE") else { continue }
            for (place, inner) in component.contents.enumerated() {
                guard case .property(var property) = inner, property.isNamed("ATTACH") else { continue }
                try await take(&property, of: source, &known)
                component.contents[place] = .property(property)
            }
            object.calendar.contents[index] = .component(component)
        }
    }

    /// Gives up what was stored, since no transaction names it.
    func release() async {
        for stored in stored { try? await blobs.release(stored.attachment.id.firstReference, in: domain) }
    }

    /// Records the attachments and their links, in the transaction that stores their object.
    ///
    /// - Throws: `AttachmentStoreError`, `SQLError`; `BlobError.staleShardMap` when the domain has moved to another shard.
    func record(for object: LinkedObjectID, in txn: any SQLTransaction) throws {
        let store = AttachmentStore()
        for stored in stored {
            try verify(stored.place, in: txn)
            try store.add(stored.attachment, heldBy: domain, linkedTo: object, in: txn)
        }
        for id in linked { try store.link(id, heldBy: domain, to: object, in: txn) }
    }

    private mutating func take(
        _ property: inout Property,
        of source: ImportSource,
        _ known: inout [AttachedContent: Attachment]
    ) async throws {
        guard let content = AttachedContent(of: property, in: source) else {
            // RFC 8607 §4.3: MANAGED-ID "MUST NOT be present in the case of non managed attachments".
            return property.setParameter("MANAGED-ID", nil)
        }
        do {
            let attachment = try await attachment(of: property, content, &known)
            property.describe(
                ManagedAttachment(
                    id: ManagedID(attachment.id.text),
                    label: AttachmentLabel(mediaType: attachment.mediaType, filename: attachment.filename),
                    size: attachment.size,
                    uris: uris
                )
            )
        } catch let error as FileError {
            findings.append("\(error)")
        }
    }

    private mutating func attachment(
        of property: Property,
        _ content: AttachedContent,
        _ known: inout [AttachedContent: Attachment]
    ) async throws -> Attachment {
        if let attachment = known[content] {
            let isOwn = stored.contains { $0.attachment.id == attachment.id } || linked.contains(attachment.id)
            if !isOwn { linked.append(attachment.id) }
            return attachment
        }
        let (id, label) = (AttachmentID.random(), AttachmentLabel(of: property, content))
        let body = try content.stream()
        let blob = try await blobs.put(body, as: id.firstReference, in: domain, limit: .max)
        let attachment = Attachment(
            id: id,
            content: blob.description,
            labels: Attachment.Labels(mediaType: label.mediaType, filename: label.filename),
            creator: domain.id,
            created: now
        )
        stored.append(Stored(attachment: attachment, place: blob.place))
        known[content] = attachment
        return attachment
    }

    /// Checks that bytes are on the shard where they will be looked for: the map may have changed since they were stored.
    private func verify(_ place: BlobPlace?, in txn: any SQLTransaction) throws {
        let store = DeploymentStore()
        guard let place, try store.shardMapEpoch(in: txn) != place.epoch else { return }
        guard let map = try store.shardMap(in: txn), map.shard(for: domain).id != place.shard else { return }
        throw BlobError.staleShardMap(map)
    }
}
