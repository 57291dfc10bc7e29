import CalendarStore
import AttachmentStore
import BlobModel
package import ICalendar
import ManagedAttachments
package import SQLDatabase
import WebDAV

/// Keeps managed attachments right in every PUT and DELETE of calendar object resources (RFC 8607 §3.7, §3.9).
package struct AttachmentHook: ObjectWriteHook {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser

    /// Makes the hook.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - releaser: Releases copies of bytes that came to nothing.
    package init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
    }

    /// Looks at what the data mentions, copies bytes that are in another home only, and stores those of files that stand in
    /// the data.
    ///
    /// - Throws: `WebDAVError` for data that cannot be stored, or where the copies exceed the quota; `SQLError`. What was
    ///   stored is released then.
    package func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        let reconciler = AttachmentReconciler(dependencies, write)
        let preparation = try await reconciler.prepare()
        let copies = try await copies(of: preparation.sources, for: reconciler)
        do {
            let intake = InlineIntake(dependencies, write, releaser: releaser)
            let arrivals = try await intake.take(besides: preparation.octets)
            return AttachmentParticipant(
                reconciler: reconciler,
                copies: copies,
                arrivals: arrivals,
                check: dependencies.arrivals,
                releaser: releaser
            )
        } catch {
            for copy in copies.values { releaser.release(copy.reference, in: reconciler.domain) }
            throw error
        }
    }

    /// Returns the participant of a PUT whose data has no ATTACH, so that there is nothing to be stored or copied for it.
    ///
    /// Attachments of the object that it replaces lose their links in the transaction.
    package func participantWithoutPreparation(
        for data: CalendarObjectResource
    ) -> (@Sendable (ObjectWrite) -> any ObjectWriteParticipant)? {
        guard data.attachPropertyCount == 0 else { return nil }
        return { [dependencies, releaser] write in
            AttachmentParticipant(
                reconciler: AttachmentReconciler(dependencies, write),
                copies: [:],
                arrivals: InlineArrivals(),
                check: dependencies.arrivals,
                releaser: releaser
            )
        }
    }

    private func copies(
        of sources: [AttachmentCopier.Source],
        for reconciler: AttachmentReconciler
    ) async throws -> [AttachmentID: StoredCopy] {
        guard !sources.isEmpty else { return [:] }
        let copier = AttachmentCopier(blobs: dependencies.blobs, releaser: releaser)
        return try await copier.copy(sources, into: reconciler.domain)
    }

    /// Drops the links of an object that was deleted; the last link gone makes an attachment removed.
    package func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {
        let object = deletion.object
        try dependencies.attachments.unlinkAll(
            from: LinkedPlace(
                object: LinkedObjectID(object.id.text),
                place: object.calendar.text,
                instances: InstanceSelection.all.storedText
            ),
            terms: RemovalTerms(now: deletion.now, dependencies.configuration),
            in: txn
        )
    }
}
