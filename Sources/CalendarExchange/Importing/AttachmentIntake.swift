import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
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
    private let services: ImportServices

    /// What the object that is replaced links.
    private let former: [Attachment]

    /// What was stored for this object.
    private(set) var stored: [Stored] = []

    /// The attachments of objects before this one that it has too.
    private(set) var linked: [AttachmentID] = []

    /// Those of the replaced object that it goes on to have.
    private(set) var kept: Set<AttachmentID> = []

    /// What could not be stored, one clause each.
    private(set) var findings: [String] = []

    /// Makes an intake that has stored nothing.
    ///
    /// - Parameters:
    ///   - domain: The home that gets the attachments.
    ///   - former: The attachments of the object that is replaced; none for a new one.
    ///   - services: Who stores them.
    init(into domain: DedupDomain, replacing former: [Attachment], _ services: ImportServices) {
        (self.domain, self.former, self.services) = (domain, former, services)
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
        known: inout [AttachedContent.Key: Attachment]
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
        for stored in stored { try? await services.blobs.release(stored.attachment.id.firstReference, in: domain) }
    }

    /// Records the attachments and their links, in the transaction that stores their object.
    ///
    /// What the replaced object had and this one has not is removed, and can be had back for the grace of the terms.
    ///
    /// - Parameters:
    ///   - object: The object, as it is stored now.
    ///   - replaced: The data that it replaces; nil for a new one.
    ///   - terms: When what it drops is removed.
    ///   - txn: The transaction.
    /// - Throws: `AttachmentStoreError`, `SQLError`; `BlobError.staleShardMap` when the domain has moved to another shard.
    func record(
        for object: CalendarObject,
        replacing replaced: [UInt8]?,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws {
        let link = LinkedObjectID(object.id.text)
        let store = AttachmentStore()
        for stored in stored {
            try verify(stored.place, in: txn)
            try store.add(stored.attachment, heldBy: domain, linkedTo: link, in: txn)
        }
        for id in linked { try store.link(id, heldBy: domain, to: link, in: txn) }
        let dropped = former.map(\.id).filter { !kept.contains($0) && !linked.contains($0) }
        guard !dropped.isEmpty else { return }
        let resource = replaced.flatMap { try? CalendarObjectResource(parsing: $0) }
        for id in dropped {
            let instances = resource?.instances(carrying: ManagedID(id.text)) ?? .all
            let place = LinkedPlace(object: link, place: object.calendar.text, instances: instances.storedText)
            try store.unlink(id, from: place, terms: terms, in: txn)
        }
    }

    /// Has the fronts scan what was stored: it is due at once, also where equal bytes were found clean before.
    ///
    /// Bytes that a scanner has found to be infected within the last day are withdrawn at once, and the verdict stays.
    ///
    /// - Returns: What was stored and is withdrawn.
    /// - Throws: `WithdrawalError`; `SQLError`.
    func markForScan(in txn: any SQLTransaction) throws -> Set<AttachmentID> {
        let store = AttachmentStore()
        var withdrawn: Set<AttachmentID> = []
        for blob in Set(stored.map(\.attachment.blob)) {
            if let name = try infection(of: blob, store, txn) {
                let all = try AttachmentWithdrawal(attachments: store)
                    .withdrawAll(
                        with: blob,
                        reason: "The file was found to be infected (\(name)).",
                        now: services.now,
                        in: txn
                    )
                withdrawn.formUnion(all.map(\.attachment.id))
                continue
            }
            // Attempts that were made for another attachment of the same bytes count for nothing.
            try store.forgetVerdict(on: blob, in: txn)
            try store.record(StoredVerdict(on: blob, .due(services.now)), in: txn)
        }
        return withdrawn.intersection(stored.map(\.attachment.id))
    }

    /// Returns the name of what a scanner has found in bytes, as long as that counts; nil where it found nothing.
    private func infection(
        of blob: ContentID,
        _ store: AttachmentStore,
        _ txn: any SQLTransaction
    ) throws -> String? {
        guard case .infected(let name, let examination) = try store.verdict(on: blob, in: txn)?.finding else {
            return nil
        }
        return examination.isRecent(at: services.now) ? name : nil
    }

    private mutating func take(
        _ property: inout Property,
        of source: ImportSource,
        _ known: inout [AttachedContent.Key: Attachment]
    ) async throws {
        do {
            guard let attachment = try await attachment(of: property, in: source, &known) else {
                // RFC 8607 §4.3: MANAGED-ID "MUST NOT be present in the case of non managed attachments".
                return property.setParameter("MANAGED-ID", nil)
            }
            property.describe(
                ManagedAttachment(
                    id: ManagedID(attachment.id.text),
                    label: AttachmentLabel(mediaType: attachment.mediaType, filename: attachment.filename),
                    size: attachment.size,
                    uris: services.uris
                )
            )
        } catch let error as FileError {
            findings.append("\(error)")
        } catch let error as ZipError {
            findings.append("\(error)")
        } catch BlobError.bodyFailed(let reason) {
            findings.append(reason)
        }
    }

    /// Returns the attachment that a property stands for; nil when its value is a URI of something else.
    private mutating func attachment(
        of property: Property,
        in source: ImportSource,
        _ known: inout [AttachedContent.Key: Attachment]
    ) async throws -> Attachment? {
        guard let content = AttachedContent(of: property, in: source) else {
            // Calendar data of this front, as a client reads it, names what the object has; where the client knows no
            // MANAGED-ID, by its URI alone, which a PUT counts as carrying it too.
            let names = [property.parameter("MANAGED-ID"), services.uris.managedID(in: property.value)?.text]
            for case let name? in names {
                if let same = former.first(where: { $0.id.text == name }) { return keep(same) }
            }
            return nil
        }
        let (label, key) = (AttachmentLabel(of: property, content), content.key)
        if let same = try await former(content, label, known[key]) {
            known[key] = known[key] ?? same
            return keep(same)
        }
        if let attachment = known[key] {
            let isOwn = stored.contains { $0.attachment.id == attachment.id } || linked.contains(attachment.id)
            if !isOwn { linked.append(attachment.id) }
            return attachment
        }
        let attachment = try await store(content, label)
        known[key] = attachment
        return attachment
    }

    private mutating func keep(_ attachment: Attachment) -> Attachment {
        kept.insert(attachment.id)
        return attachment
    }

    /// Returns that of the replaced object's attachments which has the same bytes and the same label.
    private func former(
        _ content: AttachedContent,
        _ label: AttachmentLabel,
        _ known: Attachment?
    ) async throws -> Attachment? {
        let alike = former.filter { $0.filename == label.filename && $0.mediaType == label.mediaType }
        guard !alike.isEmpty else { return nil }
        let blob = if let known { known.blob } else { try await content.describe().blob }
        return alike.first { $0.blob == blob }
    }

    private mutating func store(_ content: AttachedContent, _ label: AttachmentLabel) async throws -> Attachment {
        let id = AttachmentID.make(at: services.now)
        let body = try content.stream()
        let blob = try await services.blobs.put(body, as: id.firstReference, in: domain, limit: .max)
        let attachment = Attachment(
            id: id,
            content: blob.description,
            labels: Attachment.Labels(mediaType: label.mediaType, filename: label.filename),
            creator: domain.id,
            created: services.now
        )
        stored.append(Stored(attachment: attachment, place: blob.place))
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
